"""From requests about plans and triggers to intents; strict at the door like all requests."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.domain.hold import Reason, Who
from app.domain.plan import Draft
from app.engine.plan_table import PlanTableError, read_plans
from app.intents import (
    AddPlans,
    AnswerPlan,
    ArmPlans,
    CallOff,
    ExportPlans,
    Intent,
    RemovePlans,
    SaveTemplate,
    UseTemplate,
)
from app.views.plan_times import read_moment
from app.words import _, plain

Request = Mapping[str, Any]


class BadPlanRequest(Exception):
    """The request is not of the form; `str()` says what is off."""


def plan_intent_of(request: Request, who: Who, known: Sequence[int]) -> Intent:
    """The intent a request about plans asks for; `known` are the plans a template takes where none is named.

    Raises:
        BadPlanRequest: It is not of the form.
    """
    make = _MAKERS.get(str(request.get("act")))
    if make is None:
        raise BadPlanRequest(_("no such command: {name}").format(name=plain(str(request.get("act")), 40)))
    try:
        return make(request, who, known)
    except (PlanTableError, ValueError) as error:
        raise BadPlanRequest(str(error)) from error


def _add(request: Request, who: Who, _known: Sequence[int]) -> Intent:
    draft = Draft(
        skus=_texts(request, "skus"),
        when=read_moment(_text(request, "when")),
        minutes=_minutes(request, "minutes", 5.0),
        storefronts=_texts(request, "storefronts"),
        reason=_reason(request),
        note=plain(_text(request, "note")),
        announce_minutes=None if request.get("announce") is None else _minutes(request, "announce", 0.0),
        asks=request.get("asks") is not False,
    )
    return AddPlans(who=who, drafts=(draft,), armed=request.get("armed") is True)


def _import(request: Request, who: Who, _known: Sequence[int]) -> Intent:
    return AddPlans(who=who, drafts=read_plans(_text(request, "text")), armed=request.get("armed") is True)


def _template(request: Request, who: Who, known: Sequence[int]) -> Intent:
    name = _text(request, "name")
    if request.get("do") == "use":
        return UseTemplate(who=who, name=name, armed=request.get("armed") is True)
    if request.get("do") == "save" and not known:
        raise ValueError(_("there is no plan to keep as a template"))
    return SaveTemplate(who=who, name=name, plans=tuple(known) if request.get("do") == "save" else ())


def _one(request: Request) -> int:
    plans = _plans(request)
    if len(plans) != 1:
        raise ValueError(_("this needs the number of one plan"))
    return plans[0]


_MAKERS: Mapping[str, Callable[[Request, Who, Sequence[int]], Intent]] = {
    "add": _add,
    "import": _import,
    "export": lambda request, who, _known: ExportPlans(who=who, file=_text(request, "file")),
    "template": _template,
    "arm": lambda request, who, _known: ArmPlans(who=who, plans=_plans(request)),
    "disarm": lambda request, who, _known: ArmPlans(who=who, plans=_plans(request), armed=False),
    "remove": lambda request, who, _known: RemovePlans(who=who, plans=_plans(request)),
    "call-off": lambda request, who, _known: CallOff(who=who, plan=_one(request)),
    "do": lambda request, who, _known: AnswerPlan(who=who, plan=_one(request), do=True),
    "leave": lambda request, who, _known: AnswerPlan(who=who, plan=_one(request), do=False),
}


def _text(request: Request, key: str) -> str:
    value = request.get(key, "")
    if not isinstance(value, str):
        raise ValueError(_("{key} must be text").format(key=key))  # noqa: TRY004 - a request is off, not a program
    return value


def _texts(request: Request, key: str) -> tuple[str, ...]:
    values = request.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError(_("{key} must be a list of texts").format(key=key))
    return tuple(dict.fromkeys(values))


def _plans(request: Request) -> tuple[int, ...]:
    numbers = request.get("plans", [])
    whole = isinstance(numbers, list) and all(type(number) is int for number in numbers)
    if not whole or not numbers:
        raise ValueError(_("plans are named by their numbers"))
    return tuple(dict.fromkeys(numbers))


def _minutes(request: Request, key: str, default: float) -> float:
    value = request.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(_("{key} must be a number").format(key=key))
    return float(value)


def _reason(request: Request) -> Reason:
    try:
        return Reason(_text(request, "reason") or "stage")
    except ValueError as error:
        raise ValueError(
            _("no such reason: {name}").format(name=plain(_text(request, "reason"), 40))
        ) from error
