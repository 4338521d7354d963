"""One desk per data directory: a lock that a crash frees, and how a second start raises the first."""

import os
from argparse import Namespace
from pathlib import Path

from filelock import FileLock, Timeout

from services.control.address import socket_address
from services.control.client import DeskEnded, NoDesk, ask


class DeskLock:
    """The data directory's lock; the system frees it when the process ends, however it ends."""

    def __init__(self, data_dir: Path) -> None:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = FileLock(data_dir / "desk.lock", mode=0o600)

    def take(self) -> bool:
        """Whether it is ours now."""
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            return False
        return True

    def release(self) -> None:
        """Give it back."""
        self._lock.release()


def raise_running_desk(options: Namespace) -> int:
    """Ask the desk that runs there to come to the front; returns the exit code."""
    request = {"command": "raise", "who": {"account": str(os.getpid())}}
    try:
        replies = list(ask(socket_address(options.data_dir), request, timeout_s=5.0))
    except (NoDesk, DeskEnded, OSError):
        return 1
    return int(replies[-1]["exit"])
