"""Traffic: systems that say how many watch; one module per kind of connection."""
