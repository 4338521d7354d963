"""The two cards of the welcome page: look at the demo, or connect a room of one's own."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.words import _
from widgets.desk.parts import IconMark, Panel
from widgets.kit import marks, text, theme
from widgets.kit.buttons import LARGE, Button, Kind
from widgets.kit.label import PlainLabel
from widgets.kit.text import Style
from widgets.kit.theme import Hue
from widgets.welcome.sample import SampleRows

_STEP: Final = 60
_BOX: Final = 24
_DIGIT: Final = Style(theme.NOTE.size, theme.T2)


class _Card(Panel):
    """A panel with a sign, a title, whatever it holds, and a large button at its foot."""

    def __init__(self, sign: str, title: str, button: Button) -> None:
        super().__init__()
        self.rows.setContentsMargins(*[theme.SPACE_XL] * 4)
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE_M)
        head.addWidget(IconMark(sign, 20, Hue.T1))
        head.addWidget(PlainLabel(title, theme.CLOCK.size, bold=True))
        head.addStretch(1)
        self.rows.addLayout(head)
        self.rows.addSpacing(theme.SPACE_S)
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        self.rows.addLayout(self.body, 1)
        self.rows.addWidget(button)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(320, 336)


class DemoCard(_Card):
    """The demo: what it is, and how it looks."""

    def __init__(self) -> None:
        self.button = Button(_("Start the demo"), key_hint="Enter", kind=Kind.WHITE, height=LARGE)
        super().__init__("playf", _("Look at the demo"), self.button)
        words = _(
            "A live room in full swing: three warehouses, a shop, 40 products, and viewers that come and go. "
            "It stays on this computer and touches no real product."
        )
        self.body.addWidget(PlainLabel(words, colour=theme.T2).wrap())
        self.body.addSpacing(theme.SPACE_L)
        self.body.addWidget(SampleRows())
        self.body.addStretch(1)


class ConnectCard(_Card):
    """One's own room in three steps."""

    def __init__(self) -> None:
        self.button = Button(_("Connect"), key_hint="C", height=LARGE)
        super().__init__("link", _("Connect my room"), self.button)
        steps = (
            (_("Name the warehouse's address"), _("any address that answers with JSON")),
            (_("Say what its fields are called"), _("secrets go to the key ring, never into the file")),
            (_("Connect once and look"), _("what does not work is said, with what to do")),
        )
        for digit, (what, how) in enumerate(steps, start=1):
            self.body.addWidget(_Step(digit, what, how))
        self.body.addStretch(1)


class _Step(QWidget):
    """One numbered step."""

    def __init__(self, digit: int, what: str, how: str) -> None:
        super().__init__()
        self._digit = str(digit)
        self.setFixedHeight(_STEP)
        column = QVBoxLayout(self)
        column.setContentsMargins(_BOX + theme.SPACE_M, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(PlainLabel(what))
        column.addWidget(PlainLabel(how, theme.NOTE.size, theme.T3))
        column.addStretch(1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = self.rect()
        box.setRect(0, (self.height() - _BOX) // 2, _BOX, _BOX)
        marks.outline(painter, box, theme.EDGE)
        left = (_BOX - text.width(self._digit, _DIGIT)) // 2
        text.draw(painter, (left, box.y()), _BOX, self._digit, _DIGIT)
        painter.end()
