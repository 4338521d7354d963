"""From a judged cue to what is suggested, why, and the word on its button. Not for which cues there are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.domain.room import Cue, CueKind
from app.views import room as views
from app.views.forms import joined, say, spread
from app.views.names import Names
from app.words import N_, minutes, number, p_

__all__ = ["cue_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Forms:
    """What one kind of cue says; each form needs its figures, so the best that is known is said.

    `reasons` are clauses. `minutes` and `spread` are known only while there is time left, `lasting` only
    where the other product lasts the show.
    """

    text: tuple[str, ...]
    short: tuple[str, ...]
    reasons: tuple[tuple[str, ...], ...]
    action: Callable[[], str]
    short_reason: tuple[str, ...] = ()
    """For narrow windows; without one, the first clause."""


_ENDS = (N_("{title} is gone in {spread}"), N_("{title} can't be bought now"))
_INSTEAD = (N_("{lasting} of {other} last the show"), N_("{other_units} of {other} left"))
_LEFT = (N_("{units} left, gone in {spread}"), N_("{units} left"))

_FORMS: Mapping[CueKind, _Forms] = {
    CueKind.SHOW_NEXT: _Forms(
        text=(N_("Move to {other} within {minutes} min"), N_("Move to {other} now")),
        short=(N_("In {minutes} min: {other}"), N_("Now: {other}")),
        reasons=(_ENDS, _INSTEAD),
        short_reason=(N_("on air: gone in {spread}"), N_("on air: can't be bought now")),
        action=lambda: p_("cue", "Cue host"),
    ),
    CueKind.SUBSTITUTE: _Forms(
        text=(N_("Show {other} instead of {title}"),),
        short=(N_("Show {other} instead"),),
        reasons=(_ENDS, _INSTEAD),
        short_reason=(N_("on air: gone in {spread}"), N_("on air: can't be bought now")),
        action=lambda: p_("cue", "Cue host"),
    ),
    CueKind.PRE_SALE: _Forms(
        text=(N_("{title}: open pre-sale"),),
        short=(N_("Open pre-sale: {title}"),),
        reasons=(
            _LEFT,
            (N_("no substitute ready, {lead_days} days to restock"), N_("no substitute ready")),
        ),
        action=lambda: p_("cue", "Open"),
    ),
    CueKind.CALL_STOCK: _Forms(
        text=(N_("{title}: call for {quantity} units"),),
        short=(N_("Call for {quantity}: {title}"),),
        reasons=(_LEFT, (N_("the show would sell {quantity} more"),)),
        action=lambda: p_("cue", "Call"),
    ),
    CueKind.REORDER: _Forms(
        text=(N_("Reorder {quantity} of {title}"),),
        short=(N_("Reorder {quantity}: {title}"),),
        reasons=((N_("stock and orders {position}, reorder point {point}"),),),
        action=lambda: p_("cue", "Draft"),
    ),
    CueKind.RESTORE_EARLY: _Forms(
        text=(N_("{title}: restore early"),),
        short=(N_("Restore early: {title}"),),
        reasons=(
            (N_("{viewers} viewers, {ratio} × baseline"), N_("{viewers} viewers")),
            (N_("true stock {units}"),),
        ),
        action=lambda: p_("cue", "Restore"),
    ),
    CueKind.HOLD_BACK: _Forms(
        text=(N_("Hold back {several} products, {title} first"), N_("Hold back {title}")),
        short=(N_("Hold back {several} of {source}"), N_("Hold back {title}")),
        reasons=((N_("{source} silent since {since}"),), (N_("about {at_risk} units in doubt"),)),
        action=lambda: p_("cue", "Skip"),
    ),
}


def cue_view(cue: Cue, names: Names) -> views.CueView:
    """One suggestion in its slot; its SKU is the product it is about to show or act on."""
    forms, known = _FORMS[cue.kind], _known(cue, names)
    return views.CueView(
        id=cue.key,
        slot=cue.slot,
        kind=views.CueKind(cue.kind.value),
        sku=cue.other or cue.sku,
        text=say(forms.text, known),
        short=say(forms.short, known),
        reason=joined(*(say(clause, known) for clause in forms.reasons)),
        short_reason=say(forms.short_reason or forms.reasons[0], known),
        action=forms.action(),
    )


def _known(cue: Cue, names: Names) -> dict[str, str]:
    """Every figure that a form may name; empty where not known."""
    figures, order = cue.figures, cue.figures.reorder
    in_time = (figures.minutes is None or figures.minutes > 0) and figures.units != 0
    return {
        "title": names.title(cue.sku),
        "other": names.title(cue.other) if cue.other else "",
        "source": names.source(cue.source) if cue.source else "",
        "minutes": minutes(figures.minutes) if figures.minutes else "",
        "spread": spread(figures.sell_out) if in_time else "",
        "lasting": _count(figures.other_units) if figures.other_lasts else "",
        "other_units": _count(figures.other_units),
        "units": _count(figures.units),
        "quantity": _count(figures.quantity),
        "viewers": _count(figures.viewers),
        "at_risk": _count(figures.at_risk),
        "several": _count(figures.count) if (figures.count or 0) > 1 else "",
        "ratio": "" if figures.ratio is None else f"{figures.ratio:.2f}",
        "lead_days": "" if figures.lead_days is None else number(round(figures.lead_days)),
        "position": "" if order is None else number(order.position),
        "point": "" if order is None else number(order.point),
        "since": "" if figures.age_from is None else names.clock(figures.age_from),
    }


def _count(units: int | None) -> str:
    return "" if units is None else number(units)
