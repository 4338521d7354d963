"""What stands before the demo's systems: tokens that end, and a limit of requests a second."""

from secrets import token_hex

GRACE = 0.1
"""The share of one request by which a sender may be early: the network's jitter."""


class Tokens:
    """Tokens that a login hands out, each good for so many seconds."""

    def __init__(self, lifetime: float) -> None:
        self.lifetime = lifetime
        self._ends: dict[str, float] = {}

    def issue(self, now: float) -> str:
        """A new token; those that ended are forgotten."""
        self._ends = {token: end for token, end in self._ends.items() if end > now}
        token = token_hex(16)
        self._ends[token] = now + self.lifetime
        return token

    def good(self, token: str, now: float) -> bool:
        """Whether this token still opens the door."""
        return self._ends.get(token, now) > now


class Bucket:
    """So many requests a second, and that many at once after a rest."""

    def __init__(self, per_second: float, now: float) -> None:
        self._rate = per_second
        self._left = per_second
        self._at = now

    def wait(self, now: float) -> float:
        """Take one request: 0 where it is let through, else the seconds until one would be."""
        self._left = min(self._rate, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1.0 - GRACE:
            return (1.0 - self._left) / self._rate
        self._left -= 1.0
        return 0.0
