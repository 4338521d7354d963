"""A computer that stays awake on request; not for the program, which has services.awake."""

from app.ports import Awake


class FakeAwake(Awake):
    """Remembers whether it was asked to stay awake; `possible` False: a system that offers no way."""

    def __init__(self, *, possible: bool = True) -> None:
        self.possible = possible
        self.held = False

    async def hold(self) -> bool:
        """Stay awake, where possible."""
        self.held = self.possible
        return self.held

    async def release(self) -> None:
        """Allow sleep again."""
        self.held = False
