"""What is on air and what comes next, in one painted line of the bar; titles give way, figures never."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.views.gauge import Freshness, GaugeView
from app.words import _, age, plain
from widgets.desk.sizes import Mode
from widgets.gauge import face
from widgets.gauge.words import OURS, GaugeWords, chip_text, next_word, on_air_word, spoken, words_of
from widgets.kit import text, theme
from widgets.kit.chip import HEIGHT, chip_width, paint_chip
from widgets.kit.text import Style
from widgets.store import RoomStore

_GAP: Final = 8
_BETWEEN: Final = 24
_LEAST_TITLE: Final = 56
_TITLE: Final = Style(theme.TEXT.size, theme.T1, bold=True)
_TITLE_NEXT: Final = Style(theme.TEXT.size, theme.T2)
_FIGURE: Final = Style(theme.STRONG.size, theme.T1, bold=True)
_OLD: Final = Style(theme.STRONG.size, theme.T3)
_NOTE: Final = Style(theme.NOTE.size, theme.T3)
_MIDDLE: Final = Style(theme.TEXT.size, theme.T1, bold=True)

Run = tuple[str, Style]


@dataclass(frozen=True, slots=True)
class _Shown:
    """One product's words: its title may be cut, the figures behind it may not."""

    title: str
    title_style: Style
    figures: tuple[Run, ...]

    def width(self) -> int:
        """Pixels of everything behind the chip, untouched."""
        return text.width(self.title, self.title_style) + self.figures_width()

    def figures_width(self) -> int:
        """Pixels of the figures with the gaps before them."""
        return sum(_gap_before(place) + text.width(*run) for place, run in enumerate(self.figures))


def _gap_before(place: int) -> int:
    """The figure stands apart; minutes stand together."""
    return _GAP if place < 2 else _GAP // 2  # noqa: PLR2004 - the figure, and the first of the minutes


class NowNext(QWidget):
    """The line. Nothing is said where nothing is on air; before a broadcast it is empty."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._mode = Mode.WIDE
        self._said: tuple[_Shown | None, _Shown | None] = (None, None)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        store.broadcast_changed.connect(self._changed)
        store.gauges_changed.connect(self._gauges_changed)
        self.tick()

    def set_mode(self, mode: Mode) -> None:
        """Narrow shows what is on air alone; only wide shows the units of the next."""
        self._mode = mode
        self.tick()
        self.update()

    def tick(self) -> None:
        """A second went by: chips and ages count; painted where something else is to be said."""
        on_air, following = self._skus()
        said = (self._shown(on_air, is_next=False), self._shown(following, is_next=True))
        if said != self._said:
            self._said = said
            self.update()

    def _skus(self) -> tuple[str | None, str | None]:
        broadcast = self._store.broadcast
        return (None, None) if broadcast is None else (broadcast.on_air, broadcast.next_sku)

    def _gauges_changed(self, skus: tuple[str, ...]) -> None:
        if set(self._skus()) & set(skus):
            self._changed()

    def _changed(self) -> None:
        views = [self._store.gauges.get(sku or "") for sku in self._skus()]
        now = self._store.now()
        said = [spoken(view, now, self._store.zone) for view in views if view is not None]
        self.setAccessibleName("; ".join(said))
        self.tick()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        now, following = self._said
        room = self.width()
        if following is not None and now is not None and self._mode is not Mode.NARROW:
            asked = chip_width(face.NEXT, next_word()) + _GAP + following.width() + _BETWEEN
            least = asked - text.width(following.title, _TITLE_NEXT) + _LEAST_TITLE
            room -= max(least, min(asked, room - self._needed(now)))
        left = 0 if now is None else self._paint(painter, 0, now, room, is_next=False) + _BETWEEN
        if following is not None and self._mode is not Mode.NARROW:
            self._paint(painter, left, following, self.width() - left, is_next=True)
        painter.end()

    @staticmethod
    def _needed(shown: _Shown) -> int:
        return chip_width(face.ON_AIR, on_air_word()) + _GAP + shown.width()

    def _paint(self, painter: QPainter, left: int, shown: _Shown, room: int, *, is_next: bool) -> int:
        """Paint chip, title and figures; return the right edge."""
        style, word = (face.NEXT, next_word()) if is_next else (face.ON_AIR, on_air_word())
        end, high = left + room, self.height()
        left += paint_chip(painter, left, (high - HEIGHT) // 2, style, word, self.devicePixelRatioF()) + _GAP
        title = max(0, end - left - shown.figures_width())
        left += text.draw_elided(painter, (left, 0), high, shown.title, shown.title_style, title)
        for place, (word, run_style) in enumerate(shown.figures):
            left += _gap_before(place)
            left += text.draw(painter, (left, 0), high, word, run_style, end - left)
        return left

    def _shown(self, sku: str | None, *, is_next: bool) -> _Shown | None:
        view = self._store.gauges.get(sku or "")
        if view is None:
            return None if sku is None else _Shown(plain(sku), _TITLE_NEXT if is_next else _TITLE, ())
        words = words_of(view, self._store.now(), self._store.zone)
        if is_next:
            units = ((words.figure, _TITLE_NEXT),) if self._mode is Mode.WIDE else ()
            return _Shown(words.title, _TITLE_NEXT, units)
        old = view.freshness in (Freshness.STALE, Freshness.UNKNOWN)
        figure = (words.figure, _OLD if old else _FIGURE)
        return _Shown(words.title, _TITLE, (figure, *self._beside(view, words, old=old)))

    def _beside(self, view: GaugeView, words: GaugeWords, *, old: bool) -> tuple[Run, ...]:
        """Minutes where they can be told, else what stands in their way."""
        now = self._store.now()
        if view.chip.kind in OURS or view.available == 0:
            return ((chip_text(view.chip, now, self._store.zone), _TITLE_NEXT),)
        if old and view.age_from is not None:
            return ((_("stale {age}").format(age=age((now - view.age_from).total_seconds())), _NOTE),)
        if words.minutes is not None:
            low, middle, high = words.minutes
            return ((low, _NOTE), (middle, _MIDDLE), (f"{high} {words.minutes_unit}", _NOTE))
        return ((words.aside.replace("*", ""), _NOTE),) if words.aside else ()
