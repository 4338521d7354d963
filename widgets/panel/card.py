"""One card of the panel: what is, the true stock, and large buttons that say what a press of them does.

It asks by signals; who sends the intents is the panel. What a button means may change while a hand is on its
way: the new meaning waits a moment under the pointer before it can be pressed.
"""

from datetime import datetime
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QRect, QSize, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.views.gauge import GaugeView
from app.views.panel import CardView, Press, uses_left
from app.words import _, n_, number, p_, plain
from widgets.gauge import paint
from widgets.gauge.bar import paint_bar
from widgets.gauge.face import Face, face_of
from widgets.kit import marks, text, theme
from widgets.kit.buttons import LARGE, OPERATOR, Button, Kind, LongPressButton
from widgets.kit.label import set_plain_tooltip
from widgets.kit.text import Style
from widgets.kit.theme import Hue
from widgets.panel.plate import HEIGHT as PLATE_HEIGHT
from widgets.panel.plate import figure_of, paint_plate
from widgets.store import RoomStore

HEIGHT: Final = 220
_PAD: Final = 12
_PLATE_TOP: Final = 40
_STOCK_TOP: Final = 96
_BAR_TOP: Final = 120
_NOTE_TOP: Final = 140
_BUTTONS_TOP: Final = 162
_CALL_TOP: Final = 92
_STOP_WIDTH: Final = 72
_CALL_WIDTH: Final = 56
_KEY: Final = 20
_PIP: Final = 10
_SETTLE_MS: Final = 500
_KEY_STYLE: Final = Style(theme.NOTE.size, theme.T2)
_TITLE_SIZES: Final = (theme.STRONG.size, theme.TEXT.size)
_NOTE: Final = Style(theme.NOTE.size, theme.T3)
_QUIET: Final = Style(theme.NOTE.size, theme.T2)
_LOOKS: Final = {
    Press.NOTHING: (Kind.NORMAL, ""),
    Press.MARK: (Kind.NORMAL, "lock"),
    Press.RESTORE: (Kind.WHITE, "open"),
    Press.UNDO: (Kind.NORMAL, "undo"),
    Press.READ_AGAIN: (Kind.NORMAL, ""),
    Press.OPEN_SHOP: (Kind.WARN, "link"),
    Press.RELEASE: (Kind.STOP, ""),
    Press.CLOSE_ROUND: (Kind.MAIN, "lock"),
    Press.CALL_OFF: (Kind.NORMAL, "undo"),
}


class CardWish(StrEnum):
    """What a person wants of a card."""

    PRESS = "press"
    STOP = "stop"
    CALL = "call"
    SELECT = "select"
    NEXT_ROUND = "next_round"


class Card(QWidget):
    """The card; empty while it has no product.

    Signals:
        wished: A CardWish.
    """

    wished = Signal(object)

    def __init__(self, store: RoomStore, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store, self._key = store, key
        self.gauge: GaugeView | None = None
        self.view: CardView | None = None
        self.selected = False
        self._several = 0
        self._face: Face | None = None
        self._figure = ""
        self._flash = QTimer(self)
        self._flash.setSingleShot(True)
        self._flash.setInterval(theme.FLASH_MS)
        self._flash.timeout.connect(self._end_flash)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._make_buttons()
        self.clear()

    def _make_buttons(self) -> None:
        self.main = Button("", height=OPERATOR, marks=True, parent=self)
        self.stop = LongPressButton(p_("stop", "Stop\n(long)"), icon="stopo", height=OPERATOR, parent=self)
        self.call = Button(p_("card", "Call\nstock"), height=LARGE, parent=self)
        self.next = Button("", kind=Kind.MAIN, height=OPERATOR, marks=True, parent=self)
        self.stop.setFixedWidth(_STOP_WIDTH)
        self.call.setFixedWidth(_CALL_WIDTH)
        self.main.clicked.connect(self.press)
        self.stop.long_pressed.connect(lambda: self.wished.emit(CardWish.STOP))
        self.call.clicked.connect(lambda: self.wished.emit(CardWish.CALL))
        self.next.clicked.connect(self._press_next)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLE_MS)

    @property
    def sku(self) -> str:
        """The product on it; empty without one."""
        return "" if self.gauge is None else self.gauge.sku

    def press(self) -> None:
        """Do what the big button says; nothing while its meaning has only just changed."""
        if self.main.isEnabled() and not self._settling.isActive():
            self.wished.emit(CardWish.PRESS)

    def _press_next(self) -> None:
        if not self._settling.isActive():
            self.wished.emit(CardWish.NEXT_ROUND)

    def clear(self) -> None:
        """Have no product."""
        self.gauge = self.view = self._face = None
        self.stop.cancel()
        self.setVisible(False)

    def show_product(self, gauge: GaugeView, view: CardView, *, selected: bool, several: int) -> None:
        """Show this product. `several`: how many products one press would reach, with this one."""
        self._note_change(gauge, view)
        now, before = self._store.now(), (self.view, self.selected, self._several)
        face, seen = face_of(gauge, now, self._store.zone), self._face
        self.gauge, self._face = gauge, face
        if before == (view, selected, several) and seen is not None and face.looks_like(seen):
            return
        self.view, self.selected, self._several = view, selected, several
        self._figure = figure_of(view.plate, now)
        self._say()
        self.setVisible(True)
        self.update()

    def _note_change(self, gauge: GaugeView, view: CardView) -> None:
        before, old = self.view, self.gauge
        if before is None or old is None or before.sku != view.sku:
            self.stop.cancel()
            self._settling.stop()
            return
        moved = before.button.press is not view.button.press or before.next_round != view.next_round
        if moved and self.underMouse():
            self._settling.start()
        if old.available != gauge.available and not theme.motion_reduced():
            self._flash.start()

    def _end_flash(self) -> None:
        self.update(QRect(_PAD, _STOCK_TOP, self.width() - 2 * _PAD, 24))

    def tick(self, now: datetime) -> None:
        """A second went by: only the plate counts."""
        if self.view is None:
            return
        figure = figure_of(self.view.plate, now)
        if figure != self._figure:
            self._figure = figure
            self.update(self._plate_box())

    def _say(self) -> None:
        """What stands on the buttons and is told of the card."""
        if self.view is None or self.gauge is None:
            return
        kind, sign = _LOOKS[self.view.button.press]
        self.main.setEnabled(self.view.button.press is not Press.NOTHING)
        self.main.say("", icon=sign, kind=kind)
        self.next.say(self.view.next_round)
        self.next.setVisible(bool(self.view.next_round))
        self._place()
        self._fit_words(sign)
        self.stop.setVisible(self.view.can_stop)
        several = p_("stop", "Stop\n× {count}").format(count=number(self._several))
        self.stop.say(several if self._several > 1 else p_("stop", "Stop\n(long)"))
        title = plain(self.gauge.title)
        self.main.setAccessibleName(f"{title}: {self.main.words}")
        self.stop.setAccessibleName(_("{title}: emergency stop, long press").format(title=title))
        said = self.view.next_round.replace("\n", " ")
        self.next.setAccessibleName(f"{title}: {said}")
        self.call.setAccessibleName(_("{title}: call for stock").format(title=title))
        self.setAccessibleName(f"{title}, {self.view.plate.word}, {self.view.note}")
        set_plain_tooltip(self, self.view.note)
        set_plain_tooltip(self.stop, _("Emergency stop: press for 0.6 s"))

    def _fit_words(self, sign: str) -> None:
        """The longest wording that fits; the icon goes first, an ellipsis comes last."""
        room = self.main.width() - 2 * theme.SPACE_XS
        with_icon = room - (16 + theme.SPACE_S if sign else 0)
        choices = self._wordings()
        bold = self.main.kind is Kind.WHITE
        size = theme.STRONG.size
        for words in choices:
            wide = theme.text_width(words, size, bold)
            if wide <= room:
                self.main.say(words, icon=sign if wide <= with_icon else "")
                return
        self.main.say(text.elided(choices[-1], size, bold, room), icon="")

    def _wordings(self) -> list[str]:
        if self.view is None:
            return [""]
        said, count = self.view.button.text, number(self._several)
        if self._several > 1 and self.view.button.press is Press.MARK:
            return [n_("Mark {count} sold out", "Mark {count} sold out", self._several).format(count=count)]
        if self._several > 1 and self.view.button.press is Press.RESTORE:
            return [n_("Restore {count}", "Restore {count}", self._several).format(count=count)]
        short = {
            Press.MARK: p_("card", "Mark sold out"),
            Press.OPEN_SHOP: p_("card", "In the shop"),
            Press.RESTORE: p_("card", "Restore"),
            Press.CLOSE_ROUND: p_("card", "Close round"),
        }
        return [said, *([short[self.view.button.press]] if self.view.button.press in short else [])]

    def _place(self) -> None:
        inner = self.width() - 2 * _PAD
        stops = self.view is None or self.view.can_stop
        wide = inner - (_STOP_WIDTH + theme.SPACE_S if stops else 0)
        follows = self.view is not None and bool(self.view.next_round)
        half = (wide - theme.SPACE_S) // 2
        self.main.setGeometry(_PAD, _BUTTONS_TOP, half if follows else wide, OPERATOR)
        self.next.setGeometry(
            _PAD + half + theme.SPACE_S, _BUTTONS_TOP, wide - half - theme.SPACE_S, OPERATOR
        )
        self.stop.setGeometry(_PAD + inner - _STOP_WIDTH, _BUTTONS_TOP, _STOP_WIDTH, OPERATOR)
        self.call.setGeometry(_PAD + inner - _CALL_WIDTH, _CALL_TOP, _CALL_WIDTH, LARGE)

    def _plate_box(self) -> QRect:
        return QRect(_PAD, _PLATE_TOP, self.width() - 2 * _PAD, PLATE_HEIGHT)

    @override
    def sizeHint(self) -> QSize:
        return QSize(290, HEIGHT)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.wished.emit(CardWish.SELECT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.view is None or self._face is None:
            return
        painter, dpr, exposed = QPainter(self), self.devicePixelRatioF(), event.rect()
        marks.fill_box(painter, self.rect(), theme.BG3 if self.selected else theme.BG2)
        inner = self.width() - 2 * _PAD
        if exposed.top() < _PLATE_TOP:
            self._paint_title(painter, self._face, inner, dpr)
        if exposed.intersects(self._plate_box()):
            ground = Hue.BG4 if self.selected else Hue.BG3
            paint_plate(painter, self._plate_box(), self.view.plate, self._store.now(), dpr, ground)
        if exposed.bottom() >= _STOCK_TOP:
            room = inner - _CALL_WIDTH - theme.SPACE_S
            self._paint_stock(painter, self._face, room)
            paint_bar(painter, (_PAD, _BAR_TOP, room, 10), self._face, dpr)
            text.draw_elided(painter, (_PAD, _NOTE_TOP), theme.NOTE.line, self.view.note, _NOTE, inner)
        paint.paint_frame(painter, self.rect(), self._face)
        painter.end()

    def _paint_title(self, painter: QPainter, face: Face, inner: int, dpr: float) -> None:
        y, tall = 8, 24
        marks.outline(painter, QRect(_PAD, y + 2, _KEY, _KEY), theme.T2)
        left = _PAD + (_KEY - text.width(self._key, _KEY_STYLE)) // 2
        text.draw(painter, (left, y + 2), _KEY, self._key, _KEY_STYLE)
        right = _PAD + inner
        if self.selected:
            right -= paint.TICK
            marks.tick(painter, right, y + (tall - paint.TICK) // 2, dpr)
            right -= theme.SPACE_S
        start = paint.paint_badge_left_of(painter, right, y, tall, face, dpr)
        right = start - theme.SPACE_S if start != right else right
        x = _PAD + _KEY + theme.SPACE_S
        shade = theme.T2 if face.old else theme.T1
        styles = [Style(size, shade, bold=True) for size in _TITLE_SIZES]
        style = next((each for each in styles if text.width(face.words.title, each) <= right - x), styles[-1])
        text.draw_elided(painter, (x, y), tall, face.words.title, style, right - x)

    def _paint_stock(self, painter: QPainter, face: Face, room: int) -> None:
        """True stock at the left, the uses at the right; words give way, figures never."""
        figure, pips = (
            paint.figure_width(face, theme.STRONG.size),
            marks.pips_width(face.view.holds_limit, _PIP),
        )
        left = max(0, face.view.holds_limit - face.view.holds_used)
        uses = _first_fitting(
            (uses_left(face.view.holds_used, face.view.holds_limit), _short_uses(left)),
            room - figure - pips - 2 * theme.SPACE_S - text.width(_stock_word(), _NOTE) - theme.SPACE_S,
        )
        x, y, tall = _PAD, _STOCK_TOP, 24
        x += text.draw(painter, (x, y), tall, _stock_word(), _NOTE) + theme.SPACE_S
        marked = paint.Marked(flashing=self._flash.isActive())
        paint.paint_figure(painter, (x, y), tall, face, theme.STRONG.size, marked)
        right = _PAD + room
        if uses:
            right -= text.draw_right(painter, (right, y), tall, uses, _QUIET, room) + theme.SPACE_S
        top = y + (tall - _PIP) // 2
        marks.pips(painter, right - pips, top, face.view.holds_used, face.view.holds_limit, _PIP)


def _stock_word() -> str:
    return p_("card", "true stock")


def _short_uses(left: int) -> str:
    return n_("{count} left", "{count} left", left).format(count=number(left))


def _first_fitting(choices: tuple[str, ...], room: int) -> str:
    return next((words for words in choices if text.width(words, _QUIET) <= room), "")
