"""Which gauges the strip lists, what their right column means, and the button that sorts them anew."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.words import _, number, p_
from widgets.desk.parts import spread
from widgets.kit import theme
from widgets.kit.buttons import SMALL, Button
from widgets.kit.label import PlainLabel, set_plain_tooltip
from widgets.wall.arrangement import Filter
from widgets.wall.model import WallModel

_LEGEND_FROM: Final = 340


class Filters(QWidget):
    """The row of tools over the list.

    Signals:
        resort_wished: The order is to be taken anew.
    """

    resort_wished = Signal()

    def __init__(self, model: WallModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setFixedHeight(SMALL)
        self.abnormal = Button(p_("filter", "Abnormal"), height=SMALL)
        self.all = Button(p_("filter", "All"), height=SMALL)
        self.resort = Button(_("Re-sort"), key_hint="R", height=SMALL)
        self.legend = PlainLabel(_("minutes, 50 %"), theme.NOTE.size, theme.T3)
        row = spread(QHBoxLayout(self), 0, 0)
        row.addWidget(self.abnormal)
        row.addWidget(self.all)
        row.addStretch(1)
        row.addWidget(self.legend)
        row.addWidget(self.resort)
        for button, which in ((self.abnormal, Filter.ABNORMAL), (self.all, Filter.ALL)):
            button.setCheckable(True)
            button.clicked.connect(lambda _on, which=which: self.show_only(which))
        self.resort.clicked.connect(self.resort_wished)
        model.summed.connect(self._sum)
        self.show_only(Filter.ABNORMAL)
        self._sum()

    def show_only(self, which: Filter) -> None:
        """List these."""
        self._model.show_only(which)
        self.abnormal.setChecked(which is Filter.ABNORMAL)
        self.all.setChecked(which is Filter.ALL)

    def be_wide(self, width: int) -> None:
        """The legend is the first to go."""
        self.legend.setVisible(width >= _LEGEND_FROM + self._needed())

    def _needed(self) -> int:
        """What the longest language takes beyond the shortest."""
        buttons = sum(each.sizeHint().width() for each in (self.abnormal, self.all, self.resort))
        legend = theme.text_width(self.legend.words, theme.NOTE.size)
        return max(0, buttons + legend + 3 * theme.SPACE_S - _LEGEND_FROM)

    def _sum(self) -> None:
        counts = self._model.counts()
        self.abnormal.say(note=number(counts[Filter.ABNORMAL]))
        self.all.say(note=number(counts[Filter.ALL]))
        changed = self._model.changed_since
        words = _("{count} would stand elsewhere by now").format(count=number(changed)) if changed else ""
        set_plain_tooltip(self.resort, words)
