"""The guardians of desks on a data directory, found among all processes of the computer, and ended."""

from contextlib import suppress
from pathlib import Path

import psutil


def guardians(folder: Path) -> list[psutil.Process]:
    """Every guardian of a desk on that data directory that still runs."""
    return [each for each in psutil.process_iter() if _is_guardian(each, folder)]


def end_guardians(folder: Path) -> None:
    """End them hard: what a test left open is nobody's any more."""
    for guardian in guardians(folder):
        with suppress(psutil.Error):
            guardian.kill()


def _is_guardian(process: psutil.Process, folder: Path) -> bool:
    try:
        words = process.cmdline()
    except psutil.Error:
        return False
    return "app.guardian" in words and str(folder) in words
