"""`stockcue rehearse --follow`: policies side by side at a set speed, a JSON line of progress twice a second.

It is steered by lines on its standard input (`pause`, `resume`) and ends with it, so that no rehearsal
outlives the desk that asked for it. Decides nothing that is played.
"""

import sys
import threading
from argparse import Namespace
from collections.abc import Sequence

import msgspec

from app.assembly.rehearsing import Script, script_of
from app.domain.calibration import Measure
from app.domain.policy import Policy
from app.domain.room import AlertLevel
from app.engine.looking_back import Progress
from app.engine.rehearsing import Outcome, Player
from app.intents import Steer
from app.views.rehearsal import OutcomeView, RunState
from services.clock import SystemClock

TELL_S = 0.5
FASTEST = 200.0


class _Wheel:
    """What was said on the standard input so far."""

    def __init__(self) -> None:
        self._changed = threading.Event()
        self.paused = False
        self.ended = False

    def listen(self) -> None:
        """Hear lines until there are no more; for a thread of its own."""
        for line in sys.stdin:
            word = line.strip()
            self.paused = word == Steer.PAUSE.value or (self.paused and word != Steer.RESUME.value)
            if word == Steer.STOP.value:
                break
            self._changed.set()
        self.ended = True
        self._changed.set()

    def wait(self, seconds: float | None) -> None:
        """Wait so long, or until something is said."""
        self._changed.wait(seconds)
        self._changed.clear()


class _Run:
    """One rehearsal on its way: every policy's broadcast is at the same minute."""

    def __init__(self, script: Script, speed: float, wheel: _Wheel) -> None:
        self._clock = SystemClock()
        self._script = script
        self._speed = speed
        self._wheel = wheel
        self._players = [
            Player(script.theatre(conduct.name), conduct, Policy(), script.past)
            for conduct in script.conducts
        ]
        self._minutes = self._players[0].minutes
        self._begun = self._clock.monotonic()
        self._told_at = float("-inf")
        self._stood = 0.0

    def play(self) -> None:
        """To the end, or until the input ends."""
        while not self._players[0].is_over and not self._wheel.ended:
            if self._wheel.paused:
                self._stand()
                continue
            for player in self._players:
                player.step()
            if self._clock.monotonic() - self._told_at >= TELL_S:
                self._tell(RunState.PLAYING)
            self._keep_pace()
        if not self._wheel.ended:
            self._tell(RunState.OVER)

    def _stand(self) -> None:
        since = self._clock.monotonic()
        self._tell(RunState.PAUSED)
        while self._wheel.paused and not self._wheel.ended:
            self._wheel.wait(None)
        self._stood += self._clock.monotonic() - since
        self._told_at = float("-inf")

    def _keep_pace(self) -> None:
        """No faster than asked for; slower where the computer is."""
        early = self._players[0].minute * 60 / self._speed - self._elapsed()
        if early > 0:
            self._wheel.wait(early)

    def _elapsed(self) -> float:
        return self._clock.monotonic() - self._begun - self._stood

    def _tell(self, state: RunState) -> None:
        self._told_at = self._clock.monotonic()
        minute = self._players[0].minute
        progress = Progress(
            state=state,
            of=self._script.of,
            reached=60 * minute / max(1e-3, self._elapsed()),
            minute=minute,
            minutes=self._minutes,
            outcomes=_views([player.outcome() for player in self._players]),
        )
        sys.stdout.buffer.write(msgspec.json.encode(progress) + b"\n")
        sys.stdout.buffer.flush()


def follow(options: Namespace) -> None:
    """Play it, telling how far it is.

    Raises:
        DeskRefused: No such scenario, broadcast or policy.
    """
    wheel = _Wheel()
    threading.Thread(target=wheel.listen, name="wheel", daemon=True).start()
    script = script_of(options)
    _Run(script, options.speed or FASTEST, wheel).play()


def _views(outcomes: Sequence[Outcome]) -> tuple[OutcomeView, ...]:
    return tuple(_view(outcome) for outcome in outcomes)


def _view(outcome: Outcome) -> OutcomeView:
    band = outcome.band(Measure.UNITS)
    return OutcomeView(
        policy=outcome.conduct,
        minutes=outcome.minutes,
        sold=outcome.sold,
        lost=outcome.lost,
        left_over=outcome.left,
        margin=outcome.margin,
        held_minutes=outcome.held_minutes,
        holds=outcome.holds,
        called=outcome.called,
        alerts=sum(outcome.alerts.values()),
        criticals=outcome.alerts.get(AlertLevel.CRITICAL, 0),
        cues=outcome.cues,
        followed=outcome.followed,
        held=band.held,
        foretold=band.of,
    )
