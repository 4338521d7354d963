"""Lamps, and alerts about sources, clocks and the guardian."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.readings import RejectedRow, SourceRole, SourceState
from app.domain.risk import SourceRisk
from app.domain.room import AlertCause, AlertKind, AlertLevel, RoomFacts, SourceFacts
from app.domain.sources import decide_source, room_causes, sources_turn_at
from tests.domain.builders import NOW, POLICY, ago, later, room, source

_RISK = SourceRisk(per_minute=6.3, products=3, riskiest="BOT-06")


def _causes(sources: Sequence[SourceFacts], of: RoomFacts | None = None) -> dict[str, AlertCause]:
    in_room = replace(of or room(), sources=tuple(sources))
    lamps = [decide_source(one, _RISK if one.age_from else None, NOW) for one in sources]
    return {cause.id: cause for cause in room_causes(in_room, lamps, {"EAR-01": 1}, POLICY, NOW)}


@pytest.mark.parametrize(
    ("age_s", "state", "expected"),
    [
        (1, SourceState.LIVE, "live"),
        (9, SourceState.LIVE, "aging"),
        (134, SourceState.LIVE, "stale"),
        (None, SourceState.CONNECTING, "connecting"),
        (134, SourceState.LOGIN_REFUSED, "login_refused"),
        (1, SourceState.THROTTLED, "throttled"),
    ],
)
def test_a_lamp_is_an_age_or_the_trouble_behind_it(
    age_s: float | None, state: SourceState, expected: str
) -> None:
    """The age is judged now, whatever asking it last came to."""
    assert decide_source(source(age_s=age_s, state=state), None, NOW).state == expected


def test_a_silent_warehouse_says_what_may_be_gone() -> None:
    """134 seconds at 6.3 a minute: 15 units, of 3 products."""
    lamp = decide_source(source(age_s=134), _RISK, NOW)
    assert (lamp.units_at_risk, lamp.products) == (15, 3)
    quiet_night = decide_source(source(age_s=134), None, NOW)
    assert (quiet_night.units_at_risk, quiet_night.products) == (0, 0)


def test_live_warehouses_and_other_sources_put_nothing_at_risk() -> None:
    """Missing, not 0."""
    assert decide_source(source(), _RISK, NOW).units_at_risk is None
    assert decide_source(source(age_s=134, role=SourceRole.SALES), _RISK, NOW).units_at_risk is None


def test_a_source_going_quiet_is_one_alert_with_its_age() -> None:
    """Its products have none of their own."""
    cause = _causes([source(age_s=134), source("nj")])["source:la"]
    assert (cause.kind, cause.level, cause.since) == (AlertKind.SOURCE_QUIET, AlertLevel.WARNING, ago(134))
    assert (cause.figures.at_risk, cause.figures.count) == (15, 3)


def test_a_source_that_never_answered_gets_its_limit_to_begin() -> None:
    """Connecting is no alarm."""
    cause = _causes([source(age_s=None, state=SourceState.CONNECTING), source("nj")])["source:la"]
    assert (cause.since, cause.after_s) == (None, 15.0)


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (SourceState.LOGIN_REFUSED, AlertKind.SOURCE_LOGIN_REFUSED),
        (SourceState.NOT_ALLOWED, AlertKind.SOURCE_NOT_ALLOWED),
    ],
)
def test_a_refusal_is_told_at_once_even_while_figures_are_fresh(state: SourceState, kind: AlertKind) -> None:
    """A person must look; it stays one alert when the figures go stale."""
    fresh = _causes([source(state=state)])["source:la"]
    assert (fresh.kind, fresh.after_s) == (kind, 0.0)
    assert set(_causes([source(state=state, age_s=134), source("nj")])) == {"source:la"}


def test_all_sources_silent_are_one_alert() -> None:
    """It is the network, not nine warehouses."""
    silent = [source(name, age_s=60.0 + n) for n, name in enumerate("abc")]
    causes = _causes(silent)
    assert set(causes) == {"offline"}
    assert (causes["offline"].figures.count, causes["offline"].since) == (3, ago(62))
    assert set(_causes(silent[:2])) == {"source:a", "source:b"}


def test_sources_that_all_start_are_given_time() -> None:
    """The slowest limit of them."""
    starting = [source(name, age_s=None, state=SourceState.CONNECTING) for name in "abc"]
    assert _causes(starting)["offline"].after_s == 15.0


def test_rows_that_fit_no_product_are_counted_at_their_source() -> None:
    """The others are told at their product."""
    rows = (RejectedRow(where="row 7", why="no SKU"), RejectedRow(where="EAR-01", why="not whole"))
    cause = _causes([replace(source(), rejected=rows)])["rejected@la"]
    assert (cause.figures.count, cause.figures.text) == (1, "no SKU")


def test_a_source_that_stands_still_while_sales_run_is_told_beside_live() -> None:
    """A fresh-looking answer with frozen content."""
    cause = _causes([replace(source(), standing_still_since=ago(700))])["source_standing_still@la"]
    assert (cause.level, cause.since) == (AlertLevel.INFO, ago(700))


def test_clocks_that_disagree_are_one_alert() -> None:
    """Most likely it is ours that is wrong."""
    skewed = [
        replace(source("a"), clock_offset=timedelta(seconds=-95)),
        replace(source("b"), clock_offset=timedelta(seconds=61)),
        replace(source("c"), clock_offset=timedelta(seconds=2)),
    ]
    cause = _causes(skewed)["clock_skew"]
    assert (cause.figures.seconds, cause.figures.count) == (-95, 2)
    ahead = _causes([replace(source(), stamp_ahead=True)])["clock_skew"]
    assert (ahead.figures.seconds, ahead.figures.count) == (None, 1)


def test_a_dead_guardian_is_told() -> None:
    """Nobody restores if the desk dies too."""
    assert "unguarded" in _causes([source()], room(guarded=False))
    assert _causes([source()]) == {}


def test_the_next_lamp_to_change_is_known() -> None:
    """When the oldest live one begins to age."""
    turn = sources_turn_at([source(age_s=1), source("nj", age_s=7)], NOW)
    assert turn is not None
    assert NOW < turn < later(0.51)
