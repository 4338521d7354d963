"""What is not shown now and why; what a person skipped can be taken in again here."""

from functools import partial

from PySide6.QtWidgets import QWidget

from app.intents import SkipInLineUp
from app.views.line_up import LeftOutView
from app.words import _, p_
from widgets.desk.line_up.two_lines import TwoLineTable
from widgets.kit.buttons import SMALL, Button
from widgets.store import RoomStore


class LeftOutTable(TwoLineTable):
    """The table."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(_("Not shown now"), parent)
        self._store = store
        self._shown: tuple[LeftOutView, ...] | None = None

    def show_left_out(self, left_out: tuple[LeftOutView, ...]) -> None:
        """Show these; rows are built anew only when they changed."""
        if left_out == self._shown:
            return
        self._shown = left_out
        self.empty()
        for row, view in enumerate(left_out):
            self.add(row, view.title, view.why, end=self._admitting(view) if view.skipped else None)
        self.head.note.say("" if left_out else p_("line-up", "none"))
        self.fit_rows(len(left_out))

    def _admitting(self, view: LeftOutView) -> Button:
        button = Button(p_("line-up", "Take in"), height=SMALL)
        button.clicked.connect(partial(self._admit, view.sku))
        return button

    def _admit(self, sku: str, *_pressed: bool) -> None:
        self._store.intend(SkipInLineUp(who=self._store.who("desk"), sku=sku, skipped=False))
