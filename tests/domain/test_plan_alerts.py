"""Alerts of sales that left the plan, as decisions give reason for them."""

from dataclasses import replace

from app.domain.broadcast import Broadcast
from app.domain.decide import decide_product
from app.domain.ledger import Count, Ledger
from app.domain.room import AlertCause, AlertKind, AlertLevel, ProductFacts
from tests.domain import builders as a


def test_selling_more_than_planned_tells_the_warehouse() -> None:
    """An hour and a half into four hours, with 200 planned and 172 sold: 2.3 times the forecast."""
    [cause] = [cause for cause in _causes(172) if cause.kind is AlertKind.AHEAD]
    assert cause.level is AlertLevel.WARNING
    assert cause.figures.ratio is not None
    assert round(cause.figures.ratio, 1) == 2.3


def test_a_fifth_of_what_should_have_been_sold_is_for_information() -> None:
    """Nothing is on fire: stop pushing it, propose to clear it."""
    late = Broadcast(id=12, started_at=a.ago(120 * 60))
    [cause] = [
        cause
        for cause in decide_product(_planned(20), a.room(broadcast=late), a.POLICY, a.NOW).causes
        if cause.kind is AlertKind.BEHIND
    ]
    assert cause.level is AlertLevel.INFO
    assert cause.figures.share == 0.1


def test_sales_near_the_plan_are_no_news() -> None:
    """Nor is anything where nothing was planned, or no broadcast runs."""
    kinds = {AlertKind.AHEAD, AlertKind.BEHIND}
    assert not [cause for cause in _causes(75) if cause.kind in kinds]
    daily = decide_product(_planned(172), a.room(broadcast=None), a.POLICY, a.NOW)
    unplanned = decide_product(replace(_planned(172), planned=None), a.room(), a.POLICY, a.NOW)
    assert not [c for one in (daily, unplanned) for c in one.causes if c.kind in kinds]


def _causes(sold: int) -> tuple[AlertCause, ...]:
    return decide_product(_planned(sold), a.room(), a.POLICY, a.NOW).causes


def _planned(sold: int) -> ProductFacts:
    base = a.facts()
    ledger = Ledger(total=Count(units=sold, audience=180_000.0), quiet=base.trade.ledger.quiet)
    return replace(base, planned=200.0, trade=replace(base.trade, ledger=ledger))
