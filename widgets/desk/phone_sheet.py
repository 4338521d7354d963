"""The host's phone: a QR code that pairs it once, what its browser will warn of, who is paired, and the end.

Closing the sheet ends the code. Not for what the phone may do; that is judged like everything else.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.intents import InvitePhone, RevokePhones
from app.views.phone import PageState, Phone
from app.words import _, clock_time, countdown, plain
from widgets.desk.sheet import Sheet
from widgets.kit import theme
from widgets.kit.buttons import LARGE, Button, Kind
from widgets.kit.label import PlainLabel
from widgets.store import RoomStore

_WIDTH: Final = 620
_CODE: Final = 248
_TICK_MS: Final = 500
_THROUGH: Final = "desk"


class QrCode(QWidget):
    """A QR code in whole pixels, dark on light as phones expect it; empty while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.modules: tuple[str, ...] = ()
        self.setFixedSize(_CODE, _CODE)

    def draw(self, modules: tuple[str, ...]) -> None:
        """Show this one."""
        if modules != self.modules:
            self.modules = modules
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.T1 if self.modules else theme.BG2)
        if self.modules:
            size = _CODE // len(self.modules)
            left = (_CODE - size * len(self.modules)) // 2
            for down, row in enumerate(self.modules):
                for across, module in enumerate(row):
                    if module == "1":
                        painter.fillRect(left + across * size, left + down * size, size, size, theme.INK)
        painter.end()

    @override
    def sizeHint(self) -> QSize:
        return QSize(_CODE, _CODE)


class PhoneSheet(Sheet):
    """Opens with a new code, where the page is open."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Host's phone"), _WIDTH)
        self._store = store
        self.trouble = self.say("")
        self.code = QrCode()
        self.link = PlainLabel("", colour=theme.T2).wrap()
        self.left = PlainLabel("", theme.STRONG.size, bold=True)
        self.fingerprint = PlainLabel("", theme.NOTE.size, theme.T2).wrap()
        self.phones = PlainLabel("", colour=theme.T1).wrap()
        self.again = Button(_("New code"), height=LARGE)
        self.revoke = Button(_("Shut all phones out"), kind=Kind.WARN, height=LARGE)
        self._pairing = self._lay_out()
        self.foot.addWidget(self.revoke)
        self.foot.addWidget(self.again)
        self.add_close()
        self.again.clicked.connect(self._invite)
        self.revoke.clicked.connect(self._revoke)
        store.page_changed.connect(self._show)
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        self._show()
        if self._page is not None and not self._page.trouble:
            self._invite()

    def _lay_out(self) -> QWidget:
        pairing = QWidget()
        row = QHBoxLayout(pairing)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_L)
        row.addWidget(self.code)
        beside = QVBoxLayout()
        beside.setSpacing(theme.SPACE_S)
        steps = _("Scan with the phone's camera, in the same network. The code pairs one phone, once.")
        warning = _(
            "The browser will warn that the connection is not private: this computer made the certificate "
            "itself, so nobody vouches for it. Go on through Details or Advanced. To be sure that it is "
            "this computer, compare the certificate's SHA-256 fingerprint there with this one:"
        )
        beside.addWidget(PlainLabel(steps).wrap())
        beside.addWidget(self.left)
        beside.addWidget(self.link)
        beside.addWidget(self.phones)
        beside.addStretch(1)
        row.addLayout(beside, 1)
        self.body.addWidget(pairing)
        self.warning = PlainLabel(warning, theme.NOTE.size, theme.T2).wrap()
        self.body.addWidget(self.warning)
        self.body.addWidget(self.fingerprint)
        return pairing

    @property
    def _page(self) -> PageState | None:
        return self._store.page

    def _invite(self) -> None:
        self._store.intend(InvitePhone(who=self._store.who(_THROUGH)))

    def _revoke(self) -> None:
        self._store.intend(RevokePhones(who=self._store.who(_THROUGH)))

    def _show(self) -> None:
        page = self._page
        trouble = _off() if page is None else page.trouble
        self.trouble.say(trouble)
        self.trouble.setVisible(bool(trouble))
        is_open = page is not None and not trouble
        self._pairing.setVisible(is_open)
        self.again.setVisible(is_open)
        self.warning.setVisible(is_open)
        self.fingerprint.setVisible(is_open)
        self.revoke.setVisible(is_open)
        if page is not None:
            self.fingerprint.say(_in_lines(page.fingerprint))
            self.phones.say(self._who(page.phones))
            self.revoke.setEnabled(bool(page.phones))
        self._tick()

    def _tick(self) -> None:
        """The code ends with its time; what can't be used is not shown."""
        invitation = None if self._page is None else self._page.invitation
        left = 0.0 if invitation is None else (invitation.until - self._store.now()).total_seconds()
        stands = invitation is not None and left > 0
        self.code.draw(invitation.modules if invitation is not None and stands else ())
        self.link.say(invitation.link if invitation is not None and stands else "")
        self.left.say(
            _("Ends in {time}").format(time=countdown(left + 0.999)) if stands else _("No code stands")
        )

    def _who(self, phones: Sequence[Phone]) -> str:
        if not phones:
            return _("No phone is paired.")
        names = [
            _("{name} since {time}").format(
                name=plain(phone.name) or _("somebody"), time=clock_time(phone.paired_at, self._store.zone)
            )
            for phone in phones
        ]
        return _("Paired: {phones}").format(phones=", ".join(names))

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._end_code()
        super().closeEvent(event)

    @override
    def done(self, result: int) -> None:
        self._end_code()
        super().done(result)

    def _end_code(self) -> None:
        self._clock.stop()
        if self._page is not None and self._page.invitation is not None:
            self._store.intend(InvitePhone(who=self._store.who(_THROUGH), withdraw=True))


def _off() -> str:
    return _(
        "The host's page is off. To turn it on, write enabled = true under [host_page] in the settings file "
        "and start the desk again. It is reached only in the local network, and only by phones paired here."
    )


def _in_lines(fingerprint: str) -> str:
    """Two lines of sixteen pairs, so that it can be compared by eye."""
    pairs = fingerprint.split(":")
    return "\n".join(" ".join(pairs[place : place + 16]) for place in range(0, len(pairs), 16))
