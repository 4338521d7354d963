"""The orders of the demo's shop: lines with an id each, and cancellations some time later.

Pure. Lines are kept for as long as a desk may reasonably ask back.
"""

from collections import deque
from dataclasses import dataclass
from decimal import Decimal

LINES_KEPT = 12_000


@dataclass(slots=True, kw_only=True)
class Line:
    """One line of an order. Instants are world seconds; `changed_at` moves when it is cancelled."""

    number: int
    order: int
    sku: str
    site: str
    units: int
    paid_at: float
    changed_at: float
    price: Decimal
    returning: bool
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Purchase:
    """What was set aside for a buyer, where, at which price; `returning`: they have bought before."""

    sku: str
    site: str
    units: int
    price: Decimal
    returning: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyers:
    """What a line was worth so far, and the part of them by buyers who had bought before; None: no order."""

    order_value: Decimal | None = None
    returning_share: float | None = None


class OrderBook:
    """Every line, in the order in which it was paid or changed."""

    def __init__(self) -> None:
        self._changes: deque[Line] = deque(maxlen=2 * LINES_KEPT)
        self._lines = 0
        self._orders = 0
        self._returning = False
        self._taken = Decimal()
        self._regulars = 0

    @property
    def buyers(self) -> Buyers:
        """How buyers have bought so far."""
        if not self._lines:
            return Buyers()
        return Buyers(
            order_value=round(self._taken / self._lines, 2),
            returning_share=round(self._regulars / self._lines, 3),
        )

    def add(self, bought: Purchase, now: float, *, same_order: bool) -> Line:
        """Write down a paid line, in an order of its own or with the line before it, by the same buyer."""
        self._lines += 1
        if not (same_order and self._orders):
            self._orders += 1
            self._returning = bought.returning
        self._taken += bought.price * bought.units
        self._regulars += self._returning
        line = Line(
            number=self._lines,
            order=self._orders,
            sku=bought.sku,
            site=bought.site,
            units=bought.units,
            paid_at=now,
            changed_at=now,
            price=bought.price,
            returning=self._returning,
        )
        self._changes.append(line)
        return line

    def cancel(self, line: Line, now: float) -> None:
        """The buyer gives a line back before it is sent."""
        line.cancelled = True
        line.changed_at = now
        self._changes.append(line)

    def changed_since(self, since: float, until: float) -> list[Line]:
        """Lines paid or cancelled from one world second to another, both included, once each, as numbered."""
        found: dict[int, Line] = {}
        for line in reversed(self._changes):
            if line.changed_at < since:
                break
            changed_at = line.changed_at if line.changed_at <= until else line.paid_at
            if since <= changed_at <= until:
                found.setdefault(line.number, line)
        return [found[number] for number in sorted(found)]
