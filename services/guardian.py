"""The desk's side of the guardian: starts that process, beats on its standard input, starts it anew.

What the process does is not its business. It is in a session of its own, so that no Ctrl+C, closed terminal
or killed group reaches it, and it holds nothing of ours open but two pipes.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import structlog

from app.ports import Beat, Clock

log = structlog.get_logger("stockcue.guardian")

PROJECT = Path(__file__).resolve().parents[1]
BEAT_S = 0.5
START_LOOK_S = 0.02
SILENT_S = 3.0
"""A guardian that does not answer a beat for so long is as good as dead."""
AGAIN_MOST_S = 10.0


class GuardianProcess:
    """The port `Guardian` as a process. `words` are what `python -m app.guardian` is told.

    `held`: descriptors of ours that it holds open as well, so that what ends with them does not end with us.
    """

    def __init__(self, words: Sequence[str], clock: Clock, held: Sequence[int] = ()) -> None:
        self._words = tuple(words)
        self._held = tuple(held)
        self._clock = clock
        self._process: subprocess.Popen[bytes] | None = None
        self._unanswered_s = 0.0
        self._guards = False

    @property
    def guards(self) -> bool:
        """Whether it runs and answers."""
        return self._guards and self._process is not None and self._process.poll() is None

    async def keep(self, beat: Callable[[], Beat], changed: Callable[[], None]) -> None:
        """Keep one running and beat until cancelled."""
        failures = 0
        while True:
            began = self._clock.monotonic()
            await self._live(beat, changed)
            failures = 0 if self._clock.monotonic() - began > AGAIN_MOST_S else failures + 1
            await self._clock.sleep(min(AGAIN_MOST_S, 0.5 * 2 ** min(failures, 8)) - 0.5)

    def leave(self, *, to_guardian: bool) -> None:
        """The last word: what is open is left to it, or it ends as well."""
        self._say({"end": "left" if to_guardian else "done"})
        process = self._process
        if process is not None and process.stdin is not None:
            process.stdin.close()
        if process is not None and not to_guardian:
            _wait(process)

    async def _live(self, beat: Callable[[], Beat], changed: Callable[[], None]) -> None:
        """One guardian from its start to its death."""
        if not self._start():
            return
        while self._beat(beat()):
            answers = self._answers()
            if answers != self._guards:
                self._guards = answers
                log.info("guardian_guards" if answers else "guardian_is_silent")
                changed()
            if not answers and self._is_overdue():
                break
            pause = BEAT_S if answers else START_LOOK_S
            await self._clock.sleep(pause)
            # not what the clock says: a desk that was frozen itself would bury a guardian in good health
            self._unanswered_s += pause
        self._bury()
        if self._guards:
            self._guards = False
            log.warning("guardian_died")
            changed()

    def _start(self) -> bool:
        command = [sys.executable, "-m", "app.guardian", *self._words]
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                command,
                cwd=PROJECT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                pass_fds=self._held,
                **_apart(),
            )
        except OSError as error:
            log.error("guardian_not_started", why=str(error))  # noqa: TRY400 - the words say it all
            return False
        self._unanswered_s = 0.0
        if sys.platform != "win32" and self._process.stdout is not None:
            os.set_blocking(self._process.stdout.fileno(), False)
        return True

    def _beat(self, beat: Beat) -> bool:
        """Tell it that we live; whether it does."""
        lives = self._process is not None and self._process.poll() is None
        return lives and self._say({"fence": beat.fence, "held": beat.held})

    def _say(self, words: dict[str, Any]) -> bool:
        if self._process is None or self._process.stdin is None or self._process.stdin.closed:
            return False
        try:
            self._process.stdin.write(json.dumps(words).encode() + b"\n")
        except OSError:
            return False
        return True

    def _answers(self) -> bool:
        """Whether it has answered a beat lately; on Windows, where that can't be looked at, that it runs."""
        if sys.platform == "win32":
            return True
        if self._process is not None and self._process.stdout is not None and self._process.stdout.read(4096):
            self._unanswered_s = 0.0
            return True
        return self._guards and not self._is_overdue()

    def _is_overdue(self) -> bool:
        return self._unanswered_s > SILENT_S

    def _bury(self) -> None:
        """One that answers no more must not wake up later beside its successor."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            _wait(process)


def _wait(process: "subprocess.Popen[bytes]") -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    try:
        process.wait(1.0)
    except subprocess.TimeoutExpired:
        log.info("guardian_takes_long_to_end", pid=process.pid)


def _apart() -> dict[str, Any]:
    """A session of its own; on Windows a group of its own without a window."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}
