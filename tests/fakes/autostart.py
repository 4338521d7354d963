"""A login that starts a desk or does not, in memory."""


class FakeAutostart:
    """The port `Autostart`."""

    def __init__(self, *, possible: bool = True) -> None:
        self.possible = possible
        self.wanted = False

    async def set(self, *, wanted: bool) -> bool:
        """From now on, where it is possible."""
        self.wanted = wanted and self.possible
        return self.possible
