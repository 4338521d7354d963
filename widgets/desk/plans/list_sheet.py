"""Every plan and trigger of the room: how each stands, and what can be done to it; templates and tables."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from app.intents import (
    AnswerPlan,
    ArmPlans,
    CallOff,
    ExportPlans,
    ImportPlans,
    Intent,
    RemovePlans,
    SaveTemplate,
    UseTemplate,
)
from app.views.plans import PlanState, PlanView
from app.words import _, number, p_, plain
from widgets.desk.plans.editor import PlanEditor
from widgets.desk.product.tables import Table
from widgets.desk.sheet import Sheet
from widgets.kit import theme
from widgets.kit.buttons import LARGE, SMALL, Button, Kind
from widgets.kit.choices import DropDown, Option
from widgets.kit.fields import TextField
from widgets.kit.label import PlainLabel, set_plain_tooltip
from widgets.store import RoomStore

_WIDTH: Final = 900
_HEIGHT: Final = 300
_NAME_LENGTH: Final = 60
_NONE: Final = ""
_SETTLE_MS: Final = 600
_OVER: Final = (PlanState.DONE, PlanState.MISSED, PlanState.FAILED)


class PlanTable(Table):
    """The plans, one a row. Rows that have just moved under the pointer take no press for a moment."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(_("Prepared"), parent)
        self._store = store
        self._shown: tuple[PlanView, ...] | None = None
        self._pressable: dict[tuple[int, int], Button] = {}
        """Buttons by plan and place, so that the keyboard stays where it was."""
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLE_MS)
        self._settling.timeout.connect(lambda: self.setEnabled(True))
        store.plans_changed.connect(self.show_plans)
        self.show_plans()

    def show_plans(self) -> None:
        """Show what there is."""
        plans = self._store.plans
        if plans == self._shown:
            return
        moved = self._shown is not None and [view.id for view in plans] != [view.id for view in self._shown]
        at = next((place for place, button in self._pressable.items() if button.hasFocus()), None)
        self._shown = plans
        self._pressable.clear()
        self.empty()
        for row, view in enumerate(plans):
            self._add(row, view)
        self.grid.setColumnStretch(1, 1)
        self.grid.setColumnStretch(4, 1)
        self.head.note.say("" if plans else _("none"))
        self.fit(len(plans))
        if at in self._pressable:
            self._pressable[at].setFocus(Qt.FocusReason.OtherFocusReason)
        if moved and self.underMouse():
            self.setEnabled(False)
            self._settling.start()

    def _add(self, row: int, view: PlanView) -> None:
        over = view.state in _OVER
        minutes = _("{minutes} min").format(minutes=f"{view.draft.minutes:g}")
        told = PlainLabel(plain(view.told), theme.NOTE.size, theme.T3, elide=True)
        set_plain_tooltip(told, view.told)
        self.grid.addWidget(PlainLabel(number(view.id), theme.NOTE.size, theme.T3), row, 0)
        self.grid.addWidget(PlainLabel(plain(view.products), bold=not over, elide=True), row, 1)
        self.grid.addWidget(PlainLabel(plain(view.moment), colour=theme.T2), row, 2)
        self.grid.addWidget(PlainLabel(minutes, colour=theme.T2), row, 3)
        self.grid.addWidget(told, row, 4)
        for place, button in enumerate(self._buttons(view)):
            self._pressable[view.id, place] = button
            self.grid.addWidget(button, row, 5 + place)

    def _buttons(self, view: PlanView) -> list[Button]:
        who, one = self._store.who("desk"), (view.id,)
        remove = self._button(p_("plan", "Remove"), RemovePlans(who=who, plans=one))
        if view.state is PlanState.ASKING:
            return [
                self._button(p_("plan", "Do it"), AnswerPlan(who=who, plan=view.id, do=True), marks=True),
                self._button(p_("prompt", "Leave it"), AnswerPlan(who=who, plan=view.id, do=False)),
            ]
        if view.counting:
            return [self._button(p_("prompt", "Call off"), CallOff(who=who, plan=view.id)), remove]
        if view.state not in (PlanState.ARMED, PlanState.DISARMED):
            return [remove]
        armed = view.state is PlanState.ARMED
        words = p_("plan", "Disarm") if armed else p_("plan", "Arm")
        change = Button(p_("plan", "Change"), height=SMALL)
        change.clicked.connect(partial(self._change, view))
        return [self._button(words, ArmPlans(who=who, plans=one, armed=not armed)), change, remove]

    def _button(self, words: str, intent: Intent, *, marks: bool = False) -> Button:
        button = Button(words, height=SMALL, kind=Kind.MAIN if marks else Kind.NORMAL, marks=marks)
        button.clicked.connect(partial(self._intend, intent))
        return button

    def _intend(self, intent: Intent, *_pressed: bool) -> None:
        self._store.intend(intent)

    def _change(self, view: PlanView, *_pressed: bool) -> None:
        PlanEditor(self._store, view.draft.skus, view, self.window()).show()


class PlansSheet(Sheet):
    """The sheet; new plans begin with `skus`."""

    def __init__(self, store: RoomStore, skus: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Plans and triggers"), _WIDTH)
        self._store, self._skus = store, skus
        self.table = PlanTable(store)
        self.add_scrolled(self.table, _HEIGHT)
        self.message = PlainLabel("", colour=theme.YELLOW).wrap()
        self.body.addWidget(self.message)
        self.body.addLayout(self._templates())
        self._make_acts()
        store.answered.connect(lambda words: self.message.say(" ".join(words)))
        store.plans_changed.connect(self._offer_templates)
        self._offer_templates()

    def _templates(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        self.template = DropDown([], label=_("Template"))
        self.use = Button(p_("plan", "Use"))
        self.name = TextField(_("Name of a template"))
        self.name.setMaxLength(_NAME_LENGTH)
        self.save = Button(p_("plan", "Save as template"))
        self.bring = Button(p_("plan", "Import…"))
        self.write = Button(p_("plan", "Export…"))
        for part in (self.template, self.use, self.name, self.save, self.bring, self.write):
            row.addWidget(part)
        self.use.clicked.connect(self._use)
        self.save.clicked.connect(self._save)
        self.bring.clicked.connect(self._ask_import)
        self.write.clicked.connect(self._ask_export)
        self.name.textChanged.connect(self._offer_templates)
        return row

    def _make_acts(self) -> None:
        self.new = Button(_("New plan…"), kind=Kind.WHITE, height=LARGE)
        self.new.clicked.connect(lambda: PlanEditor(self._store, self._skus, None, self).show())
        self.foot.insertWidget(0, self.new)
        self.add_close()

    def _offer_templates(self) -> None:
        names = self._store.plan_templates
        self.template.offer([Option(name, plain(name)) for name in names] or [Option(_NONE, _("none"))])
        self.use.setEnabled(bool(names))
        self.save.setEnabled(bool(self.name.text().strip()) and bool(self._pending()))
        self.write.setEnabled(bool(self._pending()))

    def _pending(self) -> tuple[int, ...]:
        return tuple(view.id for view in self._store.plans if view.state not in _OVER)

    def _use(self) -> None:
        name = self.template.value
        if isinstance(name, str) and name:
            self._say(UseTemplate(who=self._store.who("desk"), name=name))

    def _save(self) -> None:
        who, name = self._store.who("desk"), self.name.text().strip()
        self._say(SaveTemplate(who=who, name=name, plans=self._pending()))
        self.name.clear()

    def _say(self, intent: Intent) -> None:
        self.message.say("")
        self._store.intend(intent)

    def _ask_import(self) -> None:
        dialog = self._dialog(_("Import plans"), QFileDialog.AcceptMode.AcceptOpen, "CSV (*.csv)")
        dialog.fileSelected.connect(self.import_file)
        dialog.open()

    def _ask_export(self) -> None:
        dialog = self._dialog(
            _("Export plans"), QFileDialog.AcceptMode.AcceptSave, "CSV (*.csv);;XLSX (*.xlsx)"
        )
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self.export_file)
        dialog.open()

    def _dialog(self, title: str, mode: QFileDialog.AcceptMode, kinds: str) -> QFileDialog:
        dialog = QFileDialog(self, title, "", kinds)
        dialog.setAcceptMode(mode)
        return dialog

    def import_file(self, file: str) -> None:
        """Make plans of that table; they are armed one by one, once they have been looked at."""
        self._say(ImportPlans(who=self._store.who("desk"), file=file))

    def export_file(self, file: str) -> None:
        """Write what is prepared to that file."""
        self._say(ExportPlans(who=self._store.who("desk"), file=file))
