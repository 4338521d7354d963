"""The sheet of trials: those that run, each with a button that ends it, and a form that starts one.

A trial here varies one thing: length, timing or wording. Several things at once, or more than two variants,
are started by command.
"""

from typing import Final

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.intents import EndTrial, Reason, StartTrial, Variant
from app.views.trials import TrialView
from app.views.wording import reason_label
from app.words import _, n_, number, p_, plain
from widgets.choices import MINUTES
from widgets.desk.sheet import Sheet
from widgets.kit import theme
from widgets.kit.buttons import LARGE, NORMAL, SMALL, Button
from widgets.kit.choices import DropDown, Option, Segmented
from widgets.kit.fields import TextField
from widgets.kit.label import PlainLabel
from widgets.store import RoomStore

_WIDTH: Final = 560
_LENGTH: Final = "length"
_TIMING: Final = "timing"
_WORDING: Final = "wording"
_DELAYS: Final = (0, 1, 2, 3, 5, 8, 10, 15)
_WORDINGS: Final = (Reason.STAGE, Reason.ROUND, Reason.RESERVE)
"""Those a stage effect may have; errors and incidents are no wording to try out."""
_MARKS: Final = (12, 20, 40, 60, 100)
_LONGEST_NAME: Final = 40


class TrialSheet(Sheet):
    """The sheet; `sku` is the product first proposed."""

    def __init__(self, store: RoomStore, sku: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Trials"), _WIDTH)
        self._store = store
        self.running = QWidget()
        self._rows = QGridLayout(self.running)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setColumnStretch(0, 1)
        self.body.addWidget(self.running)
        self._make_form(sku)
        self.start = self.add_act(_("Start the trial"))
        self.add_close()
        self.accepted.connect(self._send)
        self.name.textChanged.connect(self._may_start)
        store.trials_changed.connect(self._show)
        self._show()
        self._offer(_LENGTH)

    def _make_form(self, sku: str) -> None:
        self.body.addWidget(PlainLabel(_("A new trial"), bold=True))
        self.name = TextField(_("Name of the trial"), height=LARGE)
        self.name.setMaxLength(_LONGEST_NAME)
        known = self._store.gauges
        options = [Option(each, plain(known[each].title, 40)) for each in self._store.order if each in known]
        self.product = DropDown(options, label=p_("compare", "Product"), height=LARGE)
        self.product.set_value(sku)
        kinds = [
            Option(_LENGTH, p_("trial", "Length")),
            Option(_TIMING, p_("trial", "Timing")),
            Option(_WORDING, p_("trial", "Wording")),
        ]
        self.kind = Segmented(kinds, height=NORMAL, name=_("What varies"))
        self.kind.set_value(_LENGTH)
        self.one = DropDown((), label="A", height=LARGE)
        self.other = DropDown((), label="B", height=LARGE)
        lengths = [Option(each, self._minutes(each)) for each in MINUTES]
        self.length = DropDown(lengths, label=p_("trial", "Length"), height=LARGE)
        self.length.set_value(5)
        self.marks = DropDown(
            [Option(each, number(each)) for each in _MARKS], label=p_("compare", "Marks"), height=LARGE
        )
        self.marks.set_value(40)
        self.body.addWidget(self.name)
        for parts in ((self.product, self.kind), (self.one, self.other), (self.length, self.marks)):
            row = QHBoxLayout()
            row.setSpacing(theme.SPACE_S)
            for part in parts:
                row.addWidget(part)
            row.addStretch(1)
            self.body.addLayout(row)
        self.say(_("A winner is named after six complete pairs at the earliest, and only when it is one."))
        self.kind.chosen.connect(self._offer)
        for choice in (self.product, self.one, self.other):
            choice.chosen.connect(self._may_start)

    def _offer(self, kind: object) -> None:
        """The values that this kind of trial has for its two variants."""
        options, first, second = self._values(str(kind))
        for field, value in ((self.one, first), (self.other, second)):
            field.offer(options)
            field.set_value(value)
        self.length.setVisible(kind != _LENGTH)
        self._may_start()

    def _values(self, kind: str) -> tuple[list[Option], object, object]:
        if kind == _TIMING:
            words = [(each, self._delay(each)) for each in _DELAYS]
            return [Option(each, said) for each, said in words], 2, 5
        if kind == _WORDING:
            return [Option(each, reason_label(each)) for each in _WORDINGS], Reason.STAGE, Reason.ROUND
        return [Option(each, self._minutes(each)) for each in MINUTES], 5, 10

    @staticmethod
    def _minutes(count: int) -> str:
        return n_("{count} minute", "{count} minutes", count).format(count=number(count))

    @staticmethod
    def _delay(count: int) -> str:
        return _("{minutes} min after going on air").format(minutes=number(count))

    def _may_start(self) -> None:
        on_trial = {sku for trial in self._running() for sku in trial.skus}
        names = {trial.name for trial in self._running()}
        name = self.name.text().strip()
        free = self.product.value is not None and self.product.value not in on_trial
        self.start.setEnabled(
            bool(name) and name not in names and free and self.one.value != self.other.value
        )

    def _send(self) -> None:
        sku, marks = self.product.value, self.marks.value
        if not isinstance(sku, str) or not isinstance(marks, int):
            return
        self._store.intend(
            StartTrial(
                who=self._store.who("desk"),
                name=self.name.text().strip(),
                skus=(sku,),
                variants=(self._variant("A", self.one), self._variant("B", self.other)),
                marks=marks,
            )
        )

    def _variant(self, name: str, field: DropDown) -> Variant:
        value, kind = field.value, self.kind.value
        length = self.length.value
        minutes = float(length) if isinstance(length, int) else 5.0
        if kind == _WORDING and isinstance(value, Reason):
            return Variant(name=name, minutes=minutes, reason=value)
        number_ = float(value) if isinstance(value, int) else 0.0
        if kind == _TIMING:
            return Variant(name=name, minutes=minutes, delay_minutes=number_)
        return Variant(name=name, minutes=number_)

    def _show(self) -> None:
        """The trials that run."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, trial in enumerate(self._running()):
            self._add(row, trial)
        self.running.setVisible(bool(self._running()))
        self._may_start()

    def _running(self) -> list[TrialView]:
        return [trial for trial in self._store.trials if trial.ended_at is None]

    def _add(self, row: int, trial: TrialView) -> None:
        words = _("{name}: {verdict}").format(name=plain(trial.name, 40), verdict=trial.verdict)
        self._rows.addWidget(PlainLabel(words, colour=theme.T2).wrap(), row, 0)
        end = Button(_("End it"), height=SMALL)
        end.clicked.connect(lambda: self._end(trial.name))
        self._rows.addWidget(end, row, 1)

    def _end(self, name: str) -> None:
        self._store.intend(EndTrial(who=self._store.who("desk"), name=name))
