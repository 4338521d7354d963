"""The sheet that asks how many units to order instead of those proposed."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QWidget

from app.views.replenishment import ProposalView
from app.words import _, number, p_, plain
from widgets.desk.sheet import Sheet
from widgets.kit.buttons import LARGE
from widgets.kit.fields import TextField

_MOST: Final = 9_999_999


class UnitsSheet(Sheet):
    """Asks for a quantity; the engine rounds it up to whole packs.

    Signals:
        chosen: Units to order.
    """

    chosen = Signal(int)

    def __init__(self, view: ProposalView, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Order another quantity"))
        proposed = _("{title}: {units} units are proposed").format(
            title=plain(view.title), units=number(view.quantity)
        )
        self.say(proposed)
        self.units = TextField(p_("replenish", "Units to order"), height=LARGE)
        self.units.setValidator(QIntValidator(1, _MOST, self.units))
        self.units.setText(str(view.quantity))
        self.body.addWidget(self.units)
        self.order = self.add_act(_("Accept this quantity"))
        self.add_close(_("Cancel"))
        self.units.textChanged.connect(self._check)
        self.units.returnPressed.connect(self.order.click)
        self.accepted.connect(self._send)
        self.units.setFocus()
        self.units.selectAll()

    def _check(self) -> None:
        self.order.setEnabled(self.units.hasAcceptableInput())

    def _send(self) -> None:
        self.chosen.emit(int(self.units.text()))
