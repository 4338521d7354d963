"""`stockcue forecast`: what the next broadcast should come to, and what stock to prepare for it.

From warm-up figures, typed or read back from the last three hours, and from the broadcasts on record. Needs
no running desk.
"""

import asyncio
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import Any

from app.assembly.archive import record, room_settings
from app.assembly.places import record_file
from app.assembly.refusing import USAGE, DeskRefused
from app.assembly.room import room_zone
from app.config import Settings
from app.domain.campaign import Ramp
from app.domain.expectation import (
    Expected,
    Usual,
    WarmUp,
    expected_of,
    prepared,
    pushed,
    usual_of,
    warm_up_of,
)
from app.domain.policy import Policy
from app.domain.recollection import BroadcastRecord, recollected
from app.domain.warm_up import NO_HOURS, Hours
from app.engine.demand import learnt_ramps
from app.engine.rehearsing import like, remembered
from app.engine.warming_up import hours_before
from app.words import _, money, number, percent, plain
from services.clock import SystemClock


@dataclass(frozen=True, slots=True, kw_only=True)
class NextBroadcast:
    """What to expect of it; `broadcasts` is how many were remembered."""

    expected: Expected
    warm_up: WarmUp
    """The figures it is expected from, typed or read back."""
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
    typed = Hours(
        viewers=options.viewers,
        reservations=options.reservations,
        clicks=options.clicks,
        order_value=options.order_value,
        repeat_share=options.repeat_share,
    )
    warm_up = warm_up_of(read.hours, typed)
    if warm_up is None:
        raise DeskRefused(_("No viewers are on record of the last three hours: use --viewers N."), USAGE)
    past = recollected(records, like(options.host, SystemClock().now(), room_zone(settings)))
    expected = expected_of(warm_up, usual_of(records, Usual()), past, Policy())
    return NextBroadcast(
        expected=replace(expected, products=pushed(expected.products, read.ramps)),
        warm_up=warm_up,
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
        "warm_up": asdict(found.warm_up),
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
        *_read_words(found),
        _("{viewers} viewers: {orders} orders, {takings}").format(
            viewers=number(round(expected.viewers)),
            orders=number(round(expected.orders)),
            takings=money(expected.takings, found.currency),
        ),
        _("Prepare {least} to {most} units.").format(least=number(least), most=number(most)),
    ]
    return [*lines, *(_line(sku, units, found) for sku, units in _by_units(expected))]


def _read_words(found: NextBroadcast) -> list[str]:
    """The figures it is expected from beside viewers, in one line; none where there are none."""
    warm_up = found.warm_up
    told = [
        (_("reservations {count}"), None if warm_up.reservations is None else number(warm_up.reservations)),
        (_("clicks {count}"), None if warm_up.clicks is None else number(warm_up.clicks)),
        (
            _("order value {count}"),
            None if warm_up.order_value is None else money(warm_up.order_value, found.currency),
        ),
        (_("regulars {count}"), None if warm_up.repeat_share is None else percent(warm_up.repeat_share)),
    ]
    words = [words.format(count=count) for words, count in told if count is not None]
    return [_("Before the broadcast: {figures}").format(figures=_(", ").join(words))] if words else []


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
    """What the record tells: earlier broadcasts, the last three hours, products' last days."""

    records: tuple[BroadcastRecord, ...] = ()
    hours: Hours = NO_HOURS
    ramps: Mapping[str, Ramp] = field(default_factory=dict)


async def _remembered(options: Namespace, settings: Settings) -> _Read:
    clock = SystemClock()
    now = clock.now()
    async with record(options, settings, may_begin=False) as journal:
        breathe = partial(clock.sleep, 0)
        outline = await journal.outline(None)
        ended = None if outline is None else outline.broadcast.ended_at or now
        hours = await hours_before(journal, now, breathe, ended)
        zone = room_zone(settings)
        ramps = await learnt_ramps(journal, now, zone)
        if outline is None:
            return _Read(hours=hours, ramps=ramps)
        before = outline.broadcast.id + 1
        found = await remembered(journal, before, settings.products, now, zone, breathe)
    return _Read(records=found, hours=hours, ramps=ramps)
