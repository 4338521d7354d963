"""Facts and decisions of a live-selling room: pure, no clock, no network, no files."""
