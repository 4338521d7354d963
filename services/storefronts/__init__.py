"""Storefronts: shops that can take a product off sale and put it back; one module per kind of connection."""
