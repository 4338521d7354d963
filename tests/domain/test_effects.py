"""Real against virtual: what counts as a sold-out, what is compared with what, and what is said beside it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.domain.effects import Caveat, ProductComparison, ProductEvidence, RoomEvidence, compared
from app.domain.evidence import (
    Audience,
    Sale,
    Sales,
    Span,
    Steps,
    StockLevel,
    interest_of,
    total_stock,
    viewers_of,
    without,
)
from app.domain.hold import Hold, HoldKind, HoldState, Reason, Who

START = datetime.fromisoformat("2026-11-22T12:00:00+00:00")
WHO = Who(account="lin", through="desk")


def at(minutes: float) -> datetime:
    """So far into the broadcast."""
    return START + timedelta(minutes=minutes)


def hold(name: int, begins: float, ends: float | None, **fields: Any) -> Hold:  # noqa: ANN401 - any field
    """A hold that took effect at a minute and was restored at another; None: it is still open."""
    values: dict[str, Any] = {
        "id": name,
        "broadcast": 1,
        "sku": "EAR-01",
        "storefront": "shop",
        "number": name,
        "state": HoldState.ACTIVE if ends is None else HoldState.RESTORED,
        "reason": Reason.STAGE,
        "who": WHO,
        "started_at": at(begins),
        "confirmed_at": at(begins),
        "ended_at": None if ends is None else at(ends),
    }
    return Hold(**(values | fields))


def sold_every(seconds: float, begins: float, ends: float) -> list[Sale]:
    """A unit every so many seconds from a minute to before another."""
    count = round((ends - begins) * 60 / seconds)
    return [
        Sale(at=at(begins) + timedelta(seconds=seconds * place), sku="EAR-01", units=1)
        for place in range(count)
    ]


def room(until: float = 60, viewers: float | None = 1000, **fields: Any) -> RoomEvidence:  # noqa: ANN401 - any field
    """A room with even viewers."""
    steps = Steps((START,), (viewers,))
    return RoomEvidence(span=Span(START, at(until)), viewers=steps, **fields)


def product(holds: list[Hold], sales: list[Sale], stock: Steps | None = None) -> ProductEvidence:
    """What was kept of one product, a hundred of which are there throughout."""
    return ProductEvidence(
        sku="EAR-01",
        stock=stock or Steps((START,), (100,)),
        sales=Sales.of(sales),
        holds=tuple(holds),
    )


def outcome(
    holds: list[Hold], sales: list[Sale], around: RoomEvidence | None = None, stock: Steps | None = None
) -> ProductComparison:
    """The comparison of one product."""
    return compared(product(holds, sales, stock), around or room())


def test_ten_minutes_after_are_held_against_ten_before() -> None:
    """Two a minute before, six after: threefold per minute and 1000 viewers; none meanwhile."""
    sales = sold_every(30, 10, 20) + sold_every(10, 25, 35)
    one = outcome([hold(1, 20, 25)], sales)
    (effect,) = one.effects
    assert (effect.before.minutes, effect.before.units) == (10, 20)
    assert (effect.after.minutes, effect.after.units) == (10, 60)
    assert (effect.before.per_1000, effect.after.per_1000) == (2, 6)
    assert effect.ratio is not None
    assert effect.ratio.low < 3 < effect.ratio.high
    assert (effect.sold_during, effect.caveats) == (0, ())
    assert (one.virtual_seconds, one.real_seconds, one.units) == (300, 0, 80)


def test_more_viewers_are_no_effect() -> None:
    """Twice the sales before twice the viewers: the ratio stays about one."""
    crowd = RoomEvidence(span=Span(START, at(60)), viewers=Steps((START, at(25)), (1000, 2000)))
    one = outcome([hold(1, 20, 25)], sold_every(10, 10, 20) + sold_every(5, 25, 35), crowd)
    (effect,) = one.effects
    assert effect.ratio is not None
    assert effect.ratio.middle == pytest.approx(1, rel=0.02)


def test_holds_of_one_press_at_several_shops_are_one_sold_out() -> None:
    """From the first that took effect to the last that was restored."""
    both = [hold(1, 20, 25), hold(2, 20.1, 25.2, storefront="web", number=1)]
    (effect,) = outcome(both, []).effects
    assert effect.episode.holds == (1, 2)
    assert effect.episode.storefronts == ("shop", "web")
    assert effect.episode.span == Span(at(20), at(25.2))


def test_what_never_took_effect_is_no_sold_out() -> None:
    """Refused, or not confirmed."""
    never = [
        hold(1, 20, 25, state=HoldState.REFUSED, number=None),
        hold(2, 30, 31, confirmed_at=None, state=HoldState.NOT_APPLIED),
    ]
    assert outcome(never, []).effects == ()


def test_true_sold_out_is_told_apart_and_is_no_selling_time() -> None:
    """Stock fell to nothing four minutes after the restore: six minutes less, and it says so."""
    stock = Steps((START, at(29), at(40)), (50, 0, 80))
    one = outcome([hold(1, 20, 25)], sold_every(30, 10, 20) + sold_every(30, 25, 29), stock=stock)
    (effect,) = one.effects
    assert one.real == (Span(at(29), at(40)),)
    assert (effect.after.minutes, effect.after.units) == (4, 8)
    assert effect.after.per_1000 == 2
    assert effect.caveats == (Caveat.SHORT,)
    assert one.selling.minutes == 60 - 5 - 11


def test_neighbours_share_the_gap_between_them() -> None:
    """Twelve minutes lie between two sold-outs: six are after the first, six before the second."""
    one = outcome([hold(1, 20, 25), hold(2, 37, 42)], sold_every(60, 0, 60))
    first, second = one.effects
    assert (first.after.minutes, second.before.minutes) == (6, 6)
    assert Caveat.NEIGHBOUR in first.caveats
    assert Caveat.NEIGHBOUR in second.caveats
    assert (first.before.minutes, second.after.minutes) == (10, 10)


def test_a_sold_out_that_runs_has_no_after() -> None:
    """Nothing is said before there is something to say; the same with a minute of it."""
    (open_now,) = outcome([hold(1, 50, None)], sold_every(30, 0, 50)).effects
    assert (open_now.ratio, open_now.after.minutes) == (None, 0)
    assert Caveat.RUNNING in open_now.caveats
    (short,) = outcome([hold(1, 54, 59)], sold_every(30, 0, 54)).effects
    assert short.ratio is None
    assert Caveat.RUNNING in short.caveats


def test_without_viewers_rates_are_per_minute_and_it_is_said() -> None:
    """Missing viewers are not nobody."""
    (effect,) = outcome(
        [hold(1, 20, 25)], sold_every(30, 10, 20) + sold_every(10, 25, 35), room(viewers=None)
    ).effects
    assert (effect.before.per_1000, effect.before.per_minute) == (None, 2)
    assert effect.ratio is not None
    assert effect.ratio.middle == pytest.approx(3, rel=0.02)
    assert effect.caveats == (Caveat.NO_VIEWERS,)


def test_being_on_air_on_one_side_only_is_said() -> None:
    """The rise may come from being shown."""
    shown = room(on_air=((at(5), "EAR-02"), (at(25), "EAR-01"), (at(50), "EAR-02")))
    (effect,) = outcome([hold(1, 20, 25)], sold_every(30, 10, 35), shown).effects
    assert (effect.before.on_air_minutes, effect.after.on_air_minutes) == (0, 10)
    assert Caveat.ON_AIR in effect.caveats


def test_interactions_are_told_only_where_a_source_tells_them() -> None:
    """As the room's mean per minute, before and meanwhile."""
    without_source = outcome([hold(1, 20, 25)], []).effects[0]
    assert (without_source.interest_before, without_source.interest_during) == (None, None)
    told = room(interest=Steps((START, at(20)), (40, 90)))
    effect = outcome([hold(1, 20, 25)], [], told).effects[0]
    assert (effect.interest_before, effect.interest_during) == (40, 90)


def test_a_stop_is_shown_and_compared_with_nothing() -> None:
    """An emergency is no stage effect; its time is no selling time all the same."""
    stop = hold(1, 30, 34, kind=HoldKind.STOP, number=None)
    one = outcome([hold(2, 20, 25), stop], sold_every(30, 0, 60))
    assert one.stopped == (Span(at(30), at(34)),)
    assert len(one.effects) == 1
    assert one.effects[0].after.minutes == 6


def test_several_sold_outs_are_pooled() -> None:
    """Their units and viewers are added up; those that compare nothing are left out."""
    sales = sold_every(30, 0, 20) + sold_every(10, 25, 35) + sold_every(30, 35, 55)
    one = outcome([hold(1, 20, 25), hold(2, 55, None)], sales)
    assert one.ratio is not None
    assert one.effects[0].ratio is not None
    assert one.ratio.middle == pytest.approx(one.effects[0].ratio.middle)
    assert outcome([], sales).ratio is None


def test_true_stock_is_the_sum_of_what_warehouses_said() -> None:
    """One that says nothing yet does not make the others nothing."""
    levels = [
        StockLevel(at=at(0), warehouse="la", sku="EAR-01", available=30),
        StockLevel(at=at(1), warehouse="nj", sku="EAR-01", available=12),
        StockLevel(at=at(2), warehouse="la", sku="EAR-01", available=None),
        StockLevel(at=at(3), warehouse="nj", sku="EAR-01", available=None),
    ]
    steps = total_stock(levels)
    assert [steps.value_at(at(minute)) for minute in (-1, 0, 1, 2, 3)] == [None, 30, 42, 12, None]


def test_a_silent_traffic_source_is_not_carried_on() -> None:
    """A minute after its last word it tells nothing; two sources are added up while both speak."""
    viewers = viewers_of(
        [
            Audience(at=at(0), source="a", viewers=100),
            Audience(at=at(0.5), source="b", viewers=50),
            Audience(at=at(10), source="a", viewers=80),
        ]
    )
    assert [viewers.value_at(at(minute)) for minute in (0.2, 0.6, 5, 10)] == [100, 150, None, 80]
    assert viewers.value_at(at(30)) is None


def test_a_running_total_of_interactions_becomes_its_growth() -> None:
    """Likes that only ever grow are not interest that only ever grows."""
    total = [
        Audience(at=at(minute), source="a", viewers=1, interactions=500 * minute) for minute in range(40)
    ]
    assert interest_of(total).value_at(at(20)) == 500
    level = [Audience(at=at(minute), source="a", viewers=1, interactions=70) for minute in range(40)]
    assert interest_of(level).value_at(at(20)) == 70


def test_spans_are_cut_out() -> None:
    """In the middle, at both ends, and altogether."""
    whole = Span(at(0), at(10))
    assert without(whole, [Span(at(2), at(4)), Span(at(3), at(5))]) == (
        Span(at(0), at(2)),
        Span(at(5), at(10)),
    )
    assert without(whole, [Span(at(-1), at(1)), Span(at(9), at(12))]) == (Span(at(1), at(9)),)
    assert without(whole, [Span(at(-1), at(11))]) == ()
