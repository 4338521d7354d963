"""Wiring that every way of running shares: settings to connectors, journal, engine, control socket. No Qt.

Imports nothing by itself: the guardian loads a part of it, and stays small.
"""
