"""What the desk's keys, buttons and menu do: opens sheets, sends intents, asks for other windows.

It knows the regions and joins them; it lays nothing out.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.intents import FreezeAutomation, NextRound, RefreshSource, SayOnAir
from app.views.room import AlertView, Guidance
from app.words import _
from widgets.choices import Choices
from widgets.desk import regions
from widgets.desk.about import AboutSheet
from widgets.desk.alert_sheet import AlertSheet
from widgets.desk.broadcast_bar import BroadcastBar
from widgets.desk.columns import LeftColumn, RightColumn
from widgets.desk.desk_menu import Item, open_menu
from widgets.desk.guardian_sheets import UnguardedSheet
from widgets.desk.keys import Deed, DeskKeys
from widgets.desk.keys_page import KeysPage
from widgets.desk.lamp import is_normal
from widgets.desk.pages import DESK, Pages
from widgets.desk.phone_sheet import PhoneSheet
from widgets.desk.plans.editor import PlanEditor
from widgets.desk.plans.list_sheet import PlansSheet
from widgets.desk.product.calls import CallsSheet
from widgets.desk.product.rounds import RoundSheet
from widgets.desk.ready_dialog import ReadyDialog
from widgets.desk.small_sheets import CallSheet, EndSheet, ReleaseSheet, StopAllSheet
from widgets.desk.source_row import SourceRow
from widgets.kit import theme
from widgets.store import RoomStore

if TYPE_CHECKING:
    from widgets.desk.product.page import ProductPage

_PRIVACY_KEY: Final = "privacy"
_MOTION_KEY: Final = "less_motion"


class Deeds(QObject):
    """The deeds of one desk window.

    Signals:
        overlay_wished, panel_wished, strip_wished: That window is asked for.
        language_picked: zh_CN or en; already remembered.
        privacy_set: Whether margins are hidden now.
    """

    overlay_wished = Signal()
    panel_wished = Signal()
    strip_wished = Signal()
    language_picked = Signal(str)
    privacy_set = Signal(bool)

    def __init__(  # noqa: PLR0913, PLR0917 - it joins all regions
        self,
        window: QWidget,
        store: RoomStore,
        choices: Choices,
        bar: BroadcastBar,
        sources: SourceRow,
        left: LeftColumn,
        right: RightColumn,
        pages: Pages,
    ) -> None:
        super().__init__(window)
        self._window, self._store, self._choices = window, store, choices
        self._bar, self._sources, self._left, self._right = bar, sources, left, right
        self._pages = pages
        self._product: ProductPage | None = None
        self._wished = ""
        """The product whose page is asked for."""
        self.private = choices.flag(_PRIVACY_KEY, default=False)
        theme.reduce_motion(choices.flag(_MOTION_KEY, default=False))
        pages.be_private(private=self.private)
        self._connect()
        self._bind_keys()

    def _connect(self) -> None:
        bar, left, alerts = self._bar, self._left, self._right.alerts
        bar.overlay_wished.connect(self.overlay_wished)
        bar.panel_wished.connect(self.panel_wished)
        bar.menu_wished.connect(self.open_menu)
        bar.end_wished.connect(self.ask_end)
        left.selection.clear_wished.connect(left.wall.clear_selection)
        left.selection.release_wished.connect(self.ask_release)
        left.wall.activated.connect(self.open_product)
        alerts.handle_wished.connect(self.handle)
        alerts.opened.connect(self.open_alert)
        self._right.traffic.plan.edit_wished.connect(self.edit_plan)
        self._right.traffic.plan.prepare_wished.connect(self.prepare_plan)
        self._pages.turned.connect(self._turned)
        self._pages.bar.menu_wished.connect(self.open_menu)

    def _bind_keys(self) -> None:
        self._keys = keys = DeskKeys(self._window, self._pages.desk)
        left, selection = self._left, self._left.selection
        wall, alerts = left.wall, self._right.alerts
        deeds: dict[Deed, Callable[[], object]] = {
            Deed.MARK: selection.mark,
            Deed.RESTORE: selection.restore,
            Deed.FEWER_MINUTES: lambda: selection.step_minutes(-1),
            Deed.MORE_MINUTES: lambda: selection.step_minutes(1),
            Deed.UNDO: selection.undo.undo,
            Deed.RELEASE: selection.release,
            Deed.STOP_ALL: self.ask_stop_all,
            Deed.BY_HAND: left.tasks.focus_first,
            Deed.NEXT_ROUND: lambda: self.next_round(self._meant()),
            Deed.TEXTS: left.texts.show_all,
            Deed.PROMPT: left.prompts.focus_first,
            Deed.PROMPT_DO: left.prompts.do_first,
            Deed.PLANS: self.show_plans,
            Deed.CALL: lambda: self.ask_call(self._meant()),
            Deed.ON_AIR: lambda: wall.say_on_air(left.current),
            Deed.NEXT: lambda: wall.say_next(left.current),
            Deed.ACKNOWLEDGE: lambda: self._with_top_alert(alerts.acknowledge),
            Deed.SHELVE: lambda: self._with_top_alert(alerts.shelve),
            Deed.FILTER: wall.search,
            Deed.SORT: wall.resort,
            Deed.DENSITY: wall.toggle_density,
            Deed.HELP: self.show_keys,
            Deed.OVERLAY: self.overlay_wished.emit,
            Deed.PANEL: self.panel_wished.emit,
            Deed.STRIP: self.strip_wished.emit,
            Deed.REFRESH: self.refresh,
            Deed.NEXT_REGION: lambda: regions.step(self.regions(), 1),
            Deed.LAST_REGION: lambda: regions.step(self.regions(), -1),
            Deed.HANDS_OFF: self.toggle_hands_off,
            Deed.PRIVACY: self.toggle_privacy,
            Deed.MENU: self._open_menu_here,
        }
        keys.bind(deeds)
        keys.bind_cues(self._right.cues.act, self._right.cues.snooze)
        keys.bind_pages(self._pages.open_digit)
        keys.bind_long(Qt.Key.Key_X, lambda: selection.acts.stop)

    def open_product(self, sku: str) -> None:
        """Show the page of this product."""
        if self._product is not None and self._pages.page is self._product:
            self._product.open(sku)
            return
        self._wished = sku
        self._pages.open("product")

    def picked_product(self) -> str:
        """Which product a person means who turns to its page: the one asked for, selected, or on air."""
        wished, self._wished = self._wished, ""
        selected = self._left.wall.selected
        on_air = self._store.broadcast.on_air if self._store.broadcast else None
        alone = selected[0] if len(selected) == 1 else ""
        return wished or alone or on_air or self._left.current or next(iter(self._store.order), "")

    def join_product(self, page: "ProductPage") -> None:
        """Let the page's keys and buttons do what those of the desk do."""
        selection = self._left.selection
        self._product = page
        page.closed.connect(partial(self._pages.open, DESK))
        page.call_wished.connect(self.ask_call)
        page.replenishment_wished.connect(partial(self._pages.open, "replenishment"))
        self._keys.bind_also(
            page,
            {
                Deed.MARK: selection.mark,
                Deed.RESTORE: selection.restore,
                Deed.FEWER_MINUTES: lambda: selection.step_minutes(-1),
                Deed.MORE_MINUTES: lambda: selection.step_minutes(1),
                Deed.UNDO: page.head.undo.undo,
                Deed.RELEASE: selection.release,
                Deed.STOP_ALL: self.ask_stop_all,
                Deed.NEXT_ROUND: lambda: self.next_round(page.sku),
                Deed.CALL: lambda: self.ask_call(page.sku),
                Deed.ON_AIR: page.say_on_air,
                Deed.NEXT: page.say_next,
                Deed.PLANS: self.show_plans,
            },
        )
        self._keys.bind_long_on(page, Qt.Key.Key_X, lambda: page.head.stop)

    def regions(self) -> list[QWidget]:
        """What F6 steps through, clockwise from the wall; on a page its bar and the page."""
        if self._pages.page is not None:
            return [self._pages.page, self._pages.bar]
        left, right = self._left, self._right
        return [
            left.wall,
            left.selection,
            self._bar,
            self._sources,
            right.traffic,
            right.cues,
            right.alerts,
            left.tasks,
            left.prompts,
        ]

    def _meant(self) -> str:
        """The one product the selection bar shows, else the one the keyboard is on."""
        selected = self._left.wall.selected
        if self._product is not None and self._pages.page is self._product:
            return self._product.sku
        return selected[0] if len(selected) == 1 else self._left.current

    def refresh(self) -> None:
        """Read the focused source now; where no lamp has the keyboard, those that something is wrong with."""
        if self._sources.lamps.refresh_focused() or self._bar.lamps.refresh_focused():
            return
        for view in self._store.sources:
            if not is_normal(view):
                self._store.intend(RefreshSource(who=self._store.who("desk"), source=view.id))

    def toggle_hands_off(self) -> None:
        """Nothing automatic but restores, or everything again."""
        frozen = self._store.broadcast is not None and self._store.broadcast.hands_off
        self._store.intend(FreezeAutomation(who=self._store.who("desk"), frozen=not frozen))

    def toggle_privacy(self) -> None:
        """Hide or show what only the house may see."""
        self.private = not self.private
        self._choices.keep(_PRIVACY_KEY, self.private)
        self._pages.be_private(private=self.private)
        self.privacy_set.emit(self.private)

    def toggle_motion(self) -> None:
        """Flash changed figures, or not."""
        theme.reduce_motion(not theme.motion_reduced())
        self._choices.keep(_MOTION_KEY, theme.motion_reduced())

    def pick_language(self, code: str) -> None:
        """Remember the language and ask for windows that speak it."""
        self._choices.language = code
        self._left.notices.answer((_("The language changes with the next start."),))
        self.language_picked.emit(code)

    def show_keys(self) -> None:
        """The page of keys."""
        KeysPage(self._window).show()

    def show_about(self) -> None:
        """Versions and licences."""
        AboutSheet(self._window).show()

    def show_ready(self) -> None:
        """The ready-for-air check."""
        ReadyDialog(self._store, self._left.current or None, self._window).show()

    def show_plans(self) -> None:
        """Every plan and trigger, and what can be done to them."""
        sheet = PlansSheet(self._store, self._meant_several(), self._window)
        sheet.show()

    def edit_plan(self, plan: int) -> None:
        """Change this plan."""
        view = next((view for view in self._store.plans if view.id == plan), None)
        if view is not None:
            PlanEditor(self._store, view.draft.skus, view, self._window).show()

    def prepare_plan(self, at: datetime) -> None:
        """Make a plan for that instant."""
        editor = PlanEditor(self._store, self._meant_several(), None, self._window)
        editor.begin_at(at)
        editor.show()

    def _meant_several(self) -> tuple[str, ...]:
        """The products that are selected, else the one the person is at."""
        if self._product is not None and self._pages.page is self._product:
            return (self._product.sku,)
        current = (self._left.current,) if self._left.current else ()
        return tuple(self._left.wall.selected) or current

    def show_calls(self) -> None:
        """Every call for stock and how far it is."""
        CallsSheet(self._store, self._window).show()

    def next_round(self, sku: str) -> None:
        """Sell the next round of this product; a first one asks how many units."""
        view = self._store.gauges.get(sku)
        if view is None:
            return
        if view.selling_round is None:
            RoundSheet(self._store, view, self._window).open()
        else:
            self._store.intend(NextRound(who=self._store.who("desk"), sku=sku))

    def ask_call(self, sku: str) -> None:
        """Ask how many units of this product to call for."""
        view = self._store.gauges.get(sku)
        if view is not None:
            CallSheet(self._store, view, self._window).show()

    def ask_release(self, skus: tuple[str, ...]) -> None:
        """Ask why a stop ends."""
        ReleaseSheet(self._store, skus, self._window).show()

    def ask_stop_all(self) -> None:
        """Ask for the long press that takes everything off sale."""
        StopAllSheet(self._store, "desk", self._window).show()

    def show_phone(self) -> None:
        """Pair the host's phone, or shut phones out."""
        PhoneSheet(self._store, self._window).show()

    def ask_end(self) -> None:
        """Ask for the long press that ends the broadcast."""
        EndSheet(self._store, self._window).show()

    def handle(self, alert: AlertView) -> None:
        """See to an alert: at its product, with the reason to go on in spite of it, else in full."""
        if alert.button is Guidance.ALLOW:
            UnguardedSheet(self._store, alert, self._window).show()
        elif alert.sku in self._store.gauges:
            self.open_product(alert.sku)
        else:
            self.open_alert(alert)

    def open_alert(self, alert: AlertView) -> None:
        """Read all of an alert."""
        sheet = AlertSheet(self._store, alert, self._window)
        sheet.product_wished.connect(self.open_product)
        sheet.show()

    def _open_menu_here(self) -> None:
        on_page = self._pages.page is not None
        self.open_menu(self._pages.bar.gear if on_page else self._bar.visible_gear())

    def open_menu(self, below: QWidget) -> None:
        """The menu behind the gear."""
        open_menu(below, self._menu(), self.pick_language)

    def _page_items(self) -> list[Item]:
        return [
            Item(_(kind.words), partial(self._pages.open, kind.key), f"Ctrl {kind.digit}")
            for kind in self._pages.kinds
        ]

    def _menu(self) -> list[list[Item]]:
        broadcast = self._store.broadcast
        on_air = broadcast is not None and broadcast.number is not None
        frozen = broadcast is not None and broadcast.hands_off
        start = Item(_("Start broadcast"), self._bar.start_broadcast)
        return [
            self._page_items(),
            [
                Item(_("Overlay"), self.overlay_wished.emit, "F2"),
                Item(_("Operator panel"), self.panel_wished.emit, "F3"),
                Item(_("Narrow strip"), self.strip_wished.emit, "F4"),
            ],
            [
                Item(_("Ready for air?"), self.show_ready),
                Item(_("Calls for stock"), self.show_calls),
                Item(_("Texts to say"), self._left.texts.show_all, "T"),
                Item(_("Plans and triggers"), self.show_plans, "P"),
                Item(_("End broadcast…"), self.ask_end) if on_air else start,
                Item(_("Nothing is on air"), self._nothing_on_air),
            ],
            [
                Item(_("Host's phone…"), self.show_phone),
                Item(_("Stop everything…"), self.ask_stop_all, "Ctrl X"),
                Item(_("Hands off, only restores go on"), self.toggle_hands_off, "F8", checked=frozen),
                Item(_("Privacy: hide margins"), self.toggle_privacy, "F9", checked=self.private),
                Item(_("Less motion"), self.toggle_motion, checked=theme.motion_reduced()),
            ],
            [Item(_("Keys"), self.show_keys, "F1"), Item(_("About Stockcue"), self.show_about)],
        ]

    def _turned(self, page: str) -> None:
        """Back on the desk, the keyboard goes where it most often is, and acts are on the selection."""
        if page == DESK:
            self._left.select_again()
            self._left.wall.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _nothing_on_air(self) -> None:
        self._store.intend(SayOnAir(who=self._store.who("desk"), sku=None))

    def _with_top_alert(self, act: Callable[[AlertView], object]) -> None:
        top = self._right.alerts.top()
        if top is not None:
            act(top)
