"""The page of review: one head with the choice of sections, and the section that is seen.

A section is made when it is first chosen, as pages are. Nothing here knows what a section shows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout
from typing_extensions import override

from app.words import N_, _, p_
from widgets.desk.pages import Page
from widgets.desk.parts import Panel, spread
from widgets.desk.review.section import Section
from widgets.desk.sizes import GUTTER, Mode
from widgets.kit import theme
from widgets.kit.choices import Option, Segmented
from widgets.store import RoomStore

HEAD: Final = 48


@dataclass(frozen=True, slots=True)
class SectionKind:
    """A section that can be chosen: its name marked with N_, and how it is made."""

    key: str
    words: str
    make: Callable[[RoomStore], Section]


def _compare(store: RoomStore) -> Section:
    from widgets.desk.compare.page import ComparePage  # noqa: PLC0415 - imported when first seen

    return ComparePage(store)


def _calibration(store: RoomStore) -> Section:
    from widgets.desk.review.calibration import Calibration  # noqa: PLC0415 - as above

    return Calibration(store)


def _track_record(store: RoomStore) -> Section:
    from widgets.desk.review.track_record import TrackRecord  # noqa: PLC0415 - as above

    return TrackRecord(store)


def _rehearsal(store: RoomStore) -> Section:
    from widgets.desk.review.rehearsal import Rehearsal  # noqa: PLC0415 - as above

    return Rehearsal(store)


KINDS: Final[tuple[SectionKind, ...]] = (
    SectionKind("compare", N_("Real/virtual"), _compare),
    SectionKind("calibration", N_("Calibration"), _calibration),
    SectionKind("record", N_("Track record"), _track_record),
    SectionKind("rehearsal", N_("Rehearsal"), _rehearsal),
)


class ReviewPage(Page):
    """The sections, of which one is seen."""

    sections = tuple(kind.key for kind in KINDS)

    def __init__(self, store: RoomStore) -> None:
        super().__init__()
        self._store = store
        self._mode = Mode.WIDE
        self._private = False
        self._made: dict[str, Section] = {}
        self.choice = Segmented(
            [Option(kind.key, _(kind.words)) for kind in KINDS], name=p_("review", "Section")
        )
        self._tools, self._stack = QStackedWidget(), QStackedWidget()
        self._head = Panel()
        self._head.setFixedHeight(HEAD)
        row = spread(QHBoxLayout(), theme.SPACE_S, theme.SPACE_S, theme.SPACE_M)
        row.addWidget(self.choice)
        row.addWidget(self._tools, 1)
        self._head.rows.addLayout(row)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GUTTER)
        rows.addWidget(self._head)
        rows.addWidget(self._stack, 1)
        self.choice.chosen.connect(self._choose)
        self.show_section(KINDS[0].key)

    @property
    def section(self) -> Section:
        """The section that is seen."""
        return self._made[self.current]

    def open(self, key: str) -> None:
        """Show the section of that key."""
        self.show_section(key)
        self.section.enter()

    @override
    def enter(self) -> None:
        self.section.enter()

    @override
    def tick(self) -> None:
        self.section.tick()

    @override
    def set_mode(self, mode: Mode) -> None:
        self._mode = mode
        for section in self._made.values():
            section.set_mode(mode)

    @override
    def be_private(self, *, private: bool) -> None:
        self._private = private
        for section in self._made.values():
            section.be_private(private=private)

    def _choose(self, key: object) -> None:
        self.open(str(key))
        self.choice.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def show_section(self, key: str) -> None:
        self.current = key
        if key not in self._made:
            self._made[key] = self._make(key)
        self.choice.set_value(key)
        self._tools.setCurrentWidget(self.section.tools)
        self._stack.setCurrentWidget(self.section)

    def _make(self, key: str) -> Section:
        section = next(kind for kind in KINDS if kind.key == key).make(self._store)
        section.set_mode(self._mode)
        section.be_private(private=self._private)
        self._tools.addWidget(section.tools)
        self._stack.addWidget(section)
        return section
