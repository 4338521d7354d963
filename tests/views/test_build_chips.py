"""One chip per gauge, the most pressing one; a second only where stale or handed-over stock is also low."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from app.domain.hold import Hold, HoldKind, HoldState
from app.domain.room import StockAt
from app.views.gauge import ChipKind, GaugeView
from tests.domain import builders as a
from tests.views.scenes import gauge

LOW, CRITICAL, HALF = 50, 16, 90
"""Of an opening of 200: 25 %, 8 %, 45 %."""


def view_of(available: int | None, *holds: Hold, age_s: float = 1.0) -> GaugeView:
    """The gauge of 200 at opening with these holds."""
    return gauge(a.facts(stock=[a.at_warehouse(available, age_s=age_s)], holds=holds))


@pytest.mark.parametrize(
    ("available", "kind"),
    [(180, ChipKind.SHARE), (HALF, ChipKind.SHARE), (LOW, ChipKind.LOW), (CRITICAL, ChipKind.CRITICAL)],
)
def test_half_is_grey_thirty_is_low_and_ten_is_critical(available: int, kind: ChipKind) -> None:
    """Fifty per cent is news for the buyer's desk, not for the picture."""
    view = view_of(available)
    assert (view.chip.kind, view.chip.share) == (kind, available / 200)


def test_zero_is_a_figure_and_says_since_when() -> None:
    """Sold out is known; the warehouses' stamps say when the last one ran out."""
    empty = a.at_warehouse(0)
    empty = replace(empty, reading=replace(empty.reading, changed_at=a.ago(1044)))
    view = gauge(a.facts(stock=[empty]))
    assert (view.chip.kind, view.chip.since) == (ChipKind.SOLD_OUT, a.ago(1044))
    assert view_of(0).chip.since is None


def test_unknown_is_not_zero() -> None:
    """No figure, no share, no level."""
    view = view_of(None)
    assert (view.chip.kind, view.chip.share, view.second_chip) == (ChipKind.UNKNOWN, None, None)
    assert view.chip.text == view.note != ""


def test_stale_and_low_says_both() -> None:
    """The age is what counts first, and the level does not vanish behind it."""
    view = view_of(LOW, age_s=134)
    assert (view.chip.kind, view.chip.since) == (ChipKind.STALE, a.ago(134))
    assert view.second_chip is not None
    assert (view.second_chip.kind, view.second_chip.share) == (ChipKind.LOW, 0.25)
    assert view_of(180, age_s=134).second_chip is None


def test_aging_is_said_only_where_nothing_else_is() -> None:
    """Half a minute of delay is no reason to hide that stock is low."""
    assert view_of(180, age_s=11).chip.kind is ChipKind.AGING
    assert view_of(LOW, age_s=11).chip.kind is ChipKind.LOW


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (HoldState.SENDING, ChipKind.SENDING),
        (HoldState.ACTIVE, ChipKind.HELD),
        (HoldState.CLOSING, ChipKind.RESTORING),
        (HoldState.UNKNOWN, ChipKind.OUTCOME_UNKNOWN),
    ],
)
@pytest.mark.parametrize("age_s", [1.0, 134.0])
def test_what_we_did_goes_before_what_the_data_are_worth(
    state: HoldState, kind: ChipKind, age_s: float
) -> None:
    """A held product is held, whatever its stock or its age."""
    assert view_of(CRITICAL, a.hold(state), age_s=age_s).chip.kind is kind


def test_a_hold_counts_down_and_a_stop_counts_up() -> None:
    """Instants, so that the window can count."""
    held = view_of(100, a.hold()).chip
    stopped = view_of(100, a.hold(kind=HoldKind.STOP)).chip
    assert (held.kind, held.until) == (ChipKind.HELD, a.later(240))
    assert (stopped.kind, stopped.since, stopped.until) == (ChipKind.STOPPED, a.ago(60), None)


def test_restoring_counts_from_when_it_began() -> None:
    """Not from the mark."""
    closing = replace(a.hold(HoldState.CLOSING), closing_at=a.ago(3))
    assert view_of(100, closing).chip.since == a.ago(3)


def test_a_restore_that_is_not_read_back_goes_before_everything() -> None:
    """One product stands in two shops: the one that is stuck is shown."""
    stuck = replace(a.hold(HoldState.CLOSING, id=1), needs_attention=True, closing_at=a.ago(42))
    stopped = replace(a.hold(kind=HoldKind.STOP, id=2), storefront="web")
    shops = [a.shop(), replace(a.shop(), storefront="web")]

    view = gauge(a.facts(shops=shops, holds=[stopped, stuck]))

    assert (view.chip.kind, view.chip.since) == (ChipKind.NOT_RESTORED, a.ago(42))
    assert view.hold is not None
    assert view.hold.id == 1


def test_the_order_is_the_one_of_the_picture() -> None:
    """Not restored, stop, sending, held, restoring, no answer: whichever of two shops is worse."""
    kinds = [
        (replace(a.hold(HoldState.CLOSING), needs_attention=True), ChipKind.NOT_RESTORED),
        (a.hold(kind=HoldKind.STOP), ChipKind.STOPPED),
        (a.hold(HoldState.SENDING), ChipKind.SENDING),
        (a.hold(HoldState.ACTIVE), ChipKind.HELD),
        (a.hold(HoldState.CLOSING), ChipKind.RESTORING),
        (a.hold(HoldState.UNKNOWN), ChipKind.OUTCOME_UNKNOWN),
    ]
    for place, (first, kind) in enumerate(kinds):
        for second, _lesser in kinds[place + 1 :]:
            assert _of_two_shops(second, first).chip.kind is kind


def _of_two_shops(one: Hold, other: Hold) -> GaugeView:
    holds: Sequence[Hold] = [replace(one, id=1), replace(other, id=2, storefront="web")]
    stock: Sequence[StockAt] = [a.at_warehouse(100)]
    return gauge(a.facts(stock=stock, shops=[a.shop(), replace(a.shop(), storefront="web")], holds=holds))


def test_a_refusal_says_why_in_the_platform_s_words() -> None:
    """Plain, on one line."""
    refused = replace(a.hold(HoldState.REFUSED, number=None), ended_at=a.ago(1), error="item\nlocked")
    chip = view_of(100, refused).chip
    assert (chip.kind, chip.text) == (ChipKind.REFUSED, "item locked")


def test_a_product_handed_over_says_so_and_how_low_it_is() -> None:
    """Somebody else changed it; what there is still matters."""
    view = view_of(LOW, a.hold(HoldState.HANDED_OVER))
    assert view.chip.kind is ChipKind.HANDED_OVER
    assert view.second_chip is not None
    assert view.second_chip.kind is ChipKind.LOW
