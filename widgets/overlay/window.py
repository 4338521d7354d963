"""The overlay's window: frameless, draggable, made to be seen by capture; it judges nothing and does nothing.

Size, ground and whether it stays on top are chosen by keys and by the context menu, and remembered. Nothing
private is ever shown here.
"""

from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QMoveEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QColorDialog, QWidget
from typing_extensions import override

from app.views.overlay import OverlayView, overlay_view
from app.words import _
from widgets.choices import Choices, stay_on_screens
from widgets.kit import theme
from widgets.kit.icons import app_icon
from widgets.overlay.looks import DEFAULT_KEY, Ground, TextSize, measures_of
from widgets.overlay.menu import overlay_menu
from widgets.overlay.plates import figure_places, paint_cue, paint_following, paint_now
from widgets.overlay.shown import Shown, life_of, shown, spoken
from widgets.store import RoomStore
from widgets.ticker import Ticker

_NAME: Final = "overlay"
_SIZE: Final = "overlay/size"
_GROUND: Final = "overlay/ground"
_KEY: Final = "overlay/key"
_ON_TOP: Final = "overlay/on_top"
_SIZES: Final = dict(zip((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3), TextSize, strict=True))


class OverlayWindow(QWidget):
    """The host overlay, made as `OverlayWindow(store, choices, ticker)`.

    `bring_up` shows it, also when clicks went through it. `view` is what it shows now.

    Signals:
        closed: It was closed by the person in front of it.
    """

    closed = Signal()

    def __init__(self, store: RoomStore, choices: Choices, ticker: Ticker) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self._store, self._choices = store, choices
        self._size = choices.one_of(TextSize, _SIZE, TextSize.MEDIUM)
        self._ground = choices.one_of(Ground, _GROUND, Ground.SOLID)
        self._key = _colour(choices.text(_KEY))
        self._clicks_through = False
        self._grip: QPoint | None = None
        self._flash = QTimer(self)
        self._flash.setSingleShot(True)
        self._flash.setInterval(theme.FLASH_MS)
        self._flash.timeout.connect(self._end_flash)
        self._said: Shown | None = None
        self._dress()
        self._fit()
        choices.put_back(self, _NAME, self.size())
        self._fit()
        stay_on_screens(self)
        ticker.watch(self)
        ticker.second.connect(self._look)
        store.revised.connect(self._look)
        self._look()

    def _dress(self) -> None:
        self.setWindowTitle(_("Stockcue host overlay"))
        self.setWindowIcon(app_icon())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SizeAllCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, self._ground is Ground.CLEAR)
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, self.stays_on_top)

    @property
    def text_size(self) -> TextSize:
        """How large its figures are."""
        return self._size

    @property
    def ground(self) -> Ground:
        """What lies behind the plates."""
        return self._ground

    @property
    def key_colour(self) -> QColor:
        """The colour that the streaming software takes out."""
        return self._key

    @property
    def stays_on_top(self) -> bool:
        """Whether it stays above other windows."""
        return self._choices.flag(_ON_TOP, default=False)

    @property
    def lets_clicks_through(self) -> bool:
        """Whether the mouse reaches what lies below; never remembered."""
        return self._clicks_through

    @property
    def said(self) -> Shown:
        """Everything it shows now."""
        return self._look_at(self._view())

    def bring_up(self) -> None:
        """Show it above the others, reachable by the mouse again."""
        self.let_clicks_through(through=False)
        self.show()
        self.raise_()
        self.activateWindow()

    def set_text_size(self, size: TextSize) -> None:
        """Be larger or smaller."""
        self._size = size
        self._choices.keep(_SIZE, size.value)
        self._fit()

    def set_ground(self, ground: Ground) -> None:
        """Stand on another ground."""
        clear = (self._ground is Ground.CLEAR) != (ground is Ground.CLEAR)
        self._ground = ground
        self._choices.keep(_GROUND, ground.value)
        if clear:
            self._make_anew()
        self.update()

    def set_key_colour(self, colour: QColor) -> None:
        """Stand on this key colour."""
        self._key = colour
        self._choices.keep(_KEY, colour.name())
        self.set_ground(Ground.KEY)

    def stay_on_top(self, *, on: bool) -> None:
        """Stay above other windows, or not."""
        self._choices.keep(_ON_TOP, on)
        self._flag(Qt.WindowType.WindowStaysOnTopHint, on=on)

    def let_clicks_through(self, *, through: bool) -> None:
        """Let the mouse reach what lies below; ends with `bring_up`."""
        if through != self._clicks_through:
            self._clicks_through = through
            self._flag(Qt.WindowType.WindowTransparentForInput, on=through)

    def choose_key_colour(self) -> None:
        """Ask for the key colour in the system's dialog."""
        dialog = QColorDialog(self._key, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(self.set_key_colour)
        dialog.open()

    def _flag(self, flag: Qt.WindowType, *, on: bool) -> None:
        """A flag hides the window; one that was seen is seen again, in its place."""
        visible, place = self.isVisible(), self.pos()
        self.setWindowFlag(flag, on)
        self.move(place)
        self.setVisible(visible)

    def _make_anew(self) -> None:
        """The system decides about transparency when it makes a window."""
        visible, place = self.isVisible(), self.pos()
        self.hide()
        handle = self.windowHandle()
        if handle is not None:
            handle.destroy()
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, self._ground is Ground.CLEAR)
        self.move(place)
        self.setVisible(visible)

    def _fit(self) -> None:
        self.setFixedSize(measures_of(self._size).window)
        self.update()

    def _view(self) -> OverlayView:
        store, broadcast = self._store, self._store.broadcast
        on_air = None if broadcast is None else broadcast.on_air
        following = None if broadcast is None else broadcast.next_sku
        return overlay_view(
            store.gauges.get(on_air or ""),
            store.gauges.get(following or ""),
            store.cues,
            broadcast=broadcast,
            zone=store.zone,
            alive_at=store.last_delta_at or store.now(),
        )

    def _look_at(self, view: OverlayView) -> Shown:
        now = self._store.now()
        return shown(view, now, life_of(self._store.last_delta_at, now))

    def _look(self) -> None:
        """Look at what is to be said now, and paint the plates that say something else."""
        before, said = self._said, self.said
        if said == before:
            return
        self._said = said
        self.setAccessibleName(spoken(said))
        if before is None:
            self.update()
            return
        self._flash_if_changed(before, said)
        size = measures_of(self._size)
        if _plate(before) != _plate(said):
            self.update(size.now)
        if before.following != said.following:
            self.update(size.following)
        if before.cue != said.cue:
            self.update(size.cue)

    def _flash_if_changed(self, before: Shown, said: Shown) -> None:
        """A changed figure of the same product inverts once; nothing flashes that is in doubt."""
        if before.units is None or said.units is None or before.title != said.title:
            return
        if before.units.words != said.units.words and not said.units.doubt and not theme.motion_reduced():
            self._flash.start()

    def _end_flash(self) -> None:
        place = figure_places(measures_of(self._size))[0]
        self.update(place.adjusted(-place.height(), 0, 0, 0))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_ground(painter, event)
        size, said, dpr = measures_of(self._size), self._said, self.devicePixelRatioF()
        if said is not None:
            paint_now(painter, size, said, dpr, flashing=self._flash.isActive())
            if said.following:
                paint_following(painter, size, said.following)
            if said.cue is not None:
                paint_cue(painter, size, said.cue)
        painter.end()

    def _paint_ground(self, painter: QPainter, event: QPaintEvent) -> None:
        if self._ground is Ground.CLEAR:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.fillRect(event.rect(), Qt.GlobalColor.transparent)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        else:
            painter.fillRect(event.rect(), self._key if self._ground is Ground.KEY else theme.BG1)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if not self.windowHandle().startSystemMove():
            self._grip = event.globalPosition().toPoint() - self.pos()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self.move(event.globalPosition().toPoint() - self._grip)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = overlay_menu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, control = Qt.Key(event.key()), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key in _SIZES:
            self.set_text_size(_SIZES[key])
        elif key == Qt.Key.Key_G:
            grounds = list(Ground)
            self.set_ground(grounds[(grounds.index(self._ground) + 1) % len(grounds)])
        elif key == Qt.Key.Key_T:
            self.stay_on_top(on=not self.stays_on_top)
        elif key == Qt.Key.Key_K:
            self.choose_key_colour()
        elif key == Qt.Key.Key_W and control:
            self.close()
        else:
            super().keyPressEvent(event)

    @override
    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        if self.isVisible():
            self._choices.keep_place(_NAME, self.geometry())

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._choices.keep_place(_NAME, self.geometry())
        super().closeEvent(event)
        self.closed.emit()

    @override
    def sizeHint(self) -> QSize:
        return measures_of(self._size).window


def _plate(said: Shown) -> tuple[object, ...]:
    """What stands on the plate of what is on air."""
    return (said.life, said.on_air, said.title, said.units, said.time, said.bar)


def _colour(name: str) -> QColor:
    colour = QColor(name) if name else QColor(DEFAULT_KEY)
    return colour if colour.isValid() else QColor(DEFAULT_KEY)
