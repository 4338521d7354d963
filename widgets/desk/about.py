"""About this program: its version, and everything of others that it stands on, with versions and licences."""

import sys
from dataclasses import dataclass
from importlib import metadata
from typing import Final

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.words import _, plain
from widgets.desk.parts import Logo
from widgets.desk.sheet import Sheet
from widgets.kit import theme
from widgets.kit.label import PlainLabel

_NAME: Final = "stockcue"
_WIDTH: Final = 640
_HEIGHT: Final = 320
_LICENCE_LENGTH: Final = 60


@dataclass(frozen=True, slots=True)
class Part:
    """A package of others: its name, version and licence as it states it."""

    name: str
    version: str
    licence: str


def parts() -> tuple[Part, ...]:
    """Every installed package that the program needs, and what those need, by name."""
    found: dict[str, Part] = {}
    waiting = [_NAME]
    while waiting:
        for name in _needs(waiting.pop()):
            key = name.lower().replace("_", "-")
            part = None if key in found else _part(name)
            if part is not None:
                found[key] = part
                waiting.append(name)
    return tuple(sorted(found.values(), key=lambda part: part.name.lower()))


def version() -> str:
    """The program's own version; empty where it runs from a folder that was never installed."""
    try:
        return metadata.version(_NAME)
    except metadata.PackageNotFoundError:
        return ""


def _needs(name: str) -> list[str]:
    try:
        lines = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []
    return [_bare(line) for line in lines if "extra ==" not in line]


def _bare(requirement: str) -> str:
    """The package's name at the start of a requirement."""
    end = next(
        (place for place, letter in enumerate(requirement) if not (letter.isalnum() or letter in "-_.")), None
    )
    return requirement[:end]


def _part(name: str) -> Part | None:
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    return Part(told["Name"], told["Version"], plain(_licence(told), _LICENCE_LENGTH))


def _licence(told: metadata.PackageMetadata) -> str:
    """What a package says of its licence: an expression, its classifiers, or a first line."""
    stated = (told.get_all("License-Expression") or [""])[0]
    classifiers = told.get_all("Classifier") or []
    names = [line.rpartition(" :: ")[2] for line in classifiers if line.startswith("License ::")]
    first_line = (told.get_all("License") or [""])[0].strip().split("\n")[0]
    return stated or ", ".join(names) or first_line


class AboutSheet(Sheet):
    """The sheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("About Stockcue"), _WIDTH)
        self.body.addLayout(self._head())
        self.say(
            _(
                "Qt is used under the GNU LGPL version 3. Its libraries lie beside the program and may be "
                "replaced by your own build of them. Everything below belongs to its authors, under the "
                "licence named."
            )
        )
        self.add_scrolled(self._table(), _HEIGHT)
        self.add_close()

    @staticmethod
    def _head() -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_M)
        row.addWidget(Logo())
        row.addWidget(PlainLabel(f"Stockcue {version()}".strip(), bold=True))
        python = ".".join(str(number) for number in sys.version_info[:3])
        row.addWidget(PlainLabel(f"Python {python} · Qt {qVersion()}", theme.NOTE.size, theme.T3))
        row.addStretch(1)
        return row

    @staticmethod
    def _table() -> QWidget:
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, theme.SPACE_M, 0)
        grid.setHorizontalSpacing(theme.SPACE_L)
        grid.setVerticalSpacing(theme.SPACE_XS)
        listed = parts()
        for row, part in enumerate(listed):
            grid.addWidget(PlainLabel(part.name, theme.NOTE.size), row, 0)
            grid.addWidget(PlainLabel(part.version, theme.NOTE.size, theme.T2), row, 1)
            grid.addWidget(
                PlainLabel(part.licence or _("see its files"), theme.NOTE.size, theme.T3, elide=True), row, 2
            )
        grid.setColumnStretch(2, 1)
        grid.setRowStretch(len(listed), 1)
        return inner
