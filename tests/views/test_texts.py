"""Whatever a room's facts are, every view of a product can be built and is plain text in both languages."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.hold import Hold, HoldKind, HoldState
from app.domain.room import ProductFacts
from app.views.gauge import ChipKind, Freshness
from app.views.overlay import TimeKind, overlay_view
from app.views.panel import card_view
from app.words import use_language
from tests.domain import builders as a
from tests.views.scenes import LANGUAGES, ZONE, assert_plain, gauge

units = st.none() | st.integers(0, 5000)
stocks = st.lists(
    st.builds(
        a.at_warehouse,
        units,
        st.sampled_from(["la", "nj", "new"]),
        age_s=st.sampled_from([-3.0, 1.0, 9.0, 134.0]),
        oversold=st.integers(0, 3),
        inbound=units,
    ),
    max_size=3,
    unique_by=lambda at: at.warehouse,
)
shops = st.builds(
    a.shop,
    sold_out=st.sampled_from([None, True, False]),
    quantity=units,
    age_s=st.sampled_from([1.0, 500.0]),
    enforces=st.booleans(),
)


def _hold(state: HoldState, kind: HoldKind, *, stuck: bool) -> Hold:
    hold = a.hold(state, kind=kind)
    closing = a.ago(40) if state is HoldState.CLOSING else None
    return replace(hold, needs_attention=stuck and state.is_open, closing_at=closing, error="why")


holds = st.builds(_hold, st.sampled_from(HoldState), st.sampled_from(HoldKind), stuck=st.booleans())


@st.composite
def products(draw: st.DrawFn) -> ProductFacts:
    """One product in any state that the rules allow it to be in."""
    facts = a.facts(
        stock=draw(stocks),
        opening=draw(st.none() | st.integers(0, 5000)),
        rate=draw(st.sampled_from([0.0, 0.3, 40.0])),
        shops=draw(st.lists(shops, max_size=1)),
        holds=draw(st.lists(holds, max_size=1)),
    )
    missing = draw(st.sampled_from([(), ("nj",)]))
    return replace(facts, missing=missing, rejected=draw(st.sampled_from(["", "not whole"])))


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=50, deadline=None)
@given(facts=products())
def test_every_view_of_any_product_is_plain_and_honest(language: str, facts: ProductFacts) -> None:
    """Plain text; no figure from nothing; no minutes from old figures; a button that works or says why."""
    use_language(language)
    view = gauge(facts)
    overlay = overlay_view(view, view, (), broadcast=None, zone=ZONE, alive_at=a.NOW)
    card = card_view(view, minutes=5, zone=ZONE)
    assert_plain((view, overlay, card))

    if view.available is None:
        assert view.share is None
        assert view.freshness is Freshness.UNKNOWN
    if view.freshness in (Freshness.STALE, Freshness.UNKNOWN):
        assert overlay.time is not None
        assert overlay.time.kind is not TimeKind.MINUTES
    if view.chip.kind is ChipKind.SHARE:
        assert view.hold is None
        assert view.freshness is Freshness.LIVE
    assert card.plate.word
    assert card.button.text
