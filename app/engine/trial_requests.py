"""From what was typed about trials to intents, and from trials to what is printed of them."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from app.domain.hold import Reason, Who
from app.domain.trials import DEFAULT_MARKS, Variant
from app.intents import EndTrial, Intent, StartTrial
from app.views.comparison import RatioView
from app.views.trial_status import trial_status
from app.views.trials import TrialView
from app.words import MISSING, _, number, plain

LONGEST_NAME = 60


class BadTrialRequest(Exception):
    """The request is not of the form; `str()` says what is off."""


def trial_intent(request: Mapping[str, Any], who: Who) -> Intent:
    """The intent of `trial start` or `trial end`.

    Raises:
        BadTrialRequest: It is not of the form.
    """
    name = plain(_text(request, "name"), LONGEST_NAME)
    if request.get("act") == "end":
        return EndTrial(who=who, name=name)
    return StartTrial(
        who=who,
        name=name,
        skus=_texts(request, "skus"),
        variants=tuple(variant_of(text) for text in _texts(request, "variants")),
        marks=_whole(request, "marks", DEFAULT_MARKS) or DEFAULT_MARKS,
        seed=_whole(request, "seed", None),
    )


def variant_of(text: str) -> Variant:
    """A variant as it is typed: NAME:minutes=M[,delay=M][,reason=CODE].

    Raises:
        BadTrialRequest: It is written otherwise.
    """
    name, colon, rest = text.partition(":")
    told = dict(part.partition("=")[::2] for part in rest.split(",") if part)
    unknown = [key for key in told if key not in _KEYS]
    if not (name.strip() and colon and "minutes" in told) or unknown:
        raise BadTrialRequest(_("--variant needs NAME:minutes=M[,delay=M][,reason=CODE], e.g. A:minutes=4"))
    known = {_KEYS[key][0]: _KEYS[key][1](value) for key, value in told.items()}
    return Variant(name=plain(name.strip(), 20), **known)


def trial_objects(views: tuple[TrialView, ...]) -> dict[str, Any]:
    """What `trial list --json` and `trial show --json` print."""
    return {"trials": [msgspec.to_builtins(trial_status(view)) for view in views]}


def trial_line(view: TrialView) -> str:
    """A trial in a line: `trial list`."""
    return _("{name}: {verdict}; {used} of {marks} marks used").format(
        name=view.name, verdict=view.verdict, used=number(view.used), marks=number(view.marks)
    )


def trial_lines(view: TrialView) -> list[str]:
    """All of a trial: `trial show`."""
    variants = [
        _("  {name} ({does}): {used} marks, {before} → {after} units, after against before {ratio}").format(
            name=each.name,
            does=each.does,
            used=number(each.used),
            before=number(each.units_before),
            after=number(each.units_after),
            ratio=_ratio(each.ratio),
        )
        for each in view.variants
    ]
    contrasts = [
        _("  {one} against {other}: {ratio} over {blocks} blocks, however often looked at").format(
            one=each.one, other=each.other, ratio=_ratio(each.ratio), blocks=number(each.blocks)
        )
        for each in view.contrasts
    ]
    proposals = [f"  {proposal.sku}: {proposal.text}" for proposal in view.proposals]
    return [trial_line(view), *variants, *contrasts, *proposals]


def _minutes(text: str) -> float:
    try:
        value = float(text) if text.isascii() else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadTrialRequest(_("{text} is no number of minutes").format(text=plain(text, 20)))
    return value


def _reason(text: str) -> Reason:
    try:
        return Reason(text)
    except ValueError as error:
        raise BadTrialRequest(_("no such reason: {name}").format(name=plain(text, 40))) from error


_KEYS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "minutes": ("minutes", _minutes),
    "delay": ("delay_minutes", _minutes),
    "reason": ("reason", _reason),
}


def _text(request: Mapping[str, Any], key: str) -> str:
    value = request.get(key, "")
    if not isinstance(value, str):
        raise BadTrialRequest(_("{key} must be text").format(key=key))
    return value


def _texts(request: Mapping[str, Any], key: str) -> tuple[str, ...]:
    values = request.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise BadTrialRequest(_("{key} must be a list of texts").format(key=key))
    return tuple(values)


def _whole(request: Mapping[str, Any], key: str, default: int | None) -> int | None:
    value = request.get(key)
    if value is None:
        return default
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadTrialRequest(_("--{key} needs a whole number").format(key=key))
    return value


def _ratio(ratio: RatioView | None) -> str:
    return MISSING if ratio is None else f"{ratio.middle:.2f} ({ratio.low:.2f}–{ratio.high:.2f})"
