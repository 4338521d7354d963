"""Marks that some reasons make a matter of two people: both type initials, and the press is held.

`send_mark` is the door for every window: where one person is enough, the mark leaves at once.
"""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.intents import MarkSoldOut
from app.views.wording import reason_label
from app.words import _, n_, number, plain
from widgets.desk.sheet import Sheet
from widgets.kit import theme
from widgets.kit.buttons import LARGE, Kind, LongPressButton
from widgets.kit.fields import TextField
from widgets.kit.label import PlainLabel
from widgets.store import RoomStore

MOST: int = 12
"""Letters of initials, as many as are recorded."""


def takes_two(store: RoomStore, reason: object) -> bool:
    """Whether the room asks for the initials of two people for that reason."""
    return store.broadcast is not None and reason in store.broadcast.second_reasons


def send_mark(store: RoomStore, intent: MarkSoldOut, parent: QWidget) -> bool:
    """Send it, or ask for the second person first; whether it has left."""
    if takes_two(store, intent.reason):
        SecondSheet(store, intent, parent).open()
        return False
    store.intend(intent)
    return True


class Initials(QWidget):
    """Nothing but two fields; `both` are what was typed."""

    def __init__(self, store: RoomStore, sheet: Sheet) -> None:
        super().__init__(sheet)
        self.first = TextField(_("Your initials"), height=LARGE)
        self.second = TextField(_("Initials of a second person"), height=LARGE)
        for field in (self.first, self.second):
            field.setMaxLength(MOST)
            sheet.body.addWidget(field)
        self.first.setText(store.initials)
        self.setVisible(False)

    @property
    def both(self) -> tuple[str, str]:
        """As typed."""
        return self.first.text().strip(), self.second.text().strip()

    @property
    def are_two(self) -> bool:
        """Whether two different ones were typed."""
        one, other = (text.casefold() for text in self.both)
        return bool(one) and bool(other) and one != other


class SecondSheet(Sheet):
    """Asks for both initials, and marks after a long press."""

    def __init__(self, store: RoomStore, intent: MarkSoldOut, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Two people mark for this reason"))
        self._store, self._intent = store, intent
        titles = [plain(store.gauges[sku].title, 40) for sku in intent.skus if sku in store.gauges]
        said = n_("{title}, {reason}", "{title} and others ({count}), {reason}", len(intent.skus))
        first = titles[0] if titles else ""
        words = said.format(title=first, count=number(len(intent.skus)), reason=reason_label(intent.reason))
        self.say(words)
        self.initials = Initials(store, self)
        self.body.addWidget(PlainLabel(_("Recorded as claimed."), theme.NOTE.size, theme.T3))
        self.mark = LongPressButton(_("Long press: mark sold out"), kind=Kind.MAIN, height=LARGE)
        self.mark.long_pressed.connect(self._send)
        self.foot.addWidget(self.mark)
        self.add_close(_("Cancel"))
        self.initials.first.textChanged.connect(self._judge)
        self.initials.second.textChanged.connect(self._judge)
        self._judge()
        (self.initials.second if store.initials else self.initials.first).setFocus()

    def _judge(self) -> None:
        self.mark.setEnabled(self.initials.are_two)

    def _send(self) -> None:
        one, other = self.initials.both
        who = replace(self._intent.who, initials=one)
        self._store.intend(replace(self._intent, who=who, second=other))
        self.accept()
