"""Closing the desk while products are off sale because of it is never silent: restore first, or leave."""

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.intents import Restore
from app.views.gauge import GaugeView
from app.words import _, n_, number, plain
from widgets.desk.sheet import Sheet
from widgets.kit import theme
from widgets.kit.buttons import LARGE, Button, Kind
from widgets.kit.label import PlainLabel
from widgets.store import RoomStore

_NAMED = 6


class Leave(StrEnum):
    """How a person leaves."""

    RESTORED = "restored"
    HOLDS_RUN_ON = "holds_run_on"


def held(store: RoomStore) -> tuple[GaugeView, ...]:
    """The products that a hold of ours keeps off sale; stops are meant to stay."""
    return tuple(view for view in store.gauges.values() if _is_held(view))


def _is_held(view: GaugeView) -> bool:
    holds = (view.hold, *(shop.hold for shop in view.shops))
    return any(hold is not None and hold.state.is_open and not hold.is_stop for hold in holds)


class ClosingSheet(Sheet):
    """Lists what is held and asks; after Restore it waits until all of it is read back.

    Signals:
        left: A person may go now; carries how (Leave).
    """

    left = Signal(object)

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Products are still off sale"))
        self._store = store
        self._waiting = False
        self._said = self.say("")
        self._note = PlainLabel("", theme.NOTE.size, theme.T3).wrap()
        self.body.addWidget(self._note)
        self.restore = Button(_("Restore all, then close"), kind=Kind.WHITE, height=LARGE)
        self.run_on = Button("", height=LARGE)
        self.restore.clicked.connect(self._restore)
        self.run_on.clicked.connect(lambda: self._leave(Leave.HOLDS_RUN_ON))
        self.foot.addWidget(self.restore)
        self.foot.addWidget(self.run_on)
        self.add_close(_("Cancel"))
        store.gauges_changed.connect(self._look)
        store.broadcast_changed.connect(self._say_what_follows)
        self._say_what_follows()
        self._look()
        self.restore.setFocus()

    def _say_what_follows(self) -> None:
        """Who would bring them back once the desk is closed."""
        broadcast = self._store.broadcast
        if broadcast is not None and broadcast.guarded:
            note = _(
                "The guardian goes on running and brings each back at its time, or you restore them now."
            )
            self.run_on.say(_("Leave them to the guardian"))
        else:
            note = _("The guardian does not run: nothing brings them back until the desk is started again.")
            self.run_on.say(_("Close anyway"))
        self._note.say(note)

    def _restore(self) -> None:
        self._waiting = True
        self.restore.setEnabled(False)
        skus = tuple(view.sku for view in held(self._store))
        if skus:
            self._store.intend(Restore(who=self._store.who("desk"), skus=skus))
        self._look()

    def _look(self) -> None:
        views = held(self._store)
        if self._waiting and not views:
            self._leave(Leave.RESTORED)
            return
        titles = ", ".join(plain(view.title, 40) for view in views[:_NAMED])
        more = "" if len(views) <= _NAMED else f" +{number(len(views) - _NAMED)}"
        words = n_("{count} product: {titles}", "{count} products: {titles}", len(views))
        if self._waiting:
            words = n_("Restoring {count}: {titles}", "Restoring {count}: {titles}", len(views))
        self._said.say(words.format(count=number(len(views)), titles=titles + more))

    def _leave(self, how: Leave) -> None:
        self._waiting = False
        self.left.emit(how)
        self.accept()
