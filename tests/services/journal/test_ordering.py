"""Draft orders in the journal: the same in memory, SQLite and PostgreSQL."""

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

import pytest

from app.domain.audit import verify
from app.domain.orders import DraftOrder, OrderState, Rest
from app.orders import Orders
from app.ports import Journal
from tests.fakes.clock import START
from tests.services.journal.builders import LIN, SCRIPT, Make, opened

_ORDER = DraftOrder(
    id=0,
    sku="EAR-01 \u8033\u673a",
    warehouse="la",
    route="sea",
    units=200,
    unit_cost=Decimal("11.20"),
    freight=Decimal("90.00"),
    order_on=date(2026, 11, 22),
    due=date(2026, 12, 26),
    state=OrderState.PLACED,
    made_at=START,
    who=LIN,
    ready=True,
    proposed=180,
)


def orders_of(journal: Journal) -> Orders:
    """The journal as who keeps orders."""
    return cast("Orders", journal)


async def test_every_field_of_an_order_comes_back_as_it_was(make: Make) -> None:
    """Over a restart, money to the last digit."""
    unset = [each.name for each in fields(_ORDER) if getattr(_ORDER, each.name) in (None, "", False)]
    assert unset == ["id"], "the test no longer fills every field"
    plain = replace(_ORDER, unit_cost=None, proposed=None, ready=False, state=OrderState.DRAFT)
    async with opened(make()) as journal:
        kept = await orders_of(journal).add_orders([_ORDER, plain])
        assert kept == (replace(_ORDER, id=1), replace(plain, id=2))
    async with opened(make()) as journal:
        assert await orders_of(journal).orders() == kept
        lines = await journal.audit_lines()
        assert verify(lines) is None
        assert [(line.what, line.sku) for line in lines] == [("order", _ORDER.sku)] * 2
        assert lines[0].detail == "order=1 warehouse=la route=sea units=200 proposed=180"


async def test_an_order_goes_through_its_states(make: Make) -> None:
    """Who said so stands in the audit; an order that was never made is no order."""
    async with opened(make()) as journal:
        orders = orders_of(journal)
        (order,) = await orders.add_orders([_ORDER])
        done = await orders.set_order(order.id, OrderState.DONE, START + timedelta(days=1), SCRIPT)
        assert done == replace(order, state=OrderState.DONE)
        assert await orders.orders() == (done,)
        last = (await journal.audit_lines())[-1]
        assert (last.what, last.who, last.detail) == ("order_done", SCRIPT, "order=1")
        with pytest.raises(KeyError):
            await orders.set_order(77, OrderState.DROPPED, START, LIN)


async def test_old_orders_are_found_while_they_are_open(make: Make) -> None:
    """What is done long ago is left out where only newer ones are asked for."""
    async with opened(make()) as journal:
        orders = orders_of(journal)
        old = replace(_ORDER, made_at=START - timedelta(days=100))
        await orders.add_orders([old, replace(old, state=OrderState.DONE), _ORDER])
        found = await orders.orders(START)
        assert [order.id for order in found] == [1, 3]


async def test_a_proposal_rests_until_its_day(make: Make) -> None:
    """The last word about it counts."""
    async with opened(make()) as journal:
        orders = orders_of(journal)
        today = date(2026, 11, 22)
        rest = Rest(sku="EAR-01", warehouse="la", until=today + timedelta(days=3))
        await orders.rest_proposal(replace(rest, until=today + timedelta(days=30)), LIN, START)
        await orders.rest_proposal(rest, LIN, START)
        assert await orders.rests(today) == (rest,)
        assert await orders.rests(today + timedelta(days=3)) == ()
