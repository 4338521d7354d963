"""The pace of many products at once is that of each alone, whatever they are and whoever watches."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

import pytest

from app.domain.ahead import backdrop_of
from app.domain.airtime import Aired, AirTime
from app.domain.broadcast import Broadcast, Showing
from app.domain.facts import ProductFacts
from app.domain.ledger import Airing, Count, Ledger
from app.domain.pace import Pace, pace_of
from app.domain.paces import FEW, Asked, paces_of
from app.domain.trade import Amount, Belief, Meter, TradeFacts, begun
from tests.domain.builders import NOW, POLICY, ago, facts, meter, room, trade, traffic

_MANY = 600
_ON_AIR, _SHOWN_BEFORE, _JUST_SHOWN = "S0000", "S0001", "S0002"
_FRESH = Showing(sku=_ON_AIR, since=ago(60), said_by="lin")
_AIR = AirTime(
    now=replace(_FRESH, since=ago(400)),
    over={
        _ON_AIR: Aired(minutes=9.0, times=1, ended_at=ago(3000)),
        _SHOWN_BEFORE: Aired(minutes=12.0, times=2, ended_at=ago(2000)),
        _JUST_SHOWN: Aired(minutes=7.0, times=1, ended_at=ago(410)),
    },
    minutes=28.0,
    times=4,
    products=_MANY,
)
_CURVE = (100.0, 400.0, 900.0, 1200.0, 1100.0, 700.0, 900.0, 1000.0, 800.0, 600.0, 300.0)
_ROOMS = {
    "nothing is shown": room(),
    "a product is shown": room(air=_AIR),
    "a product was just put on air": room(air=replace(_AIR, now=_FRESH)),
    "nothing is shown any more": room(air=replace(_AIR, now=None)),
    "shares are known": room(air=replace(_AIR, shares={_ON_AIR: 0.2, "S0100": 0.9, "S0200": 0.01})),
    "earlier broadcasts went up and down": room(air=_AIR, curve=_CURVE),
    "ads are bought": room(traffic=(replace(traffic(2000), organic=1200, paid=800),), air=_AIR),
    "nobody tells viewers": room(traffic=(), meter=meter(viewers=None)),
    "there is no broadcast": room(broadcast=None),
    "it ends now": room(broadcast=Broadcast(id=12, started_at=ago(270 * 60))),
}
_POLICIES = {
    "as usual": POLICY,
    "open end": replace(POLICY, planned_minutes=None),
    "soon capped": replace(POLICY, sell_out_cap_minutes=20.0),
    "never capped": replace(POLICY, sell_out_cap_minutes=1e8),
    "hardly doubted": replace(POLICY, dispersion=1.0, drift_per_hour=0.0, crowd_doubt=0.0),
    "no echo": replace(POLICY, after_minutes=0.0),
}


@pytest.mark.parametrize("where", _ROOMS)
@pytest.mark.parametrize("rules", _POLICIES)
def test_many_at_once_have_the_pace_each_has_alone(where: str, rules: str) -> None:
    """Figures to nine digits; what is unknown, and whether it sells faster, exactly."""
    at, policy = _ROOMS[where], _POLICIES[rules]
    asked = _asked(Random(f"{where} {rules}"), at.meter)

    many = paces_of(asked, at, policy, NOW)

    alone = [pace_of(one.facts, one.units, at, policy, NOW) for one in asked]
    assert [one.trend for one in many] == [one.trend for one in alone]
    assert [_told(one) for one in many] == [_told(one) for one in alone]
    assert [*_figures(many)] == pytest.approx([*_figures(alone)], rel=1e-9, abs=1e-290)


def test_what_they_are_tried_with_is_of_every_kind() -> None:
    """Otherwise the same paces would prove little."""
    at = _ROOMS["a product is shown"]
    asked = _asked(Random(1), at.meter)
    paces = paces_of(asked, at, POLICY, NOW)

    outlooks = [one.outlook for one in paces if one.outlook is not None]
    cap = POLICY.sell_out_cap_minutes
    assert {one.trend for one in paces} == {-1, 0, 1}
    assert {one.per_minute is None for one in paces} == {True, False}
    assert {one.per_1000_viewers is None for one in paces} == {True, False}
    assert 0 < len(outlooks) < len(paces)
    assert {(one.sell_out.p10 < cap, one.sell_out.p90 < cap) for one in outlooks} == {
        (True, True),
        (True, False),
        (False, False),
    }
    assert {one.facts.trade.selling for one in asked} == {True, False}
    assert {one.facts.trade.ledger.airing for one in asked} == set(Airing)


@pytest.mark.parametrize("count", [0, 1, FEW])
def test_few_are_reckoned_one_by_one(count: int) -> None:
    """To the last bit: arrays would cost more than they save."""
    at = _ROOMS["a product is shown"]
    asked = _asked(Random(2), at.meter)[:count]
    assert paces_of(asked, at, POLICY, NOW) == [
        pace_of(one.facts, one.units, at, POLICY, NOW) for one in asked
    ]


def test_without_units_nothing_is_foreseen_of_any() -> None:
    """Rates are said all the same."""
    asked = [Asked(facts=facts(), units=None)] * (FEW + 1)
    paces = paces_of(asked, room(), POLICY, NOW)
    assert {one.outlook for one in paces} == {None}
    assert paces[0].per_minute == pytest.approx(2.0)


def test_the_backdrop_a_room_carries_is_the_one_that_counts() -> None:
    """It was reckoned once, for all; nobody reckons it again."""
    asked = [Asked(facts=facts(f"S{n:04}"), units=100) for n in range(FEW + 1)]
    backdrop = backdrop_of(room(), replace(POLICY, planned_minutes=None), NOW)
    for one in paces_of(asked, room(backdrop=backdrop), POLICY, NOW):
        assert one.outlook is not None
        assert one.outlook.by_end is None


def _asked(dice: Random, now: Meter) -> Sequence[Asked]:
    """Products of every kind; their own meters stand where they last sold, as far back as an hour."""
    meters = [now, *(meter(ago(60 * back), now.viewers, 60 - back) for back in (0, 0.05, 2, 9, 60))]
    return [
        Asked(
            facts=_facts(dice, f"S{number:04}", _trade(dice, dice.choice(meters))),
            units=dice.choice((None, 0, 1, 7, 40, 200, 3000, dice.randrange(10**6))),
        )
        for number in range(_MANY)
    ]


def _facts(dice: Random, sku: str, of: TradeFacts) -> ProductFacts:
    earlier = Belief(shape=10 ** dice.uniform(-2, 3), exposure=10 ** dice.uniform(1, 5))
    return replace(facts(sku), trade=of, earlier=dice.choice((None, earlier)))


def _trade(dice: Random, of: Meter) -> TradeFacts:
    if dice.random() < 0.1:
        return begun(of, selling=dice.random() < 0.7)
    steady = trade(10 ** dice.uniform(-4, 3), of=of, selling=dice.random() < 0.8)
    units = replace(steady.units, quick=steady.units.quick * dice.choice((0.1, 0.9, 1.0, 1.1, 3.0)))
    seldom = Amount(steady=dice.uniform(0, 2), quick=dice.uniform(0, 1))
    return replace(
        steady,
        units=units,
        minutes=seldom if dice.random() < 0.2 else steady.minutes,
        viewer_minutes=Amount() if dice.random() < 0.2 else steady.viewer_minutes,
        ledger=_ledger(dice, steady.ledger.quiet),
    )


def _ledger(dice: Random, quiet: Count) -> Ledger:
    aired = Count(units=dice.choice((0.0, dice.uniform(0, 900))), audience=dice.uniform(0, 1e5))
    return Ledger(
        quiet=dice.choice((Count(), quiet)),
        aired=dice.choice((Count(), aired)),
        airing=dice.choice([*Airing]),
    )


def _told(pace: Pace) -> tuple[bool, ...]:
    outlook = pace.outlook
    return (
        pace.per_minute is None,
        pace.per_1000_viewers is None,
        outlook is None,
        outlook is None or outlook.by_end is None,
    )


def _figures(paces: Sequence[Pace]) -> Iterator[float]:
    for one in paces:
        yield from (figure for figure in (one.per_minute, one.per_1000_viewers) if figure is not None)
        if one.outlook is not None:
            gone, ends = one.outlook.sell_out, one.outlook.by_end
            yield from (one.outlook.per_minute, one.outlook.ads_off, gone.p10, gone.p50, gone.p90)
            yield from () if ends is None else (ends.p10, ends.p50, ends.p90)
