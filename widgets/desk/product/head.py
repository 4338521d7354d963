"""The head of a product's page: which it is, what the settings say of it, and the acts on it alone.

The acts are those of the selection bar, for the minutes and the reason that stand there.
"""

from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.views.gauge import GaugeView
from app.views.product import Phase, StudyView
from app.words import _, number, p_, plain
from widgets.desk.parts import Panel, Rule, spread
from widgets.desk.product.facts import FactRow
from widgets.desk.selection_bar import SelectionBar
from widgets.desk.sizes import Mode
from widgets.desk.undo_strip import UndoStrip
from widgets.gauge.face import NEXT, ON_AIR
from widgets.gauge.words import next_word, on_air_word
from widgets.kit import theme
from widgets.kit.buttons import Button, Kind, LongPressButton
from widgets.kit.chip import ChipLabel
from widgets.kit.label import PlainLabel, set_plain_tooltip
from widgets.store import RoomStore

_HEIGHT: Final = 56
_NAMES: Final = {Mode.WIDE: 320, Mode.MIDDLE: 240, Mode.NARROW: 160}
"""The most that the names take."""
_STRIP: Final = 132
"""The least in which a mark can be taken back: the button alone."""


class ProductHead(Panel):
    """The head; `acts` are the buttons that do something to the product."""

    def __init__(self, store: RoomStore, selection: SelectionBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection = selection
        self._private = False
        self._mode = Mode.WIDE
        self.setFixedHeight(_HEIGHT)
        self._make_names()
        self._make_acts(store)
        row = spread(QHBoxLayout(), theme.SPACE_M, theme.SPACE_M, theme.SPACE_M)
        row.addWidget(self.back)
        row.addWidget(self._names)
        row.addWidget(self._badge)
        row.addWidget(Rule(upright=True))
        row.addWidget(self.facts, 1)
        for part in (self.undo, self.mark, self.restore, self.stop, self.release):
            row.addWidget(part)
        self.rows.addLayout(row)
        selection.offered.connect(self.show_acts)
        store.undo_changed.connect(self._fit_undo)

    def _make_names(self) -> None:
        self.back = Button(icon="back")
        self.back.setAccessibleName(_("Back to the desk"))
        set_plain_tooltip(self.back, f"{_('Back to the desk')}  Esc")
        self.title = PlainLabel("", theme.STRONG.size, bold=True, elide=True)
        self._sku = PlainLabel("", theme.NOTE.size, theme.T3, elide=True)
        self._badge = ChipLabel(ON_AIR, on_air_word())
        self.facts = FactRow()
        self._names = QWidget()
        names = QVBoxLayout(self._names)
        names.setContentsMargins(0, 0, 0, 0)
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(self.title)
        names.addWidget(self._sku)
        names.addStretch(1)

    def _make_acts(self, store: RoomStore) -> None:
        selection = self._selection
        self.mark = Button("", icon="lock", key_hint="S", kind=Kind.MAIN, marks=True)
        self.restore = Button(_("Restore"), icon="open", key_hint="E", marks=True)
        self.stop = LongPressButton(p_("long", "Long press: stop"), icon="stopo")
        self.release = Button(_("Release…"), icon="stopo", kind=Kind.STOP)
        self.undo = UndoStrip(store, self)
        self.mark.clicked.connect(selection.mark)
        self.restore.clicked.connect(selection.restore)
        self.stop.long_pressed.connect(selection.stop)
        self.release.clicked.connect(selection.release)

    def set_mode(self, mode: Mode) -> None:
        """Give way as the window's width asks."""
        self._mode = mode
        self._fit_names()
        narrow = mode is Mode.NARROW
        self.stop.say(_("Long press:\nstop") if narrow else p_("long", "Long press: stop"))
        self.show_acts()
        self._fit_undo()

    def show_product(self, view: GaugeView, study: StudyView | None) -> None:
        """Which product it is, and what the settings say of it."""
        self.title.say(plain(view.title))
        self._sku.say(plain(view.sku, 40))
        self._fit_names()
        self._badge.setVisible(view.on_air or view.is_next)
        self._badge.say(on_air_word() if view.on_air else next_word(), ON_AIR if view.on_air else NEXT)
        self.facts.show_facts(self._facts_of(view, study))
        self.show_acts()

    def be_private(self, *, private: bool) -> None:
        """Hide what only the house may see; the page shows the product anew."""
        self._private = private

    def tick(self) -> None:
        """A second went by."""
        self.undo.tick()
        self._fit_undo()

    def show_acts(self) -> None:
        """Let press what works, and say why not of what does not."""
        offers, minutes = self._selection.offers, self._selection.minutes
        narrow = self._mode is Mode.NARROW
        words = _("Mark {minutes} min") if narrow else _("Mark sold out {minutes} min")
        held = offers.restore.open
        self.mark.setVisible(not held)
        self.mark.say(words.format(minutes=number(minutes)), icon="lock")
        self.restore.setVisible(held)
        releases = offers.release.open
        self.stop.setVisible(not releases)
        self.release.setVisible(releases)
        for button, offer in ((self.mark, offers.mark), (self.stop, offers.stop)):
            set_plain_tooltip(button, offer.why_not)
            if button.isEnabled() != offer.open:
                button.setEnabled(offer.open)
                # strong words are wider
                button.updateGeometry()

    def _facts_of(self, view: GaugeView, study: StudyView | None) -> list[tuple[str, str]]:
        margin = "" if self._private else view.margin
        facts = (
            (p_("product", "Price"), view.price),
            (p_("product", "Unit margin"), margin),
            (p_("product", "Instead"), plain(view.substitute, 24)),
            (p_("product", "Stock tier"), tier_words(study)),
        )
        return [(name, value) for name, value in facts if value]

    def _fit_names(self) -> None:
        """As wide as the title, where that is not too much."""
        wished = max(self.title.sizeHint().width(), self._sku.sizeHint().width())
        self._names.setFixedWidth(min(wished, _NAMES[self._mode]))

    def _fit_undo(self) -> None:
        """What can be taken back takes room from the facts, for as long as it can."""
        if self.undo.current is None:
            return
        others = (self.back, self._names, self._badge, self.mark, self.restore, self.stop, self.release)
        taken = sum(part.sizeHint().width() + theme.SPACE_M for part in others if part.isVisibleTo(self))
        room = self.width() - taken - 6 * theme.SPACE_M
        self.undo.setFixedWidth(min(self.undo.wished_width(), max(_STRIP, room)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_undo()


def tier_words(study: StudyView | None) -> str:
    """Which cover the product's tier asks for; empty while it is not known."""
    if study is None or study.tier is None or study.tier_days is None:
        return ""
    least, most = (number(round(days)) for days in study.tier_days)
    name = {
        Phase.DAILY: p_("tier", "daily"),
        Phase.WARM_UP: p_("tier", "warm-up"),
        Phase.LIVE: p_("tier", "live"),
    }[study.tier]
    if study.tier is Phase.LIVE:
        return _("{tier} ≥ {days} days").format(tier=name, days=least)
    return _("{tier} {least}–{most} days").format(tier=name, least=least, most=most)
