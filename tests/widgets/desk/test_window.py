"""The window gives way with its size, remembers what was chosen, and never closes silently on open holds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from time import thread_time

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.intents import Restore
from app.views.away import AwayView
from app.views.delta import ViewDelta
from app.views.gauge import HoldState
from app.views.room import TrafficPoint
from tests.samples import NOW
from tests.widgets.desk.conftest import Desk, MakeDesk, Room
from widgets.desk import sizes
from widgets.desk.away_sheet import AwaySheet
from widgets.desk.closing import ClosingSheet, Leave, held
from widgets.desk.sizes import Mode
from widgets.kit import theme
from widgets.kit.label import PlainLabel
from widgets.wall.geometry import Density


@pytest.mark.parametrize(
    ("width", "height", "bar", "sources", "right", "selection"),
    [(1600, 1000, 56, 32, 552, 104), (1280, 800, 48, 24, 400, 96), (960, 600, 40, None, 304, 76)],
)
def test_each_region_gives_way(
    make_desk: MakeDesk,
    room: Room,
    width: int,
    height: int,
    bar: int,
    sources: int | None,
    right: int,
    selection: int,
) -> None:
    """The measures of the three widths."""
    window = make_desk(room, width, height).window
    assert (window.width(), window.height()) == (width, height)
    assert window.bar.height() == bar
    assert (window._sources.height() if window._sources.isVisible() else None) == sources
    assert window.right.width() == right
    assert window.column.selection.height() == selection


def test_the_least_size_is_960_by_600(desk: Desk) -> None:
    """Below that it is the strip's turn."""
    desk.window.resize(300, 200)
    assert (desk.window.width(), desk.window.height()) == (960, 600)


def test_extra_width_goes_to_the_wall_and_extra_height_to_wall_and_plot(
    make_desk: MakeDesk, room: Room
) -> None:
    """The right column keeps its width, cues and alerts their height."""
    window = make_desk(room, 1600, 1000).window
    right, plot, cues = window.right.width(), window.right.traffic.plot.height(), window.right.cues.height()
    window.resize(1900, 1200)
    QApplication.processEvents()
    assert window.right.width() == right
    assert window.right.cues.height() == cues
    assert window.right.traffic.plot.height() == plot + 200
    assert window.column.wall.width() == 1900 - right - 24


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("height", [488, 544, 700, 896, 1200])
def test_the_right_column_always_fits(mode: Mode, height: int) -> None:
    """Whatever the height, nothing is pushed out of the window."""
    assert sizes.heights_for(mode, height).total <= height


def test_a_moved_gutter_is_remembered_for_that_width(make_desk: MakeDesk, room: Room) -> None:
    """Each of the three widths has its own."""
    first = make_desk(room, 1600, 1000)
    first.window.columns.setSizes([900, 676])
    first.window.columns.splitterMoved.emit(900, 1)
    again = make_desk(room, 1600, 1000)
    assert again.window.right.width() == 676
    again.window.resize(1280, 800)
    QApplication.processEvents()
    assert again.window.right.width() == 400


def test_density_place_and_minutes_are_remembered(make_desk: MakeDesk, room: Room) -> None:
    """The next start looks like this one."""
    first = make_desk(room, 1500, 950)
    first.window.column.wall.choose_density(Density.LIST)
    first.window.column.selection.step_minutes(1)
    first.window.setGeometry(QRect(10, 12, 1500, 950))
    first.window.leave(Leave.HOLDS_RUN_ON)
    assert first.choices.place("desk") == QRect(10, 12, 1500, 950)
    again = make_desk(room, 1500, 950)
    assert again.window.column.wall.view.density is Density.LIST
    assert again.window.column.selection.minutes == 10


def test_a_language_is_remembered_and_told(desk: Desk) -> None:
    """New windows speak it."""
    heard: list[str] = []
    desk.window.language_chosen.connect(heard.append)
    desk.window.deeds.pick_language("zh_CN")
    assert heard == ["zh_CN"]
    assert desk.choices.language == "zh_CN"


def test_closing_with_open_holds_asks_first(desk: Desk) -> None:
    """Restoring is the first choice; nothing is sent before it is made. F089."""
    left: list[Leave] = []
    desk.window.left.connect(left.append)
    desk.window.close()
    sheet = desk.window.findChild(ClosingSheet)
    assert sheet is not None
    assert desk.window.isVisible()
    assert desk.room.intents == []
    sheet.run_on.click()
    assert left == [Leave.HOLDS_RUN_ON]
    assert not desk.window.isVisible()


@pytest.mark.parametrize("guarded", [True, False])
def test_who_closes_the_desk_is_told_who_brings_the_products_back(desk: Desk, *, guarded: bool) -> None:
    """The guardian where it runs; nobody where it does not, and that is said while the sheet stands too."""
    broadcast = desk.room.store.broadcast
    assert broadcast is not None
    desk.window.close()
    sheet = desk.window.findChild(ClosingSheet)
    assert sheet is not None
    desk.room.apply(ViewDelta(revision=2, at=NOW, broadcast=replace(broadcast, guarded=guarded)))
    assert ("guardian" in sheet.run_on.words.casefold()) is guarded
    said = [label.words for label in sheet.findChildren(PlainLabel)]
    assert any("nothing brings them back" in words for words in said) is not guarded


def test_somebody_who_comes_back_reads_once_what_became_of_the_holds(desk: Desk) -> None:
    """Beside the desk, not before it; the same report does not come up again."""
    broadcast = desk.room.store.broadcast
    assert broadcast is not None
    away = AwayView(at=NOW, title="The computer slept", lines=("Buds · Web shop: back on sale at 13:01",))
    told = replace(broadcast, away=away)
    desk.room.apply(ViewDelta(revision=2, at=NOW, broadcast=told))
    sheet = desk.window.findChild(AwaySheet)
    assert sheet is not None
    assert [line.words for line in sheet.lines] == list(away.lines)
    assert not sheet.isModal()
    sheet.close()
    desk.room.apply(ViewDelta(revision=3, at=NOW, broadcast=replace(told, host="Mei")))
    assert all(not each.isVisible() for each in desk.window.findChildren(AwaySheet))


def _restored(desk: Desk) -> None:
    """Every hold is read back as restored."""
    gauges = []
    for view in held(desk.room.store):
        shops = tuple(
            replace(shop, hold=None if shop.hold is None else replace(shop.hold, state=HoldState.RESTORED))
            for shop in view.shops
        )
        gauges.append(replace(view, hold=None, shops=shops))
    desk.room.apply(ViewDelta(revision=2, at=NOW, gauges=tuple(gauges)))


def test_restore_all_waits_until_it_is_read_back(desk: Desk) -> None:
    """Then the window closes by itself."""
    left: list[Leave] = []
    desk.window.left.connect(left.append)
    desk.window.close()
    sheet = desk.window.findChild(ClosingSheet)
    assert sheet is not None
    sheet.restore.click()
    assert set(desk.room.only(Restore).skus) == {view.sku for view in held(desk.room.store)}
    assert desk.window.isVisible()
    _restored(desk)
    assert left == [Leave.RESTORED]
    assert not desk.window.isVisible()


def test_closing_without_holds_asks_nothing(desk: Desk) -> None:
    """An emergency stop is meant to stay."""
    _restored(desk)
    desk.window.close()
    assert not desk.window.isVisible()


def test_a_delta_costs_little(qtbot: QtBot, desk: Desk) -> None:
    """Forty changed gauges, a second of viewers, sources and the bar, painted: well inside a frame's budget.

    The bound is loose because other programs run beside the tests; the budgets proper are benchmarks.
    """
    store = desk.room.store
    traffic, broadcast = next(iter(store.traffic.values())), store.broadcast
    assert broadcast is not None
    spent: list[float] = []
    for second in range(1, 21):
        desk.room.hand.move(1)
        at = NOW + timedelta(seconds=second)
        gauges = tuple(replace(view, available=(view.available or 0) + 1) for view in store.gauges.values())
        point = TrafficPoint(at=at, viewers=2300 + second, organic=1400, paid=900 + second, baseline=1480.0)
        delta = ViewDelta(
            revision=second + 1,
            at=at,
            gauges=gauges,
            traffic=(replace(traffic, reset=False, added=(point,)),),
            sources=tuple(replace(view, age_from=at) for view in store.sources),
            broadcast=replace(broadcast),
        )
        spent.append(_seconds(partial(desk.room.apply, delta)))
    assert sorted(spent)[len(spent) // 2] < 0.05
    # figures that flash are painted once more
    qtbot.wait(2 * theme.FLASH_MS)


def _seconds(act: Callable[[], None]) -> float:
    """What a call takes of this thread, whatever else the machine does."""
    start = thread_time()
    act()
    return thread_time() - start
