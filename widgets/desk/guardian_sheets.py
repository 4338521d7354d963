"""What a person decides about the guardian: to go on marking while it does not run."""

from PySide6.QtWidgets import QWidget

from app.intents import AllowUnguarded
from app.views.room import AlertView
from app.words import _, plain
from widgets.desk.sheet import Sheet
from widgets.kit import theme
from widgets.kit.buttons import LARGE
from widgets.kit.fields import TextField
from widgets.kit.label import PlainLabel
from widgets.store import RoomStore

_NOTE_LENGTH = 200


class UnguardedSheet(Sheet):
    """Asks why marks are to be made although nobody would restore if the desk failed."""

    def __init__(self, store: RoomStore, alert: AlertView, parent: QWidget | None = None) -> None:
        super().__init__(parent, plain(alert.text))
        self._store = store
        self.say(plain(alert.remedy))
        note = _("If the desk fails meanwhile, a product stays off sale until somebody restores it by hand.")
        self.body.addWidget(PlainLabel(note, theme.NOTE.size, theme.T3).wrap())
        self.reason = TextField(_("Why marks can't wait"), height=LARGE)
        self.reason.setMaxLength(_NOTE_LENGTH)
        self.body.addWidget(self.reason)
        self.allow = self.add_act(_("Allow marks until it runs"))
        self.allow.setEnabled(False)
        self.add_close(_("Cancel"))
        self.reason.textChanged.connect(lambda words: self.allow.setEnabled(bool(words.strip())))
        self.reason.returnPressed.connect(self.allow.click)
        self.accepted.connect(self._send)
        self.reason.setFocus()

    def _send(self) -> None:
        reason = self.reason.text().strip()
        if reason:
            self._store.intend(AllowUnguarded(who=self._store.who("desk"), reason=reason))
