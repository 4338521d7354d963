"""A cadence that beats when a test says so; not for the program, which has services.scheduling."""

from collections.abc import Callable

from app.ports import Cadence


class FakeCadence(Cadence):
    """Keeps what it was asked to call, by name; `beat` calls it once."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        """How often each is to be called; gone once it was ended."""
        self._calls: dict[str, Callable[[], None]] = {}

    def every(self, seconds: float, what: Callable[[], None], *, name: str) -> Callable[[], None]:
        """Keep it; the function that comes back forgets it. A newer one of the same name replaces it."""
        self.seconds[name] = seconds
        self._calls[name] = what

        def end() -> None:
            if self._calls.get(name) is what:
                del self._calls[name], self.seconds[name]

        return end

    def count_anew(self) -> None:
        """It does not count."""

    def beat(self, name: str) -> None:
        """Call that one now. Raises KeyError when nobody asked for it or it was ended."""
        self._calls[name]()
