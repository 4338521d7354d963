"""What a guardian hears of its desk on its standard input, read by a thread. Standard library only.

Each line is one JSON object: `{"fence": 7, "held": false}` is a beat, with the fence of the desk's lease or
null, and whether something is held;
`{"end": "left"}` and `{"end": "done"}` say that the desk ends, with or without open holds. An end of the
input without such a line is a death.
"""

import json
import os
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum, auto


class Sign(Enum):
    """What was heard."""

    BEAT = auto()
    DIED = auto()
    LEFT = auto()
    """The desk ended and left its open holds to us."""
    DONE = auto()
    """The desk ended and nothing is open."""
    ASKED = auto()
    """The system asks this process to end."""


@dataclass(slots=True)
class Pulse:
    """The desk's heartbeat. `answer` is called for each beat; `fence` and `held` are as last told."""

    answer: Callable[[], None]
    fence: int | None = None
    held: bool = False
    _listener: Callable[[Sign], None] | None = None
    _signs: "queue.SimpleQueue[Sign]" = field(default_factory=queue.SimpleQueue)

    def start(self) -> None:
        """Begin to read."""
        threading.Thread(target=self._read, name="pulse", daemon=True).start()

    def wait(self, seconds: float | None) -> Sign | None:
        """The next sign; None where nothing was heard for so long."""
        try:
            return self._signs.get(timeout=seconds)
        except queue.Empty:
            return None

    def hear(self, sign: Sign) -> None:
        """Take a sign, from any thread or a signal handler."""
        listener = self._listener
        if listener is None:
            self._signs.put(sign)
        else:
            listener(sign)

    def listen(self, listener: Callable[[Sign], None] | None) -> None:
        """From now on signs go to `listener`, from whatever thread; None: into the queue again."""
        self._listener = listener
        while listener is not None and (sign := self.wait(0)) is not None:
            listener(sign)

    def _read(self) -> None:
        rest = b""
        with suppress(OSError):
            while chunk := os.read(0, 4096):
                *lines, rest = (rest + chunk).split(b"\n")
                for line in lines:
                    sign = self._sign(line)
                    self.hear(sign)
                    if sign is not Sign.BEAT:
                        return
        self.hear(Sign.DIED)

    def _sign(self, line: bytes) -> Sign:
        said = json.loads(line)
        if "end" in said:
            return Sign.LEFT if said["end"] == "left" else Sign.DONE
        self.fence, self.held = said["fence"], said["held"]
        self.answer()
        return Sign.BEAT
