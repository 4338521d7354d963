"""The lanes of holds and plans, in which plans are moved by whole minutes: with the mouse or the keyboard.

A plan that was dropped stays where it was put until the engine has judged it: then it is there, or it snaps
back and the reason is said. Nothing is judged here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.intents import ArmPlans, MovePlan
from app.views.room import PlanBar, PlanState
from widgets.desk.traffic.hold_plan import COMING, HoldPlan, PlacedBar
from widgets.kit import focus, marks, theme
from widgets.store import RoomStore

STEP: Final = timedelta(minutes=1)
_GRIP_PX: Final = 4
"""Beside a bar that is narrower than a pointer."""
_JUDGED_MS: Final = 4000
"""Without an answer for so long, a plan is shown where it is known to be."""


@dataclass(frozen=True, slots=True)
class _Drag:
    """A bar under the pointer: where it was taken, and where it has been brought."""

    bar: PlanBar
    taken_x: float
    to: datetime


class PlanLanes(HoldPlan):
    """The lanes.

    Signals:
        edit_wished: A plan should be changed; carries its number.
        prepare_wished: A plan should be made for an instant in the future that was pointed at.
        refused: A plan could not be moved: the reason, and when it is said.
    """

    edit_wished = Signal(int)
    prepare_wished = Signal(object)
    refused = Signal(str, object)

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(store.now, store.zone, parent)
        self._store = store
        self._drag: _Drag | None = None
        self._put: dict[int, datetime] = {}
        """Where plans were dropped that are being judged."""
        self.current: int | None = None
        """The plan that the keyboard is at."""
        self._judging = QTimer(self)
        self._judging.setSingleShot(True)
        self._judging.setInterval(_JUDGED_MS)
        self._judging.timeout.connect(self._snap_back)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        store.answered.connect(self._answered)
        store.plans_changed.connect(self._judged)

    # What is seen

    @override
    def placed(self, bars: tuple[PlanBar, ...]) -> tuple[PlacedBar, ...]:
        return super().placed(tuple(self._where_it_is(bar) for bar in bars))

    def _where_it_is(self, bar: PlanBar) -> PlanBar:
        to = self._drag.to if self._drag is not None and self._drag.bar.plan == bar.plan else None
        to = to or (self._put.get(bar.plan) if bar.plan else None)
        if to is None or bar.end is None:
            return bar
        return replace(bar, start=to, end=to + (bar.end - bar.start))

    def box_of(self, plan: int) -> QRect | None:
        """Where a plan's bar lies; None where it is not seen."""
        found = (self._box(each) for each in self.placed(self._bars) if each.bar.plan == plan)
        return next(found, None)

    def _box(self, placed: PlacedBar) -> QRect:
        top = placed.lane * self._lane_px + 3
        return QRect(round(placed.left), top, round(placed.right - placed.left), self._lane_px - 4)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        box = None if self.current is None or not self.hasFocus() else self.box_of(self.current)
        if box is not None:
            painter = QPainter(self)
            marks.outline(painter, box.adjusted(-2, -1, 2, 1), theme.T1, 2, square=True)
            painter.end()

    # Judged

    def _send(self, bar: PlanBar, to: datetime) -> None:
        if to == bar.start:
            return
        self._put[bar.plan] = to
        self._judging.start()
        self._store.intend(MovePlan(who=self._store.who("desk"), plan=bar.plan, to=to))
        self.update()

    def _judged(self) -> None:
        """Plans are known anew: those that lie where they were put are judged."""
        starts = {view.id: view.start for view in self._store.plans}
        self._put = {plan: to for plan, to in self._put.items() if plan in starts and starts[plan] != to}
        self.update()

    def _answered(self, words: tuple[str, ...]) -> None:
        if self._put:
            self._snap_back()
            self.refused.emit(" ".join(words), self._store.now())

    def _snap_back(self) -> None:
        self._put.clear()
        self.update()

    # The mouse

    def _under(self, x: float, y: float) -> PlanBar | None:
        for placed in self.placed(self._bars):
            box = self._box(placed).adjusted(-_GRIP_PX, 0, _GRIP_PX, 0)
            if placed.bar.plan and box.contains(round(x), round(y)):
                return placed.bar
        return None

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        bar = self._under(event.position().x(), event.position().y())
        if event.button() is not Qt.MouseButton.LeftButton or bar is None:
            super().mousePressEvent(event)
            return
        self._go_to(bar.plan)
        if bar.movable:
            self._drag = _Drag(bar, event.position().x(), bar.start)
        event.accept()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        drag = self._drag
        if drag is None:
            bar = self._under(event.position().x(), event.position().y())
            movable = bar is not None and bar.movable
            self.setCursor(Qt.CursorShape.SizeHorCursor if movable else Qt.CursorShape.ArrowCursor)
            return
        steps = round((event.position().x() - drag.taken_x) * self._axis.step / STEP.total_seconds())
        self._drag = replace(drag, to=drag.bar.start + steps * STEP)
        self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, self._drag = self._drag, None
        if drag is not None:
            self._send(drag.bar, drag.to)
            self.update()
        super().mouseReleaseEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        bar = self._under(event.position().x(), event.position().y())
        at = datetime.fromtimestamp(self._axis.at(event.position().x()), tz=self._zone)
        self._drag = None
        if bar is not None:
            self.edit_wished.emit(bar.plan)
        elif at > self._now():
            self.prepare_wished.emit(at.replace(second=0, microsecond=0))

    # The keyboard

    def _seen(self) -> list[PlanBar]:
        """Plans that are seen, from the left."""
        bars = (placed.bar for placed in self.placed(self._bars) if placed.bar.state in COMING)
        return sorted(bars, key=lambda bar: (bar.start, bar.plan))

    def _known(self) -> Iterator[PlanBar]:
        return (self._where_it_is(bar) for bar in self._bars if bar.plan == self.current)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, moves = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            by = 1 if key == Qt.Key.Key_Right else -1
            self._move(by) if moves else self._turn(by)
        elif key == Qt.Key.Key_Escape and self._drag is not None:
            self._drag = None
            self.update()
        elif self.current is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_wished.emit(self.current)
        elif key == Qt.Key.Key_Space:
            self._arm()
        else:
            super().keyPressEvent(event)

    def _turn(self, by: int) -> None:
        """Go to the next plan, or the one before."""
        plans = [bar.plan for bar in self._seen()]
        if not plans:
            return
        place = plans.index(self.current) + by if self.current in plans else (0 if by > 0 else -1)
        self._go_to(plans[place % len(plans)])

    def _go_to(self, plan: int) -> None:
        self.current = plan
        view = next((view for view in self._store.plans if view.id == plan), None)
        said = "" if view is None else f"{view.products}, {view.moment}, {view.told}"
        self.setAccessibleDescription(said)
        self.update()

    def _move(self, by: int) -> None:
        """Move the plan by a minute; several presses add up while they are judged."""
        bar = next(self._known(), None)
        origin = next((bar for bar in self._bars if bar.plan == self.current), None)
        if bar is not None and origin is not None and origin.movable:
            self._send(origin, bar.start + by * STEP)

    def _arm(self) -> None:
        bar = next(self._known(), None)
        if bar is not None:
            armed = bar.state is PlanState.DISARMED
            self._store.intend(ArmPlans(who=self._store.who("desk"), plans=(bar.plan,), armed=armed))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        seen = [bar.plan for bar in self._seen()]
        if self.current not in seen and seen:
            self._go_to(seen[0])
        focus.gained(self, event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        focus.lost(self, event)
        self.update()
