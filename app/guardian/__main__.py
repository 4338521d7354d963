"""`python -m app.guardian`: started by a desk, ends by itself. Loads the rest only once something is held.

That takes a second of a processor, which may be many seconds on a computer that is so busy that a desk hangs.
"""

import argparse
import os
import signal
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from app.guardian.pulse import Pulse, Sign

SILENT_S = 3.0
"""A desk beats twice a second."""
STILL_SILENT_S = 1.0
"""Once more, for where this process itself stood still, as when the computer slept."""
ACTING = "app.guardian.taking_over"
RESCUE_S = 10.0
"""Asked to end, it still waits so long for its desk's end: when a computer shuts down, both are asked."""


def main() -> int:
    """Watch until the desk has ended and nothing of it is open; 0 always, for nobody looks."""
    options = _options()
    pulse = Pulse(answer=_answer)
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN if name is signal.SIGINT else lambda *_: pulse.hear(Sign.ASKED))
    settings = _bytes(options.config)
    pulse.start()
    _watch(options, pulse, settings)
    return 0


def _watch(options: argparse.Namespace, pulse: Pulse, settings: bytes) -> None:
    """Listen; take over when the desk died, left, or has been silent twice in a row."""
    patience: float | None = SILENT_S
    asked = False
    while True:
        sign = pulse.wait(RESCUE_S if asked else patience)
        if sign is Sign.ASKED:
            asked = True
        elif sign is Sign.DONE or (sign is None and asked):
            return
        elif sign is Sign.BEAT:
            patience = SILENT_S
            if pulse.held:
                import_module(ACTING)
        elif sign is None and patience == SILENT_S:
            patience = STILL_SILENT_S
        elif _take_over(options, pulse, settings, died=sign is not None, hurried=asked):
            return
        else:
            patience = None  # nothing is open, or it lives again: the next thing it does is to beat


def _take_over(
    options: argparse.Namespace, pulse: Pulse, settings: bytes, *, died: bool, hurried: bool
) -> bool:
    """Whether this process is not needed any more."""
    from app.guardian.taking_over import take_over

    return take_over(options, pulse, settings, died=died, hurried=hurried)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m app.guardian", description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True, help="the desk's")
    parser.add_argument("--config", type=Path, required=True, help="the settings file the desk has read")
    parser.add_argument("--owner", required=True, help="the desk's name on the lease")
    parser.add_argument("--lang", default="en", help="the language of its words")
    parser.add_argument("--give-up", type=float, metavar="S", help="end when nothing was reached for so long")
    return parser.parse_args()


def _bytes(file: Path) -> bytes:
    """The settings as the desk has read them: the file may be half written when it matters."""
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _answer() -> None:
    with suppress(OSError):
        os.write(1, b".")


if __name__ == "__main__":
    sys.exit(main())
