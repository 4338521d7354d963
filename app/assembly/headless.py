"""`--headless`: the engine without windows, until the system asks it to end."""

import asyncio
import signal
import sys
from argparse import Namespace
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from app.assembly.desk import running_desk
from app.assembly.refusing import DeskRefused
from app.views.delta import ViewDelta
from app.words import _, use_language

RESTORE_WITHIN_S = 8.0


def run_headless(options: Namespace) -> int:
    """Run until SIGTERM or Ctrl+C; returns the exit code."""
    folder = Path(options.data_dir)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    use_language(options.lang or "")
    lock = FileLock(folder / "desk.lock", mode=0o600)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        print(_("A desk runs already for {folder}.").format(folder=folder), file=sys.stderr)
        return 1
    with lock:
        try:
            return asyncio.run(_live(options))
        except DeskRefused as refused:
            print(refused, file=sys.stderr)
            return refused.exit_code


async def _live(options: Namespace) -> int:
    end = asyncio.Event()
    _on_signals(end)
    async with running_desk(options, _say_alarm) as desk:
        print(_("The desk runs without windows. Ctrl+C ends it."), flush=True)
        await desk.until(_asked(end, options.for_seconds))
        await desk.engine.see_to_holds(RESTORE_WITHIN_S)
    return 0


def _say_alarm(delta: ViewDelta) -> None:
    """Without windows an alarm rings the terminal's bell and names what must be done by hand."""
    stuck = () if delta.alarm is None else delta.alarm.stuck
    for view in stuck:
        text = _("{product} is off sale at {shop} and does not come back; restore it by hand. {page}")
        said = text.format(product=view.title, shop=view.shop, page=view.page).rstrip()
        print(f"\a{said}", file=sys.stderr, flush=True)


def _on_signals(end: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(name, end.set)
        except NotImplementedError:
            # Windows has no signal handlers in its loop; a plain one wakes it as well
            signal.signal(name, lambda _number, _frame: loop.call_soon_threadsafe(end.set))


async def _asked(end: asyncio.Event, seconds: float | None) -> None:
    """Wait until somebody asks for the end, or the time is over."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await end.wait()
