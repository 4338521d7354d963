"""Plans on the desk: lanes moved by drag and by keyboard, prompts, the list and the sheet that makes one."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.intents import (
    AddPlans,
    AnswerPlan,
    ArmPlans,
    CallOff,
    ChangePlan,
    Draft,
    ExportPlans,
    ImportPlans,
    MovePlan,
    Reason,
    RemovePlans,
    SaveTemplate,
    UseTemplate,
    When,
    WhenKind,
)
from app.views.build_plans import planned_bars
from app.views.delta import ViewDelta
from app.views.plans import PlanState, PlanView
from tests.sample_plans import plan_view, planned_room, plans_sample
from tests.samples import NOW
from tests.widgets.desk.conftest import Desk, MakeDesk, empty_room
from tests.widgets.desk.test_fitting import (
    _controls,
    _is_one_of_several,
    _reached_by_tab,
    cut,
    painted_beyond,
)
from tests.widgets.opening import Opener, choices, opener, press
from tests.widgets.opening import cut as cut_in
from tests.widgets.pixels import colours_in, grabbed
from widgets.desk.plans.editor import PlanEditor
from widgets.desk.plans.list_sheet import PlansSheet
from widgets.desk.traffic.plan_lanes import PlanLanes
from widgets.kit import theme
from widgets.panel.window import OperatorPanel

__all__ = ["choices", "opener"]

REFUSAL = "Open-ear headphones would be held twice at once: that overlaps plan 3."


@pytest.fixture
def planned(make_desk: MakeDesk) -> Desk:
    """A wide desk on a room with plans."""
    room = empty_room()
    room.store.apply(planned_room("en"))
    return make_desk(room)


def lanes(desk: Desk) -> PlanLanes:
    """The lanes under the graph."""
    return desk.window.right.traffic.plan


def middle(desk: Desk, plan: int) -> QPoint:
    """The middle of a plan's bar."""
    box = lanes(desk).box_of(plan)
    assert box is not None
    return box.center()


def drag(desk: Desk, plan: int, minutes: float) -> None:
    """Take a plan's bar and drop it so many minutes later."""
    start, there = middle(desk, plan), lanes(desk)
    end = start + QPoint(round(minutes * 60 / there._axis.step), 0)
    QTest.mousePress(there, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(there, end)
    QApplication.processEvents()
    QTest.mouseRelease(there, Qt.MouseButton.LeftButton, pos=end)


def start_of(plan: int) -> datetime:
    """When the sample's plan begins."""
    start = plans_sample("en")[plan - 1].start
    assert start is not None
    return start


def keep(desk: Desk, *plans: PlanView) -> None:
    """The engine knows these plans now, and so the graph does."""
    traffic = tuple(
        replace(view, reset=False, added=(), plan=planned_bars(plans))
        for view in desk.room.store.traffic.values()
    )
    desk.room.apply(ViewDelta(revision=2, at=NOW, plans=plans, traffic=traffic))


# The lanes


def test_a_plan_is_dragged_by_whole_minutes(planned: Desk) -> None:
    """It stays where it was dropped while it is judged."""
    drag(planned, 2, -5.3)
    moved = planned.room.only(MovePlan)
    assert (moved.plan, moved.to) == (2, start_of(2) - timedelta(minutes=5))
    where = middle(planned, 2)
    view = plan_view(2, start=moved.to)
    keep(planned, view)
    assert abs(middle(planned, 2).x() - where.x()) <= 1
    assert lanes(planned)._put == {}


def test_a_drop_that_would_break_a_limit_snaps_back_with_the_reason(planned: Desk) -> None:
    """The bar is where it was; the reason stands beside it for a few seconds."""
    before = middle(planned, 2)
    drag(planned, 2, -6)
    assert middle(planned, 2) != before
    planned.room.apply(ViewDelta(revision=2, at=NOW, answers=(REFUSAL,)))
    assert middle(planned, 2) == before
    legend = planned.window.right.traffic.legend
    assert legend.reason == REFUSAL
    for _second in range(8):
        planned.tick()
    assert legend.reason == ""


def test_a_bar_that_is_put_back_and_one_that_counts_down_send_nothing(planned: Desk) -> None:
    """Less than half a minute is no move; a count-down can only be called off."""
    drag(planned, 2, 0.3)
    drag(planned, 1, 5)
    assert planned.room.intents == []


def test_a_plan_is_moved_and_armed_by_keyboard(planned: Desk) -> None:
    """Tab leads to the lanes, arrows to a plan; with Shift they move it, presses add up."""
    there = lanes(planned)
    there.setFocus(Qt.FocusReason.TabFocusReason)
    assert there.current == 1
    QTest.keyClick(there, Qt.Key.Key_Left)
    assert there.current == 2
    assert "Open-ear headphones, 21:22, armed" in there.accessibleDescription()
    for _press in range(2):
        QTest.keyClick(there, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    moved = [intent.to for intent in planned.room.intents if isinstance(intent, MovePlan)]
    assert moved == [start_of(2) + timedelta(minutes=1), start_of(2) + timedelta(minutes=2)]
    planned.room.intents.clear()
    QTest.keyClick(there, Qt.Key.Key_Space)
    arm = planned.room.only(ArmPlans)
    assert (arm.plans, arm.armed) == ((2,), False)


def test_enter_and_a_double_click_open_the_sheet(planned: Desk) -> None:
    """On a bar that plan's; beside the bars one for that time."""
    there = lanes(planned)
    there.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(there, Qt.Key.Key_Left)
    QTest.keyClick(there, Qt.Key.Key_Return)
    (editor,) = planned.window.findChildren(PlanEditor)
    assert editor.moment.text() == "21:22"
    editor.reject()
    x = round(there._axis.x((NOW + timedelta(minutes=12)).timestamp()))
    QTest.mouseDClick(there, Qt.MouseButton.LeftButton, pos=QPoint(x, 4))
    made = [each for each in planned.window.findChildren(PlanEditor) if each.isVisible()]
    assert made[0].moment.text() == "21:20"


def test_planned_bars_are_outlined_and_an_announced_one_is_hatched_up_to_its_mark(planned: Desk) -> None:
    """Filled is in force now, outlined is coming."""
    there = lanes(planned)
    picture = grabbed(there)
    planned_box, counting = there.box_of(2), there.box_of(1)
    assert planned_box is not None
    assert counting is not None
    inside = planned_box.adjusted(3, 3, -3, -3)
    assert theme.BLUE.name() not in colours_in(picture, inside)
    assert theme.BLUE.name() in colours_in(picture, planned_box)
    begins = round(there._axis.x(start_of(1).timestamp()))
    hatched = counting.adjusted(1, 3, 0, -3)
    hatched.setRight(begins - 1)
    assert {theme.BLUE.name(), theme.BG0.name()} <= set(colours_in(picture, hatched))


# Prompts


def test_a_prompt_takes_one_press_to_do_and_one_to_leave(planned: Desk) -> None:
    """Questions stand before count-downs; the count-down steps."""
    asked, counting = planned.window.column.prompts.lines
    assert (asked.text.words, counting.left.words) == (
        "Open-ear headphones: 80 of the round are sold",
        "02:15",
    )
    planned.tick()
    assert counting.left.words == "02:14"
    press(counting.copy)
    clipboard = QApplication.clipboard()
    assert clipboard is not None
    assert clipboard.text() == "Quick-dry tee: not available from 21:10:39, for 6 minutes."
    assert not asked.copy.isVisible()
    press(asked.act)
    press(asked.leave)
    press(counting.leave)
    assert [type(intent) for intent in planned.room.intents] == [AnswerPlan, AnswerPlan, CallOff]
    assert [intent.do for intent in planned.room.intents if isinstance(intent, AnswerPlan)] == [True, False]


def test_space_alone_never_marks_and_a_key_of_its_own_does(planned: Desk) -> None:
    """Q leads there and answers nothing; Y does what is asked."""
    asked = planned.window.column.prompts.lines[0]
    QTest.keyClick(planned.window, Qt.Key.Key_Q)
    assert QApplication.focusWidget() is asked.leave
    asked.act.setFocus()
    QTest.keyClick(asked.act, Qt.Key.Key_Space)
    assert planned.room.intents == []
    QTest.keyClick(planned.window, Qt.Key.Key_Y)
    assert planned.room.only(AnswerPlan).do


def test_prompts_stand_only_while_something_waits(planned: Desk) -> None:
    """The wall has its room otherwise."""
    planned.room.apply(ViewDelta(revision=2, at=NOW, prompts=()))
    assert not planned.window.column.prompts.isVisible()
    QTest.keyClick(planned.window, Qt.Key.Key_Y)
    assert planned.room.intents == []


@pytest.mark.parametrize(("width", "height"), [(1600, 1000), (1280, 800), (960, 600)])
def test_nothing_is_cut_and_all_is_reached(
    make_desk: MakeDesk, language: str, width: int, height: int
) -> None:
    """In both languages at every width of the desk."""
    room = empty_room()
    room.store.apply(planned_room(language))
    desk = make_desk(room, width, height)
    assert list(cut(desk.window)) == []
    assert painted_beyond(desk.window) == []
    missed = _controls(desk.window) - _reached_by_tab(desk.window)
    assert [button.accessibleName() for button in missed if not _is_one_of_several(button)] == []


@pytest.mark.parametrize("size", [(560, 480), (1200, 800)])
def test_the_panel_shows_prompts_and_calls_off_on_the_card(
    opener: Opener, language: str, size: tuple[int, int]
) -> None:
    """One press each, by finger, by mouse or by key."""
    opened = opener.open(
        lambda store, chosen, ticker, _history: OperatorPanel(store, chosen, ticker), size, language=language
    )
    room = planned_room(language)
    opened.apply(prompts=room.prompts, gauges=room.gauges)
    assert cut_in(opened.window) == []
    card = next(card for card in opened.window.cards if card.sku == "TEE-09")
    press(card.main)
    said = opened.room.only(CallOff)
    assert (said.plan, said.who.through) == (1, "panel")
    opened.room.intents.clear()
    QTest.keyClick(opened.window, Qt.Key.Key_Y)
    assert opened.room.only(AnswerPlan).plan == 4


# The list and the sheet


def plans_sheet(desk: Desk) -> PlansSheet:
    """The list, opened by its key."""
    QTest.keyClick(desk.window, Qt.Key.Key_P)
    (sheet,) = desk.window.findChildren(PlansSheet)
    QApplication.processEvents()
    return sheet


def test_the_list_has_a_row_for_each_plan_with_what_can_be_done(planned: Desk) -> None:
    """What is over can only be forgotten."""
    sheet = plans_sheet(planned)
    rows = [[button.words for button in sheet.table._buttons(view)] for view in planned.room.store.plans]
    assert rows == [
        ["Call off", "Remove"],
        ["Disarm", "Change", "Remove"],
        ["Arm", "Change", "Remove"],
        ["Do it", "Leave it"],
        ["Remove"],
    ]
    sheet.table._buttons(planned.room.store.plans[4])[0].click()
    assert planned.room.only(RemovePlans).plans == (5,)


def test_the_keyboard_stays_where_it_was_when_a_plan_changes(planned: Desk) -> None:
    """A row is built anew; the button that armed it is the one that disarms it."""
    sheet = plans_sheet(planned)
    sheet.table._pressable[3, 0].setFocus()
    plans = planned.room.store.plans
    armed = (*plans[:2], replace(plans[2], state=PlanState.ARMED, told="armed"), *plans[3:])
    planned.room.apply(ViewDelta(revision=2, at=NOW, plans=armed))
    focused = QApplication.focusWidget()
    assert focused is sheet.table._pressable[3, 0]
    assert sheet.table._pressable[3, 0].words == "Disarm"


def test_templates_and_tables_go_through_the_list(planned: Desk) -> None:
    """What is over does not belong into a template."""
    sheet = plans_sheet(planned)
    assert not sheet.save.isEnabled()
    sheet.name.setText("evening")
    sheet.save.click()
    sheet.use.click()
    sheet.import_file("/x/in.csv")
    sheet.export_file("/x/out.xlsx")
    save, use, bring, write = planned.room.intents
    assert isinstance(save, SaveTemplate)
    assert (save.name, save.plans) == ("evening", (1, 2, 3, 4))
    assert isinstance(use, UseTemplate)
    assert use.name == "夜场"
    assert isinstance(bring, ImportPlans)
    assert isinstance(write, ExportPlans)
    planned.room.apply(ViewDelta(revision=2, at=NOW, answers=("in.csv can't be read.",)))
    assert sheet.message.words == "in.csv can't be read."


def editor(desk: Desk, view: PlanView | None = None) -> PlanEditor:
    """The sheet that makes or changes a plan."""
    sheet = PlanEditor(desk.room.store, ("EAR-01", "EAR-02"), view, desk.window)
    sheet.show()
    return sheet


@pytest.mark.parametrize(
    ("kind", "typed", "when"),
    [
        (WhenKind.AT, "21:40", When(kind=WhenKind.AT, clock="21:40")),
        (WhenKind.AFTER_START, "40", When(kind=WhenKind.AFTER_START, minutes=40)),
        (WhenKind.LIVE, "", When(kind=WhenKind.LIVE)),
        (WhenKind.SOLD, "80", When(kind=WhenKind.SOLD, amount=80)),
        (WhenKind.STOCK, "20", When(kind=WhenKind.STOCK, amount=20)),
        (WhenKind.LEVEL, "", When(kind=WhenKind.LEVEL, amount=50)),
        (WhenKind.SURGE, "", When(kind=WhenKind.SURGE)),
    ],
)
def test_a_plan_of_each_kind_is_made_from_fields(
    planned: Desk, kind: WhenKind, typed: str, when: When
) -> None:
    """The sheet closes once the plan is kept."""
    sheet, closed = editor(planned), list[bool]()
    sheet.accepted.connect(lambda: closed.append(True))
    sheet.kind.set_value(kind)
    sheet._kind_chosen()
    sheet.moment.setText(typed)
    sheet.minutes.setText("7.5")
    sheet.reason.set_value(Reason.ROUND)
    sheet.arm.click()
    made = planned.room.only(AddPlans)
    assert made.armed
    assert made.drafts == (Draft(skus=("EAR-01", "EAR-02"), when=when, minutes=7.5, reason=Reason.ROUND),)
    planned.room.apply(ViewDelta(revision=2, at=NOW, plans=plans_sample("en")[1:]))
    assert not closed, "news of another plan are no answer"
    planned.room.apply(ViewDelta(revision=3, at=NOW, plans=(*plans_sample("en"), plan_view(6))))
    assert closed


def test_a_refused_plan_keeps_the_sheet_open_and_says_why(planned: Desk) -> None:
    """Nothing that was typed is lost."""
    sheet = editor(planned)
    sheet.moment.setText("21:40")
    sheet.keep.click()
    planned.room.apply(ViewDelta(revision=2, at=NOW, answers=(REFUSAL,)))
    assert sheet.isVisible()
    assert sheet.message.words == REFUSAL


@pytest.mark.parametrize(
    ("field", "typed"), [("moment", "quarter past"), ("minutes", "five"), ("skus", " ; ")]
)
def test_what_can_t_be_read_is_said_at_once(planned: Desk, field: str, typed: str) -> None:
    """Without asking anybody."""
    sheet = editor(planned)
    sheet.moment.setText("21:40")
    getattr(sheet, field).setText(typed)
    sheet.keep.click()
    assert planned.room.intents == []
    assert sheet.message.words


def test_a_change_begins_with_what_the_plan_says(planned: Desk) -> None:
    """An untouched time stays the instant it was."""
    view = planned.room.store.plans[1]
    sheet = editor(planned, view)
    sheet.minutes.setText("4")
    sheet.announce.set_value(2)
    sheet.keep.click()
    changed = planned.room.only(ChangePlan)
    assert changed.draft == replace(view.draft, minutes=4.0, announce_minutes=2.0)


def test_sheets_are_not_cut(make_desk: MakeDesk, language: str) -> None:
    """In both languages."""
    room = empty_room()
    room.store.apply(planned_room(language))
    desk = make_desk(room)
    for sheet in (PlansSheet(room.store, (), desk.window), editor(desk, room.store.plans[1]), editor(desk)):
        sheet.show()
        QApplication.processEvents()
        assert list(cut(sheet)) == []
        sheet.reject()
