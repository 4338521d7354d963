"""`stockcue forecast`: what the next broadcast should come to, and what stock to prepare for it.

From warm-up figures, typed or read back from the last three hours, and from the broadcasts on record. Needs
no running desk.
"""

import asyncio
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any

from app.assembly.archive import record, room_settings
from app.assembly.places import record_file
from app.assembly.refusing import USAGE, DeskRefused
from app.assembly.room import room_zone
from app.config import Settings
from app.domain.campaign import Ramp
from app.domain.expectation import Expected, Usual, WarmUp, expected_of, prepared, pushed, usual_of
from app.domain.policy import Policy
from app.domain.recollection import BroadcastRecord, recollected
from app.engine.demand import learnt_ramps
from app.engine.rehearsing import like, remembered
from app.ports import TrafficSample
from app.words import _, money, number, plain
from services.clock import SystemClock

WARM_UP = timedelta(hours=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class NextBroadcast:
    """What to expect of it; `broadcasts` is how many were remembered."""

    expected: Expected
    broadcasts: int
    titles: dict[str, str]
    currency: str


def forecast_next(options: Namespace) -> NextBroadcast:
    """Expect the next broadcast.

    Raises:
        DeskRefused: No viewers were typed, and none were recorded in the last three hours.
    """
    settings = room_settings(options)
    kept = settings.database.url != "sqlite" or record_file(options).exists()
    read = asyncio.run(_remembered(options, settings)) if kept else _Read()
    records = read.records
    viewers = read.viewers if options.viewers is None else options.viewers
    if viewers is None:
        raise DeskRefused(_("No viewers are on record of the last three hours: use --viewers N."), USAGE)
    past = recollected(records, like(options.host, SystemClock().now(), room_zone(settings)))
    warm_up = WarmUp(
        viewers=viewers,
        reservations=options.reservations,
        clicks=options.clicks,
        order_value=options.order_value,
    )
    expected = expected_of(warm_up, usual_of(records, Usual()), past, Policy())
    return NextBroadcast(
        expected=replace(expected, products=pushed(expected.products, read.ramps)),
        broadcasts=len(records),
        titles={product.sku: product.title for product in settings.products},
        currency=settings.room.currency,
    )


def forecast_object(found: NextBroadcast) -> dict[str, Any]:
    """What `--json` prints."""
    expected = found.expected
    return {
        "ok": True,
        "viewers": round(expected.viewers),
        "orders": round(expected.orders, 1),
        "units": round(expected.units, 1),
        "takings": round(expected.takings, 2),
        "prepare": _range(expected.prepare),
        "broadcasts": found.broadcasts,
        "products": [
            {"sku": sku, "units": round(units, 1), "prepare": _range(prepared(units, Policy()))}
            for sku, units in _by_units(expected)
        ],
    }


def forecast_lines(found: NextBroadcast) -> list[str]:
    """What a person reads."""
    expected = found.expected
    least, most = expected.prepare
    lines = [
        _("From {count} earlier broadcasts.").format(count=number(found.broadcasts))
        if found.broadcasts
        else _("No earlier broadcast is on record: 50 orders of 1,000 viewers are reckoned with."),
        _("{viewers} viewers: {orders} orders, {takings}").format(
            viewers=number(round(expected.viewers)),
            orders=number(round(expected.orders)),
            takings=money(expected.takings, found.currency),
        ),
        _("Prepare {least} to {most} units.").format(least=number(least), most=number(most)),
    ]
    return [*lines, *(_line(sku, units, found) for sku, units in _by_units(expected))]


def _line(sku: str, units: float, found: NextBroadcast) -> str:
    least, most = prepared(units, Policy())
    return _("{product}: {units} sold, prepare {least} to {most}").format(
        product=plain(found.titles.get(sku, sku)),
        units=number(round(units)),
        least=number(least),
        most=number(most),
    )


def _by_units(expected: Expected) -> list[tuple[str, float]]:
    return sorted(expected.products.items(), key=lambda pair: (-pair[1], pair[0]))


def _range(units: tuple[int, int]) -> dict[str, int]:
    return {"least": units[0], "most": units[1]}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What the record tells: earlier broadcasts, viewers of the last three hours, products' last days."""

    records: tuple[BroadcastRecord, ...] = ()
    viewers: float | None = None
    ramps: Mapping[str, Ramp] = field(default_factory=dict)


async def _remembered(options: Namespace, settings: Settings) -> _Read:
    clock = SystemClock()
    now = clock.now()
    async with record(options, settings, may_begin=False) as journal:
        samples = await journal.traffic_since(now - WARM_UP)
        outline = await journal.outline(None)
        zone = room_zone(settings)
        ramps = await learnt_ramps(journal, now, zone)
        if outline is None:
            return _Read(viewers=_mean(samples), ramps=ramps)
        before = outline.broadcast.id + 1
        found = await remembered(journal, before, settings.products, now, zone, partial(clock.sleep, 0))
    return _Read(records=found, viewers=_mean(samples), ramps=ramps)


def _mean(samples: tuple[TrafficSample, ...]) -> float | None:
    """Viewers on average, all sources together."""
    by_source: dict[str, list[int]] = {}
    for sample in samples:
        if sample.viewers is not None:
            by_source.setdefault(sample.source, []).append(sample.viewers)
    return sum(sum(seen) / len(seen) for seen in by_source.values()) if by_source else None
