"""What remains of a broadcast a desk has listened to: one record, for the ones to come."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.domain.airtime import Aired
from app.domain.policy import Policy
from app.domain.recollection import CURVE_MINUTES, BroadcastRecord, Recollection, Sold
from app.domain.simulation import Stage
from app.domain.trade import TradeFacts, caught_up
from app.engine.rehearsing.desk import RehearsedDesk
from app.engine.rehearsing.playing import Theatre

_NOISE = 1e-9


class Listening:
    """A broadcast heard from start to end, a step at a time, nobody acting."""

    def __init__(self, theatre: Theatre, policy: Policy, began: datetime) -> None:
        self._theatre = theatre
        self._began = began
        self._desk = RehearsedDesk(theatre.products, theatre.left(), policy, began, Recollection())
        self._viewers: list[float] = []
        self._paid = 0.0
        self._seen = 0.0
        self._on_air: str | None = None

    def step(self) -> bool:
        """Hear one step; whether there was one."""
        theatre, desk = self._theatre, self._desk
        if theatre.minute >= theatre.minutes - _NOISE:
            return False
        stage = Stage(minute=theatre.minute, minutes=theatre.minutes, on_air=self._on_air, since=0.0, left={})
        self._on_air = theatre.director(stage)
        desk.show(self._now(), self._on_air)
        held = theatre.held_now()
        moment = theatre.step(self._on_air, held)
        desk.viewers(self._now(), moment.organic, moment.paid)
        told = zip(theatre.skus, moment.sold.tolist(), strict=True)
        desk.sales(self._now(), [(sku, units) for sku, units in told if units])
        there = theatre.left()
        # what is held sells no more than what is not there
        desk.stock(self._now(), ((sku, 0 if sku in held else units) for sku, units in there.items()), {})
        self._viewers.append(desk.selling.meter.crowd)
        self._seen += moment.viewers
        self._paid += moment.paid
        return True

    def record(self, *, host: str = "", hour: float = 20.0) -> BroadcastRecord:
        """What remains of it; `hour` is that of its start, local."""
        selling = self._desk.selling
        products = {
            sku: Sold(
                units=trade.ledger.total.units,
                audience=trade.ledger.total.audience,
                shown_minutes=selling.air.over.get(sku, Aired()).minutes,
            )
            for sku, trade in ((sku, self._trade(sku)) for sku in self._theatre.skus)
        }
        return BroadcastRecord(
            started_at=self._began,
            minutes=self._theatre.minutes,
            products=products,
            viewers=_tens(self._viewers, self._theatre.step_minutes),
            host=host,
            hour=hour,
            paid_share=self._paid / max(1.0, self._seen),
            lifts=selling.meter.habits.lifts,
            paid_worth=selling.meter.habits.paid_worth,
        )

    def _trade(self, sku: str) -> TradeFacts:
        selling = self._desk.selling
        return caught_up(selling.trade(sku), selling.meter, self._desk.policy)

    def _now(self) -> datetime:
        return self._began + timedelta(minutes=self._theatre.minute)


def listened(theatre: Theatre, policy: Policy, began: datetime) -> BroadcastRecord:
    """All of it at once."""
    listening = Listening(theatre, policy, began)
    while listening.step():
        pass
    return listening.record()


def _tens(viewers: Sequence[float], step_minutes: float) -> tuple[float, ...]:
    width = max(1, round(CURVE_MINUTES / step_minutes))
    parts = [viewers[start : start + width] for start in range(0, len(viewers), width)]
    return tuple(sum(part) / len(part) for part in parts if part)
