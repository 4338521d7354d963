"""One broadcast under one conduct, step by step: the theatre plays, the desk is told, people act on its cues.

The same theatre, seed and conduct give the same outcome. Not for where theatres come from.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from app.domain.catalogue import Product
from app.domain.hold import CallState, Hold, HoldKind, HoldState, Reason, StockCall, Who
from app.domain.policy import Policy
from app.domain.recollection import Recollection
from app.domain.room import AlertLevel, Cue, CueKind, RoomDecision
from app.domain.simulation import Fault, Moment, Stage
from app.engine.rehearsing.conduct import Conduct
from app.engine.rehearsing.desk import RehearsedDesk
from app.engine.rehearsing.looking import Heard, Look, foretold, is_time_to_look, scored
from app.engine.rehearsing.outcome import Outcome, ProductOutcome, Said

STARTED_AT = datetime(2026, 1, 1, 20, tzinfo=UTC)
_WHO = Who(account="rehearsal", through="rehearsal")
_WAVE_MINUTES = 5.0
_WAVE_LEVEL = 10


class Theatre(Protocol):
    """Where a broadcast is played: a simulated world or a recorded one."""

    products: Sequence[Product]
    skus: Sequence[str]
    minutes: float
    step_minutes: float
    faults: Sequence[Fault]
    reserve: Mapping[str, int]
    """Units that a call for stock may bring."""

    def director(self, stage: Stage) -> str | None:
        """What is on air from now on, where nobody on the desk says otherwise."""
        ...

    @property
    def minute(self) -> float:
        """Minutes from the start."""
        ...

    def left(self) -> Mapping[str, int]:
        """Units there are."""
        ...

    def step(self, on_air: str | None, off_sale: Collection[str]) -> Moment:
        """Let one step pass."""
        ...

    def deliver(self, sku: str, units: int) -> None:
        """Units come in."""
        ...

    def held_now(self) -> frozenset[str]:
        """What is off sale because it was then; nothing in a world that never was."""
        ...


@dataclass(slots=True)
class _Wave:
    hold: Hold
    until: float


def play(theatre: Theatre, conduct: Conduct, policy: Policy, past: Recollection) -> Outcome:
    """Play the whole broadcast; says what came of it."""
    player = Player(theatre, conduct, policy, past)
    while not player.is_over:
        player.step()
    return player.outcome()


class Player:
    """One broadcast under one conduct while it is played."""

    def __init__(self, theatre: Theatre, conduct: Conduct, policy: Policy, past: Recollection) -> None:
        self._theatre = theatre
        self._conduct = conduct
        opening = dict(theatre.left())
        self._policy = replace(policy, planned_minutes=theatre.minutes)
        self._desk = RehearsedDesk(theatre.products, opening, self._policy, STARTED_AT, past)
        self._reserve = dict(theatre.reserve)
        self._coming: list[tuple[float, str, int]] = []
        self._planned: dict[str, tuple[float, Cue]] = {}
        self._done: set[str] = set()
        self._waves: dict[str, _Wave] = {}
        self._used: Counter[str] = Counter()
        self._on_air: str | None = None
        self._since = 0.0
        self._scripted: str | None = None
        self._instead: str | None = None
        self._untold: Counter[str] = Counter()
        self._wanted: list[tuple[int, ...]] = []
        self._sold: Counter[str] = Counter()
        self._lost: Counter[str] = Counter()
        self._shown: Counter[str] = Counter()
        self._alerts: dict[str, AlertLevel] = {}
        self._raised: Counter[AlertLevel] = Counter()
        self._cues: set[str] = set()
        self._said: list[Said] = []
        self._followed = 0
        self._held_minutes = 0.0
        self._called = 0
        self._looks: list[Look] = []
        self._heard = Heard(theatre.skus, theatre.step_minutes)

    @property
    def minute(self) -> float:
        """Minutes from the start."""
        return self._theatre.minute

    @property
    def minutes(self) -> float:
        """How long the broadcast lasts."""
        return self._theatre.minutes

    @property
    def is_over(self) -> bool:
        """Whether the broadcast has ended."""
        return self._theatre.minute >= self._theatre.minutes - 1e-9

    def step(self) -> None:
        """Let one step pass."""
        theatre = self._theatre
        self._arrive()
        self._hold_as_then()
        self._direct()
        to_be_had = {sku for sku, units in theatre.left().items() if units > 0 and sku not in self._waves}
        moment = theatre.step(self._on_air, frozenset(self._waves))
        self._tally(moment)
        self._tell(moment, to_be_had)
        decided = self._desk.decide(self._now())
        self._count(decided)
        self._act(decided)
        self._note_looks()

    # What is shown

    def _direct(self) -> None:
        theatre = self._theatre
        stage = Stage(
            minute=theatre.minute,
            minutes=theatre.minutes,
            on_air=self._on_air,
            since=self._since,
            left=theatre.left(),
            off_sale=frozenset(self._waves),
        )
        scripted = theatre.director(stage)
        if scripted != self._scripted:
            self._scripted, self._instead = scripted, None
            if self._conduct.lines_up and scripted is not None:
                self._instead = self._first_of_line_up()
        self._put_on_air(self._instead or scripted)

    def _first_of_line_up(self) -> str | None:
        order = self._desk.lined_up(self._now()).order
        return order[0] if order else None

    def _put_on_air(self, sku: str | None) -> None:
        if sku != self._on_air:
            self._on_air, self._since = sku, self._theatre.minute
        self._desk.show(self._now(), sku)

    # What the desk is told

    def _tally(self, moment: Moment) -> None:
        """What came of the step, whether or not the desk hears of it."""
        theatre = self._theatre
        for sku, wanted, sold in zip(theatre.skus, moment.wanted.tolist(), moment.sold.tolist(), strict=True):
            if sold:
                self._sold[sku] += sold
                self._untold[sku] += sold
            if wanted > sold:
                self._lost[sku] += wanted - sold
        self._wanted.append(tuple(moment.wanted.tolist()))
        if self._on_air is not None:
            self._shown[self._on_air] += 1
        self._held_minutes += len(self._waves) * theatre.step_minutes

    def _tell(self, moment: Moment, to_be_had: Collection[str]) -> None:
        theatre, now = self._theatre, self._now()
        if not self._silent("traffic"):
            self._desk.viewers(now, moment.organic, moment.paid)
        silent = self._silent("sales")
        self._heard.step({} if silent else self._untold, to_be_had)
        if not silent:
            self._desk.sales(now, tuple(self._untold.items()))
            self._untold.clear()
        if moment.clicks is not None and not self._silent("clicks"):
            self._desk.clicked(zip(theatre.skus, moment.clicks.tolist(), strict=True))
        if not self._silent("stock"):
            self._desk.stock(now, theatre.left().items(), self._reserve)

    def _silent(self, source: str) -> bool:
        minute = self._theatre.minute
        return any(one.source == source and one.start < minute <= one.end for one in self._theatre.faults)

    # What people do

    def _act(self, decided: RoomDecision) -> None:
        minute = self._theatre.minute
        true_now = {cue.key: cue for cue in decided.cues if cue.untrue_since is None}
        for key, cue in true_now.items():
            if cue.kind in self._conduct.follows and key not in self._planned and key not in self._done:
                self._planned[key] = (minute + self._conduct.after_minutes, cue)
        for key, (due, _cue) in tuple(self._planned.items()):
            if due <= minute:
                del self._planned[key]
                if key in true_now:
                    self._follow(true_now[key])
                    self._followed += 1
        self._done &= set(true_now)
        self._end_waves(minute)
        if self._conduct.waves:
            self._begin_waves(minute)

    def _follow(self, cue: Cue) -> None:
        self._done.add(cue.key)
        if cue.kind in (CueKind.SHOW_NEXT, CueKind.SUBSTITUTE):
            self._instead = cue.other or None
        elif cue.kind is CueKind.CALL_STOCK:
            self._call(cue.sku, cue.figures.quantity or 1)

    def _call(self, sku: str, units: int) -> None:
        brought = min(units, self._reserve.get(sku, 0))
        if brought > 0:
            self._reserve[sku] -= brought
            self._coming.append((self._theatre.minute + self._conduct.call_minutes, sku, brought))
            call = StockCall(
                id=len(self._desk.calls) + 1,
                sku=sku,
                units=brought,
                state=CallState.ASKED,
                asked_at=self._now(),
                who=_WHO,
                reason="",
            )
            self._desk.calls = (*self._desk.calls, call)

    def _arrive(self) -> None:
        here = [one for one in self._coming if one[0] <= self._theatre.minute]
        self._coming = [one for one in self._coming if one[0] > self._theatre.minute]
        for _due, sku, units in here:
            self._theatre.deliver(sku, units)
            self._called += units
            self._desk.calls = tuple(call for call in self._desk.calls if call.sku != sku)

    def _begin_waves(self, minute: float) -> None:
        for sku, decision in self._desk.decisions.items():
            low = decision.level is not None and decision.level <= _WAVE_LEVEL and decision.selling
            if low and sku not in self._waves and self._used[sku] < self._policy.holds_per_broadcast:
                self._used[sku] += 1
                hold = self._hold(sku, self._used[sku])
                self._waves[sku] = _Wave(hold=hold, until=minute + _WAVE_MINUTES)
                self._desk.hold(hold)

    def _end_waves(self, minute: float) -> None:
        for sku, wave in tuple(self._waves.items()):
            if wave.until <= minute:
                del self._waves[sku]
                self._desk.hold(replace(wave.hold, state=HoldState.RESTORED, ended_at=self._now()))

    def _hold_as_then(self) -> None:
        """Holds of a recorded broadcast, where it is played as it was."""
        held = self._theatre.held_now()
        for sku in held - self._waves.keys():
            self._used[sku] += 1
            hold = self._hold(sku, self._used[sku])
            self._waves[sku] = _Wave(hold=hold, until=float("inf"))
            self._desk.hold(hold)
        for sku, wave in self._waves.items():
            if wave.until == float("inf") and sku not in held:
                wave.until = self._theatre.minute
        self._end_waves(self._theatre.minute)

    def _hold(self, sku: str, number: int) -> Hold:
        now = self._now()
        return Hold(
            id=sum(self._used.values()),
            kind=HoldKind.HOLD,
            broadcast=1,
            sku=sku,
            storefront="shop",
            number=number,
            state=HoldState.ACTIVE,
            reason=Reason.ROUND,
            who=_WHO,
            started_at=now,
            started_monotonic=60 * self._theatre.minute,
            boot="rehearsal",
            deadline=now + timedelta(minutes=_WAVE_MINUTES),
            confirmed_at=now,
        )

    # What came of it

    def _count(self, decided: RoomDecision) -> None:
        alerts = {alert.id: alert.cause.level for alert in decided.alerts if alert.ended_at is None}
        for key, level in alerts.items():
            if self._alerts.get(key) is not level:
                self._raised[level] += 1
        self._alerts = alerts
        for cue in decided.cues:
            if cue.key not in self._cues:
                minute = self._theatre.minute
                self._said.append(Said(minute=minute, kind=cue.kind, sku=cue.sku, other=cue.other))
        self._cues = {cue.key for cue in decided.cues}

    def _note_looks(self) -> None:
        theatre = self._theatre
        if self.is_over or not is_time_to_look(theatre.minute, theatre.step_minutes):
            return
        left, now = theatre.left(), self._now()
        ahead, rates = self._desk.ahead(now), self._heard.rates()
        for place, sku in enumerate(theatre.skus):
            if left[sku] > 0 and sku not in self._waves:
                look = Look(
                    minute=theatre.minute,
                    place=place,
                    sku=sku,
                    units=left[sku],
                    outlook=self._desk.outlook(sku, now, ahead),
                    mean=float(rates.mean[place]),
                    weighted=float(rates.weighted[place]),
                )
                self._looks.append(look)

    def outcome(self) -> Outcome:
        """What came of it; of forecasts only once it is over."""
        theatre = self._theatre
        left = theatre.left()
        judged = self._looks if self.is_over else ()
        products = tuple(
            ProductOutcome(
                sku=sku,
                sold=self._sold[sku],
                lost=self._lost[sku],
                left=left[sku],
                shown_minutes=self._shown[sku] * theatre.step_minutes,
            )
            for sku in theatre.skus
        )
        return Outcome(
            conduct=self._conduct.name,
            minutes=theatre.minute,
            sold=sum(one.sold for one in products),
            lost=sum(one.lost for one in products),
            left=sum(one.left for one in products),
            margin=sum(_margin(one) * self._sold[one.sku] for one in theatre.products),
            held_minutes=self._held_minutes,
            holds=sum(self._used.values()),
            called=self._called,
            alerts=dict(self._raised),
            cues=len(self._said),
            followed=self._followed,
            foretold=tuple(each for look in judged for each in foretold(look, *self._came(look))),
            scored=tuple(each for look in judged for each in scored(look, *self._came(look))),
            products=products,
            said=tuple(self._said),
        )

    def _came(self, look: Look) -> tuple[list[int], float, float]:
        """What was wanted of the product from then on in each step, how long a step is, and all of them."""
        theatre = self._theatre
        wanted = [row[look.place] for row in self._wanted[round(look.minute / theatre.step_minutes) :]]
        return wanted, theatre.step_minutes, theatre.minutes

    def _now(self) -> datetime:
        return STARTED_AT + timedelta(minutes=self._theatre.minute)


def _margin(product: Product) -> float:
    return 0.0 if product.price is None else float(product.price - (product.cost or 0))
