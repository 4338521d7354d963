"""The oracle sees each kind of wrong in files that hold it, and nothing in files that are sound."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.domain.audit import AuditNote, chained
from tests.crash.oracle import TOLERANCE_S, Evidence, Wrong, judge, lateness_s
from tests.fakes.clock import START
from tests.services.journal.builders import LIN

BEGAN = START.timestamp()
Change = Callable[[Evidence], Evidence]


def _line(after_s: float, action: str, key: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any key of a line
    at = START.fromtimestamp(BEGAN + after_s, tz=START.tzinfo).isoformat()
    told = {"outcome": "done", "effect": True, "answered": True, "by": "api"}
    return {"at": at, "sku": "EAR-01", "action": action, "key": key, "status": action, **told, **more}


def _hold(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - any column of a hold
    return {
        "id": 1,
        "kind": "hold",
        "broadcast": 1,
        "sku": "EAR-01",
        "storefront": "shop",
        "number": 1,
        "state": "restored",
        "deadline": (BEGAN + 60) * 1e6,
        "key_sell_out": "k-off",
        "key_restore": "k-on",
        **more,
    }


OFF, ON = _line(1, "off", "k-off"), _line(61, "on", "k-on")
SOUND = Evidence(
    ledger=[OFF, ON],
    holds=[_hold()],
    committed={1: BEGAN},
    audit=[chained(AuditNote(at=START, what="hold", who=LIN), number=1, previous="")],
    sound=True,
)


def _told(*lines: dict[str, Any]) -> Change:
    return lambda evidence: replace(evidence, ledger=list(lines))


def _recorded(*holds: dict[str, Any]) -> Change:
    return lambda evidence: replace(
        evidence, holds=list(holds), committed={hold["id"]: BEGAN for hold in holds}
    )


def test_a_sound_evening_is_not_complained_of() -> None:
    """A mark, its restore a second after the deadline."""
    assert judge(SOUND) == ()
    assert lateness_s(SOUND) == 1.0


def test_a_restore_is_late_only_from_when_a_desk_was_there() -> None:
    """After an hour without any, a second is a second."""
    away = replace(SOUND, ledger=[OFF, _line(3600, "on", "k-on")])
    assert [finding.wrong for finding in judge(away)] == [Wrong.LATE]
    assert judge(replace(away, present=[BEGAN + 3599])) == ()


def test_a_restore_that_the_shop_ignored_may_be_tried_again() -> None:
    """A refusal gives it another key; that is the same hold's."""
    refused = _line(61, "on", "k-on", effect=False, outcome="refused", status="off")
    assert judge(replace(SOUND, ledger=[OFF, refused, _line(63, "on", "k-on.2")])) == ()


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (_told(OFF), {Wrong.LEFT_OFF, Wrong.DISAGREES}),
        (_recorded(_hold(state="active")), {Wrong.LEFT_OPEN}),
        (_told(OFF, _line(2, "off", "k-off", effect=False, outcome="replayed"), ON), {Wrong.MARK_REPEATED}),
        (_told(OFF, ON, _line(62, "on", "k-on.2", effect=False)), {Wrong.RESTORE_REPEATED}),
        (_told(OFF, ON, _line(62, "on", "k-on", effect=False, outcome="replayed")), {Wrong.RESTORE_RESENT}),
        (_told(OFF, _line(61, "on", "other-on")), {Wrong.NOT_MEANT, Wrong.NOT_OURS, Wrong.DISAGREES}),
        (_told(OFF, _line(61 + TOLERANCE_S, "on", "k-on")), {Wrong.LATE}),
        (lambda evidence: replace(evidence, committed={1: BEGAN + 2}), {Wrong.NOT_MEANT}),
        (_recorded(_hold(number=None)), {Wrong.MISCOUNTED}),
        (_recorded(_hold(), _hold(id=2, key_sell_out="l", key_restore="l-on")), {Wrong.MISCOUNTED}),
        (lambda evidence: replace(evidence, audit=[*evidence.audit] * 2), {Wrong.BROKEN_AUDIT}),
        (lambda evidence: replace(evidence, sound=False), {Wrong.DAMAGED}),
    ],
)
def test_each_kind_of_wrong_is_seen(change: Change, wrong: set[Wrong]) -> None:
    """And no other beside it."""
    assert {finding.wrong for finding in judge(change(SOUND))} == wrong
