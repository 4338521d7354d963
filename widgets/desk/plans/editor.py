"""Makes or changes one plan or trigger: products, moment, minutes, place, reason, count-down.

It reads what is typed and sends it; whether it may be is the engine's to say. The sheet stays until the plan
is kept, and says why it is not.
"""

from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.intents import AddPlans, ChangePlan, Draft, Intent, Reason, When, WhenKind
from app.views.plan_times import read_moment
from app.views.plans import PlanView
from app.views.wording import reason_label
from app.words import _, clock_time, n_, p_, plain
from widgets.desk.sheet import Sheet
from widgets.kit import theme
from widgets.kit.buttons import LARGE, Button
from widgets.kit.choices import DropDown, Option
from widgets.kit.fields import TextField
from widgets.kit.label import PlainLabel
from widgets.store import RoomStore

_WIDTH: Final = 560
_NOTE_LENGTH: Final = 200
_MINUTES_PX: Final = 100
_LEVELS: Final = (50, 30, 10)
_COUNTS: Final = (0, 1, 2, 3, 5, 10)
_HOUSE: Final = -1
"""Stands for the house's own count-down; an option must have a value."""
_EVERYWHERE: Final = ""
_TYPED: Final = (WhenKind.AT, WhenKind.AFTER_START, WhenKind.SOLD, WhenKind.STOCK)
_ANNOUNCED: Final = (WhenKind.AT, WhenKind.AFTER_START)


class PlanEditor(Sheet):
    """The sheet. `view` None: a new plan, for `skus`."""

    def __init__(
        self, store: RoomStore, skus: tuple[str, ...], view: PlanView | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, _("New plan") if view is None else _("Change the plan"), _WIDTH)
        self._store, self._view = store, view
        self._waiting = False
        self._known: set[int] = set()
        """Plans that were there when this one was sent."""
        self._make_fields()
        self._lay_out()
        self._make_acts()
        self.skus.setText("; ".join(skus))
        if view is not None:
            self._show(view.draft, view.typed)
        self._kind_chosen()
        self._listen()

    # Fields

    def _make_fields(self) -> None:
        self.skus = TextField(_("Products by SKU, parted by ;"), height=LARGE)
        self.kind = DropDown(
            [Option(kind, words) for kind, words in _kinds()], name=p_("plan", "When"), height=LARGE
        )
        self.moment = TextField("20:15", height=LARGE)
        levels = [Option(level, f"{level} %") for level in _LEVELS]
        self.level = DropDown(levels, name=p_("plan", "Level"), height=LARGE)
        self.minutes = TextField(p_("plan", "Minutes"), height=LARGE, width=_MINUTES_PX)
        self.minutes.setText("5")
        self.announce = DropDown(
            [Option(_HOUSE, p_("plan", "as usual")), *(Option(each, _count_words(each)) for each in _COUNTS)],
            name=_("Count-down"),
            height=LARGE,
        )
        asks = [Option(True, _("Asks first")), Option(False, _("Acts by itself"))]
        self.asks = DropDown(asks, name=_("Asks first"), height=LARGE)
        self.shop = DropDown(self._shops(), name=_("Storefronts"), height=LARGE)
        reasons = [Option(reason, reason_label(reason)) for reason in Reason]
        self.reason = DropDown(reasons, name=_("Reason"), height=LARGE)
        self.note = TextField(_("In your words (optional)"), height=LARGE)
        self.note.setMaxLength(_NOTE_LENGTH)
        self.message = PlainLabel("", colour=theme.YELLOW).wrap()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_M)
        grid.setVerticalSpacing(theme.SPACE_S)
        grid.setColumnStretch(2, 1)
        lines = (
            (p_("plan", "Products"), (self.skus,)),
            (p_("plan", "When"), (self.kind, self.moment)),
            (p_("plan", "Minutes"), (self.minutes,)),
            (_("Count-down"), (self.announce,)),
            (_("Trigger"), (self.asks,)),
            (_("Storefronts"), (self.shop,)),
            (_("Reason"), (self.reason,)),
            (_("Note"), (self.note,)),
        )
        for row, (words, parts) in enumerate(lines):
            grid.addWidget(PlainLabel(words, colour=theme.T2), row, 0)
            grid.addWidget(parts[0], row, 1, 1, 2 if len(parts) == 1 else 1)
            if len(parts) > 1:
                grid.addWidget(parts[1], row, 2)
        grid.addWidget(self.level, 1, 2, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(grid)
        self.body.addWidget(self.message)

    def _make_acts(self) -> None:
        self.keep = Button(_("Keep, not armed") if self._view is None else _("Keep"), height=LARGE)
        self.arm = Button(p_("plan", "Arm"), height=LARGE)
        self.arm.setVisible(self._view is None)
        for button in (self.keep, self.arm):
            self.foot.addWidget(button)
        self.add_close(_("Cancel"))
        self.keep.clicked.connect(lambda: self._send(armed=False))
        self.arm.clicked.connect(lambda: self._send(armed=True))

    def _listen(self) -> None:
        self.kind.chosen.connect(lambda _kind: self._kind_chosen())
        self._store.answered.connect(self._refused)
        self._store.plans_changed.connect(self._kept)

    def begin_at(self, at: datetime) -> None:
        """Say that moment."""
        self.kind.set_value(WhenKind.AT)
        self.moment.setText(clock_time(at, self._store.zone, seconds=False))
        self._kind_chosen()

    def _shops(self) -> list[Option]:
        lines = (line for view in self._store.gauges.values() for line in view.shops)
        names = {line.storefront: plain(line.name, 40) for line in lines}
        everywhere = Option(_EVERYWHERE, _("every storefront that sells it"))
        return [everywhere, *(Option(storefront, name) for storefront, name in names.items())]

    def _show(self, draft: Draft, typed: str) -> None:
        """Begin with what the plan says now."""
        when = draft.when
        self.skus.setText("; ".join(draft.skus))
        self.kind.set_value(when.kind)
        self.moment.setText({WhenKind.AFTER_START: f"{when.minutes:g}"}.get(when.kind, typed))
        if when.kind in (WhenKind.SOLD, WhenKind.STOCK):
            self.moment.setText(str(when.amount))
        self.level.set_value(when.amount)
        self.minutes.setText(f"{draft.minutes:g}")
        self.announce.set_value(_HOUSE if draft.announce_minutes is None else round(draft.announce_minutes))
        self.asks.set_value(draft.asks)
        self.shop.set_value(draft.storefronts[0] if len(draft.storefronts) == 1 else _EVERYWHERE)
        self.reason.set_value(draft.reason)
        self.note.setText(draft.note)

    def _kind_chosen(self) -> None:
        """Only what this kind of moment needs can be set."""
        kind = self._kind
        self.moment.setVisible(kind in _TYPED)
        self.moment.setPlaceholderText(_hint(kind))
        self.moment.setAccessibleName(_hint(kind))
        self.level.setVisible(kind is WhenKind.LEVEL)
        self.announce.setEnabled(kind in _ANNOUNCED)
        self.asks.setEnabled(kind.is_trigger)
        self.minutes.setEnabled(kind is not WhenKind.SURGE)

    @property
    def _kind(self) -> WhenKind:
        kind = self.kind.value
        return kind if isinstance(kind, WhenKind) else WhenKind.AT

    # Sending

    def _send(self, *, armed: bool) -> None:
        try:
            draft = self._draft()
        except ValueError as error:
            self.message.say(str(error))
            return
        if self._view is not None and draft == self._view.draft:
            self.accept()
            return
        self._waiting = True
        self._known = {each.id for each in self._store.plans}
        self.message.say("")
        self._store.intend(self._intent(draft, armed=armed))

    def _intent(self, draft: Draft, *, armed: bool) -> Intent:
        who = self._store.who("desk")
        if self._view is not None:
            return ChangePlan(who=who, plan=self._view.id, draft=draft)
        return AddPlans(who=who, drafts=(draft,), armed=armed)

    def _draft(self) -> Draft:
        """What the fields say. Raises ValueError, in words."""
        skus = tuple(sku.strip() for sku in self.skus.text().split(";") if sku.strip())
        if not skus:
            raise ValueError(_("no product is named"))
        count, reason, shop = self.announce.value, self.reason.value, self.shop.value
        announced = self._kind in _ANNOUNCED and isinstance(count, int) and count != _HOUSE
        return Draft(
            skus=skus,
            when=self._when(),
            minutes=self._figure(self.minutes.text()),
            storefronts=(shop,) if isinstance(shop, str) and shop else (),
            reason=reason if isinstance(reason, Reason) else Reason.STAGE,
            note=self.note.text().strip(),
            announce_minutes=float(count) if announced and isinstance(count, int) else None,
            asks=self.asks.value is not False,
        )

    def _when(self) -> When:
        typed = self.moment.text().strip()
        if self._kind is WhenKind.AT:
            when = read_moment(typed)
            if when.kind is not WhenKind.AT:
                raise ValueError(_("{text!r} is no moment: 20:15").format(text=plain(typed, 40)))
            return self._view_at(when)
        if self._kind is WhenKind.AFTER_START:
            return When(
                kind=WhenKind.AFTER_START, minutes=self._figure(typed.removeprefix("+").removesuffix("m"))
            )
        if self._kind is WhenKind.LEVEL:
            level = self.level.value
            return When(kind=WhenKind.LEVEL, amount=level if isinstance(level, int) else _LEVELS[0])
        if self._kind in (WhenKind.SOLD, WhenKind.STOCK):
            return read_moment(f"{self._kind} {typed}")
        return When(kind=self._kind)

    def _view_at(self, when: When) -> When:
        """A time that was not touched stays the instant it was."""
        view = self._view
        return view.draft.when if view is not None and view.typed == when.clock else when

    @staticmethod
    def _figure(typed: str) -> float:
        try:
            figure = float(typed) if typed.isascii() else -1.0
        except ValueError:
            figure = -1.0
        if not 0 <= figure < 24 * 60:
            raise ValueError(_("{value!r} is no number of minutes").format(value=plain(typed, 40)))
        return figure

    def _kept(self) -> None:
        """Plans are known anew: is it the one that was sent?"""
        view = self._view
        if view is None:
            arrived = any(each.id not in self._known for each in self._store.plans)
        else:
            arrived = any(each.id == view.id and each.draft != view.draft for each in self._store.plans)
        if self._waiting and arrived:
            self.accept()

    def _refused(self, words: tuple[str, ...]) -> None:
        if self._waiting:
            self._waiting = False
            self.message.say(" ".join(words))


def _kinds() -> tuple[tuple[WhenKind, str], ...]:
    return (
        (WhenKind.AT, p_("plan", "at a time")),
        (WhenKind.AFTER_START, p_("plan", "minutes after the start")),
        (WhenKind.LIVE, p_("plan", "when the live phase begins")),
        (WhenKind.SOLD, p_("plan", "when units of the round are sold")),
        (WhenKind.STOCK, p_("plan", "when units are left")),
        (WhenKind.LEVEL, p_("plan", "when the stock falls to a level")),
        (WhenKind.SURGE, p_("plan", "when viewers rise again: next round")),
    )


def _hint(kind: WhenKind) -> str:
    if kind is WhenKind.AT:
        return "20:15"
    if kind is WhenKind.AFTER_START:
        return p_("plan", "Minutes")
    return p_("plan", "Units")


def _count_words(minutes: int) -> str:
    if not minutes:
        return p_("plan", "none")
    return n_("{count} minute before", "{count} minutes before", minutes).format(count=minutes)
