"""Random waits, so that many clients do not come back at the same instant."""

import secrets

_STEPS = 1_000_000


class SystemJitter:
    """Draws from the system's generator: nobody can tell the next."""

    def full(self, limit: float) -> float:
        """A number drawn evenly from 0 to `limit`."""
        return limit * secrets.randbelow(_STEPS + 1) / _STEPS
