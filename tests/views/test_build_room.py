"""What stands beside the wall: broadcast, lamps, graph, plan, undo and calls."""

from dataclasses import replace

import pytest

from app.domain.broadcast import Mark, MarkKind, Phase
from app.domain.decide import decide_room
from app.domain.hold import CallState, HoldKind, HoldState, StockCall
from app.domain.readings import RejectedRow
from app.domain.room import Alert, AlertCause, AlertKind, AlertLevel, Figures, RoomDecision, RoomFacts
from app.views.build_room import (
    broadcast_view,
    call_view,
    mark_view,
    plan_bars,
    source_view,
    traffic_point,
    traffic_view,
    undo_view,
)
from app.views.room import PlanState, SourceState
from app.words import use_language
from tests.domain import builders as a
from tests.views.scenes import LANGUAGES, NAMES, assert_plain


def decided(room: RoomFacts) -> RoomDecision:
    """The room as the rules judge it."""
    return decide_room({}, {}, room, a.POLICY, a.NOW)


def test_the_bar_tells_the_broadcast_and_what_is_shown() -> None:
    """Number, start, phase, on air, next, open holds."""
    room = a.room(next_sku="EAR-02")
    view = broadcast_view(room, decided(room), NAMES, open_holds=2, notices=("x",))

    assert (view.room, view.number, view.phase) == ("欧美夜场", 12, Phase.LIVE)
    assert (view.started_at, view.next_sku, view.open_holds) == (a.ago(5400), "EAR-02", 2)
    assert (view.starting, view.notices, view.max_minutes) == (False, ("x",), 30.0)


def test_before_a_broadcast_there_is_no_number_and_while_starting_it_says_so() -> None:
    """No broadcast is not broadcast 0."""
    room = a.room(broadcast=None, phase=Phase.DAILY)
    view = broadcast_view(room, None, NAMES, open_holds=0)
    assert (view.number, view.started_at, view.starting) == (None, None, True)


def test_a_wrong_clock_is_said_in_the_bar() -> None:
    """Ages and deadlines hang on it."""
    skewed = AlertCause(
        id="clock", kind=AlertKind.CLOCK_SKEW, level=AlertLevel.WARNING, figures=Figures(seconds=75)
    )
    decision = replace(decided(a.room()), alerts=(Alert(cause=skewed, since=a.NOW),))
    view = broadcast_view(a.room(), decision, NAMES, open_holds=0)
    assert view.clock_warning == "This computer's clock differs by 75 s from the servers'"


def test_a_lamp_tells_its_trouble_in_words_and_rejected_rows_with_a_reason() -> None:
    """Trouble first; rows that were not believed beside a source that is live."""
    facts = replace(a.source(age_s=134), error="connection\nrefused", remedy="Check the address.")
    lamp = source_view(facts, decided(a.room(sources=(facts,))).sources[0])
    assert (lamp.state, lamp.text, lamp.remedy) == (
        SourceState.STALE,
        "connection refused",
        "Check the address.",
    )

    rows = replace(a.source(), rejected=(RejectedRow(where="SCL-01", why="not whole"),), error="old")
    lamp = source_view(rows, decided(a.room(sources=(rows,))).sources[0])
    assert (lamp.state, lamp.rejected_rows, lamp.text) == (SourceState.LIVE, 1, "SCL-01: not whole")

    waiting = a.source(age_s=None, state=SourceState.CONNECTING)
    lamp = source_view(waiting, decided(a.room(sources=(waiting,))).sources[0])
    assert lamp.text == "Waiting for the first answer"


def test_a_graph_gets_only_its_new_points() -> None:
    """The window keeps the old ones; a gap stays a gap."""
    facts = a.traffic(2316, surge=True)
    [judged] = decided(a.room(traffic=(facts,))).traffic
    gap = traffic_point(replace(facts, viewers=None), a.NOW)

    view = traffic_view(judged, NAMES, added=(gap,), marks=(), plan=())

    assert (view.source, view.name, view.reset) == ("tiktok", "流量", False)
    assert (view.viewers, view.baseline, view.surge_from) == (2316, 1500.0, a.ago(40))
    assert view.freshness is SourceState.LIVE
    assert (view.added[0].viewers, view.added[0].baseline) == (None, 1500.0)


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        (Mark(kind=MarkKind.ON_AIR, at=a.NOW, sku="EAR-01"), "无线降噪耳机 在播"),
        (Mark(kind=MarkKind.RESTOCK, at=a.NOW, sku="EAR-01", note="240"), "无线降噪耳机 到货 240"),
        (Mark(kind=MarkKind.PHASE, at=a.NOW, note="warm_up"), "阶段：预热"),
        (Mark(kind=MarkKind.PHASE, at=a.NOW, note="odd"), "阶段变更"),
        (Mark(kind=MarkKind.CUE, at=a.NOW, sku="EAR-02", note="show_next"), "按提示执行：开放式耳机"),
    ],
)
def test_a_mark_on_the_graph_says_what_it_was(mark: Mark, text: str) -> None:
    """Shown on hover."""
    use_language("zh_CN")
    assert mark_view(mark, NAMES).text == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_mark_has_its_words(language: str) -> None:
    """With and without product and note."""
    use_language(language)
    for kind in MarkKind:
        for sku, note in (("EAR-01", "7"), ("", "")):
            view = mark_view(Mark(kind=kind, at=a.NOW, sku=sku, note=note), NAMES)
            assert_plain(view)
        assert mark_view(Mark(kind=kind, at=a.NOW, sku="EAR-01", note="7"), NAMES).text


def test_the_plan_shows_holds_that_were_and_are_in_their_order() -> None:
    """A stop is no plan, and what never took effect was not there."""
    holds = [
        replace(a.hold(HoldState.CLOSING, id=4), needs_attention=True),
        a.hold(HoldState.ACTIVE, id=3),
        a.hold(HoldState.RESTORED, id=1),
        a.hold(HoldState.REFUSED, id=2),
        a.hold(HoldState.NOT_APPLIED, id=6),
        a.hold(kind=HoldKind.STOP, id=5),
    ]
    bars = plan_bars(holds, NAMES)
    assert [(bar.hold, bar.state, bar.end) for bar in bars] == [
        (1, PlanState.PAST, a.ago(1)),
        (3, PlanState.RUNNING, a.later(240)),
        (4, PlanState.NOT_RESTORED, a.later(240)),
    ]
    assert bars[0].title == "无线降噪耳机"


def test_the_undo_strip_names_the_product_the_length_and_how_far_it_is() -> None:
    """Ten seconds from the mark."""
    strip = undo_view([a.hold()], NAMES)
    assert strip.text == "无线降噪耳机 held 5 min, read back"
    assert (strip.holds, strip.at, strip.until) == ((1,), a.ago(60), a.ago(50))
    use_language("zh_CN")
    assert undo_view([a.hold(HoldState.SENDING)], NAMES).text == "无线降噪耳机 售罄 5 分，标记中"


def test_several_marks_stand_in_one_strip_with_the_worst_of_them() -> None:
    """Three products at once; one that was refused must not hide behind two that worked."""
    holds = [
        replace(a.hold(id=1), sku="A"),
        replace(a.hold(HoldState.REFUSED, id=2), sku="B"),
        replace(a.hold(HoldState.SENDING, id=3), sku="C"),
    ]
    assert undo_view(holds, NAMES).text == "3 products held, refused"
    same = [a.hold(id=1), replace(a.hold(HoldState.UNKNOWN, id=2), storefront="web")]
    assert undo_view(same, NAMES).text == "无线降噪耳机 held 5 min, no answer yet"


def test_an_undo_of_nothing_is_a_mistake() -> None:
    """A strip without a mark would undo nothing."""
    with pytest.raises(ValueError, match="nothing was marked"):
        undo_view([], NAMES)


def test_a_call_for_stock_tells_how_far_it_is() -> None:
    """Asked, seen, on its way."""
    call = StockCall(
        id=3, sku="EAR-01", units=120, state=CallState.SEEN, asked_at=a.ago(90), who=a.WHO, reason=""
    )
    view = call_view(call, NAMES)
    assert (view.id, view.title, view.units, view.state) == (3, "无线降噪耳机", 120, "seen")
