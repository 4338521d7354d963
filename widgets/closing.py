"""Closing while products are off sale because of us is never silent: what is open, and three ways to go on.

Nothing runs when the desk has ended: what is left off sale stays so until the desk is started again, and the
dialog says just that.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import ceil
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.views.gauge import HoldView, ShopLine
from app.words import _, clock_time, countdown, n_, number, plain
from widgets.desk.sheet import Sheet
from widgets.kit import theme
from widgets.kit.buttons import LARGE, Button, Kind
from widgets.kit.label import PlainLabel
from widgets.store import RoomStore
from widgets.ticker import Ticker

_WIDTH: Final = 560
_ROW: Final = 24
_ROWS_SEEN: Final = 8


class Closing(StrEnum):
    """How a person goes on."""

    RESTORE = "restore"
    """Restore now, then end."""
    LEAVE = "leave"
    """End; the holds wait for the next start."""
    CANCEL = "cancel"
    """Do not end."""


@dataclass(frozen=True, slots=True)
class OpenHold:
    """One product that a hold of ours keeps off sale in one shop."""

    title: str
    shop: str
    hold: HoldView


def open_holds(store: RoomStore) -> tuple[OpenHold, ...]:
    """What is off sale because of us, the next to come back first; emergency stops last."""
    found = [
        OpenHold(plain(view.title), plain(line.name), line.hold)
        for view in store.gauges.values()
        for line in _shops(view.shops, view.hold)
        if line.hold is not None and line.hold.state.is_open
    ]
    return tuple(sorted(found, key=_place))


def _shops(lines: tuple[ShopLine, ...], shown: HoldView | None) -> tuple[ShopLine, ...]:
    """The shops' own lines; where none of them tells of the hold that is shown, a line for it."""
    if shown is None or any(line.hold is not None for line in lines):
        return lines
    return tuple(_with(line, shown) for line in lines if line.storefront == shown.storefront)


def _with(line: ShopLine, hold: HoldView) -> ShopLine:
    return ShopLine(
        storefront=line.storefront,
        name=line.name,
        state=line.state,
        quantity=line.quantity,
        hold=hold,
        holds_used=line.holds_used,
        holds_limit=line.holds_limit,
        cannot_mark=line.cannot_mark,
        cannot_restore=line.cannot_restore,
    )


def _place(each: OpenHold) -> tuple[bool, float]:
    deadline = each.hold.deadline
    return (each.hold.is_stop, float("inf") if deadline is None else deadline.timestamp())


class ClosingSheet(Sheet):
    """The dialog, made as `ClosingSheet(store, ticker, parent)`; show it with `open`.

    Signals:
        decided: The Closing that the person chose; Esc is CANCEL. Nothing has been done yet.
    """

    decided = Signal(object)

    def __init__(self, store: RoomStore, ticker: Ticker, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Products are still off sale"), _WIDTH)
        self._store = store
        self._choice = Closing.CANCEL
        self._labels: list[tuple[HoldView, PlainLabel]] = []
        self._say_what()
        self.add_scrolled(self._table(), _ROW * min(_ROWS_SEEN, max(1, len(self.holds))) + theme.SPACE_S)
        self.say(_("While the desk is closed nothing brings a product back. Left as they are, they wait for "
                   "the next start; what is due by then is restored first of all."))  # fmt: skip
        self._make_buttons()
        self.finished.connect(self._tell)
        ticker.watch(self)
        ticker.second.connect(self.tick)
        self.tick()

    def _say_what(self) -> None:
        self.holds = open_holds(self._store)
        held = sum(not each.hold.is_stop for each in self.holds)
        stops = len(self.holds) - held
        words = [n_("{count} virtual sold-out is open.", "{count} virtual sold-outs are open.", held)]
        if stops:
            words.append(
                n_(
                    "{stops} emergency stop stays until a person releases it.",
                    "{stops} emergency stops stay until a person releases them.",
                    stops,
                )
            )
        self.said = self.say(" ".join(words).format(count=number(held), stops=number(stops)))

    def _table(self) -> QWidget:
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, theme.SPACE_M, 0)
        grid.setHorizontalSpacing(theme.SPACE_L)
        grid.setVerticalSpacing(0)
        for row, each in enumerate(self.holds):
            left = PlainLabel("", bold=True)
            grid.setRowMinimumHeight(row, _ROW)
            grid.addWidget(PlainLabel(each.title, elide=True), row, 0)
            grid.addWidget(PlainLabel(each.shop, theme.NOTE.size, theme.T3), row, 1)
            grid.addWidget(left, row, 2)
            self._labels.append((each.hold, left))
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(len(self.holds), 1)
        return inner

    def _make_buttons(self) -> None:
        self.restore = Button(_("Restore now, then close"), kind=Kind.WHITE, height=LARGE)
        self.leave = Button(_("Leave them off sale"), height=LARGE)
        self.restore.clicked.connect(lambda: self._choose(Closing.RESTORE))
        self.leave.clicked.connect(lambda: self._choose(Closing.LEAVE))
        self.foot.addWidget(self.restore)
        self.foot.addWidget(self.leave)
        self.cancel = self.add_close(_("Cancel"))
        self.restore.setFocus()

    def tick(self) -> None:
        """A second went by: the countdowns step."""
        now = self._store.now()
        for hold, label in self._labels:
            label.say(self._left(hold, now))
            label.paint_in(theme.ORANGE if hold.needs_attention else theme.T2 if hold.is_stop else theme.BLUE)

    def _left(self, hold: HoldView, now: datetime) -> str:
        if hold.is_stop:
            return _("until released")
        if hold.needs_attention or hold.deadline is None:
            return _("not restored yet")
        at = clock_time(hold.deadline, self._store.zone, seconds=False)
        left = countdown(ceil((hold.deadline - now).total_seconds()))
        return _("{left}, until {time}").format(left=left, time=at)

    def _choose(self, choice: Closing) -> None:
        self._choice = choice
        self.accept()

    def _tell(self) -> None:
        self.decided.emit(self._choice)
