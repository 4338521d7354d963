"""Where cues sit."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from app.domain.room import Cue, CueKind
from app.domain.slots import seated, seats_turn_at
from tests.domain.builders import NOW, POLICY, ago, later

_NONE: dict[str, datetime] = {}


def _cue(key: str, weight: float = 1.0, kind: CueKind = CueKind.SHOW_NEXT) -> Cue:
    return Cue(key=key, kind=kind, sku=key, weight=weight)


def _keys(cues: tuple[Cue, ...]) -> list[str]:
    return [cue.key for cue in cues]


def test_the_weightiest_five_are_seated() -> None:
    """From the top; the rest waits."""
    cues = seated((), [_cue(key, weight) for weight, key in enumerate("abcdefg")], _NONE, POLICY, NOW)
    assert _keys(cues) == ["g", "f", "e", "d", "c"]
    assert [cue.slot for cue in cues] == [0, 1, 2, 3, 4]
    assert cues[0].since == NOW


def test_a_seated_cue_does_not_move_for_a_weightier_one() -> None:
    """Nothing jumps under the pointer; its figures are those of now."""
    before = seated((), [_cue("a"), _cue("b")], _NONE, POLICY, ago(60))
    now = seated(before, [_cue("a", 2.0), _cue("b"), _cue("z", 99.0)], _NONE, POLICY, NOW)
    assert _keys(now) == ["a", "b", "z"]
    assert (now[0].weight, now[0].since) == (2.0, ago(60))


def test_an_untrue_cue_stays_twenty_seconds() -> None:
    """A figure that swings does not make it flicker."""
    before = seated((), [_cue("a"), _cue("b")], _NONE, POLICY, ago(60))
    doubtful = seated(before, [_cue("b")], _NONE, POLICY, NOW)
    assert doubtful[0].untrue_since == NOW
    assert _keys(seated(doubtful, [_cue("b")], _NONE, POLICY, later(19))) == ["a", "b"]
    assert seated(doubtful, [_cue("a"), _cue("b")], _NONE, POLICY, later(19))[0].untrue_since is None
    left = seated(doubtful, [_cue("b"), _cue("c")], _NONE, POLICY, later(20))
    assert [(cue.key, cue.slot) for cue in left] == [("c", 0), ("b", 1)]


def test_a_snoozed_cue_leaves_at_once_and_may_come_back() -> None:
    """Acting on one is told the same way."""
    before = seated((), [_cue("a")], _NONE, POLICY, NOW)
    snoozed = {"a": later(600)}
    assert seated(before, [_cue("a")], snoozed, POLICY, NOW) == ()
    assert _keys(seated((), [_cue("a")], snoozed, POLICY, later(600))) == ["a"]


def test_one_kind_does_not_fill_the_list() -> None:
    """One order, two calls for stock; they leave seats for what comes."""
    orders = [_cue(f"r{n}", 50.0 + n, CueKind.REORDER) for n in range(3)]
    calls = [_cue(f"c{n}", 60.0 + n, CueKind.CALL_STOCK) for n in range(3)]
    assert _keys(seated((), [*orders, *calls], _NONE, POLICY, NOW)) == ["c2", "c1", "r2"]


def test_the_next_change_is_the_first_to_leave_or_return() -> None:
    """Only time is asked about."""
    untrue = seated(seated((), [_cue("a")], _NONE, POLICY, NOW), [], _NONE, POLICY, NOW)
    assert seats_turn_at(untrue, {"x": later(5), "y": ago(5)}, POLICY, NOW) == later(5)
    assert seats_turn_at(untrue, {}, POLICY, NOW) == later(20)
    assert seats_turn_at((), {}, POLICY, NOW) is None


@given(st.lists(st.sets(st.sampled_from("abcdefgh")), max_size=12))
def test_at_most_five_in_slots_of_their_own_and_none_moves(rounds: list[set[str]]) -> None:
    """Whatever is true from one second to the next."""
    cues: tuple[Cue, ...] = ()
    for second, true in enumerate(rounds):
        before = {cue.key: cue.slot for cue in cues}
        cues = seated(cues, [_cue(key, ord(key)) for key in sorted(true)], _NONE, POLICY, later(second * 7))
        assert len({cue.slot for cue in cues}) == len(cues) <= 5
        assert all(before[cue.key] == cue.slot for cue in cues if cue.key in before)
