"""Viewers over time, as people see and use them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.views.delta import ViewDelta
from app.views.room import PlanBar, PlanState, SourceState, TrafficPoint, TrafficView
from tests.samples import NOW
from tests.widgets.desk.conftest import Room, empty_room
from tests.widgets.pixels import colours_in, grabbed, name_of, repaints, texts_of
from widgets.choices import Choices
from widgets.desk import sizes
from widgets.desk.sizes import Mode
from widgets.desk.traffic.history import TrafficHistory
from widgets.desk.traffic.panel import TrafficPanel
from widgets.desk.traffic.series import TOTAL
from widgets.kit import theme

MakePanel = Callable[..., TrafficPanel]


@pytest.fixture
def make_panel(qtbot: QtBot, choices: Choices) -> MakePanel:
    """A panel on a room, as large as its column gives it."""

    def make(room: Room, mode: Mode = Mode.WIDE) -> TrafficPanel:
        panel = TrafficPanel(room.store, TrafficHistory(room.store), choices)
        qtbot.addWidget(panel)
        heights = sizes.heights_for(mode, 2000)
        panel.set_heights(heights)
        panel.resize(sizes.RIGHT_WIDTH[mode], heights.traffic)
        panel.show()
        qtbot.waitExposed(panel)
        return panel

    return make


def traffic_of(room: Room) -> TrafficView:
    """The one traffic source of the sample room."""
    return next(iter(room.store.traffic.values()))


def say(room: Room, *points: TrafficPoint, **values: object) -> None:
    """The source has new readings."""
    view = replace(traffic_of(room), reset=False, added=points, **values)  # type: ignore[arg-type]  # fields by name
    room.apply(ViewDelta(revision=2, at=NOW, traffic=(view,)))


def reading(second: int, viewers: int | None = 2000) -> TrafficPoint:
    """A reading so many seconds from now."""
    organic = None if viewers is None else viewers // 2
    return TrafficPoint(
        at=NOW + timedelta(seconds=second), viewers=viewers, organic=organic, paid=organic, baseline=1480.0
    )


def said_in(panel: TrafficPanel) -> list[str]:
    """Every text the panel paints."""
    return [fit.text for fit in texts_of(panel.grab)]


def test_it_says_figure_surge_and_baseline(make_panel: MakePanel, room: Room) -> None:
    """The head is read first."""
    panel = make_panel(room)
    assert panel.head._figure.words == "2,316"
    assert panel.head._chip.words == "Surge 1.56 ×"
    assert panel.head._baseline.words == "baseline 1,480"


def test_it_names_its_lines_and_the_parts_of_the_figure(make_panel: MakePanel, room: Room) -> None:
    """Right of the now line stand the figures of now."""
    said = said_in(make_panel(room))
    for words in (
        "2,316",
        "paid 914",
        "organic 1,402",
        "baseline",
        "surge line 1.5 × baseline",
        "21:00",
        "3k",
    ):
        assert words in said


def test_an_old_figure_says_so_and_loses_its_colour(make_panel: MakePanel, room: Room) -> None:
    """Viewers of two minutes ago are not viewers of now."""
    panel = make_panel(room)
    say(room, freshness=SourceState.STALE, age_from=NOW - timedelta(seconds=134))
    assert panel.head._chip.words == "Stale 2:14"
    room.hand.move(15)
    panel.tick()
    assert panel.head._chip.words == "Stale 2:29"


def test_new_readings_are_added_and_old_ones_stay(make_panel: MakePanel, room: Room) -> None:
    """A view carries only what is new."""
    panel = make_panel(room)
    before = len(panel.plot._visible)
    room.hand.move(60)
    say(room, *(reading(second) for second in range(1, 61)))
    assert panel.plot._visible[-1, TOTAL] == 2000
    assert abs(len(panel.plot._visible) - before) <= 2


def test_a_new_reading_repaints_only_what_follows_the_last_ones(make_panel: MakePanel, room: Room) -> None:
    """The hour before looks as it did."""
    plot = make_panel(room).plot
    say(room, reading(1, 2100), viewers=2100)
    before = grabbed(plot)
    with repaints(plot) as painted:
        say(room, reading(2, 2400), viewers=2400)
    box, after = painted.region.boundingRect(), grabbed(plot)
    assert plot.axis.x(NOW.timestamp()) - 6 < box.left() < plot.axis.x(NOW.timestamp())
    assert box.right() == plot.width() - 1
    left = QRect(0, 0, box.left(), plot.height())
    assert before.copy(left) == after.copy(left)
    assert before != after


def test_a_reset_forgets_the_old_readings(make_panel: MakePanel, room: Room) -> None:
    """Another broadcast, or the desk of another day."""
    panel = make_panel(room)
    view = replace(traffic_of(room), reset=True, added=(reading(0, 100),))
    room.apply(ViewDelta(revision=2, at=NOW, traffic=(view,)))
    assert panel.plot._visible[:, TOTAL].tolist() == [100.0]


def test_a_gap_is_ground_and_not_a_line(make_panel: MakePanel, room: Room) -> None:
    """Nothing believable was read for ten minutes."""
    panel = make_panel(room)
    view = replace(
        traffic_of(room),
        reset=True,
        added=tuple(reading(second, None if -1800 < second < -1200 else 2000) for second in range(-3600, 1)),
        marks=(),
    )
    room.apply(ViewDelta(revision=2, at=NOW, traffic=(view,)))
    plot = panel.plot
    picture = grabbed(plot)
    x = round(plot.axis.x((NOW - timedelta(minutes=25)).timestamp())) + 3
    y = plot.height() - plot.frame.bottom - 12
    assert picture.pixelColor(x, y).name() == name_of(theme.BG0)
    assert picture.pixelColor(x - 60, y).name() == name_of(theme.ORGANIC)


def test_organic_and_paid_are_two_greys_and_a_surge_is_hatched(make_panel: MakePanel, room: Room) -> None:
    """Colour only for what is abnormal."""
    panel = make_panel(room)
    say(room, *(reading(second, 2900) for second in range(1, 300)))
    room.hand.move(300)
    panel.plot.redraw()
    colours = colours_in(grabbed(panel.plot), panel.plot.rect())
    assert colours[name_of(theme.ORGANIC)] > 5000
    assert colours[name_of(theme.PAID)] > 3000
    assert colours[name_of(theme.YELLOW)] > 300


def test_hover_says_time_values_and_mark(make_panel: MakePanel, room: Room) -> None:
    """What the pointer is over, in words."""
    panel = make_panel(room)
    at = NOW - timedelta(minutes=53.4)
    x = round(panel.plot.axis.x(at.timestamp()))
    QTest.mouseMove(panel.plot, QPoint(x, 80))
    hovered = panel.plot.hovered
    assert hovered is not None
    assert hovered.lines[0].startswith("20:15")
    assert hovered.lines[1].startswith("viewers 1,")
    assert hovered.lines[-1] == "Earbuds held 6 min"


def test_arrow_keys_hover_too(make_panel: MakePanel, room: Room) -> None:
    """Nothing needs a mouse."""
    panel = make_panel(room)
    panel.plot.setFocus()
    QTest.keyClick(panel.plot, Qt.Key.Key_Left)
    first = panel.plot.hovered
    QTest.keyClick(panel.plot, Qt.Key.Key_Left)
    second = panel.plot.hovered
    assert first is not None
    assert second is not None
    assert second.x == first.x - 1


def test_the_span_is_chosen_and_remembered(make_panel: MakePanel, room: Room, choices: Choices) -> None:
    """Thirty minutes, an hour, or the whole broadcast."""
    panel = make_panel(room)
    hour = panel.plot.axis.step
    panel.head._spans.chosen.emit(30)
    assert panel.plot.axis.step == pytest.approx(hour / 2)
    panel.choose_span(0)
    assert panel.plot.axis.step == pytest.approx(hour * 2)
    assert choices.whole("traffic/minutes", 60) == 0


def test_several_sources_can_be_chosen(make_panel: MakePanel, room: Room, choices: Choices) -> None:
    """One is drawn; the other is a pick away, with all its readings."""
    panel = make_panel(room)
    other = replace(traffic_of(room), source="b", name="Second room", viewers=70, added=(reading(0, 70),))
    room.apply(ViewDelta(revision=2, at=NOW, traffic=(other,)))
    assert panel.head._source.isVisible()
    assert panel.head._figure.words == "2,316"
    panel.head._source.chosen.emit("b")
    assert panel.head._figure.words == "70"
    assert panel.plot._visible[:, TOTAL].tolist() == [70.0]
    assert choices.text("traffic/source") == "b"


def test_a_source_without_parts_is_one_area(make_panel: MakePanel) -> None:
    """A platform that tells only how many watch."""
    room = empty_room()
    ten_minutes = [reading(-second, 50) for second in range(600, -1, -1)]
    view = TrafficView(
        source="t", name="T", reset=True, viewers=50, organic=None, paid=None, baseline=None,
        surge_ratio=None, surge_from=None, surge_line=None, freshness=SourceState.LIVE, age_from=NOW,
        marks=(), plan=(),
        added=tuple(replace(each, organic=None, paid=None, baseline=None) for each in ten_minutes),
    )  # fmt: skip
    panel = make_panel(room)
    room.apply(ViewDelta(revision=1, at=NOW, traffic=(view,)))
    colours = colours_in(grabbed(panel.plot), panel.plot.rect())
    assert colours[name_of(theme.ORGANIC)] > 1000
    # only edges of letters have that grey
    assert colours[name_of(theme.PAID)] < 100
    assert not [words for words in said_in(panel) if words.startswith(("organic", "paid"))]


def test_a_small_panel_says_the_parts_beside_the_graph(make_panel: MakePanel, room: Room) -> None:
    """No marks, no plan, no axis."""
    panel = make_panel(room, Mode.NARROW)
    said = said_in(panel)
    assert "organic 1,402" in said
    assert "3k" not in said
    assert not panel.plan.isVisible()


def test_the_plan_lies_on_the_axis_of_the_graph(make_panel: MakePanel, room: Room) -> None:
    """One time axis for both, also after the window changed its width."""
    panel = make_panel(room)
    panel.resize(700, panel.height())
    assert panel.plan._axis == panel.plot.axis
    assert panel.plan.width() == panel.plot.width()


def test_running_holds_count_down(make_panel: MakePanel, room: Room) -> None:
    """Each second, without new data."""
    panel = make_panel(room)
    assert "Speaker 03:42" in said_in(panel)
    room.hand.move(2)
    panel.tick()
    assert "Speaker 03:40" in said_in(panel)


def test_bars_and_words_of_one_lane_never_overlap(make_panel: MakePanel, room: Room) -> None:
    """However many holds a broadcast has."""
    panel = make_panel(room)
    bars = tuple(
        PlanBar(
            hold=number,
            title=f"Product with a name {number}",
            start=NOW - timedelta(minutes=2 * number + 4),
            end=NOW - timedelta(minutes=2 * number),
            state=PlanState.PAST,
        )
        for number in range(30)
    )
    placed = panel.plan.placed(bars)
    assert len(placed) > 10
    for lane in range(5):
        edges = sorted(bar.span() for bar in placed if bar.lane == lane)
        assert all(before[1] <= after[0] for before, after in pairwise(edges))


def test_without_news_the_graph_moves_only_by_whole_columns(make_panel: MakePanel, room: Room) -> None:
    """A silent source costs no painting each second."""
    panel = make_panel(room)
    start = panel.plot.axis.start
    room.hand.move(1)
    panel.tick()
    assert panel.plot.axis.start == start
    room.hand.move(60)
    panel.tick()
    assert panel.plot.axis.start > start


def test_a_day_of_readings_is_drawn_as_pixels(make_panel: MakePanel) -> None:
    """Points never outnumber pixel columns."""
    room = empty_room()
    panel = make_panel(room)
    panel.choose_span(60)
    points = tuple(reading(-second, 1000 + second % 50) for second in range(7200, -1, -1))
    view = TrafficView(
        source="t", name="T", reset=True, viewers=1000, organic=500, paid=500, baseline=1480.0,
        surge_ratio=None, surge_from=None, surge_line=None, freshness=SourceState.LIVE, age_from=NOW,
        marks=(), plan=(), added=points,
    )  # fmt: skip
    room.apply(ViewDelta(revision=1, at=NOW, traffic=(view,)))
    assert 100 < len(panel.plot._visible) <= panel.plot.axis.width + 1
    assert np.isfinite(panel.plot._visible[:, TOTAL]).all()
