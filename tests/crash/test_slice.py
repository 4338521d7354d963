"""A slice of the crash harness for every run of the suite; all of it is `make crash`.

Real processes, real kills, a real shop with its own ledger. The scenarios are played side by side, for they
mostly wait.
"""

import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from tests.crash.oracle import Wrong
from tests.crash.playing import Outcome, play
from tests.crash.points import Deed, Point
from tests.crash.rooms import rooms
from tests.crash.scenarios import Back, Scenario, Trouble, matrix, naive_matrix
from tests.crash.walks import walk

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL, SIGSTOP and fork are what is tried"),
    pytest.mark.timeout(240),
    pytest.mark.xdist_group("crash"),
]

SIDE_BY_SIDE = 10
WALK = 89


def _scenario(point: Point, trouble: Trouble, **more: object) -> Scenario:
    at_once = {"deed": Deed.KILL, "back": Back.AT_ONCE}
    return Scenario(point=point, trouble=trouble, **(at_once | more))  # type: ignore[arg-type] # by name


MARKS = (
    _scenario(Point.S3, Trouble.LATE_EFFECT),
    _scenario(Point.S2, Trouble.LOST_ANSWER, deed=Deed.FREEZE),
)
RESTORES = (
    _scenario(Point.R0, Trouble.NONE, back=Back.LATE),
    _scenario(Point.B2, Trouble.SILENT, first=Point.R3),
    _scenario(Point.S5, Trouble.NONE, back=Back.NEVER),
)
NAIVE = (
    _scenario(Point.S3, Trouble.NONE),
    _scenario(Point.R3, Trouble.NONE),
    _scenario(Point.S5, Trouble.LOST_ANSWER),
)

Played = dict[str, list[Outcome]]


@pytest.fixture(scope="module")
def played() -> Played:
    """All of it, at once."""
    with rooms() as (source, lanes), ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        ours = partial(play, hatchery=source, lanes=lanes)
        tasks: dict[str, Iterable[Callable[[], Outcome]]] = {
            "walk": [partial(walk, WALK, source, lanes)],
            "marks": [partial(ours, scenario) for scenario in MARKS],
            "restores": [partial(ours, scenario) for scenario in RESTORES],
            "naive": [partial(ours, scenario, naive=True) for scenario in NAIVE],
        }
        running = {name: [pool.submit(task) for task in each] for name, each in tasks.items()}
        return {name: [done.result() for done in each] for name, each in running.items()}


def _wrong(outcomes: list[Outcome]) -> list[str]:
    return [f"{each.name}: {what}" for each in outcomes for what in each.what]


def _skip_if_nothing_came_of_it(outcomes: list[Outcome]) -> None:
    """A desk without a share of the processor refuses marks that it can't send in time."""
    if missed := [each.name for each in outcomes if not each.reached]:
        pytest.skip(f"this machine is too busy; not reached: {', '.join(missed)}")


def test_no_death_round_a_mark_leaves_a_product_off_or_repeats_it(played: Played) -> None:
    """On the wire, whose effect comes late, or frozen before it leaves. F008, F009, F081."""
    assert _wrong(played["marks"]) == []
    _skip_if_nothing_came_of_it(played["marks"])
    assert [each.off for each in played["marks"]] == [1, 1]


def test_no_death_round_a_restore_leaves_a_product_off_or_repeats_it(played: Played) -> None:
    """At the deadline, in the recovery from a death on the wire, and never back. F085, F087, F090."""
    assert _wrong(played["restores"]) == []
    _skip_if_nothing_came_of_it(played["restores"])
    assert {(each.off, each.on) for each in played["restores"]} == {(1, 1)}


def test_a_walk_through_several_deaths_ends_well(played: Played) -> None:
    """Marks of several products, killed and frozen as the dice fall."""
    assert _wrong(played["walk"]) == []


def test_the_naive_desk_is_caught(played: Played) -> None:
    """Else the oracle is blind: it must see all four of the ways in which call-then-record goes wrong."""
    shown = {kind for each in played["naive"] for kind in each.wrong}
    assert shown >= {Wrong.LEFT_OFF, Wrong.NOT_MEANT, Wrong.RESTORE_REPEATED, Wrong.MARK_REPEATED}


def test_every_scenario_has_a_name_of_its_own() -> None:
    """Outcomes are kept by name."""
    names = [scenario.name for scenario in matrix()]
    assert len(names) == len(set(names)) == 13 * 3 * 2 * 20 - 5 * 3 * 2
    assert len({scenario.name for scenario in naive_matrix()}) == 52
