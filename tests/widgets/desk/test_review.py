"""The page of review: its sections, what calibration says and claims, and that nothing is cut."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.intents import (
    CalibrateBroadcast,
    CompareBroadcast,
    LookUpRehearsals,
    OpenRehearsalDesk,
    StartRehearsal,
    Steer,
    SteerRehearsal,
)
from app.views.delta import ViewDelta
from app.views.rehearsal import Calibrating, RehearsalView, RunState, Work
from tests.sample_review import calibration_sample, rehearsal_sample
from tests.samples import NOW
from tests.widgets.desk.conftest import Desk, MakeDesk, empty_room, sample
from tests.widgets.desk.test_fitting import cut, painted_beyond
from tests.widgets.pixels import texts_of
from widgets.desk.review.calibration import Calibration
from widgets.desk.review.page import ReviewPage
from widgets.desk.review.rehearsal import Rehearsal


def review_of(desk: Desk) -> ReviewPage:
    """The page, opened by its key."""
    QTest.keyClick(desk.window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    page = desk.window.pages.page
    assert isinstance(page, ReviewPage)
    return page


def calibration_of(desk: Desk, language: str = "en") -> Calibration:
    """The section on the sample evening."""
    page = review_of(desk)
    page.choice.chosen.emit("calibration")
    section = page.section
    assert isinstance(section, Calibration)
    asked = Calibrating(work=Work.DONE, view=calibration_sample(language))
    desk.room.apply(ViewDelta(revision=2, at=NOW, calibrating=asked))
    return section


def words_on(section: Calibration) -> str:
    """Everything that is painted."""
    return "\n".join(fit.text for fit in texts_of(section.grab))


def test_a_section_asks_when_it_is_chosen_and_stays_when_the_page_is_left(desk: Desk) -> None:
    """At first the one that runs or the last; then only when a person asks."""
    section = calibration_of(desk)
    desk.tick(60)
    assert [type(intent) for intent in desk.room.intents] == [CompareBroadcast, CalibrateBroadcast]
    section.refresh.click()
    again = desk.room.intents[-1]
    assert isinstance(again, CalibrateBroadcast)
    assert again.broadcast is None
    section.earlier.click()
    earlier = desk.room.intents[-1]
    assert isinstance(earlier, CalibrateBroadcast)
    assert earlier.broadcast == 11
    desk.window.pages.open("")
    assert isinstance(review_of(desk).section, Calibration)


def test_a_range_says_how_often_it_held_with_its_bounds_and_counts(desk: Desk) -> None:
    """And claims nothing where too little was foretold."""
    section = calibration_of(desk)
    assert section.units.share.words == "75 %"
    assert section.units.interval.words.endswith("19 times of 20")
    assert section.units.count.words == "32 forecasts of 8 products"
    assert section.minutes.share.words == "—"
    assert section.minutes.interval.words == "held 3 of 4: no share is claimed"


def test_cues_say_what_became_of_them_and_never_why(desk: Desk) -> None:
    """What was sold before and after stands side by side."""
    section = calibration_of(desk)
    assert section.tally.words.startswith("8 cues · 2 followed · 1 done by hand")
    first = section.cues.shown[0]
    assert first[2:4] == ("Call for stock", "followed")
    assert first[5:7] == ("24 in 6 min", "31")
    assert section.note.words.endswith("no proof of why.")


def test_privacy_hides_margins(desk: Desk) -> None:
    """Only the house may see them."""
    section = calibration_of(desk)
    assert "$" in words_on(section)
    desk.window.pages.be_private(private=True)
    assert "$" not in words_on(section)


def test_work_and_failure_are_said(desk: Desk) -> None:
    """The last figures stay meanwhile."""
    section = calibration_of(desk)
    view = desk.room.store.calibrating.view
    desk.room.apply(ViewDelta(revision=3, at=NOW, calibrating=Calibrating(work=Work.RUNNING, view=view)))
    assert "beside the desk" in section.state.words
    failed = Calibrating(work=Work.FAILED, why="Nothing was sold.", view=view)
    desk.room.apply(ViewDelta(revision=4, at=NOW, calibrating=failed))
    assert section.state.words == "Nothing was sold."
    assert section.units.share.words == "75 %"


@pytest.mark.parametrize(("width", "height"), [(1600, 1000), (1280, 800), (960, 600)])
def test_nothing_is_cut(make_desk: MakeDesk, language: str, width: int, height: int) -> None:
    """At any size, in both languages, with figures and before them."""
    room = empty_room()
    room.store.apply(sample(language))
    desk = make_desk(room, width, height)
    page = review_of(desk)
    page.choice.chosen.emit("calibration")
    QApplication.processEvents()
    assert list(cut(desk.window)) == []
    section = calibration_of(desk, language)
    asked = desk.room.store.calibrating
    desk.room.apply(ViewDelta(revision=5, at=NOW, calibrating=replace(asked, work=Work.RUNNING)))
    assert list(cut(desk.window)) == []
    assert painted_beyond(desk.window) == []
    assert section.units.fallen.accessibleName()


def rehearsal_of(desk: Desk, view: RehearsalView | None = None) -> Rehearsal:
    """The section while the sample rehearsal runs, or on that view."""
    page = review_of(desk)
    page.choice.chosen.emit("rehearsal")
    section = page.section
    assert isinstance(section, Rehearsal)
    desk.room.apply(ViewDelta(revision=2, at=NOW, rehearsal=view or rehearsal_sample()))
    return section


def test_what_is_chosen_is_what_is_played(desk: Desk) -> None:
    """A recorded broadcast first; policies that are only a scenario's are not offered for it."""
    ready = replace(rehearsal_sample(), state=RunState.NONE, outcomes=())
    section = rehearsal_of(desk, ready)
    assert isinstance(desk.room.intents[-1], LookUpRehearsals)
    assert not section.form.policies["switches"].isVisible()
    section.form.seed.setText("7")
    section.form.policies["waves"].click()
    section.start.click()
    wish = desk.room.intents[-1]
    assert isinstance(wish, StartRehearsal)
    assert (wish.broadcast, wish.scenario, wish.seed, wish.speed) == (12, "", 7, 200.0)
    assert wish.policies == ("recorded", "cues", "calls", "waves")
    section.form.source.set_value("scenario")
    section.form.source.chosen.emit("scenario")
    section.desk.click()
    opened = desk.room.intents[-1]
    assert isinstance(opened, OpenRehearsalDesk)
    assert (opened.broadcast, opened.scenario, opened.seed, opened.speed) == (None, "calm", 7, 5.0)


def test_a_rehearsal_that_runs_is_steered_and_its_outcomes_stand_side_by_side(desk: Desk) -> None:
    """With how far it is, and how fast."""
    section = rehearsal_of(desk)
    assert section.state.words == "92 of 180 min at 187 times real time (asked for 200)"
    assert not section.start.isEnabled()
    assert [row[:4] for row in section.outcomes.shown] == [
        ("as it was", "1,204", "96", "1,310"),
        ("every cue", "1,288", "31", "1,402"),
        ("sold out in waves", "1,122", "178", "1,391"),
    ]
    section.pause.click()
    section.stop.click()
    acts = [wish.act for wish in desk.room.intents if isinstance(wish, SteerRehearsal)]
    assert acts == [Steer.PAUSE, Steer.STOP]
    desk.room.apply(
        ViewDelta(revision=3, at=NOW, rehearsal=replace(rehearsal_sample(), state=RunState.PAUSED))
    )
    section.pause.click()
    resumed = desk.room.intents[-1]
    assert isinstance(resumed, SteerRehearsal)
    assert resumed.act is Steer.RESUME


def test_why_it_failed_is_said(desk: Desk) -> None:
    """And another can be started."""
    failed = replace(rehearsal_sample(), state=RunState.FAILED, why="Nothing was sold.")
    section = rehearsal_of(desk, failed)
    assert section.state.words == "Nothing was sold."
    assert section.start.isEnabled()


def test_privacy_hides_the_margin(desk: Desk) -> None:
    """Of every policy."""
    section = rehearsal_of(desk)
    assert any("$" in cell for row in section.outcomes.shown for cell in row)
    desk.window.pages.be_private(private=True)
    assert not any("$" in cell for row in section.outcomes.shown for cell in row)


@pytest.mark.parametrize(("width", "height"), [(1600, 1000), (1280, 800), (960, 600)])
def test_nothing_of_a_rehearsal_is_cut(make_desk: MakeDesk, language: str, width: int, height: int) -> None:
    """Recorded or a scenario, running or not, in both languages."""
    room = empty_room()
    room.store.apply(sample(language))
    desk = make_desk(room, width, height)
    section = rehearsal_of(desk)
    QApplication.processEvents()
    assert list(cut(desk.window)) == []
    assert painted_beyond(desk.window) == []
    section.form.source.set_value("scenario")
    section.form.source.chosen.emit("scenario")
    desk.room.apply(ViewDelta(revision=4, at=NOW, rehearsal=replace(rehearsal_sample(), window=True)))
    QApplication.processEvents()
    assert list(cut(desk.window)) == []
    assert painted_beyond(desk.window) == []
