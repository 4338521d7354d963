"""Real against virtual in words: the two tables' columns and rows, caveats, ratios."""

from datetime import tzinfo
from typing import Final

from app.views.comparison import Caveat, ComparisonView, LaneView, RatioView, ShowingView, SoldOutView
from app.views.wording import reason_label
from app.words import MISSING, _, age, clock_time, money, number, p_, plain, rate
from widgets.desk.compare.table import Column, Row

_RATIO: Final = 9
"""The place of the ratio among the cells of both tables."""


def ratio_words(ratio: RatioView | None) -> str:
    """A ratio with its bounds: 1.8 (1.2–2.6)."""
    if ratio is None:
        return MISSING
    return f"{ratio.middle:.2g} ({ratio.low:.2g}–{ratio.high:.2g})"


def caveat_words(caveat: Caveat) -> str:
    """What to bear in mind, in a few words."""
    return {
        Caveat.RUNNING: _("not over yet"),
        Caveat.NEIGHBOUR: _("another sold-out is near"),
        Caveat.SHORT: _("less than ten selling minutes"),
        Caveat.ON_AIR: _("on air on one side only"),
        Caveat.NO_VIEWERS: _("viewers not known, per minute"),
    }[caveat]


def product_columns(*, private: bool) -> tuple[Column, ...]:
    """The headings of the products' table; what it brought is left out while privacy is on."""
    return (
        Column(p_("compare", "Product"), elide=True, figures=False),
        Column(p_("compare", "First stock"), rank=5),
        Column(p_("compare", "Stock"), rank=1),
        Column(p_("compare", "Sold")),
        Column(p_("compare", "Per min"), rank=6),
        Column(p_("compare", "Per min · 1000"), rank=3),
        Column(p_("compare", "Marks"), rank=4),
        Column(p_("compare", "Virtual")),
        Column(p_("compare", "Truly out")),
        Column(p_("compare", "After/before")),
        *(() if private else (Column(p_("compare", "Brought"), rank=2),)),
    )


def product_row(lane: LaneView, view: ComparisonView, *, private: bool) -> Row:
    """One product's row."""
    ratio = lane.ratio
    brought = MISSING if lane.amount is None else money(lane.amount, view.currency)
    amount = None if lane.amount is None else float(lane.amount)
    return Row(
        cells=(
            plain(lane.title),
            number(lane.stock_first),
            number(lane.stock_last),
            number(lane.units),
            rate(lane.per_minute),
            rate(lane.per_1000),
            number(lane.sold_outs),
            age(lane.virtual_s) if lane.virtual_s else "0",
            age(lane.real_s) if lane.real_s else "0",
            ratio_words(ratio),
            *(() if private else (brought,)),
        ),
        keys=(
            lane.title,
            lane.stock_first,
            lane.stock_last,
            lane.units,
            lane.per_minute,
            lane.per_1000,
            lane.sold_outs,
            lane.virtual_s,
            lane.real_s,
            None if ratio is None else ratio.middle,
            *(() if private else (amount,)),
        ),
        strong=frozenset({3} | ({_RATIO} if ratio is not None and ratio.differs else set())),
        tip=plain(lane.title),
    )


def sold_out_columns() -> tuple[Column, ...]:
    """The headings of the sold-outs' table."""
    return (
        Column(p_("compare", "Product"), elide=True, figures=False),
        Column(p_("compare", "At")),
        Column(p_("compare", "Length")),
        Column(p_("compare", "Reason"), rank=5, figures=False),
        Column(p_("compare", "Sold meanwhile"), rank=4),
        Column(p_("compare", "Interactions/min"), rank=3),
        Column(p_("compare", "Units before → after"), rank=2),
        Column(p_("compare", "Before")),
        Column(p_("compare", "After")),
        Column(p_("compare", "After/before")),
        Column(p_("compare", "Bear in mind"), elide=True, rank=1, figures=False),
    )


def sold_out_row(one: SoldOutView, zone: tzinfo) -> Row:
    """One sold-out's row; rates are per minute and 1000 viewers, or as the caveat says."""
    ratio = one.ratio
    caveats = ", ".join(caveat_words(caveat) for caveat in one.caveats)
    return Row(
        cells=(
            plain(one.title),
            clock_time(one.span.start, zone, seconds=False),
            age(one.seconds) + ("…" if one.is_open else ""),
            reason_label(one.reason),
            number(one.sold_during),
            _interest(one),
            f"{number(one.before_units)} → {number(one.after_units)}",
            rate(one.before_rate),
            rate(one.after_rate),
            ratio_words(ratio),
            caveats or MISSING,
        ),
        keys=(
            one.title,
            one.span.start.timestamp(),
            one.seconds,
            one.reason.value,
            one.sold_during,
            one.interest_during,
            one.after_units,
            one.before_rate,
            one.after_rate,
            None if ratio is None else ratio.middle,
            caveats,
        ),
        strong=frozenset({_RATIO}) if ratio is not None and ratio.differs else frozenset(),
        tip=_tip(one, caveats),
    )


def showing_columns() -> tuple[Column, ...]:
    """The headings of the table of products on air."""
    return (
        Column(p_("compare", "Product"), elide=True, figures=False),
        Column(p_("compare", "Min on air")),
        Column(p_("compare", "Sold on air")),
        Column(p_("compare", "Per min · 1000")),
        Column(p_("compare", "Interactions/min"), rank=2),
        Column(p_("compare", "Against the best other"), rank=1),
        Column(p_("compare", "What may be said"), elide=True, figures=False),
    )


def showing_row(one: ShowingView, *, has_winner: bool) -> Row:
    """One product's row."""
    rate_, against = one.rate, one.against
    said = _showing_words(one, has_winner=has_winner)
    return Row(
        cells=(
            plain(one.title),
            rate(one.minutes),
            number(one.units),
            ratio_words(rate_),
            MISSING if one.interest is None else number(round(one.interest)),
            ratio_words(against),
            said,
        ),
        keys=(
            one.title,
            one.minutes,
            one.units,
            None if rate_ is None else rate_.middle,
            one.interest,
            None if against is None else against.middle,
            said,
        ),
        strong=frozenset({3, 5, 6} if one.won else ()),
        tip=plain(one.title),
    )


def _showing_words(one: ShowingView, *, has_winner: bool) -> str:
    if one.won:
        return _("sold best to its viewers")
    if one.rate is None:
        return _("too little to compare")
    return MISSING if has_winner else _("no clear best")


def _interest(one: SoldOutView) -> str:
    """The room's interactions a minute, before and meanwhile; a dash where no source tells them."""
    if one.interest_during is None:
        return MISSING
    before = MISSING if one.interest_before is None else number(round(one.interest_before))
    return f"{before} → {number(round(one.interest_during))}"


def _tip(one: SoldOutView, caveats: str) -> str:
    words = _("{title}, no. {number}, {shops}: {before} selling min before, {after} after").format(
        title=plain(one.title),
        number=number(one.number),
        shops=", ".join(plain(shop) for shop in one.storefronts),
        before=rate(one.before_minutes),
        after=rate(one.after_minutes),
    )
    return f"{words}. {caveats}" if caveats else words
