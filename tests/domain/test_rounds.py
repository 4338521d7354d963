"""Rounds: what may be set aside, whose sales count, when a round is over, and what a trial says of demand."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import rounds
from app.domain.broadcast import Broadcast
from app.domain.decision import VerdictCode
from app.domain.hold import HoldState, Reason, Who
from app.domain.rounds import Release, Round, RoundState, Slice
from tests.domain import builders as a

LIVE = Broadcast(id=7, started_at=a.NOW)
ME = Who(account="lin", through="test")


def released(units: int, *slices: Slice, trial: bool = False) -> tuple[Round, ...]:
    """A round that begins now, and what is kept beside it; each with an id."""
    release = Release(sku="EAR-01", units=units, slices=slices, trial=trial)
    broadcast = None if trial else LIVE
    new = rounds.opened(release, (), at=a.NOW, broadcast=broadcast, who=ME)
    return tuple(replace(one, id=number) for number, one in enumerate(new, start=1))


def verdict(units: int, *slices: Slice, live: int | None = 100, known: tuple[Round, ...] = ()) -> VerdictCode:
    """Whether so much may be released."""
    release = Release(sku="EAR-01", units=units, slices=slices)
    return rounds.may_release(release, known, available_live=live, broadcast=LIVE).code


@pytest.mark.parametrize(
    ("units", "slices", "live", "expected"),
    [
        (100, (), 100, VerdictCode.OK),
        (101, (), 100, VerdictCode.NOT_ENOUGH),
        (80, (Slice(group="club", units=20),), 100, VerdictCode.OK),
        (81, (Slice(group="club", units=20),), 100, VerdictCode.NOT_ENOUGH),
        (1, (), 0, VerdictCode.NOT_ENOUGH),
        (1, (), None, VerdictCode.STOCK_UNKNOWN),
        (0, (), 100, VerdictCode.BAD_VALUE),
        (-5, (), 100, VerdictCode.BAD_VALUE),
        (10, (Slice(group="", units=1),), 100, VerdictCode.BAD_VALUE),
        (10, (Slice(group="club", units=0),), 100, VerdictCode.BAD_VALUE),
        (10, (Slice(group="club", units=1), Slice(group="club", units=2)), 100, VerdictCode.BAD_VALUE),
    ],
)
def test_a_round_releases_what_is_really_there(
    units: int, slices: tuple[Slice, ...], live: int | None, expected: VerdictCode
) -> None:
    """Live stock alone counts, and every slice is part of it."""
    assert verdict(units, *slices, live=live) is expected


def test_what_is_kept_for_a_group_is_not_released_twice() -> None:
    """The next round finds only what the slice has left free; the round it follows gives back its rest."""
    running, kept = released(60, Slice(group="club", units=30))
    known = (rounds.sale_counted(running, 20, a.NOW), kept)
    assert rounds.set_aside(known) == 70
    assert verdict(10, known=known) is VerdictCode.ROUND_RUNNING
    over = (rounds.ended(known[0], a.NOW), kept)
    assert verdict(50, live=80, known=over) is VerdictCode.OK
    assert verdict(51, live=80, known=over) is VerdictCode.NOT_ENOUGH
    release = Release(sku="EAR-01", units=50)
    instead = rounds.may_release(release, known, available_live=80, broadcast=LIVE, instead_of=known[0])
    assert instead.allowed


def test_only_a_trial_needs_no_broadcast() -> None:
    """Rounds are counted per broadcast."""
    for trial, expected in ((False, VerdictCode.NO_BROADCAST), (True, VerdictCode.OK)):
        release = Release(sku="EAR-01", units=5, trial=trial)
        assert rounds.may_release(release, (), available_live=9, broadcast=None).code is expected


def test_a_slice_goes_on_sale_in_its_turn_with_a_count_of_its_own() -> None:
    """Not beside another round: nobody could tell whose sales they are."""
    running, kept = released(60, Slice(group="club", units=30))
    assert rounds.may_open(kept, (running, kept), 90).code is VerdictCode.ROUND_RUNNING
    over = rounds.ended(running, a.later(60))
    assert rounds.may_open(kept, (over, kept), 29).code is VerdictCode.NOT_ENOUGH
    assert rounds.may_open(kept, (over, kept), None).code is VerdictCode.STOCK_UNKNOWN
    assert rounds.may_open(None, (over,), 90).code is VerdictCode.NO_ROUND
    assert rounds.may_open(kept, (over, kept), 30).allowed
    turn = rounds.put_on_sale(kept, a.later(61))
    assert rounds.sale_counted(turn, 4, a.later(60)).sold == 0
    assert rounds.sale_counted(turn, 4, a.later(62)).left == 26


def test_sales_belong_to_the_round_that_was_on_sale_at_their_time() -> None:
    """Told late they still count, those from before and after do not."""
    (one,) = released(10)
    assert rounds.sale_counted(one, 3, a.later(-1)) == one
    one = rounds.sale_counted(one, 3, a.later(5))
    over = rounds.ended(one, a.later(10), closed_by=4)
    assert rounds.sale_counted(over, 2, a.later(9)).sold == 5
    late = rounds.sale_counted(over, 2, a.later(10))
    assert (late.sold, late.asked_after) == (3, 2)
    by_a_person = rounds.ended(one, a.later(10))
    assert rounds.sale_counted(by_a_person, 2, a.later(11)) == by_a_person


def test_a_cancelled_order_comes_back_into_the_round() -> None:
    """Then it is not sold out any more, and nobody may say so."""
    (one,) = released(10)
    gone = rounds.sale_counted(one, 10, a.later(5))
    assert gone.is_sold_out
    assert gone.gone_at == a.later(5)
    back = rounds.sale_counted(gone, -1, a.later(6))
    assert (back.left, back.is_sold_out, back.gone_at) == (1, False, None)


@given(st.lists(st.integers(-5, 20)), st.integers(0, 200))
def test_what_buyers_are_told_is_never_below_zero_nor_above_what_is_there(sold: list[int], live: int) -> None:
    """Whatever is sold or cancelled."""
    (one,) = released(100)
    for units in sold:
        one = rounds.sale_counted(one, units, a.NOW)
    told = rounds.buyers_left(one, live)
    assert told is not None
    assert 0 <= told <= live
    assert told <= max(0, one.units - sum(sold))
    assert rounds.buyers_left(one, None) is None


def test_the_hold_of_its_reason_closes_a_round_once_every_shop_has_answered() -> None:
    """What is sold at the slower shop until then still belongs to it; other reasons only pause it."""
    (one,) = released(10)
    shop = replace(a.hold(reason=Reason.ROUND, id=5), started_at=a.later(30))
    slower = replace(shop, id=6, storefront="other", state=HoldState.SENDING)
    pause = replace(shop, reason=Reason.STAGE)
    before = replace(shop, started_at=a.later(-1))
    assert rounds.closing_hold(one, (shop, slower)) is None
    settled = rounds.closing_hold(one, (shop, replace(slower, state=HoldState.ACTIVE)))
    assert settled == shop
    for other in (pause, before, replace(shop, state=HoldState.REFUSED)):
        assert rounds.closing_hold(one, (other,)) is None
    (trial,) = released(10, trial=True)
    assert rounds.closing_hold(trial, (shop,)) is None
    assert rounds.closing_hold(trial, (replace(shop, reason=Reason.TRIAL),)) is not None


def test_numbers_run_within_a_broadcast_and_slices_share_that_of_their_round() -> None:
    """A trial before the broadcast has numbers of its own."""
    first = released(10, Slice(group="club", units=2))
    assert [one.number for one in first] == [1, 1]
    known = (rounds.ended(first[0], a.later(5)), first[1])
    release = Release(sku="EAR-01", units=10)
    assert rounds.opened(release, known, at=a.later(6), broadcast=LIVE, who=ME)[0].number == 2
    trial = Release(sku="EAR-01", units=10, trial=True)
    assert rounds.opened(trial, known, at=a.later(6), broadcast=None, who=ME)[0].number == 1


def test_the_last_round_is_the_one_on_sale_or_the_one_that_began_last() -> None:
    """A slice that waits is none of them."""
    first, kept = released(10, Slice(group="club", units=2))
    assert rounds.last((kept,)) is None
    assert rounds.last((first, kept)) == first
    over = rounds.ended(first, a.later(5))
    turn = rounds.put_on_sale(kept, a.later(6))
    assert rounds.last((over, turn)) == turn
    assert rounds.kept((first, kept)) == (kept,)
    assert rounds.may_end((over,)).code is VerdictCode.NO_ROUND
    assert rounds.may_end((over, kept)).allowed
    assert rounds.ended(over, a.later(9)) == over
    assert (kept.state, over.state) == (RoundState.KEPT, RoundState.ENDED)


def test_a_trial_says_how_fast_it_went_per_viewer_and_what_was_asked_for_beyond_it() -> None:
    """Its clock stops when the last unit went; viewers after that met nothing."""
    (one,) = released(20, trial=True)
    one = rounds.watched(one, 2000, 1.0)
    one = rounds.watched(one, None, 1.0)
    one = rounds.sale_counted(one, 20, a.later(120))
    one = rounds.watched(one, 9000, 1.0)
    one = rounds.sale_counted(one, 3, a.later(130))
    one = rounds.sale_counted(rounds.ended(one, a.later(140), closed_by=3), 4, a.later(150))
    demand = rounds.trial_demand(one, a.NOW + timedelta(hours=1), orders_told=True)
    assert (demand.sold, demand.asked_after, demand.minutes_to_go) == (23, 7, 2.0)
    assert demand.per_1000_viewers == pytest.approx(23 / 2)
    assert demand.per_minute == pytest.approx(23 / 2)
    assert rounds.trial_demand(one, a.NOW, orders_told=False).asked_after is None
