"""What the program decides: facts, rules, views and the wiring; no vendor, no socket, no pixel."""
