"""The tools above the wall: search, filters with counts, the age of the order, sorting, density.

Emits what the person picked; the panel carries it out.
"""

from datetime import datetime, tzinfo
from enum import IntEnum
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from app.words import _, clock_time, n_, number, p_
from widgets.kit import theme
from widgets.kit.buttons import SMALL, Button
from widgets.kit.choices import DropDown, Option, Segmented
from widgets.kit.fields import TextField
from widgets.kit.label import PlainLabel, set_plain_tooltip
from widgets.wall.arrangement import Filter, Order
from widgets.wall.geometry import ROOMY_FROM, Density

HEIGHT: Final = 32
NARROW_HEIGHT: Final = 24
NARROW_BELOW: Final = 1100
"""Width of a window below which the wall is a list and its tools shrink."""
_SEARCH_WIDTH: Final = {0: 140, 1: 120, 2: 160}


def filter_names() -> dict[Filter, str]:
    """The filters that have a button, and their words."""
    return {
        Filter.ALL: p_("filter", "All"),
        Filter.TO_DO: p_("filter", "To do"),
        Filter.OFF_SALE: p_("filter", "Off sale"),
        Filter.DATA: p_("filter", "Data"),
    }


class Room(IntEnum):
    """How much room the tools have."""

    NARROW = 0
    TIGHT = 1
    ROOMY = 2


def room_for(window_width: int) -> Room:
    """The room in a window that wide."""
    if window_width < NARROW_BELOW:
        return Room.NARROW
    return Room.ROOMY if window_width >= ROOMY_FROM else Room.TIGHT


class WallToolbar(QWidget):
    """One row of tools.

    Signals:
        searched: The text typed into the search field.
        filtered: A Filter picked.
        ordered: An Order picked; also sorts.
        resort_wanted: Re-sort pressed.
        density_picked: A Density picked.
        left_search: Enter or Esc in the search field: the keyboard goes back to the wall.
    """

    searched = Signal(str)
    filtered = Signal(object)
    ordered = Signal(object)
    resort_wanted = Signal()
    density_picked = Signal(object)
    left_search = Signal()

    def __init__(self, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._room = Room.ROOMY
        self._sorted_at: datetime | None = None
        self._changed = 0
        self._make_search()
        self._make_filters()
        self._make_orders()
        self._lay_out()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.give_room(Room.ROOMY)

    def _make_search(self) -> None:
        self._search = TextField(
            p_("search", "Filter"), icon="find", key_hint="/", height=SMALL, width=160, parent=self
        )
        self._search.textChanged.connect(self.searched)
        self._search.returnPressed.connect(self.left_search)
        self._search.left.connect(self.left_search)
        self._search.unfocused.connect(self._fold_search)
        self._open_search = Button(icon="find", height=SMALL, parent=self)
        self._open_search.setAccessibleName(p_("search", "Filter"))
        set_plain_tooltip(self._open_search, _("Filter by title or SKU (/)"))
        self._open_search.clicked.connect(self.search)

    def _make_filters(self) -> None:
        self._group = QButtonGroup(self)
        self._filters: dict[Filter, Button] = {}
        for which, words in filter_names().items():
            button = Button(words, height=SMALL, parent=self)
            button.setCheckable(True)
            button.clicked.connect(lambda _on, which=which: self.filtered.emit(which))
            self._group.addButton(button)
            self._filters[which] = button
        self._filters[Filter.ALL].setChecked(True)

    def _make_orders(self) -> None:
        options = (Option(Order.URGENCY, p_("wall", "Urgency")), Option(Order.LINE_UP, p_("wall", "Line-up")))
        self._note = PlainLabel(size=theme.NOTE.size, colour=theme.T3, parent=self)
        self._resort = Button(_("Re-sort"), key_hint="R", height=SMALL, parent=self)
        self._resort.clicked.connect(self.resort_wanted)
        self._order = Segmented(options, height=SMALL, name=p_("wall", "Order"), parent=self)
        self._order_list = DropDown(
            options, height=SMALL, name=p_("wall", "Order"), as_button=True, parent=self
        )
        for control in (self._order, self._order_list):
            control.set_value(Order.URGENCY)
            control.chosen.connect(self.ordered)
        self._density = Segmented(
            (
                Option(Density.TILES, p_("wall", "Tiles"), "tiles"),
                Option(Density.LIST, p_("wall", "List"), "list"),
            ),
            height=SMALL,
            name=p_("wall", "Density"),
            parent=self,
        )
        self._density.set_value(Density.TILES)
        self._density.chosen.connect(self.density_picked)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self._open_search)
        row.addWidget(self._search)
        for button in self._filters.values():
            row.addWidget(button)
        row.addStretch(1)
        for tool in (self._note, self._resort, self._order, self._order_list, self._density):
            row.addWidget(tool)

    @property
    def room(self) -> Room:
        """How much room it was given."""
        return self._room

    def give_room(self, room: Room) -> None:
        """Show what fits: short notes in less room, a drop-down and a folded search field in the least."""
        self._room = room
        narrow = room is Room.NARROW
        self.setFixedHeight(NARROW_HEIGHT if narrow else HEIGHT)
        self._search.set_width(_SEARCH_WIDTH[room])
        self._order.setVisible(not narrow)
        self._order_list.setVisible(narrow)
        self._fold_search()
        self._say()

    def search(self) -> None:
        """Put the keyboard into the search field."""
        self._search.setVisible(True)
        self._open_search.setVisible(False)
        self._search.setFocus()
        self._search.selectAll()

    def _fold_search(self) -> None:
        """In little room the field is there only while it holds a text."""
        folded = self._room is Room.NARROW and not self._search.text()
        self._search.setVisible(not folded)
        self._open_search.setVisible(folded)

    def set_counts(self, counts: dict[Filter, int]) -> None:
        """Show how many products each filter has."""
        for which, button in self._filters.items():
            button.say(note=number(counts.get(which, 0)))

    def set_filter(self, which: Filter) -> None:
        """Show which filter is on; none of them for one that has no button."""
        if which in self._filters:
            self._filters[which].setChecked(True)

    def set_order(self, order: Order, sorted_at: datetime, changed: int) -> None:
        """Show how and when it was sorted, and how many would stand elsewhere by now."""
        self._order.set_value(order)
        self._order_list.set_value(order)
        if (sorted_at, changed) != (self._sorted_at, self._changed):
            self._sorted_at, self._changed = sorted_at, changed
            self._say()

    def set_density(self, density: Density) -> None:
        """Show which density is on."""
        self._density.set_value(density)

    def _say(self) -> None:
        changed = n_("{count} changed", "{count} changed", self._changed).format(count=number(self._changed))
        if self._room is not Room.ROOMY:
            self._note.say(changed if self._changed else "")
        elif self._sorted_at is not None:
            time = clock_time(self._sorted_at, self._zone)
            words = _("Order of {time}, {changed}") if self._changed else _("Order of {time}")
            self._note.say(words.format(time=time, changed=changed))
