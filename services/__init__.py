"""How the program reaches the world: HTTP, journal, scheduling, control socket, demo."""
