"""The bar, the sources and the sentences: what is, since when, and what to do."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.intents import EndBroadcast, Phase, RefreshSource, SetPhase, StartBroadcast
from app.views.delta import ViewDelta
from app.views.room import BroadcastView, SourceState, SourceView
from tests.samples import NOW
from tests.widgets.desk.conftest import Desk, MakeDesk, Room
from tests.widgets.pixels import texts_of
from widgets.desk.lamp import Lamp
from widgets.desk.small_sheets import EndSheet

LEFT = Qt.MouseButton.LeftButton


def broadcast_of(desk: Desk, **values: object) -> BroadcastView:
    """The broadcast says something else now."""
    before = desk.room.store.broadcast
    assert before is not None
    view = replace(before, **values)  # type: ignore[arg-type]  # fields by name
    desk.room.apply(ViewDelta(revision=2, at=NOW, broadcast=view))
    return view


def sources_of(desk: Desk, source: str, **values: object) -> None:
    """One source says something else now."""
    views = tuple(
        replace(view, **values) if view.id == source else view  # type: ignore[arg-type]  # fields by name
        for view in desk.room.store.sources
    )
    desk.room.apply(ViewDelta(revision=2, at=NOW, sources=views))


def lamp_of(desk: Desk, source: str) -> Lamp:
    """The lamp of a source in the row."""
    lamps = desk.window.source_row.lamps.findChildren(Lamp)
    return next(lamp for lamp in lamps if lamp.view.id == source)


def test_the_clocks_step_each_second(desk: Desk) -> None:
    """How long on air, and what time it is in the room."""
    clocks = desk.window.bar.clocks
    assert (clocks.elapsed.time.words, clocks.wall.time.words) == ("01:24:14", "21:08:24")
    desk.tick()
    assert (clocks.elapsed.time.words, clocks.wall.time.words) == ("01:24:15", "21:08:25")


def test_a_phase_is_asked_for_and_shown_only_when_it_is_so(desk: Desk) -> None:
    """The control shows what is, not the wish."""
    bar = desk.window.bar
    bar.phases.chosen.emit(Phase.WARM_UP)
    assert desk.room.only(SetPhase).phase is Phase.WARM_UP
    shown = [bar.phases.value]
    broadcast_of(desk, phase=Phase.WARM_UP)
    shown.append(bar.phases.value)
    assert shown == [Phase.LIVE, Phase.WARM_UP]


def test_ending_needs_a_long_press_and_starting_asks_nothing(desk: Desk) -> None:
    """A click ends nothing."""
    QTest.mouseClick(desk.window.bar.end, LEFT)
    assert desk.room.intents == []
    desk.window.bar.end.long_pressed.emit()
    desk.room.only(EndBroadcast)
    desk.room.intents.clear()
    broadcast_of(desk, number=None, started_at=None)
    assert desk.window.bar.clocks.elapsed.time.words == "—"
    QTest.mouseClick(desk.window.bar.start, LEFT)
    assert desk.room.only(StartBroadcast).host == ""


def test_in_a_narrow_bar_ending_asks_for_the_long_press(make_desk: MakeDesk, room: Room) -> None:
    """The menu can't be pressed long, so a sheet is."""
    desk = make_desk(room, 960, 600)
    desk.window.bar.phase_menu_small.chosen.emit("end")
    sheet = desk.window.findChild(EndSheet)
    assert sheet is not None
    assert desk.room.intents == []
    sheet.end.long_pressed.emit()
    desk.room.only(EndBroadcast)


def test_hands_off_is_said_in_the_bar(desk: Desk) -> None:
    """Nobody should wonder why nothing happens by itself."""
    assert not desk.window.bar.frozen.isVisible()
    broadcast_of(desk, hands_off=True)
    assert desk.window.bar.frozen.isVisible()


def painted_in_the_bar(desk: Desk) -> list[str]:
    """What now and next say."""
    return [fit.text for fit in texts_of(desk.window.bar.now_next.grab)]


def test_now_and_next_say_units_and_minutes(desk: Desk) -> None:
    """Title, units, 10, 50 and 90 minutes; and what comes next."""
    said = painted_in_the_bar(desk)
    for words in ("Noise-cancelling earbuds", "182", "11", "14", "20 min", "Open-ear headphones", "655"):
        assert words in said


def test_a_stale_product_on_air_shows_no_minutes(desk: Desk) -> None:
    """Minutes from old figures would be a lie."""
    broadcast_of(desk, on_air="HUM-04")
    said = painted_in_the_bar(desk)
    assert "318" in said
    assert "stale 2:14" in said


def test_nothing_on_air_says_nothing(desk: Desk) -> None:
    """No chip without a product."""
    broadcast_of(desk, on_air=None, next_sku=None)
    assert painted_in_the_bar(desk) == []


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (SourceState.STALE, "stale 2:14"),
        (SourceState.LOGIN_REFUSED, "login refused"),
        (SourceState.NOT_ALLOWED, "not allowed"),
        (SourceState.THROTTLED, "asked to wait"),
        (SourceState.UNKNOWN, "no figures"),
        (SourceState.CONNECTING, "connecting"),
    ],
)
def test_a_sick_source_says_what_is_wrong(desk: Desk, state: SourceState, words: str) -> None:
    """In words, beside a shape of its own."""
    sources_of(desk, "nj", state=state)
    assert words in lamp_of(desk, "nj").accessibleName()


def test_a_lamp_says_units_at_risk_and_what_to_do(desk: Desk) -> None:
    """Lag times rate; the tool tip has the remedy, as plain text."""
    lamp = lamp_of(desk, "nj")
    assert "15 units at risk" in lamp.accessibleName()
    assert "Check the network" in lamp.toolTip()
    sources_of(desk, "nj", text="<b>odd</b>", state=SourceState.UNKNOWN)
    assert "&lt;b&gt;odd" in lamp.toolTip()


def test_a_rejected_row_is_said_beside_a_live_source(desk: Desk) -> None:
    """The rest of that answer counts."""
    assert "1 row rejected" in lamp_of(desk, "fba").accessibleName()


def test_a_figure_that_stands_still_is_said(desk: Desk) -> None:
    """Live and yet nothing moves."""
    sources_of(desk, "la", standing_still_since=NOW)
    desk.tick(600)
    assert "unmoved for 10:00" in lamp_of(desk, "la").accessibleName()


def test_pressing_a_lamp_reads_its_source(desk: Desk) -> None:
    """Within its limit, which the engine keeps."""
    QTest.mouseClick(lamp_of(desk, "fba"), LEFT)
    assert desk.room.only(RefreshSource).source == "fba"


def test_ages_step_slower_the_older_they_are(desk: Desk) -> None:
    """Each second when young, every fifteen after a minute."""
    young, old = lamp_of(desk, "dal"), lamp_of(desk, "nj")
    desk.tick(1)
    assert "1.6 s" in young.accessibleName()
    assert "2:1" in old.accessibleName()
    said = old.accessibleName()
    desk.tick(1)
    assert old.accessibleName() == said
    desk.tick(15)
    assert old.accessibleName() != said


def test_a_narrow_desk_shows_only_what_is_wrong_and_how_many_are_live(
    make_desk: MakeDesk, room: Room
) -> None:
    """At 960 the bar has room for no more."""
    desk = make_desk(room, 960, 600)
    shown = [lamp.view.id for lamp in desk.window.bar.findChildren(Lamp) if lamp.isVisible()]
    assert shown == ["nj"]
    assert desk.window.bar.live_count.words == "8/9"


def test_thirty_sources_leave_the_sick_ones_in_sight(desk: Desk) -> None:
    """Live ones give way and are counted."""
    one = desk.room.store.sources[0]
    many: list[SourceView] = [replace(one, id=f"s{n}", name=f"Warehouse {n}") for n in range(30)]
    many[29] = replace(many[29], state=SourceState.STALE)
    desk.room.apply(ViewDelta(revision=2, at=NOW, sources=tuple(many)))
    assert lamp_of(desk, "s29").isVisible()
    shown = [lamp for lamp in desk.window.source_row.lamps.findChildren(Lamp) if lamp.isVisible()]
    assert desk.window.source_row.lamps._more.words == f"+{30 - len(shown)}"


def test_an_answer_stays_ten_seconds(desk: Desk) -> None:
    """A refusal is read, then it goes."""
    notices = desk.window.column.notices
    desk.room.apply(ViewDelta(revision=2, at=NOW, answers=("Each product can be marked 3 times.",)))
    assert notices.words == ("Each product can be marked 3 times.",)
    desk.tick(9)
    assert notices.isVisible()
    desk.tick(1)
    assert not notices.isVisible()


def test_what_the_room_says_stays_while_it_is_so(desk: Desk) -> None:
    """And can be closed by hand."""
    broadcast_of(desk, notices=("The journal can't be written.",), settings_changed=True)
    notices = desk.window.column.notices
    desk.tick(60)
    assert notices.words[0] == "The journal can't be written."
    assert "settings file" in notices.words[1]
    notices._lines[0].close_button.click()
    assert len(notices.words) == 1
    broadcast_of(desk, notices=(), settings_changed=False)
    assert not notices.isVisible()


def test_a_closed_sentence_that_comes_again_is_shown_again(desk: Desk) -> None:
    """It was over in between."""
    notices = desk.window.column.notices
    broadcast_of(desk, notices=("No record.",))
    notices._lines[0].close_button.click()
    broadcast_of(desk, notices=())
    broadcast_of(desk, notices=("No record.",))
    assert notices.words == ("No record.",)


def test_sentences_cover_no_control(desk: Desk) -> None:
    """The wall gives the height; toolbar and selection bar keep their places."""
    bar = desk.window.column.selection
    before = (bar.y(), desk.window.column.wall.toolbar.y(), desk.window.right.height())
    desk.room.apply(ViewDelta(revision=2, at=NOW, answers=("One.", "Two.", "Three.", "Four.")))
    assert (bar.y(), desk.window.column.wall.toolbar.y(), desk.window.right.height()) == before
    assert desk.window.column.notices.geometry().bottom() < bar.y()
