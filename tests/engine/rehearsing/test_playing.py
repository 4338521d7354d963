"""Broadcasts played again: repeatable, told apart by what people do, and honest about the record."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from app.domain.policy import Policy
from app.domain.recollection import BroadcastRecord, Likeness, Recollection, Sold, recollected
from app.domain.simulation import Script
from app.domain.simulation.script import Goods, Past
from app.engine.rehearsing import CONDUCTS, Conduct, Outcome, RecordedTheatre, Recording, play, theatre_of

_SHORT = Script(name="short", minutes=40.0, goods=Goods(count=4, stock_minutes=20.0), past=Past(broadcasts=0))
_START = datetime(2026, 11, 22, 20, tzinfo=UTC)


def test_the_same_seed_and_policy_come_to_the_same_outcome() -> None:
    """Seeded and repeatable."""
    assert _play("cues") == _play("cues")


def test_every_unit_wanted_is_sold_or_lost() -> None:
    """Whatever people do: what is there at the end and what was sold came from somewhere."""
    opening = sum(theatre_of(_SHORT, seed=4, step_minutes=1.0).left().values())
    for name in CONDUCTS:
        outcome = _play(name)
        assert outcome.sold + outcome.left == opening + outcome.called


def test_who_calls_for_stock_loses_less() -> None:
    """The same buyers, and units that come twenty minutes after they are called for."""
    alone, called = _play("none"), _play("calls")
    assert called.called > 0
    assert called.lost < alone.lost
    assert called.margin > alone.margin


def test_waves_hold_products_as_often_as_is_allowed() -> None:
    """Three times each, five minutes each."""
    outcome = _play("waves")
    assert outcome.holds > 0
    assert outcome.holds <= 3 * len(outcome.products)
    assert outcome.held_minutes == pytest.approx(5 * outcome.holds, abs=6)


def test_a_recorded_broadcast_plays_as_it_was() -> None:
    """What was sold then is sold again where nothing is done otherwise."""
    recording = _recording()
    outcome = play(
        RecordedTheatre(recording, as_it_was=True), Conduct(name="recorded"), Policy(), Recollection()
    )
    assert outcome.sold == int(recording.sold.sum())
    assert outcome.held_minutes == pytest.approx(5.0)


def test_without_its_hold_a_recorded_product_would_have_gone_on_selling() -> None:
    """At the pace it had before and after."""
    recording = _recording()
    outcome = play(RecordedTheatre(recording, seed=1), CONDUCTS["none"], Policy(), Recollection())
    assert outcome.held_minutes == 0
    assert outcome.sold - int(recording.sold.sum()) == pytest.approx(10, abs=8)


def test_broadcasts_of_the_same_host_and_hour_are_remembered_more() -> None:
    """Two of Lin's evenings sold five a thousand viewer-minutes, a morning of Bo's one."""
    records = [_record(5.0, "Lin", 20.0, 1), _record(5.0, "Lin", 20.5, 2), _record(1.0, "Bo", 9.0, 3)]
    evening = recollected(records, Likeness(host="Lin", hour=20.0)).appeal["A"]
    morning = recollected(records, Likeness(host="Bo", hour=9.0)).appeal["A"]
    assert 1000 * evening.mean > 3.9
    assert morning.mean < evening.mean
    assert recollected([], Likeness()).appeal == {}


def _play(conduct: str) -> Outcome:
    theatre = theatre_of(_SHORT, seed=4, step_minutes=1.0)
    return play(theatre, CONDUCTS[conduct], Policy(), Recollection())


def _recording() -> Recording:
    """An hour in minutes: two a minute to a thousand viewers, nothing while it was held for five."""
    sold = np.full((60, 1), 2, np.int64)
    held = np.zeros((60, 1), np.bool_)
    held[30:35] = True
    sold[30:35] = 0
    products = theatre_of(_SHORT, seed=4).products[:1]
    return Recording(
        broadcast=3,
        host="Lin",
        started_at=_START,
        step_minutes=1.0,
        skus=(products[0].sku,),
        products=tuple(products),
        opening={products[0].sku: 500},
        organic=np.full(60, 1000, np.int64),
        paid=np.zeros(60, np.int64),
        told=np.ones(60, np.bool_),
        on_air=(None,) * 60,
        sold=sold,
        held=held,
        delivered=np.zeros((60, 1), np.int64),
    )


def _record(per_1000: float, host: str, hour: float, days_ago: int) -> BroadcastRecord:
    sold = Sold(units=200 * per_1000, audience=200_000.0)
    return BroadcastRecord(
        started_at=_START - timedelta(days=days_ago),
        minutes=180.0,
        products={"A": sold},
        viewers=(1000.0,) * 18,
        host=host,
        hour=hour,
    )
