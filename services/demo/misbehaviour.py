"""How each fault looks to the one who asked.

Takes the way to a true reply and a fault, gives the reply that is really sent.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from http import HTTPStatus
from itertools import cycle
from math import ceil
from typing import Any

from services.demo.faults import Fault, FaultKind
from services.demo.web import Ending, Reply, error_reply

LOGIN_PAGE = b"<!doctype html><title>Welcome</title><p>Please accept the terms to use this network.</p>"
WRONG_VALUES = ("12 pcs", 1.5, True, {"value": 3}, [3])
TRUE_KEYS = frozenset({"total", "code", "expires_in", "offset", "limit", "page"})
"""The envelope stays whole, so that the rows are what is wrong."""

Truth = Callable[[], Reply]


def misbehave(fault: Fault, truth: Truth) -> Reply:
    """The reply that goes out; `truth` is asked only where the fault lets something happen."""
    if fault.kind in {FaultKind.SILENT, FaultKind.LATE_EFFECT}:
        return Reply(ending=Ending.WAITING)
    if (error := _ERRORS.get(fault.kind)) is not None:
        return _error(error, fault)
    return _spoil(fault, truth())


_ERRORS = {
    FaultKind.ERROR: (HTTPStatus.INTERNAL_SERVER_ERROR, "something went wrong here"),
    FaultKind.UNAVAILABLE: (HTTPStatus.SERVICE_UNAVAILABLE, "down for maintenance"),
    FaultKind.TOO_MANY: (HTTPStatus.TOO_MANY_REQUESTS, "too many requests"),
    FaultKind.UNAUTHORISED: (HTTPStatus.UNAUTHORIZED, "not logged in"),
}
"""Nothing is done, and these are said."""
_COME_BACK = {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS}


def _error(error: tuple[HTTPStatus, str], fault: Fault) -> Reply:
    code, words = error
    later = (("Retry-After", str(ceil(fault.delay))),) if code in _COME_BACK else ()
    return error_reply(code, words, *later)


def _spoil(fault: Fault, reply: Reply) -> Reply:
    """The true reply, late, lost or changed."""
    if fault.kind is FaultKind.SLOW:
        return replace(reply, spread=fault.delay)
    if fault.kind is FaultKind.LOST_ANSWER:
        return replace(reply, ending=Ending.CUT)
    if fault.kind is FaultKind.ERROR_AFTER:
        return error_reply(HTTPStatus.INTERNAL_SERVER_ERROR, "something went wrong here")
    if fault.kind is FaultKind.GARBAGE:
        return _garbage(reply, fault.met)
    return _wrong_types(reply)


def _garbage(reply: Reply, turn: int) -> Reply:
    half = reply.body[: len(reply.body) // 2]
    kinds = (
        Reply(body=LOGIN_PAGE, kind="text/html"),
        Reply(body=half),
        Reply(body=b"[]"),
        Reply(body=b'{"data": NaN}'),
        Reply(),
    )
    return kinds[(turn - 1) % len(kinds)]


def _wrong_types(reply: Reply) -> Reply:
    if not reply.body:
        return reply
    value = _distort(json.loads(reply.body), cycle(WRONG_VALUES))
    return replace(reply, body=json.dumps(value, ensure_ascii=False).encode())


def _distort(value: Any, wrong: Iterator[object]) -> Any:  # noqa: ANN401 - any JSON in, any JSON out
    if isinstance(value, dict):
        return {key: inner if key in TRUE_KEYS else _distort(inner, wrong) for key, inner in value.items()}
    if isinstance(value, list):
        return [_distort(inner, wrong) for inner in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return next(wrong)
    return value
