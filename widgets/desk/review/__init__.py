"""The page that looks back: what was kept of a broadcast, held side by side with what was said and done."""
