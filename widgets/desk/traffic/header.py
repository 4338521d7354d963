"""The line above the graph: how many watch now, whether that is a surge, which source and span."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.views.room import SourceState, TrafficView
from app.words import MISSING, _, age, number, p_
from widgets.desk import sizes
from widgets.desk.parts import IconMark
from widgets.kit import theme
from widgets.kit.buttons import SMALL, Button, Kind
from widgets.kit.chip import ChipLabel, ChipStyle, Look
from widgets.kit.choices import DropDown, Option, Segmented
from widgets.kit.label import PlainLabel
from widgets.kit.theme import Hue
from widgets.store import RoomStore

SPANS: Final = (30, 60, 0)
"""Minutes of the past that can be shown; 0 is the whole broadcast."""

_SURGE = ChipStyle(Look.OUTLINED, Hue.YELLOW, "up")
_OLD = ChipStyle(Look.DASHED, Hue.T3, "clock")
_ABSENT = ChipStyle(Look.DASHED, Hue.T3, "unknown")


def span_words(minutes: int) -> str:
    """A span as it stands on its button."""
    return _("{minutes} min").format(minutes=minutes) if minutes else p_("span", "All")


class TrafficHeader(QWidget):
    """The head of the traffic panel.

    Signals:
        span_chosen: Minutes of the past, 0 for the whole broadcast.
        source_chosen: Id of the source to draw.
        menu_wished: The small button was pressed; the panel shows the spans.
    """

    span_chosen = Signal(object)
    source_chosen = Signal(object)
    menu_wished = Signal()

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._view: TrafficView | None = None
        self._choice: tuple[tuple[Option, ...], str] = ((), "")
        self.setFixedHeight(32)
        self._make()
        self._lay_out()

    def _make(self) -> None:
        self._title = PlainLabel(_("Viewers"), bold=True)
        self._source = DropDown((), height=SMALL, name=_("Traffic source"))
        self._figure = PlainLabel(MISSING, theme.STRONG.size, bold=True)
        self._chip = ChipLabel(_SURGE, "")
        self._baseline = PlainLabel("", theme.NOTE.size, theme.T3)
        options = [Option(minutes, span_words(minutes)) for minutes in SPANS]
        self._spans = Segmented(options, height=SMALL, name=_("How much of the past"))
        self._span = Button(span_words(60), kind=Kind.FLAT, height=SMALL)
        self._source.chosen.connect(self.source_chosen)
        self._spans.chosen.connect(self.span_chosen)
        self._span.clicked.connect(self.menu_wished)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_M, 0, theme.SPACE_S, 0)
        row.setSpacing(theme.SPACE_S)
        row.addWidget(IconMark("person", 16, Hue.T2))
        for part in (self._title, self._source, self._figure, self._chip, self._baseline):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._spans)
        row.addWidget(self._span)
        self._source.hide()
        self._chip.hide()

    def be_wide(self, width: int) -> None:
        """Show what a panel so wide has room for."""
        self._spans.setVisible(sizes.long_words(width))
        self._span.setVisible(not sizes.details(width))
        self._baseline.setVisible(sizes.details(width))
        self._title.setVisible(sizes.details(width) and not self._source.isVisibleTo(self))

    def show_span(self, minutes: int) -> None:
        """The span that is drawn."""
        self._spans.set_value(minutes)
        self._span.say(span_words(minutes))

    def show_sources(self, views: tuple[TrafficView, ...], chosen: str) -> bool:
        """Let a person choose where there is more than one; True when that is another choice than before."""
        options = tuple(Option(view.source, view.name) for view in views)
        if (options, chosen) == self._choice:
            return False
        self._choice = (options, chosen)
        several = len(views) > 1
        self._source.setVisible(several)
        if several:
            self._title.hide()
            self._source.offer(options)
            self._source.set_value(chosen)
        return True

    def show_view(self, view: TrafficView) -> None:
        """The figures of now."""
        self._view = view
        old = view.freshness is not SourceState.LIVE and view.freshness is not SourceState.AGING
        self._figure.say_in_place(number(view.viewers))
        self._figure.paint_in(theme.T3 if old else theme.T1)
        known = "" if view.baseline is None else number(round(view.baseline))
        self._baseline.say_in_place(_("baseline {viewers}").format(viewers=known) if known else "")
        self.tick()

    def tick(self) -> None:
        """Say the age of an old figure again."""
        if self._view is None:
            return
        words, style = self._chip_of(self._view)
        self._chip.setVisible(bool(words))
        if words:
            self._chip.say(words, style)

    def _chip_of(self, view: TrafficView) -> tuple[str, ChipStyle]:
        if view.freshness in (SourceState.LIVE, SourceState.AGING):
            if view.surge_from is None or view.surge_ratio is None:
                return "", _SURGE
            return _("Surge {ratio} ×").format(ratio=f"{view.surge_ratio:.2f}"), _SURGE
        if view.freshness is SourceState.STALE and view.age_from is not None:
            old = (self._store.now() - view.age_from).total_seconds()
            return _("Stale {age}").format(age=age(old)), _OLD
        return _("no figure"), _ABSENT
