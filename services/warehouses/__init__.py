"""Warehouses: systems that say how much of what lies where; one module per kind of connection."""
