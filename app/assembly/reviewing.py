"""A quarter looked back on, from the record alone: missing, too much, and what the policy would have done.

Needs no running desk.
"""

import re
from argparse import Namespace
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from app.assembly.archive import record, room_settings
from app.assembly.refusing import USAGE, DeskRefused
from app.assembly.room import names_for, room_zone
from app.config import Settings
from app.domain.broadcast import Phase
from app.domain.catalogue import Warehouse
from app.domain.hindsight import Course, Hindsight, ProductDays, Quarter, looked_back
from app.domain.policy import Policy
from app.domain.readings import SourceRole
from app.domain.standings import House
from app.domain.tiers import cover_days
from app.orders import Orders
from app.ports import DailySales, Journal
from app.records import Records
from app.views.names import Names
from app.words import MISSING, _, number, whole_money
from services.clock import SystemClock
from services.rest.settings import WarehouseSource

HISTORY = 60
LISTED = 20
_QUARTER = re.compile(r"(\d{4})Q([1-4])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A quarter's mistakes, the dearest first, and how they are told."""

    quarter: Quarter
    days: int
    found: tuple[Hindsight, ...]
    names: Names

    def object(self) -> dict[str, Any]:
        """For a script; money in the room's currency, missing is null."""
        return {
            "quarter": f"{self.quarter.year}Q{self.quarter.number}",
            "days": self.days,
            "currency": self.names.currency,
            "missing_money": _rounded(sum(one.missing_money or 0.0 for one in self.found)),
            "over_money": _rounded(sum(one.over_money or 0.0 for one in self.found)),
            "products": [
                {
                    "sku": one.sku,
                    "sold": _rounded(one.sold),
                    "actual": _course_object(one.actual),
                    "over_units": one.over,
                    "missing_money": _rounded(one.missing_money),
                    "over_money": _rounded(one.over_money),
                    "policy": None if one.policy is None else _course_object(one.policy),
                }
                for one in self.found
            ],
        }

    def lines(self) -> list[str]:
        """For a person at a terminal."""
        if not self.found:
            return [_("Nothing is known of that quarter.")]
        head = _("{quarter}, {days} days: missing {missing}, too much {over}")
        told = head.format(
            quarter=f"{self.quarter.year}Q{self.quarter.number}",
            days=number(self.days),
            missing=self._money(sum(one.missing_money or 0.0 for one in self.found)),
            over=self._money(sum(one.over_money or 0.0 for one in self.found)),
        )
        more = len(self.found) - LISTED
        rest = [_("… and {count} more").format(count=number(more))] if more > 0 else []
        return [told, *(self._line(one) for one in self.found[:LISTED]), *rest]

    def _line(self, one: Hindsight) -> str:
        said = _(
            "{title}: sold {sold}, {out} days without, missing {missing} ({lost}), too much {over} ({tied})"
        )
        actual = said.format(
            title=self.names.title(one.sku),
            sold=number(round(one.sold)),
            out=number(one.actual.days_out),
            missing=number(round(one.actual.missing)),
            lost=self._money(one.missing_money),
            over=number(one.over),
            tied=self._money(one.over_money),
        )
        return f"{actual}; {self._policy(one.policy)}"

    @staticmethod
    def _policy(course: Course | None) -> str:
        if course is None:
            return _("the policy: nothing to replay with")
        return _("the policy: {ordered} ordered, {out} days without, {missing} missing").format(
            ordered=number(course.ordered), out=number(course.days_out), missing=number(round(course.missing))
        )

    def _money(self, amount: float | None) -> str:
        return MISSING if amount is None else whole_money(amount, self.names.currency)


def _course_object(course: Course) -> dict[str, Any]:
    return {
        "ordered": course.ordered,
        "missing": _rounded(course.missing),
        "days_without_stock": course.days_out,
        "closing_stock": course.closing,
        "mean_stock": _rounded(course.mean_stock),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


async def review_quarter(options: Namespace) -> Review:
    """Look back on `options.quarter` (2026Q3; None: the last one that is over).

    Raises:
        DeskRefused: That is no quarter, or there is no record, or it can't be read.
    """
    settings = room_settings(options)
    zone = room_zone(settings)
    today = SystemClock().now().astimezone(zone).date()
    quarter = quarter_of(options.quarter, today)
    until = min(quarter.after, today)
    async with record(options, settings, may_begin=False) as journal:
        days = await _days(journal, settings, zone, quarter, until)
    cover = cover_days(Phase.LIVE, Policy())[1]
    house = House(policy=settings.stock, cover_days=cover, today=until)
    return Review(
        quarter=quarter,
        days=max(0, (until - quarter.first).days),
        found=looked_back(days, quarter, house),
        names=names_for(settings),
    )


def quarter_of(text: str | None, today: date) -> Quarter:
    """The quarter a text names; the last that is over for None. Raises DeskRefused."""
    if text is None:
        now = (today.month + 2) // 3
        return Quarter(year=today.year, number=now - 1) if now > 1 else Quarter(year=today.year - 1, number=4)
    found = _QUARTER.fullmatch(text.upper())
    if found is None:
        raise DeskRefused(_("{text!r} is no quarter; write one like 2026Q3").format(text=text), USAGE)
    return Quarter(year=int(found[1]), number=int(found[2]))


async def _days(
    journal: Journal, settings: Settings, zone: ZoneInfo, quarter: Quarter, until: date
) -> list[ProductDays]:
    first = quarter.first - timedelta(days=HISTORY)
    rows = await journal.daily_sales(_midnight(first, zone))
    sold = _by_day(rows, first, until, zone)
    skus = [product.sku for product in settings.products]
    closing = await _closing(cast("Records", journal), skus, (first, quarter.first, until), zone)
    ordered = await _ordered(cast("Orders", journal), quarter, zone)
    place = _place(settings)
    return [
        ProductDays(
            product=product,
            warehouse=place,
            sold=tuple(sold.get(product.sku, [0.0] * (until - first).days)),
            closing=tuple(closing[product.sku]),
            ordered=ordered.get(product.sku, 0),
        )
        for product in settings.products
        if product.sku in sold or any(units is not None for units in closing[product.sku])
    ]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _by_day(rows: Sequence[DailySales], first: date, until: date, zone: ZoneInfo) -> dict[str, list[float]]:
    count = (until - first).days
    found: dict[str, list[float]] = defaultdict(lambda: [0.0] * count)
    for row in rows:
        place = (row.day.astimezone(zone).date() - first).days
        if 0 <= place < count:
            found[row.sku][place] = float(row.units)
    return dict(found)


async def _closing(
    records: Records, skus: Sequence[str], days: tuple[date, date, date], zone: ZoneInfo
) -> Mapping[str, list[int | None]]:
    """Stock at the end of each day of the quarter, in all warehouses; a day without news is as the last."""
    first, begins, until = days
    known: dict[str, dict[str, int | None]] = {sku: {} for sku in skus}
    found: dict[str, list[int | None]] = {sku: [] for sku in skus}
    since = first
    while since < until:
        day = begins if since < begins else since + timedelta(days=1)
        for level in await records.levels_before(_midnight(since, zone), _midnight(day, zone), skus):
            known[level.sku][level.warehouse] = level.available
        if since >= begins:
            for sku in skus:
                found[sku].append(_together(known[sku]))
        since = day
    return found


def _together(places: Mapping[str, int | None]) -> int | None:
    units = list(places.values())
    return None if not units or None in units else sum(one or 0 for one in units)


async def _ordered(orders: Orders, quarter: Quarter, zone: ZoneInfo) -> dict[str, int]:
    units: dict[str, int] = defaultdict(int)
    for order in await orders.orders():
        if quarter.first <= order.made_at.astimezone(zone).date() < quarter.after:
            units[order.sku] += order.units
    return dict(units)


def _place(settings: Settings) -> Warehouse:
    """All warehouses as one, with the costs of the first that has some."""
    sources = (source.settings for source in settings.of(SourceRole.WAREHOUSE))
    costs = (one.cost for one in sources if isinstance(one, WarehouseSource) and one.cost is not None)
    first = next(costs, None)
    return Warehouse(id="", name="", short="", cost=None if first is None else first.fact())
