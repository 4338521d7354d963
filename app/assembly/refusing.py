"""How a desk, or a command that works without one, says that it can't. Standard library only."""

FAILED, USAGE = 1, 2
"""Exit codes: it did not work; what was asked or set is off."""


class DeskRefused(Exception):
    """It can't be done; `str()` says why and what to do, `exit_code` what the process ends with."""

    def __init__(self, text: str, exit_code: int = FAILED) -> None:
        super().__init__(text)
        self.exit_code = exit_code
