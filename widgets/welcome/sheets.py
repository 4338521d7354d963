"""The small windows of the welcome page: connect a room, ten lines that do the same, the command line."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QWidget

from app.words import _
from widgets.desk.sheet import Sheet
from widgets.kit import theme
from widgets.kit.buttons import LARGE, Button, Kind
from widgets.kit.fields import TextField
from widgets.kit.label import PlainLabel
from widgets.welcome.connection import Connection, problems, settings_text

_WIDE: Final = 720
_CONNECT: Final = 600
_LINE: Final = 20

TEN_LINES: Final = """\
[room]
name = "Evening show"
[[warehouses]]
id = "main"
kind = "rest"
request.url = "https://wms.example/stock"
request.headers = { Authorization = "Bearer ${secret:warehouse_token}" }
request.query = { page = "${page}", size = "${size}" }
pages = { style = "page", size = 100, total = "meta.total" }
rows = { items = "data.items[]", sku = "sku", available = "sellable" }
"""


class ConnectSheet(Sheet):
    """Asks for the room and its warehouse, field by field, and says what is missing.

    It stays open until the desk has tried the file: then `accept` it, or `refuse` it with words.

    Signals:
        written: The settings file as text.
    """

    written = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Connect my room"), _CONNECT)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.SPACE_M)
        self._grid.setVerticalSpacing(theme.SPACE_XS)
        self._grid.setColumnStretch(1, 1)
        self.fields: dict[str, TextField] = {}
        self._wrong: dict[str, PlainLabel] = {}
        self._make_fields()
        self.body.addLayout(self._grid)
        self.hint = self.say("")
        self.hint.setMinimumHeight(2 * _LINE)
        self.go = Button(_("Connect once and look"), kind=Kind.WHITE, height=LARGE)
        self.go.clicked.connect(self.send)
        self.foot.addWidget(self.go)
        self.add_close(_("Cancel"))
        self._say_hint()
        self.fields["room"].setFocus()

    def _make_fields(self) -> None:
        for field, name, example, value in (
            ("room", _("Room"), _("e.g. Evening show"), ""),
            ("url", _("Address of the stock list"), "https://…", ""),
            ("header", _("Header (if it asks for one)"), "Authorization", ""),
            ("prefix", _("Before the secret"), "Bearer", ""),
            ("secret", _("Name of the secret"), "warehouse_token", ""),
            ("items", _("Rows in the answer"), "data.items[]", "data.items[]"),
            ("sku", _("SKU in a row"), "sku", "sku"),
            ("available", _("Available in a row"), "available", "available"),
        ):
            self._add(field, name, example, value)

    def _add(self, field: str, name: str, example: str, value: str) -> None:
        row = 2 * len(self.fields)
        label = PlainLabel(name, colour=theme.T2)
        typed = self.fields[field] = TextField(example, height=LARGE)
        typed.setAccessibleName(name)
        typed.setText(value)
        typed.textChanged.connect(self._say_hint)
        typed.returnPressed.connect(self.send)
        wrong = self._wrong[field] = PlainLabel("", theme.NOTE.size, theme.YELLOW).wrap()
        wrong.setVisible(False)
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(typed, row, 1)
        self._grid.addWidget(wrong, row + 1, 1)

    @property
    def connection(self) -> Connection:
        """What is typed now."""
        typed = {field: each.text().strip() for field, each in self.fields.items()}
        return Connection(
            room=typed["room"],
            url=typed["url"],
            header=typed["header"],
            prefix=typed["prefix"],
            secret=typed["secret"],
            items=typed["items"],
            sku=typed["sku"],
            available=typed["available"],
        )

    @property
    def complaints(self) -> tuple[str, ...]:
        """What stands below the fields, top to bottom."""
        return tuple(label.words for label in self._wrong.values() if label.words)

    def send(self) -> None:
        """Hand the file over, or say what keeps it from being written."""
        found = problems(self.connection)
        first = {problem.field: problem.words for problem in reversed(found)}
        for field, label in self._wrong.items():
            label.say(first.get(field, ""))
            label.setVisible(field in first)
        if found:
            self.fields[found[0].field].setFocus(Qt.FocusReason.TabFocusReason)
            return
        self.go.setEnabled(False)
        self.hint.paint_in(theme.T2)
        self.hint.say(_("Trying…"))
        self.written.emit(settings_text(self.connection))

    def refuse(self, words: str) -> None:
        """The file was tried and did not work: say why, and let the person mend it."""
        self.go.setEnabled(True)
        self.hint.paint_in(theme.YELLOW)
        self.hint.say(words)

    def _say_hint(self) -> None:
        secret = self.fields["secret"].text().strip()
        self.hint.paint_in(theme.T2)
        words = _("Paths are JMESPath. Shops, traffic and sales are added to the same file later.")
        if secret:
            words = _("Store the secret itself once, in a terminal: stockcue secret set {name}")
        self.hint.say(words.format(name=secret))
        self.go.setEnabled(True)


class _Code(QPlainTextEdit):
    """Lines to read and copy."""

    def __init__(self, words: str, name: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        font.setPixelSize(theme.NOTE.size + 1)
        self.setFont(font)
        self.setPlainText(words)
        self.setFixedHeight((words.count("\n") + 1) * self.fontMetrics().lineSpacing() + theme.SPACE_L)


class ExampleSheet(Sheet):
    """Ten lines that connect a warehouse, to be copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("A warehouse in ten lines"), _WIDE)
        self.say(_("Save this as room.toml, put your address and paths in, and open it."))
        self.code = _Code(TEN_LINES, _("Settings"))
        self.body.addWidget(self.code)
        self.copy = Button(_("Copy"), kind=Kind.WHITE, height=LARGE)
        self.copy.clicked.connect(self._copy)
        self.foot.addWidget(self.copy)
        self.add_close()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(TEN_LINES)
        self.copy.say(_("Copied"))


class CommandsSheet(Sheet):
    """What can be typed in a terminal, or sent from a Stream Deck."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("The command line"), _WIDE)
        self.say(
            _("Every command drives the desk that runs, and ends with 0 when it was done and read back.")
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_L)
        grid.setVerticalSpacing(theme.SPACE_XS)
        grid.setColumnStretch(1, 1)
        for row, (command, does) in enumerate(_commands()):
            grid.addWidget(PlainLabel(command, theme.NOTE.size, bold=True), row, 0)
            grid.addWidget(PlainLabel(does, theme.NOTE.size, theme.T2), row, 1)
        self.body.addLayout(grid)
        self.add_close()


def _commands() -> tuple[tuple[str, str], ...]:
    return (
        ("stockcue", _("opens the desk on room.toml")),
        ("stockcue --demo", _("opens the desk on the demo world")),
        ("stockcue check", _("asks each source once, and says what is wrong")),
        ("stockcue status --json", _("what the running desk knows")),
        ("stockcue show SKU", _("says what is on air; next SKU what comes next")),
        ("stockcue sold-out SKU --minutes 5", _("marks sold out, and waits until it is read back")),
        ("stockcue restore SKU", _("ends a virtual sold-out")),
        ("stockcue stop SKU --reason incident", _("emergency stop; release ends it")),
        ("stockcue call SKU --units 200", _("calls for stock")),
        ("stockcue broadcast start", _("begins a broadcast; end ends it")),
        ("stockcue secret set NAME", _("asks for a secret and keeps it in the key ring")),
        ("stockcue --help", _("everything else")),
    )
