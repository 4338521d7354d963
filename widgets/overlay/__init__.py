"""The host overlay: a frameless window with at most five things, made to be captured."""
