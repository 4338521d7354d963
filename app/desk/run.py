"""Starts the desk with windows: lock, screen, then Qt. Importing this module imports no Qt."""

from argparse import Namespace

from app.desk import garbage, sources
from app.desk.lock import DeskLock, raise_running_desk
from app.desk.screen import choose_platform


def run_desk(options: Namespace) -> int:
    """Run the desk until its last window is closed; returns the exit code."""
    options.offscreen = choose_platform()
    lock = DeskLock(options.data_dir)
    if not lock.take():
        return raise_running_desk(options)
    garbage.rest()
    sources.leave_unread()
    try:
        from app.desk.session import run_session

        return run_session(options)
    finally:
        lock.release()
