"""The host's phone: invitations and revocations asked for at the desk, and what a phone sees and orders.

Every order goes the way of every other intent, under the same limits, as the host's. Not for who may order;
that is the page's business.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Protocol

import msgspec

from app.domain.audit import AuditNote
from app.domain.hold import Reason, Who
from app.domain.phones import PageState
from app.engine.parts import Ports
from app.engine.publishing import Publishing
from app.engine.room import Room
from app.intents import (
    Answer,
    Code,
    Intent,
    InvitePhone,
    MarkSoldOut,
    Restore,
    RevokePhones,
    TargetResult,
)
from app.ports import JournalError
from app.views.answers import Circumstances, answer_words
from app.views.phone import Moment, phone_view, phone_words
from app.words import _, plain

THROUGH = "phone"
ACCOUNT = "host"
WAIT_S = 1.0
"""How long a phone waits for the shop's word; what comes later it sees in its next look."""


class Phoning:
    """Invitations and revocations. `tell` takes the page's state to the windows."""

    def __init__(self, ports: Ports, room: Room, tell: Callable[[PageState], None]) -> None:
        self._ports = ports
        self._room = room
        self._tell = tell

    def changed(self) -> None:
        """Something about the page is other than the windows know; nothing to tell where it is off."""
        if self._ports.host_page is not None:
            self._tell(self._ports.host_page.state())

    async def carry_out(self, intent: Intent) -> tuple[TargetResult, ...]:
        """Invite, withdraw or revoke."""
        page = self._ports.host_page
        if page is None or page.state().trouble:
            return (self._closed("" if page is None else page.state().trouble),)
        if isinstance(intent, RevokePhones):
            for phone in page.revoke():
                await self._note("phone_revoked", intent.who, phone.name)
        elif isinstance(intent, InvitePhone) and intent.withdraw:
            page.withdraw()
        else:
            await page.invite()
        self.changed()
        return (TargetResult(text=_standing(page.state())),)

    async def paired(self, name: str) -> None:
        """A phone was paired: the audit and the windows hear of it."""
        await self._note("phone_paired", host(name), name)
        self.changed()

    async def _note(self, what: str, who: Who, name: str) -> None:
        note = AuditNote(at=self._ports.clock.now(), what=what, who=who, detail=f"name={name}")
        # a record that can't be written is told elsewhere; nobody stays paired for it
        with suppress(JournalError):
            await self._ports.journal.audit(note)

    def _closed(self, why: str) -> TargetResult:
        about = Circumstances(zone=self._room.plan.names.zone, detail=plain(why))
        return TargetResult(code=Code.PAGE_CLOSED, text=answer_words(Code.PAGE_CLOSED, about))


def _standing(state: PageState) -> str:
    """The link that pairs a phone, for whoever asked at a terminal; empty while none stands."""
    if state.invitation is None:
        return ""
    return _("{link} pairs one phone, once. SHA-256 of the certificate: {fingerprint}").format(
        link=state.invitation.link, fingerprint=state.fingerprint
    )


class _Engine(Protocol):
    """What a phone needs of the engine."""

    room: Room
    publishing: Publishing
    phoning: Phoning

    async def carry_out(self, intent: Intent, wait_s: float = ...) -> Answer:
        """Do what was asked."""
        ...


class PhoneDesk:
    """The desk behind the page: what its phones read and order."""

    def __init__(self, engine: _Engine) -> None:
        self._engine = engine

    def words(self) -> bytes:
        """The page's own texts."""
        return msgspec.json.encode(phone_words())

    def view(self) -> bytes:
        """What the host sees now."""
        room, publishing = self._engine.room, self._engine.publishing
        held = (hold.sku for hold in room.book.open())
        return msgspec.json.encode(
            phone_view(
                publishing.gauges,
                held,
                publishing.cues,
                publishing.broadcast,
                zone=room.plan.names.zone,
                moment=Moment(at=publishing.now(), alive_at=publishing.alive_at),
            )
        )

    async def act(self, order: Mapping[str, Any], name: str) -> bytes:
        """Mark or restore one of the products that the phone shows.

        Raises:
            ValueError: The order is not of the form.
        """
        answer = await self._engine.carry_out(self._intent(order, name), WAIT_S)
        waiting = any(result.code is Code.UNCONFIRMED for result in answer.results)
        texts = [result.text for result in answer.results if result.code not in (Code.DONE, Code.UNCONFIRMED)]
        return msgspec.json.encode({"ok": not texts, "waiting": waiting, "texts": list(dict.fromkeys(texts))})

    async def paired(self, name: str) -> None:
        """A phone was paired."""
        await self._engine.phoning.paired(name)

    def _intent(self, order: Mapping[str, Any], name: str) -> Intent:
        sku, act = order.get("sku"), order.get("act")
        if not isinstance(sku, str) or act not in ("mark", "restore"):
            raise ValueError(_("act is mark or restore, sku is a text"))
        if act == "restore":
            return Restore(who=host(name), skus=(sku,))
        room = self._engine.room
        shown = {room.next_sku, None if room.on_air is None else room.on_air.sku}
        minutes = order.get("minutes")
        if sku not in shown:
            raise ValueError(_("only what is on air or next can be marked from the phone"))
        if isinstance(minutes, bool) or not isinstance(minutes, int) or minutes <= 0:
            raise ValueError(_("minutes is a whole number above 0"))
        return MarkSoldOut(who=host(name), skus=(sku,), minutes=float(minutes), reason=Reason.STAGE)


def host(name: str) -> Who:
    """The host, as the phone claims."""
    return Who(account=ACCOUNT, through=THROUGH, initials=plain(name, 12))
