"""What a broadcast teaches for the next: claims only beyond doubt, the rest is to be kept or tried."""

from datetime import timedelta

import numpy as np

from app.domain.broadcast import Broadcast
from app.domain.comparison import Comparison
from app.domain.contests import contest_of
from app.domain.effects import ProductEvidence, RoomEvidence, compared
from app.domain.evidence import NO_STEPS, Sale, Sales, Span, Steps
from app.domain.selection import Choice, Chosen, selection
from tests.domain.test_effects import START, at

_MARGINS = dict.fromkeys(("GOOD", "FAIR", "SOSO", "POOR", "GONE", "NEW", "DULL"), 10.0)
_AIRED = {"GOOD": 0, "FAIR": 20, "SOSO": 40, "POOR": 60, "GONE": 80, "DULL": 100, "NEW": 116}
_PACES = {"GOOD": 12.0, "FAIR": 5.0, "SOSO": 6.0, "POOR": 1.0, "GONE": 5.5, "DULL": 0.1, "NEW": 6.0}


def test_what_earned_more_or_less_than_usual_beyond_doubt_is_said_so() -> None:
    """Six a minute against five is neither; what was shown for four minutes taught nothing."""
    assert _choices() == {
        "GOOD": Choice.MORE,
        "GONE": Choice.STOCK,
        "FAIR": Choice.KEEP,
        "SOSO": Choice.KEEP,
        "NEW": Choice.TRY,
        "POOR": Choice.REST,
        "DULL": Choice.REST,
    }


def test_the_proposal_begins_with_what_to_show_more() -> None:
    """Then what to bring more of; last what to leave out."""
    assert [one.choice for one in _proposed()] == sorted(
        (one.choice for one in _proposed()), key=list(Choice).index
    )
    assert _proposed()[0].sku == "GOOD"


def test_margin_counts_not_units() -> None:
    """What sells a fifth as fast and earns ten times as much a unit is shown more."""
    assert _choices(margins=_MARGINS | {"POOR": 120.0})["POOR"] is Choice.MORE


def test_without_a_price_of_every_product_units_count() -> None:
    """Margins of some alone compare nothing."""
    proposed = {one.sku: one for one in _proposed({"POOR": 120.0})}
    assert proposed["POOR"].choice is Choice.REST
    assert not proposed["POOR"].priced
    earned = proposed["GOOD"].earned
    assert earned is not None
    assert earned.low < 12.0 < earned.high


def test_what_nobody_bought_or_showed_is_not_spoken_of() -> None:
    """There is nothing to say of it."""
    assert "IDLE" not in _choices()


def _choices(margins: dict[str, float] | None = None) -> dict[str, Choice]:
    return {one.sku: one.choice for one in _proposed(margins)}


def _proposed(margins: dict[str, float] | None = None) -> tuple[Chosen, ...]:
    return selection(_broadcast(), _MARGINS if margins is None else margins)


def _broadcast() -> Comparison:
    """Two hours before a thousand viewers, one product after the other; one ran out in its turn."""
    room = RoomEvidence(
        span=Span(START, at(120)),
        viewers=Steps((START,), (1000,)),
        on_air=tuple((at(minute), sku) for sku, minute in _AIRED.items()),
    )
    ends = dict(zip(_AIRED, [*list(_AIRED.values())[1:], 120], strict=True))
    ends["GONE"] = 90
    evidence = tuple(
        ProductEvidence(
            sku=sku,
            stock=Steps.of([(START, 100.0), (at(90), 0.0)]) if sku == "GONE" else NO_STEPS,
            sales=Sales.of(
                Sale(at=START + timedelta(minutes=float(minute)), sku=sku, units=1)
                for minute in np.arange(_AIRED[sku], ends[sku], 1 / _PACES[sku]) + 1e-6
            ),
        )
        for sku in _AIRED
    )
    evidence = (*evidence, ProductEvidence(sku="IDLE"))
    products = tuple(compared(one, room) for one in evidence)
    return Comparison(
        broadcast=Broadcast(id=7, started_at=START),
        at=at(120),
        room=room,
        evidence=evidence,
        products=products,
        left_out=0,
        contest=contest_of(evidence, products, room),
    )
