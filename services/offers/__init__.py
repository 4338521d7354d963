"""Sources of clicks, impressions and prices."""
