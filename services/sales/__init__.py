"""Sales: systems that say what was bought; one module per kind of connection."""
