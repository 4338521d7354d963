"""Calibration in words: when a forecast was made, what a cue proposed, how it ended, its row in the table."""

from datetime import tzinfo
from typing import Final

from app.views.calibration import CalibrationView, CueEnding, CueKind, CueOutcomeView, SpanView
from app.words import MISSING, N_, _, clock_time, money, n_, number, p_, plain
from widgets.desk.compare.table import Column, Row

_WINDOW: Final = 10.0
_KINDS: Final = {
    CueKind.SHOW_NEXT: N_("Move on to"),
    CueKind.SUBSTITUTE: N_("Show instead"),
    CueKind.PRE_SALE: N_("Open pre-sale"),
    CueKind.CALL_STOCK: N_("Call for stock"),
    CueKind.REORDER: N_("Reorder"),
    CueKind.RESTORE_EARLY: N_("Sell on early"),
    CueKind.HOLD_BACK: N_("Do not push"),
}
_ENDINGS: Final = {
    CueEnding.FOLLOWED: N_("followed"),
    CueEnding.BY_HAND: N_("done by hand"),
    CueEnding.SNOOZED: N_("put aside"),
    CueEnding.IGNORED: N_("passed by"),
    CueEnding.STANDING: N_("still shown"),
}


def kind_words(kind: CueKind) -> str:
    """What a cue proposed."""
    return _(_KINDS[kind])


def span_name(span: SpanView) -> str:
    """When a forecast was made."""
    if span.until is None:
        return _("after {minutes} min").format(minutes=number(round(span.since)))
    if span.since == 0:
        return _("first {minutes} min").format(minutes=number(round(span.until)))
    return _("{since} to {until} min").format(
        since=number(round(span.since)), until=number(round(span.until))
    )


def tally_words(view: CalibrationView) -> str:
    """How many cues ended how: 19 cues · 6 followed · 2 put aside."""
    if not view.cues:
        return ""
    parts = [f"{number(one.cues)} {_(_ENDINGS[one.ending])}" for one in view.tallies]
    head = n_("{count} cue", "{count} cues", len(view.cues)).format(count=number(len(view.cues)))
    return " · ".join((head, *parts))


def cue_columns(*, private: bool) -> tuple[Column, ...]:
    """The headings; margins are left out while privacy is on."""
    return (
        Column(p_("calibration", "Product"), elide=True, figures=False),
        Column(p_("calibration", "At")),
        Column(p_("calibration", "Cue"), figures=False),
        Column(p_("calibration", "Became"), figures=False),
        Column(p_("calibration", "Acted at"), rank=3),
        Column(p_("calibration", "Sold before")),
        Column(p_("calibration", "Sold after")),
        *(
            ()
            if private
            else (
                Column(p_("calibration", "Margin before"), rank=2),
                Column(p_("calibration", "Margin after"), rank=1),
            )
        ),
    )


def cue_row(cue: CueOutcomeView, view: CalibrationView, zone: tzinfo, *, private: bool) -> Row:
    """One cue's row."""
    title = cue.other_title or cue.title
    acted = cue.acted_at
    return Row(
        cells=(
            plain(title),
            clock_time(cue.at, zone, seconds=False),
            kind_words(cue.kind),
            _(_ENDINGS[cue.ending]),
            MISSING if acted is None else clock_time(acted, zone, seconds=False),
            _units(cue.before_units, cue.before_minutes),
            _units(cue.after_units, cue.after_minutes),
            *(
                ()
                if private
                else (_money(cue.margin_before, view.currency), _money(cue.margin_after, view.currency))
            ),
        ),
        keys=(
            title,
            cue.at.timestamp(),
            kind_words(cue.kind),
            _(_ENDINGS[cue.ending]),
            None if acted is None else acted.timestamp(),
            cue.before_units,
            cue.after_units,
            *(() if private else (cue.margin_before, cue.margin_after)),
        ),
        strong=frozenset({3} if cue.ending in (CueEnding.FOLLOWED, CueEnding.BY_HAND) else ()),
        tip=_tip(cue),
    )


def _units(units: int, minutes: float) -> str:
    """Units of a window; a cut one says how long it was."""
    if minutes >= _WINDOW - 0.05:
        return number(units)
    return _("{units} in {minutes} min").format(units=number(units), minutes=number(int(minutes)))


def _money(amount: float | None, currency: str) -> str:
    return MISSING if amount is None else money(amount, currency)


def _tip(cue: CueOutcomeView) -> str:
    if not cue.other:
        return plain(cue.title)
    words = _("{other} instead of {title}; sales are those of {other}")
    return words.format(other=plain(cue.other_title), title=plain(cue.title))
