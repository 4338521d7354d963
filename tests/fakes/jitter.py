"""Waits without chance; not for the program, which draws them."""

from app.ports import Jitter


class FakeJitter(Jitter):
    """Always the same share of the limit, the whole of it unless told otherwise."""

    def __init__(self, share: float = 1.0) -> None:
        self.share = share

    def full(self, limit: float) -> float:
        """That share of `limit`, seconds."""
        return self.share * limit
