"""Occasions for texts: a product taken off sale or put back, at one shop or several, told once.

Keeps the newest few and the facts to fill their texts with when they are shown. Says nothing itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain import rounds
from app.domain.hold import Hold, Reason
from app.domain.hold_events import Happened
from app.domain.truth import Countdown, Moment, restarts
from app.engine.room import Room
from app.views.texts import Occasion, TextsView, texts_view

SHOWN = timedelta(minutes=10)
MOST = 6
ONE_ACT = timedelta(seconds=30)
"""What several shops confirm within this time of each other is one occasion."""

_MOMENTS = {Happened.CONFIRMED: Moment.MARK, Happened.RESTORED: Moment.RESTORE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One occasion, by ids: what is said of it is worked out when it is shown."""

    sku: str
    moment: Moment
    at: datetime
    holds: tuple[int, ...]
    untimed: bool = False
    """When it comes back is not said: another time was, and has not come yet."""


class Saying:
    """The occasions of this run of the desk. `told` hears of each new one, and of each that grew."""

    def __init__(self, room: Room, now: Callable[[], datetime]) -> None:
        self._room = room
        self._now = now
        self._said: list[Said] = []
        self._countdowns: list[Countdown] = []
        """When products were said to come back."""
        self.told: Callable[[Said], None] = lambda _said: None

    def hold_changed(self, hold: Hold, events: Sequence[Happened]) -> None:
        """A hold changed: a confirmed mark and a restore that was read back are occasions."""
        for event in events:
            if event in _MOMENTS:
                self._note(hold, _MOMENTS[event])

    def views(self) -> tuple[TextsView, ...]:
        """The texts of the newest occasions, the newest first."""
        now = self._now()
        self._said = [said for said in self._said if timedelta() <= now - said.at < SHOWN][-MOST:]
        return tuple(self.view(said) for said in reversed(self._said))

    def of(self, sku: str) -> TextsView:
        """What is to be said of a product now: of its last occasion, else that it is on sale."""
        mine = [said for said in self._said if said.sku == sku]
        held = [hold for hold in self._room.book.of_product(sku, None) if hold.state.is_open]
        if held:
            at = mine[-1].at if mine and mine[-1].moment is Moment.MARK else held[0].started_at
            ids = tuple(hold.id for hold in held)
            return self.view(Said(sku=sku, moment=Moment.MARK, at=at, holds=ids))
        if mine and mine[-1].moment is Moment.RESTORE:
            return self.view(mine[-1])
        counters = (counter for counter in self._room.counters.values() if sku in counter.shop.skus)
        off = any(counter.facts(sku).sold_out for counter in counters)
        moment = Moment.MARK if off else Moment.RESTORE
        return self.view(Said(sku=sku, moment=moment, at=self._now(), holds=()))

    def view(self, said: Said) -> TextsView:
        """Its texts, filled with the figures of now."""
        return texts_view(self.occasion(said), self._room.plan.texts, self._room.plan.names)

    def occasion(self, said: Said) -> Occasion:
        """Its facts of now."""
        book = self._room.book
        return Occasion(
            sku=said.sku,
            moment=said.moment,
            holds=tuple(book[hold] for hold in said.holds if hold in book),
            at=said.at,
            selling_round=self._round(said),
            available=self._room.true_stock(said.sku),
            untimed=said.untimed,
        )

    def _round(self, said: Said) -> rounds.Round | None:
        """The round that these holds closed; after a restore the one on sale."""
        mine = self._room.rounds.get(said.sku, ())
        if said.moment is Moment.RESTORE:
            return rounds.on_sale(mine)
        closed = [one for one in mine if one.closed_by in said.holds]
        running = rounds.on_sale(mine)
        return closed[-1] if closed else running

    def _note(self, hold: Hold, moment: Moment) -> None:
        now = self._now()
        mine = [position for position, said in enumerate(self._said) if said.sku == hold.sku]
        said = self._said[mine[-1]] if mine else None
        if said is not None and said.moment is moment and now - said.at < ONE_ACT:
            self._said[mine[-1]] = replace(said, holds=(*said.holds, hold.id))
            self.told(self._said[mine[-1]])
            return
        untimed = moment is Moment.MARK and self._restarts(hold, now)
        self._said.append(Said(sku=hold.sku, moment=moment, at=now, holds=(hold.id,), untimed=untimed))
        self.told(self._said[-1])

    def _restarts(self, hold: Hold, now: datetime) -> bool:
        """Whether its end would be a count-down begun again; else it is said, and remembered."""
        if hold.deadline is None:
            return False
        # the end of one round and the end of the next are two things
        one = rounds.last(self._room.rounds.get(hold.sku, ())) if hold.reason is Reason.ROUND else None
        subject = f"{hold.sku} {0 if one is None else one.id}"
        new = Countdown(subject=subject, said_at=now, ends_at=hold.deadline)
        again = restarts(self._countdowns, new)
        if not again:
            self._countdowns = [*(old for old in self._countdowns if old.ends_at > now), new]
        return again
