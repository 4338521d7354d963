"""How often each visitor may ask; everybody has a bucket of their own, and the forgotten ones are full."""

from collections.abc import Callable
from dataclasses import dataclass

MOST_REMEMBERED = 256


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Pace:
    """So many at once and so many a second, for each key. `monotonic` gives seconds."""

    def __init__(self, monotonic: Callable[[], float], *, burst: float, per_second: float) -> None:
        self._monotonic = monotonic
        self._burst = burst
        self._per_second = per_second
        self._buckets: dict[str, _Bucket] = {}

    def allows(self, key: str) -> bool:
        """Whether this one may ask now; if so, it has."""
        now = self._monotonic()
        bucket = self._buckets.pop(key, None) or _Bucket(self._burst, now)
        bucket.left = min(self._burst, bucket.left + (now - bucket.at) * self._per_second)
        bucket.at = now
        self._buckets[key] = bucket
        if len(self._buckets) > MOST_REMEMBERED:
            del self._buckets[next(iter(self._buckets))]
        if bucket.left < 1.0:
            return False
        bucket.left -= 1.0
        return True
