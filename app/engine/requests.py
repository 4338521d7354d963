"""From what came over the control socket to intents, and from answers to what goes back.

Strict at the door: a request that is not of the form is refused in words, never guessed.
"""

import math
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from app.domain.broadcast import Phase
from app.domain.hold import Reason, Who
from app.domain.rounds import LONGEST_GROUP, Slice
from app.engine.trial_requests import BadTrialRequest, trial_intent
from app.intents import (
    Answer,
    CallStock,
    Code,
    ConfirmByHand,
    EmergencyStop,
    EndBroadcast,
    EndRound,
    Intent,
    InvitePhone,
    MarkSoldOut,
    NextRound,
    Reach,
    Release,
    Restore,
    RevokePhones,
    SayNext,
    SayOnAir,
    SayPrice,
    SetPhase,
    StartBroadcast,
    StartRound,
    TargetResult,
)
from app.words import _, plain

Request = Mapping[str, Any]


class BadRequest(Exception):
    """The request is not of the form; `str()` says what is off."""


def intent_of(request: Request) -> Intent:
    """The intent a request asks for.

    Raises:
        BadRequest: It is not of the form.
    """
    make = _MAKERS.get(_text(request, "command"))
    if make is None:
        raise BadRequest(_("no such command: {name}").format(name=plain(_text(request, "command"), 40)))
    return make(request, who_of(request))


def wait_of(request: Request) -> float:
    """How long the asker waits, in seconds."""
    return min(3600.0, max(0.1, _number(request, "wait", 15.0)))


def who_of(request: Request) -> Who:
    """Who asks, as claimed. Raises BadRequest."""
    who = request.get("who")
    if not isinstance(who, Mapping):
        raise BadRequest(_("the request does not say who asks"))
    return Who(
        account=plain(_text(who, "account"), 60),
        through="command",
        initials=plain(_text(who, "initials"), 12),
    )


def _mark(request: Request, who: Who) -> Intent:
    minutes = _number(request, "minutes", 5.0)
    if not minutes > 0 or math.isinf(minutes):
        raise BadRequest(_("--minutes needs a number above 0"))
    return MarkSoldOut(
        who=who,
        skus=_texts(request, "skus"),
        storefronts=_texts(request, "storefronts"),
        minutes=minutes,
        reason=_reason(request),
        note=plain(_text(request, "note")),
        second=plain(_text(request, "second"), 12),
        by_trial=request.get("trial") is True,
        override=plain(_text(request, "override")),
    )


def _restore(request: Request, who: Who) -> Intent:
    return Restore(who=who, skus=_texts(request, "skus"), storefronts=_texts(request, "storefronts"))


def _stop(request: Request, who: Who) -> Intent:
    return EmergencyStop(
        who=who,
        skus=_texts(request, "skus"),
        reach=_reach(request),
        storefronts=_texts(request, "storefronts"),
        reason=_reason(request),
        note=plain(_text(request, "note")),
    )


def _release(request: Request, who: Who) -> Intent:
    return Release(
        who=who,
        skus=_texts(request, "skus"),
        reach=_reach(request),
        reason=_reason(request),
        note=plain(_text(request, "note")),
        second=plain(_text(request, "second"), 12),
    )


def _confirm(request: Request, who: Who) -> Intent:
    done = request.get("done", True)
    if not isinstance(done, bool):
        raise BadRequest(_("{key} must be true or false").format(key="done"))
    return ConfirmByHand(
        who=who, sku=_text(request, "sku"), storefronts=_texts(request, "storefronts"), done=done
    )


def _phone(request: Request, who: Who) -> Intent:
    return RevokePhones(who=who) if _text(request, "act") == "revoke" else InvitePhone(who=who)


def _call(request: Request, who: Who) -> Intent:
    reason = plain(_text(request, "text"))
    return CallStock(who=who, sku=_text(request, "sku"), units=_units(request), reason=reason)


def _broadcast(request: Request, who: Who) -> Intent:
    act = _text(request, "act")
    if act == "start":
        return StartBroadcast(who=who, host=plain(_text(request, "host"), 60))
    if act == "end":
        return EndBroadcast(who=who)
    try:
        return SetPhase(who=who, phase=Phase(_text(request, "phase")))
    except ValueError as error:
        raise BadRequest(
            _("no such phase: {name}").format(name=plain(_text(request, "phase"), 40))
        ) from error


def _round(request: Request, who: Who) -> Intent:
    act, sku = _text(request, "act"), _text(request, "sku")
    if act == "end":
        return EndRound(who=who, sku=sku, slices=request.get("slices") is True)
    if act == "next":
        return NextRound(who=who, sku=sku, units=None if request.get("units") is None else _units(request))
    group = plain(_text(request, "group"), LONGEST_GROUP)
    return StartRound(
        who=who,
        sku=sku,
        units=0 if group else _units(request),
        slices=tuple(_slice(text) for text in _texts(request, "reserve")),
        trial=request.get("trial") is True,
        group=group,
    )


def _units(request: Request) -> int:
    units = request.get("units")
    if not isinstance(units, int) or isinstance(units, bool) or units <= 0:
        raise BadRequest(_("--units needs a whole number above 0"))
    return units


def _slice(text: str) -> Slice:
    group, _equals, units = text.rpartition("=")
    if not group.strip() or not (units.isascii() and units.isdigit()) or int(units) <= 0:
        raise BadRequest(_("--reserve needs GROUP=UNITS, e.g. community=20"))
    return Slice(group=plain(group.strip(), LONGEST_GROUP), units=int(units))


def _trial(request: Request, who: Who) -> Intent:
    try:
        return trial_intent(request, who)
    except BadTrialRequest as error:
        raise BadRequest(str(error)) from error


def _price(request: Request, who: Who) -> Intent:
    try:
        return SayPrice(who=who, sku=_text(request, "sku"), price=Decimal(_text(request, "price")))
    except InvalidOperation as error:
        raise BadRequest(_("price needs an amount, e.g. 19.90")) from error


_MAKERS: dict[str, Callable[[Request, Who], Intent]] = {
    "sold-out": _mark,
    "restore": _restore,
    "stop": _stop,
    "release": _release,
    "confirm": _confirm,
    "phone": _phone,
    "call": _call,
    "broadcast": _broadcast,
    "round": _round,
    "trial": _trial,
    "price": _price,
    "show": lambda request, who: SayOnAir(who=who, sku=_text(request, "sku")),
    "next": lambda request, who: SayNext(who=who, sku=_text(request, "sku")),
}


def answer_object(answer: Answer) -> dict[str, Any]:
    """What `--json` prints for an act."""
    return {"ok": answer.ok, "results": [_result_object(result) for result in answer.results]}


def answer_lines(answer: Answer) -> list[str]:
    """What a person reads for an act, a line per target."""
    return [_result_line(result) for result in answer.results]


def error_object(code: str, text: str) -> dict[str, Any]:
    """What `--json` prints when nothing was tried."""
    return {"ok": False, "error": {"code": code, "text": text}}


def _result_object(result: TargetResult) -> dict[str, Any]:
    done = result.code is Code.DONE
    told = {
        "sku": result.sku or None,
        "storefront": result.storefront or None,
        "hold": result.hold,
        "state": result.state or None,
        "error": None if done else {"code": result.code.value, "text": result.text},
    }
    return told if result.plan is None else told | {"plan": result.plan}


def _result_line(result: TargetResult) -> str:
    where = f"{result.sku} @ {result.storefront}" if result.storefront else result.sku
    said = result.text or _("done")
    if result.plan is not None:
        return said
    return f"{where}: {said}" if where else said


def _text(request: Request, key: str) -> str:
    value = request.get(key, "")
    if not isinstance(value, str):
        raise BadRequest(_("{key} must be text").format(key=key))
    return value


def _texts(request: Request, key: str) -> tuple[str, ...]:
    values = request.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise BadRequest(_("{key} must be a list of texts").format(key=key))
    return tuple(dict.fromkeys(values))


def _number(request: Request, key: str, default: float) -> float:
    value = request.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
        raise BadRequest(_("{key} must be a number").format(key=key))
    return float(value)


def _reach(request: Request) -> Reach:
    try:
        return Reach(_text(request, "reach") or "named")
    except ValueError as error:
        raise BadRequest(
            _("no such reach: {name}").format(name=plain(_text(request, "reach"), 40))
        ) from error


def _reason(request: Request) -> Reason:
    try:
        return Reason(_text(request, "reason") or "stage")
    except ValueError as error:
        raise BadRequest(
            _("no such reason: {name}").format(name=plain(_text(request, "reason"), 40))
        ) from error
