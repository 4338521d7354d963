"""Telling people outside the desk: one module a way of reaching them."""
