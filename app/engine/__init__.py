"""Coroutines over ports on the I/O thread: sense, reconcile, keep, publish."""
