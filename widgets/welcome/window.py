"""The welcome window: what a person sees who has no settings file. It only asks; the desk does the rest."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.words import _, use_language
from widgets.choices import Choices
from widgets.desk.about import AboutSheet
from widgets.desk.parts import Logo, Rule
from widgets.kit import focus, theme
from widgets.kit.buttons import NORMAL, SMALL, Button, Kind
from widgets.kit.choices import Option, Segmented
from widgets.kit.icons import app_icon
from widgets.kit.label import PlainLabel, plain_message, set_plain_tooltip
from widgets.welcome.cards import ConnectCard, DemoCard
from widgets.welcome.sheets import CommandsSheet, ConnectSheet, ExampleSheet

SIZE: Final = QSize(960, 640)
_SIDE: Final = 48
_LANGUAGES: Final = (Option("zh_CN", "简体中文"), Option("zh_TW", "繁體中文"), Option("en", "English"))


class WelcomeWindow(QWidget):
    """The welcome window, made as `WelcomeWindow(choices)`.

    After `connect_chosen` or `file_chosen` the desk closes it, or says with `refuse` why that did not work.

    Signals:
        demo_chosen: Start the demo world and open the desk on it.
        file_chosen: Open the settings file at this path.
        connect_chosen: Save and try this settings file (its text).
        language_chosen: zh_CN, zh_TW or en; already remembered, and spoken by this window.
    """

    demo_chosen = Signal()
    file_chosen = Signal(str)
    connect_chosen = Signal(str)
    language_chosen = Signal(str)

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self._choices = choices
        self._connecting: ConnectSheet | None = None
        self.setWindowTitle("Stockcue")
        self.setWindowIcon(app_icon())
        self.setMinimumSize(SIZE)
        self.resize(SIZE)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._page: QWidget | None = None
        self._build()
        for sequence, act in (("C", self.connect_room), ("Ctrl+O", self.open_file)):
            QShortcut(QKeySequence(sequence), self).activated.connect(act)

    def choose_language(self, code: str) -> None:
        """Speak this language from now on."""
        self._choices.language = code
        use_language(code)
        self._build()
        self.languages.setFocus(Qt.FocusReason.TabFocusReason)
        self.language_chosen.emit(code)

    def connect_room(self) -> None:
        """Ask for a room and its warehouse."""
        sheet = self._connecting = ConnectSheet(self)
        sheet.written.connect(self.connect_chosen)
        sheet.finished.connect(self._connected)
        sheet.open()

    def open_file(self) -> None:
        """Ask for a settings file."""
        dialog = QFileDialog(self, _("Open a settings file"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_("Settings files (*.toml)"), _("All files (*)")])
        dialog.fileSelected.connect(self.file_chosen)
        dialog.open()

    def refuse(self, words: str) -> None:
        """What was chosen did not work: say why, where the person chose it."""
        if self._connecting is not None:
            self._connecting.refuse(words)
        else:
            plain_message(self, _("This did not work"), words, _("Back"))

    def show_example(self) -> None:
        """Ten lines that connect a warehouse."""
        ExampleSheet(self).open()

    def show_commands(self) -> None:
        """What can be typed in a terminal."""
        CommandsSheet(self).open()

    def show_about(self) -> None:
        """Versions and licences."""
        AboutSheet(self).open()

    def _connected(self) -> None:
        self._connecting = None

    def _build(self) -> None:
        """Lay the page out anew, in the language spoken now."""
        if self._page is not None:
            self._rows.removeWidget(self._page)
            self._page.hide()
            self._page.deleteLater()
        self._page = QWidget()
        self._rows.addWidget(self._page)
        rows = QVBoxLayout(self._page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(self._head())
        rows.addSpacing(theme.SPACE_XL)
        rows.addLayout(self._titles())
        rows.addSpacing(theme.SPACE_XL)
        rows.addLayout(self._cards(), 1)
        rows.addSpacing(theme.SPACE_XL)
        rows.addLayout(self._doors())
        rows.addSpacing(theme.SPACE_XL)
        rows.addWidget(Rule())
        rows.addLayout(self._foot())
        self.demo.button.setFocus(Qt.FocusReason.TabFocusReason)

    def _head(self) -> QHBoxLayout:
        self.languages = Segmented(_LANGUAGES, height=SMALL, name=_("Language"))
        self.languages.set_value(self._choices.language or "zh_CN")
        self.languages.chosen.connect(self.choose_language)
        set_plain_tooltip(self.languages, _("繁體中文 is shown in Simplified Chinese until it has its own."))
        row = QHBoxLayout()
        row.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        row.setSpacing(theme.SPACE_M)
        row.addWidget(Logo())
        row.addWidget(PlainLabel("Stockcue", theme.STRONG.size, bold=True))
        row.addStretch(1)
        row.addWidget(self.languages)
        return row

    @staticmethod
    def _titles() -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(_SIDE, 0, _SIDE, 0)
        column.setSpacing(theme.SPACE_XS)
        column.addWidget(PlainLabel(_("Stock control for your live room"), theme.LARGE.size, bold=True))
        words = _(
            "There is no settings file yet. Look at the demo, or connect your own warehouse; you can switch "
            "at any time."
        )
        column.addWidget(PlainLabel(words, colour=theme.T2))
        return column

    def _cards(self) -> QHBoxLayout:
        self.demo, self.own = DemoCard(), ConnectCard()
        self.demo.button.clicked.connect(self.demo_chosen)
        self.own.button.clicked.connect(self.connect_room)
        row = QHBoxLayout()
        row.setContentsMargins(_SIDE, 0, _SIDE, 0)
        row.setSpacing(theme.SPACE_XL)
        row.addWidget(self.demo, 1)
        row.addWidget(self.own, 1)
        return row

    def _doors(self) -> QHBoxLayout:
        self.open_button = _door(_("Open a settings file…"), "file", "Ctrl O")
        self.example = _door(_("A warehouse in ten lines"), "book")
        self.commands = _door(_("The command line"), "term")
        row = QHBoxLayout()
        row.setContentsMargins(_SIDE - theme.SPACE_M, 0, _SIDE, 0)
        row.setSpacing(theme.SPACE_L)
        for button, act in (
            (self.open_button, self.open_file),
            (self.example, self.show_example),
            (self.commands, self.show_commands),
        ):
            button.clicked.connect(act)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _foot(self) -> QHBoxLayout:
        self.about = Button(_("Versions and licences"), kind=Kind.FLAT, height=SMALL)
        self.about.clicked.connect(self.show_about)
        row = QHBoxLayout()
        row.setContentsMargins(_SIDE, theme.SPACE_M, _SIDE - theme.SPACE_S, theme.SPACE_M)
        row.addWidget(PlainLabel(_("Data stays on this computer"), theme.NOTE.size, theme.T3))
        row.addStretch(1)
        row.addWidget(self.about)
        return row

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Enter starts the demo, so the ring is there from the start
        self.demo.button.setFocus(Qt.FocusReason.TabFocusReason)
        focus.ring_of(self.demo.button).go_round(self.demo.button)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.BG1)
        painter.end()


def _door(words: str, icon: str, key: str = "") -> Button:
    return Button(words, icon=icon, key_hint=key, kind=Kind.FLAT, height=NORMAL)
