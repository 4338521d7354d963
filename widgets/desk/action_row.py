"""Minutes, reason and the three acts on a selection, always in the same place and order, in three sizes.

Marking and restoring act when the button goes down; stopping takes a long press. A button that can't be
pressed says why on itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.intents import Reason
from app.views.wording import buyers_words, reason_label
from app.words import _, n_, number, p_
from widgets.choices import MINUTES
from widgets.desk.offers import Offers
from widgets.desk.parts import spread
from widgets.desk.sizes import Mode
from widgets.kit import marks, text, theme
from widgets.kit.buttons import LARGE, NORMAL, Button, Kind, LongPressButton
from widgets.kit.choices import DropDown, Option, Segmented
from widgets.kit.label import PlainLabel, set_plain_tooltip


@dataclass(frozen=True, slots=True)
class _Size:
    """The measures of one mode, in pixels."""

    tall: int
    segment: int
    reason: int
    gap: int


_SIZES: Final = {
    Mode.WIDE: _Size(tall=LARGE, segment=43, reason=170, gap=8),
    Mode.MIDDLE: _Size(tall=LARGE, segment=36, reason=120, gap=8),
    Mode.NARROW: _Size(tall=NORMAL, segment=26, reason=112, gap=8),
}
_FRAME: Final = 44
"""What a button takes beside its words: padding, icon and gap."""


def short_reason(reason: Reason) -> str:
    """A reason in a word, for a field of fixed width."""
    return {
        Reason.STAGE: p_("reason", "Pacing"),
        Reason.ROUND: p_("reason", "In rounds"),
        Reason.ERROR: p_("reason", "Wrong info"),
        Reason.INCIDENT: p_("reason", "Incident"),
        Reason.RESERVE: p_("reason", "Reserve"),
        Reason.TRIAL: p_("reason", "Trial"),
    }[reason]


class ActionRow(QWidget):
    """The row.

    Signals:
        minutes_chosen, reason_chosen: Carry the value a person picked.
        mark_pressed, restore_pressed, stop_pressed, release_pressed: That act is wished.
    """

    minutes_chosen = Signal(object)
    reason_chosen = Signal(object)
    mark_pressed = Signal()
    restore_pressed = Signal()
    stop_pressed = Signal()
    release_pressed = Signal()

    def __init__(self, mode: Mode, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mode, self._size = mode, _SIZES[mode]
        self._offers: Offers | None = None
        self._trial: tuple[str, ...] = ()
        self._make_choices()
        self._make_acts()
        self._lay_out()

    def _make_choices(self) -> None:
        size = self._size
        self._offered: tuple[int, ...] = MINUTES
        lengths = [Option(each, number(each)) for each in MINUTES]
        self.minutes = Segmented(lengths, height=size.tall, least=size.segment, name=_("Minutes"))
        options = [Option(reason, short_reason(reason)) for reason in Reason]
        label = _("Reason") if self._mode is Mode.WIDE else ""
        self.reason = DropDown(options, label=label, height=size.tall, width=size.reason, name=_("Reason"))
        self.back_word = PlainLabel(_("back at"), theme.NOTE.size, theme.T3, parent=self)
        self.back_at = PlainLabel("", theme.NOTE.size, theme.T2, parent=self)
        self.back_word.setMinimumWidth(theme.text_width(_("back at"), theme.NOTE.size))
        self.minutes.chosen.connect(self.minutes_chosen)
        self.reason.chosen.connect(self.reason_chosen)

    def _make_acts(self) -> None:
        wide, narrow, tall = self._mode is Mode.WIDE, self._mode is Mode.NARROW, self._size.tall
        stop = p_("long", "Long press: stop") if wide else _("Long press: stop")
        stop = _("Long press:\nstop") if narrow else stop
        self.mark = Button("", icon="lock", key_hint="S", kind=Kind.MAIN, height=tall, marks=True)
        self.restore = Button(
            _("Restore"), icon="open" if wide else "", key_hint="" if narrow else "E", height=tall, marks=True
        )
        self.stop = LongPressButton(stop, icon="stopo", height=tall)
        self.release = Button(_("Release…"), icon="stopo", kind=Kind.STOP, height=tall)
        self.mark.clicked.connect(self.mark_pressed)
        self.restore.clicked.connect(self.restore_pressed)
        self.stop.long_pressed.connect(self.stop_pressed)
        self.release.clicked.connect(self.release_pressed)

    def _lay_out(self) -> None:
        row = spread(QHBoxLayout(self), 0, 0, self._size.gap)
        row.addWidget(self.minutes)
        if self._mode is not Mode.NARROW:
            row.addWidget(PlainLabel(_("min"), colour=theme.T2))
        row.addWidget(self.reason)
        if self._mode is Mode.WIDE:
            back = QVBoxLayout()
            back.setSpacing(0)
            back.addStretch(1)
            back.addWidget(self.back_word)
            back.addWidget(self.back_at, alignment=Qt.AlignmentFlag.AlignLeft)
            back.addStretch(1)
            row.addLayout(back)
        self.back_word.setVisible(self._mode is Mode.WIDE)
        self.back_at.setVisible(self._mode is Mode.WIDE)
        row.addStretch(1)
        for button in (self.mark, self.restore, self.stop, self.release):
            row.addWidget(button)

    def least_width(self) -> int:
        """Pixels in which nothing is cut, with a selection of up to 99."""
        parts = [self.minutes, self.reason, self.restore, self.stop]
        widths = [part.sizeHint().width() for part in parts]
        widths.append(_main_width(self._mode, self._size.tall))
        if self._mode is Mode.WIDE:
            widths.append(self.back_word.minimumWidth())
        if self._mode is not Mode.NARROW:
            widths.append(theme.text_width(_("min"), theme.TEXT.size))
        return sum(widths) + self._size.gap * len(widths)

    def offer_minutes(self, limit: float, chosen: int) -> None:
        """Offer the lengths within the limit, with that one on, or the longest there is."""
        allowed = tuple(each for each in MINUTES if each <= limit) or (max(1, int(limit)),)
        if allowed != self._offered:
            self._offered = allowed
            self.minutes.offer([Option(each, number(each)) for each in allowed])
        self.minutes.set_value(chosen if chosen in allowed else allowed[-1])

    def show_reason(self, reason: Reason) -> None:
        """The reason that is picked, with what buyers will read as its tool tip."""
        self.reason.set_value(reason)
        said = _("Buyers read: {words}").format(words=buyers_words(reason))
        set_plain_tooltip(self.reason, f"{reason_label(reason)}\n{said}")

    def show_back_at(self, words: str) -> None:
        """When a mark made now would end by itself; empty where none can be made."""
        self.back_word.say(_("back at") if words else "")
        self.back_at.say_in_place(words)

    def show_offers(self, offers: Offers) -> None:
        """Let press what works, and say why not of what does not."""
        self._offers = offers
        self.mark.setEnabled(offers.mark.open)
        self.restore.setEnabled(offers.restore.open)
        self.stop.setEnabled(offers.stop.open)
        for button, offer in (
            (self.mark, offers.mark),
            (self.restore, offers.restore),
            (self.stop, offers.stop),
        ):
            set_plain_tooltip(button, offer.why_not)
        releases = offers.release.open and not offers.release.why_not
        self.stop.setVisible(not releases)
        self.release.setVisible(releases)
        self._say_mark()

    def show_trial(self, words: Sequence[str]) -> None:
        """What a press uses where the product is on trial, at length and shorter; empty for other marks."""
        self._trial = tuple(words)
        self._say_mark()

    def _say_mark(self) -> None:
        if self._offers is None:
            return
        offer = self._offers.mark
        if offer.open:
            self.mark.say(self._trial_words() or _mark_words(self._mode, len(offer.skus)), icon="lock")
        else:
            self.mark.say(text.elided(offer.why_not, theme.TEXT.size, False, self._room()), icon="")

    def _trial_words(self) -> str:
        """As much of what a press uses as the button has room for; a figure is never cut."""
        room = theme.text_width(_mark_words(self._mode, 99), theme.TEXT.size, True)
        fits = (each for each in self._trial if theme.text_width(each, theme.TEXT.size, True) <= room)
        return next(fits, self._trial[-1] if self._trial else "")

    def _room(self) -> int:
        """Pixels for the words on the main button: what the other parts leave."""
        parts = (
            self.minutes,
            self.reason,
            self.restore,
            self.release if self.release.isVisible() else self.stop,
        )
        taken = sum(part.sizeHint().width() + self._size.gap for part in parts)
        if self._mode is Mode.WIDE:
            taken += self.back_word.minimumWidth() + self._size.gap
        if self._mode is not Mode.NARROW:
            taken += theme.text_width(_("min"), theme.TEXT.size) + self._size.gap
        return max(72, self.width() - taken - _FRAME - self._size.gap)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say_mark()


def _mark_words(mode: Mode, count: int) -> str:
    words = n_("Mark {count} sold out", "Mark {count} sold out", count)
    if mode is Mode.NARROW:
        words = n_("Sell out {count}", "Sell out {count}", count)
    return words.format(count=number(count))


def _main_width(mode: Mode, tall: int) -> int:
    """The main button at its widest while it can be pressed."""
    size, icon, gap, pad = (14, 16, 8, 16) if tall == LARGE else (14, 14, 8, 12)
    return (
        theme.text_width(_mark_words(mode, 99), size, True) + icon + marks.key_width("S") + 2 * gap + 2 * pad
    )
