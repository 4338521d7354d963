"""Plays one scenario: desks that die and come back, and the two files they leave.

Nothing here judges; that is the oracle's.
"""

import time
from collections.abc import Callable, Collection, Sequence

import msgspec

from tests.crash.desk import Press
from tests.crash.hatchery import Hatchery, Life
from tests.crash.oracle import Evidence, Finding, Wrong, judge, lateness_s
from tests.crash.points import Deed
from tests.crash.rooms import Lanes, Room
from tests.crash.scenarios import LATE_S, Back, Scenario, Trouble

HOLD_S = 3.0
DEATH_WITHIN_S = 20.0
"""A point that was not reached by then, on the slowest machine, is not on this scenario's way."""
PRESENT_WITHIN_S = 60.0
"""How long a machine that serves others may take to start a desk; what it owes is counted from then."""
OVER_WITHIN_S = 30.0
NAIVE_OVER_WITHIN_S = 8.0
GUARDED_OVER_WITHIN_S = 45.0
FROZEN_S = 0.3
THAWED_S = 2.0
GUARDIAN_ENDS_WITHIN_S = 10.0
TRIES = 3
"""A machine that is too busy to send a mark in time has the desk refuse it, and nothing was tried."""
LOOK_S = 0.15


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What one scenario came to. A desk died at `reached` of its `points`; `late_s`: of the restore.

    `wrong` counts what may not happen, `excused` what no desk could have known better.
    """

    name: str
    wrong: dict[str, int]
    what: list[str]
    off: int
    """Times a product was taken off sale."""
    on: int
    seconds: float
    points: int = 1
    reached: int = 1
    late_s: float | None = None
    excused: dict[str, int] = {}


def play(scenario: Scenario, hatchery: Hatchery, lanes: Lanes, *, naive: bool = False) -> Outcome:
    """Play it, once more where the desk came to nothing, neither good nor bad."""
    played = _play(scenario, hatchery, lanes, naive=naive)
    for _ in range(TRIES - 1):
        if played.reached or played.wrong:
            break
        played = _play(scenario, hatchery, lanes, naive=naive)
    return played


def _play(scenario: Scenario, hatchery: Hatchery, lanes: Lanes, *, naive: bool) -> Outcome:
    began = time.monotonic()
    with lanes.mine().room(1) as room:
        first, died_first = _begin(scenario, hatchery, room, naive=naive)
        reached = died_first and wait_for_end(first, room, began + DEATH_WITHIN_S)
        if scenario.back is Back.NEVER:
            _leave_to_guardian(scenario, first, room)
        else:
            _come_back(scenario, first, hatchery, room, naive=naive)
        name = f"naive: {scenario.name}" if naive else scenario.name
        played = outcome(name, room.evidence(), scenario.excused, began=began)
        return msgspec.structs.replace(played, reached=int(reached))


def _come_back(scenario: Scenario, first: Life, hatchery: Hatchery, room: Room, *, naive: bool) -> None:
    _wait_till_back(scenario, first)
    last = _back(scenario, first, hatchery, room, naive=naive)
    _wait_till_over(scenario, room, NAIVE_OVER_WITHIN_S if naive else OVER_WITHIN_S)
    end_for_good(last)
    end_for_good(first)


def _leave_to_guardian(scenario: Scenario, first: Life, room: Room) -> None:
    """Nobody comes back; one that was frozen thaws when all is over, and has its chance to spoil it."""
    if not first.is_frozen:
        end_for_good(first)
    _wait_till_over(scenario, room, GUARDED_OVER_WITHIN_S)
    if first.is_frozen:
        room.thawed.append(time.time())
        first.thaw()
        time.sleep(THAWED_S)
        _wait_till_over(scenario, room, OVER_WITHIN_S)
    end_for_good(first)
    until(lambda: not room.guardians(), GUARDIAN_ENDS_WITHIN_S, look_s=1.0)


def outcome(name: str, evidence: Evidence, excused: Collection[Wrong], *, began: float) -> Outcome:
    """What the oracle finds, and a few figures."""
    every = judge(evidence)
    found = [each for each in every if each.wrong not in excused]
    late_s = lateness_s(evidence)
    return Outcome(
        name=name,
        wrong=_counted(found),
        what=[f"{each.wrong}: {each.what}" for each in found],
        off=_effects(evidence, "off"),
        on=_effects(evidence, "on"),
        seconds=round(time.monotonic() - began, 2),
        late_s=None if late_s is None else round(late_s, 2),
        excused=_counted([each for each in every if each.wrong in excused]),
    )


def _begin(scenario: Scenario, hatchery: Hatchery, room: Room, *, naive: bool) -> tuple[Life, bool]:
    """The life that is to die at the scenario's point; False where the one before it did not die."""
    fault = scenario.trouble.order
    troubles = {"at_restore" if scenario.troubles_restore else "at_mark": fault} if fault else {}
    press = Press(sku=room.skus[0], seconds=HOLD_S)
    room.guarded = guarded = scenario.back is Back.NEVER
    if scenario.first is None:
        asked = {"presses": (press,), "naive": naive, "guarded": guarded, **troubles}
        return hatchery.hatch(room.job(point=scenario.point, deed=scenario.deed, **asked)), True
    before = hatchery.hatch(room.job(point=scenario.first, presses=(press,), guarded=guarded, **troubles))
    died = wait_for_end(before, room, time.monotonic() + DEATH_WITHIN_S)
    end_for_good(before)
    return hatchery.hatch(room.job(point=scenario.point, deed=scenario.deed, guarded=guarded)), died


def wait_for_end(life: Life, room: Room, latest: float) -> bool:
    """Whether the desk died or froze by then; earlier False where all is over before it could."""
    while time.monotonic() < latest:
        if not life.runs:
            return True
        if room.open_holds() == 0 and room.has_holds():
            # the last point lies right behind the last commit
            return until(lambda: not life.runs, 2 * LOOK_S)
        time.sleep(LOOK_S)
    return False


def _wait_till_back(scenario: Scenario, life: Life) -> None:
    if scenario.back is Back.LATE:
        time.sleep(HOLD_S + 0.5)
    elif life.is_frozen:
        time.sleep(FROZEN_S)


def hatch_last(hatchery: Hatchery, room: Room, *, naive: bool = False) -> Life:
    """The desk that is to put everything right; returns once it has its record open."""
    began = time.time()
    last = hatchery.hatch(room.job(naive=naive))
    until(lambda: room.has_desk_since(began), PRESENT_WITHIN_S)
    return last


def _back(scenario: Scenario, life: Life, hatchery: Hatchery, room: Room, *, naive: bool) -> Life:
    """The desk that is to put everything right: the one that thaws, or a new one."""
    if scenario.deed is Deed.FREEZE and life.is_frozen:
        room.thawed.append(time.time())
        life.thaw()
        return life
    end_for_good(life)
    return hatch_last(hatchery, room, naive=naive)


def _wait_till_over(scenario: Scenario, room: Room, within_s: float) -> None:
    if not until(room.is_over, within_s):
        return
    # what was told in time may still come late; and a desk may still do what it should not
    time.sleep(LATE_S + 0.3 if scenario.trouble is Trouble.LATE_EFFECT else 0.3)
    until(room.is_over, within_s)


def until(true: Callable[[], bool], within_s: float, *, look_s: float = LOOK_S) -> bool:
    """Wait until it is true, so long at most; whether it was."""
    end = time.monotonic() + within_s
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(look_s)
    return True


def end_for_good(life: Life) -> None:
    """Kill it, wherever it is, and wait until it is gone."""
    life.kill()
    until(lambda: life.is_gone, 5.0)


def _effects(evidence: Evidence, action: str) -> int:
    return sum(line["effect"] and line["action"] == action for line in evidence.ledger)


def _counted(found: Sequence[Finding]) -> dict[str, int]:
    kinds = [str(each.wrong) for each in found]
    return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}
