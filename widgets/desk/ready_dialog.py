"""Ready for air? Every line of the check with what came out and what to do; it warns and never blocks.

With a product chosen, the check flips it off and on once at each of its shops: buyers may notice.
"""

from typing import Final

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.intents import CheckReady, StartBroadcast
from app.views.room import ReadyLine, ReadyState
from app.words import _, clock_time, plain
from widgets.desk.parts import IconMark
from widgets.desk.sheet import Sheet
from widgets.kit import theme
from widgets.kit.buttons import LARGE, Button, Kind
from widgets.kit.choices import DropDown, Option
from widgets.kit.fields import TextField
from widgets.kit.label import PlainLabel
from widgets.kit.theme import Hue
from widgets.store import RoomStore

_WIDTH: Final = 640
_HEIGHT: Final = 280
_MOST_OFFERED: Final = 40
_LOOKS: Final = {
    ReadyState.RUNNING: ("clock", Hue.T3),
    ReadyState.OK: ("check", Hue.T1),
    ReadyState.WARNING: ("low", Hue.YELLOW),
    ReadyState.FAILED: ("need", Hue.ORANGE),
}


def state_words(state: ReadyState) -> str:
    """How a line came out, in a word beside its sign."""
    return {
        ReadyState.RUNNING: _("checking"),
        ReadyState.OK: _("ok"),
        ReadyState.WARNING: _("look at it"),
        ReadyState.FAILED: _("failed"),
    }[state]


class ReadyDialog(Sheet):
    """The check. `first` is offered first for the test flip: the product the person was at."""

    def __init__(self, store: RoomStore, first: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Ready for air?"), _WIDTH)
        self._store = store
        self._asked = False
        self._summary = self.say(
            _("Checks sources, clock and disk. It warns; it never keeps you from starting.")
        )
        self._make_choice(first)
        self._lines = QWidget()
        self._grid = QGridLayout(self._lines)
        self._grid.setContentsMargins(0, 0, theme.SPACE_M, 0)
        self._grid.setHorizontalSpacing(theme.SPACE_M)
        self._grid.setVerticalSpacing(theme.SPACE_S)
        self.add_scrolled(self._lines, _HEIGHT)
        self._make_foot()
        store.ready_changed.connect(self._show)
        store.broadcast_changed.connect(self._show_start)
        self._show()
        self._show_start()

    def _make_choice(self, first: str | None) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        self.product = DropDown(self._products(first), label=_("Test flip"), height=LARGE, width=320)
        self.check = Button(_("Check now"), kind=Kind.WHITE, height=LARGE)
        self.check.clicked.connect(self._check)
        row.addWidget(self.product)
        row.addStretch(1)
        row.addWidget(self.check)
        self.body.addLayout(row)
        note = _("A test flip marks the product sold out at each of its shops and restores it at once.")
        self.body.addWidget(PlainLabel(note, theme.NOTE.size, theme.T3).wrap())

    def _products(self, first: str | None) -> list[Option]:
        views = sorted(self._store.gauges.values(), key=lambda view: (view.sku != first, view.line_up))
        listed = [
            Option(view.sku, plain(view.title, 40)) for view in views if view.shops or view.sku == first
        ]
        return [Option(None, _("none")), *listed[:_MOST_OFFERED]]

    def _make_foot(self) -> None:
        self.host = TextField(_("Host (optional)"), height=LARGE, width=180)
        self.host.setMaxLength(40)
        self.foot.addWidget(self.host)
        self.start = self.add_act(_("Start broadcast"), Kind.NORMAL)
        self.add_close()
        self.accepted.connect(self._start)

    def _check(self) -> None:
        sku = self.product.value
        self._asked = True
        self._store.intend(
            CheckReady(who=self._store.who("desk"), test_sku=sku if isinstance(sku, str) else None)
        )

    def _start(self) -> None:
        host = self.host.text().strip()
        self._store.intend(StartBroadcast(who=self._store.who("desk"), host=host))

    def _show_start(self) -> None:
        broadcast = self._store.broadcast
        can_start = broadcast is not None and broadcast.number is None and not broadcast.starting
        self.start.setVisible(can_start)
        self.host.setVisible(can_start)

    def _show(self) -> None:
        ready = self._store.ready
        if ready is None:
            return
        self.check.setEnabled(not ready.running)
        self._summary.say(self._summed(ready.lines, running=ready.running))
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, line in enumerate(ready.lines):
            self._add(line, 2 * row)
        self._grid.setRowStretch(2 * len(ready.lines), 1)

    def _summed(self, lines: tuple[ReadyLine, ...], *, running: bool) -> str:
        if running:
            return _("Checking…")
        at = clock_time(self._store.ready.at, self._store.zone) if self._store.ready else ""
        bad = sum(line.state in (ReadyState.WARNING, ReadyState.FAILED) for line in lines)
        if not bad:
            return _("Checked at {time}: all is well.").format(time=at)
        return _("Checked at {time}: {count} of {all} need a look.").format(
            time=at, count=bad, all=len(lines)
        )

    def _add(self, line: ReadyLine, row: int) -> None:
        name, hue = _LOOKS[line.state]
        words = theme.T3 if line.state is ReadyState.RUNNING else theme.colour(hue)
        self._grid.addWidget(IconMark(name, 16, hue), row, 0)
        self._grid.addWidget(PlainLabel(state_words(line.state), theme.NOTE.size, words), row, 1)
        self._grid.addWidget(PlainLabel(plain(line.name), bold=True), row, 2)
        self._grid.addWidget(PlainLabel(plain(line.text), colour=theme.T2, elide=True), row, 3)
        self._grid.setColumnStretch(3, 1)
        if line.remedy:
            self._grid.addWidget(
                PlainLabel(plain(line.remedy), theme.NOTE.size, theme.T3).wrap(), row + 1, 2, 1, 2
            )
