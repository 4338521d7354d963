"""A shop with a ledger, and every way in which an answer can go wrong; not for the program.

Effects are real here: a command changes the product unless it is told not to, and is written to `ledger`.
A key that has had its effect has no second one.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.hold import Reason
from app.domain.readings import Scalar, ShopAnswer, ShopReading, SourceRole
from app.ports import Clock, CommandAnswer, Outcome, RestoreCommand, SellOutCommand, SourceError, SourceInfo
from tests.fakes.sources import Behaviour

LATE_EFFECT_S = 60.0


class Fate(StrEnum):
    """What becomes of one command."""

    TAKEN = "taken"
    """Effect, then "accepted"."""
    LOST_ANSWER = "lost_answer"
    """Effect, but the answer is lost: unknown."""
    LOST = "lost"
    """No effect and no answer: unknown."""
    LATE = "late"
    """No answer, and the effect comes `late_s` later."""
    REFUSED = "refused"
    """A definite no."""
    IGNORED = "ignored"
    """ "Accepted", without any effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One line of the shop's own ledger: a state that was changed."""

    at: datetime
    sku: str
    sold_out: bool
    key: str
    """Empty when somebody else did it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One command that reached the shop, with or without effect."""

    at: datetime
    what: str
    sku: str
    key: str
    until: datetime | None = None
    remembered: Mapping[str, Scalar] = field(default_factory=dict)
    urgent: bool = False


@dataclass(slots=True)
class Shelf:
    """One product at the shop. `sold_out` None: the shop's answer can't be understood."""

    sold_out: bool | None = False
    quantity: int | None = None
    remember: dict[str, Scalar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Due:
    at: datetime
    sku: str
    sold_out: bool
    key: str


class FakeStorefront:
    """The port `Storefront` for tests.

    `next_fates` holds what becomes of the coming commands; when it is empty, `fate` applies. `does`
    makes reads fail or hang; `commands_do` makes commands hang.
    """

    def __init__(
        self,
        skus: Iterable[str],
        *,
        clock: Clock,
        storefront: str = "shop",
        warehouses: Iterable[str] = ("la",),
        enforces_quantity: bool = True,
        info: SourceInfo | None = None,
    ) -> None:
        self.skus = frozenset(skus)
        self.info = info or SourceInfo(
            id=storefront,
            name=storefront.upper(),
            role=SourceRole.STOREFRONT,
            kind="fake",
            poll_seconds=15.0,
            stale_after_seconds=75.0,
            busy_poll_seconds=5.0,
        )
        self.warehouses = frozenset(warehouses)
        self.enforces_quantity = enforces_quantity
        self.late_effect_seconds = LATE_EFFECT_S
        self.label = ""
        self.label_means: frozenset[Reason] = frozenset({Reason.ROUND})
        self.reads_each = False
        self.clock = clock
        self.does = Behaviour(clock)
        self.commands_do = Behaviour(clock)
        self.shelves = {sku: Shelf() for sku in self.skus}
        self.ledger: list[Effect] = []
        self.sent: list[Sent] = []
        self.reads: list[tuple[datetime, frozenset[str], bool]] = []
        self.fate = Fate.TAKEN
        self.next_fates: list[Fate] = []
        self.refusal = "the shop does not allow it"
        self.late_s = 30.0
        self._late: list[_Due] = []

    def set_by_others(self, sku: str, *, sold_out: bool) -> None:
        """Somebody else changes the product at the shop."""
        self._change(_Due(self.clock.now(), sku, sold_out, ""))

    def remove(self, sku: str) -> None:
        """The shop does not know the product any more."""
        self.shelves.pop(sku, None)

    def is_sold_out(self, sku: str) -> bool | None:
        """What buyers see now."""
        self._apply_late()
        return self.shelves[sku].sold_out

    async def read(
        self, skus: Collection[str], *, urgent: bool = False, restoring: bool = False
    ) -> ShopAnswer:
        """State of these products. Raises what `does` was told to."""
        self.reads.append((self.clock.now(), frozenset(skus), urgent or restoring))
        asked_at = await self.does.step()
        self._apply_late()
        return ShopAnswer(
            source=self.info.id,
            asked_at=asked_at,
            seen_at=self.clock.now(),
            readings=tuple(self._reading(sku) for sku in skus if sku in self.shelves),
            gone=tuple(sku for sku in skus if sku not in self.shelves),
        )

    async def sell_out(self, command: SellOutCommand) -> CommandAnswer:
        """Take it off sale, if fate allows."""
        self.sent.append(
            Sent(
                at=self.clock.now(),
                what="sell_out",
                sku=command.sku,
                key=command.key,
                until=command.until,
                remembered=dict(command.remembered),
                urgent=command.urgent,
            )
        )
        return await self._meet_fate(command.sku, command.key, sold_out=True)

    async def restore(self, command: RestoreCommand) -> CommandAnswer:
        """Put it back on sale, if fate allows."""
        self.sent.append(
            Sent(
                at=self.clock.now(),
                what="restore",
                sku=command.sku,
                key=command.key,
                remembered=dict(command.remembered),
            )
        )
        return await self._meet_fate(command.sku, command.key, sold_out=False)

    async def close(self) -> None:
        """Note that it was closed."""
        self.does.closed = True

    async def _meet_fate(self, sku: str, key: str, *, sold_out: bool) -> CommandAnswer:
        try:
            await self.commands_do.step()
        except SourceError as error:
            return CommandAnswer(outcome=Outcome.UNKNOWN, text=str(error))
        fate = self.next_fates.pop(0) if self.next_fates else self.fate
        now = self.clock.now()
        if fate in (Fate.TAKEN, Fate.LOST_ANSWER):
            self._change(_Due(now, sku, sold_out, key))
        if fate is Fate.LATE:
            late = now + self._late_by
            self._late.append(_Due(late, sku, sold_out, key))
        return self._answer(fate)

    def _answer(self, fate: Fate) -> CommandAnswer:
        if fate in (Fate.TAKEN, Fate.IGNORED):
            return CommandAnswer(outcome=Outcome.ACCEPTED)
        if fate is Fate.REFUSED:
            return CommandAnswer(outcome=Outcome.REFUSED, text=self.refusal)
        return CommandAnswer(outcome=Outcome.UNKNOWN, text="no answer")

    @property
    def _late_by(self) -> timedelta:
        return timedelta(seconds=self.late_s)

    def _apply_late(self) -> None:
        now = self.clock.now()
        for due in [due for due in self._late if due.at <= now]:
            self._late.remove(due)
            self._change(due)

    def _change(self, due: _Due) -> None:
        known = due.key and any(
            effect.key == due.key and effect.sold_out == due.sold_out for effect in self.ledger
        )
        shelf = self.shelves.get(due.sku)
        if shelf is None or known:
            return
        shelf.sold_out = due.sold_out
        self.ledger.append(Effect(at=due.at, sku=due.sku, sold_out=due.sold_out, key=due.key))

    def _reading(self, sku: str) -> ShopReading:
        shelf = self.shelves[sku]
        return ShopReading(
            sku=sku, sold_out=shelf.sold_out, quantity=shelf.quantity, remember=dict(shelf.remember)
        )
