"""A little disk space kept back, so that what a storefront has done can still be recorded on a full disk.

An intent that can't be recorded is not sent; but what became of one that was must not be lost. Only for
files: a database server has its own disk.
"""

import os
from pathlib import Path

from services.journal.places import FILE_MODE

SIZE = 2**20
"""Bytes; some hundred states of holds."""


def keep(path: Path) -> None:
    """Have the reserve of that file on disk; without space for it, go on without."""
    reserve = _beside(path)
    if reserve.exists() and reserve.stat().st_size == SIZE:
        return
    try:
        with os.fdopen(os.open(reserve, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE), "wb") as file:
            # not zeros, which some file systems keep without taking space
            file.write(os.urandom(SIZE))
    except OSError:
        reserve.unlink(missing_ok=True)


def spend(path: Path) -> bool:
    """Give the space free; False when there was none."""
    try:
        _beside(path).unlink()
    except OSError:
        return False
    return True


def _beside(path: Path) -> Path:
    return Path(f"{path}.reserve")
