"""The track record in the review: the sum, each broadcast beside the promise, and what followed cues."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.intents import LookOverBroadcasts
from app.views.calibration import Verdict
from app.views.delta import ViewDelta
from app.views.rehearsal import Calibrating, LookingOver, Work
from app.views.track_record import TrackRecordView
from tests.sample_review import calibration_sample
from tests.sample_track_record import track_record_sample
from tests.samples import NOW
from tests.widgets.desk.conftest import Desk, MakeDesk, empty_room, sample
from tests.widgets.desk.test_fitting import cut, painted_beyond
from widgets.desk.review.band_card import BandCard
from widgets.desk.review.page import ReviewPage
from widgets.desk.review.track_record import TrackRecord

QUIET = LookingOver(work=Work.DONE)


def record_of(desk: Desk, view: TrackRecordView | None = None, over: LookingOver = QUIET) -> TrackRecord:
    """The section, on twenty sample evenings or that view."""
    QTest.keyClick(desk.window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    page = desk.window.pages.page
    assert isinstance(page, ReviewPage)
    page.choice.chosen.emit("record")
    section = page.section
    assert isinstance(section, TrackRecord)
    told = replace(over, view=view or track_record_sample())
    desk.room.apply(ViewDelta(revision=2, at=NOW, calibrating=Calibrating(over=told)))
    return section


def test_what_is_kept_is_asked_for_and_nothing_is_worked_out_unasked(desk: Desk) -> None:
    """The button is there only while something is missing."""
    section = record_of(desk)
    (asked,) = [one for one in desk.room.intents if isinstance(one, LookOverBroadcasts)]
    assert not asked.work_out
    assert not section.work_out.isVisible()
    record_of(desk, track_record_sample(missing=2))
    assert section.state.words == "2 more are worked out once no broadcast runs"
    section.work_out.click()
    wished = desk.room.intents[-1]
    assert isinstance(wished, LookOverBroadcasts)
    assert wished.work_out
    record_of(desk, track_record_sample(missing=1), LookingOver(work=Work.RUNNING))
    assert section.state.words == "1 more is played again beside the desk…"
    assert not section.work_out.isEnabled()
    record_of(desk, track_record_sample(missing=1), LookingOver(work=Work.FAILED, why="The disk is full."))
    assert section.state.words == "The disk is full."


def test_all_broadcasts_together_say_how_often_ranges_held_and_how_far_off_they_were(desk: Desk) -> None:
    """With the bounds of the share, and against both simple rates."""
    section = record_of(desk)
    assert section.title.words == "Last 20 broadcasts"
    assert section.units.share.words == "79 %"
    assert section.units.interval.words == "75 % to 83 %, 19 times of 20"
    assert section.units.count.words == "1,610 forecasts, 20 broadcasts"
    assert [line.words for line in section.units.lines[:2]] == [
        "error 30 % under 10-min rate",
        "error 26 % under weighted rate",
    ]
    record_of(desk, track_record_sample(3))
    assert section.units.share.words == "—"
    assert section.units.interval.words.endswith("no share is claimed")


def test_each_broadcast_has_its_row_and_its_mark(desk: Desk) -> None:
    """The newest first in the table, last in the picture; a share only where one may be claimed."""
    section = record_of(desk)
    assert section.every.shown[0] == ("32 · Mia", "Nov 21 18:08", "88 %", "88 %", "−39 %", "12", "5")
    assert section.every.shown[-1][2] == "13/14"
    said = section.units.strip.accessibleName()
    assert said.startswith("Broadcast 13: 13 of 14 held, Broadcast 14: ")
    assert "Broadcast 26: 39 of 84 held, 46 % (" in said
    assert "Broadcast 29: nothing was foretold" in section.minutes.strip.accessibleName()


def test_products_and_cues_are_summed(desk: Desk) -> None:
    """Best sellers and the rest; what was sold around cues that were acted on and that were not."""
    section = record_of(desk)
    assert [row[0] for row in section.products.shown] == [
        "best sellers, 80 % of sales",
        "the next 15 %",
        "the last 5 %",
    ]
    assert section.cues.shown[0] == ("Move on to", "80", "0.7 → 1.9", "80", "0.7 → 0.9")
    assert section.cues.shown[-1] == ("Do not push", "0", "—", "40", "1.0 → 1.2")


def test_before_the_first_broadcast_it_says_what_will_come(desk: Desk) -> None:
    """Instead of empty pictures."""
    section = record_of(desk, track_record_sample(0))
    assert section.nothing.isVisible()
    assert not section.units.isVisible()


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_can_be_painted(qtbot: QtBot, verdict: Verdict) -> None:
    """Also the one nobody hopes for: too narrow."""
    card = BandCard("Units")
    qtbot.addWidget(card)
    band = replace(calibration_sample("en").units, verdict=verdict)
    card.show_band(band, ())
    card.resize(600, 200)
    assert not card.grab().isNull()
    assert card.chip.accessibleName()


@pytest.mark.parametrize(("width", "height"), [(1600, 1000), (1280, 800), (960, 600)])
def test_nothing_is_cut(make_desk: MakeDesk, language: str, width: int, height: int) -> None:
    """At any size, in both languages, each table, with figures and before them."""
    room = empty_room()
    room.store.apply(sample(language))
    desk = make_desk(room, width, height)
    section = record_of(desk, track_record_sample(missing=2), LookingOver(work=Work.RUNNING))
    for key in ("broadcasts", "products", "cues"):
        section.choice.set_value(key)
        section.choice.chosen.emit(key)
        QApplication.processEvents()
        assert list(cut(desk.window)) == []
        assert painted_beyond(desk.window) == []
    record_of(desk, track_record_sample(0))
    assert list(cut(desk.window)) == []
