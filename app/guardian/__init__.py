"""The guardian: a small process that restores what its desk left off sale when the desk dies or hangs.

While the desk lives it does nothing but listen to its heartbeat, and until something is held it has loaded
nothing but that.
"""
