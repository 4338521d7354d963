"""Tells people outside what happened: marks, restores, alerts. Never in the way of a hold.

What happens within half a second is one notice. Each of them who is told has a queue of its own; one that
can't be reached delays nobody. A notice that was not taken is tried again, then said as an alert until the
next one is taken.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from app.domain.notices import NoticeEvent, Untold
from app.domain.room import Alert, AlertKind, AlertLevel, AlertState, RoomDecision
from app.domain.truth import Audience, Moment
from app.engine.parts import Ports
from app.engine.room import Room
from app.engine.saying import Said, Saying
from app.ports import Notifier, SourceError
from app.views.build_alerts import alert_view
from app.views.wording import reason_label
from app.words import plain

log = structlog.get_logger("stockcue.notices")

GATHER_S = 0.5
RETRY_S = (5.0, 30.0)
"""Waits before a notice is tried again."""
MOST_WAITING = 200
"""Notices that wait for somebody who can't be reached; the oldest are dropped beyond it."""

_EVENTS = {Moment.MARK: NoticeEvent.MARK, Moment.RESTORE: NoticeEvent.RESTORE}


@dataclass(slots=True)
class _Desk:
    """What waits for one of them."""

    waiting: list[tuple[NoticeEvent, Mapping[str, object]]] = field(default_factory=list)
    bell: asyncio.Event = field(default_factory=asyncio.Event)


class Noticing:
    """Queues what happens and tells it. `tell_all` runs for the engine's life."""

    def __init__(self, ports: Ports, room: Room) -> None:
        self._ports = ports
        self._room = room
        self.saying = Saying(room, ports.clock.now)
        """The occasions it tells of, and their texts."""
        self._desks = {notifier.id: _Desk() for notifier in ports.notifiers}
        self._alerted: frozenset[str] = frozenset()
        self._judged: RoomDecision | None = None
        self._number = 0
        self.saying.told = self._happened

    def judged(self, decided: RoomDecision | None) -> None:
        """The room was judged: alerts that are new and more than news are told."""
        if decided is None or decided is self._judged or not self._desks:
            return
        self._judged = decided
        loud = [alert for alert in decided.alerts if _is_loud(alert)]
        new = [alert for alert in loud if alert.id not in self._alerted]
        self._alerted = frozenset(alert.id for alert in loud)
        for alert in new:
            self._put(NoticeEvent.ALERT, self._of_alert(alert))

    async def tell_all(self) -> None:
        """Tell everybody what waits for them, until cancelled."""
        async with asyncio.TaskGroup() as group:
            for notifier in self._ports.notifiers:
                group.create_task(self._serve(notifier, self._desks[notifier.id]))

    async def _serve(self, notifier: Notifier, desk: _Desk) -> None:
        while True:
            await desk.bell.wait()
            await self._ports.clock.sleep(GATHER_S)
            desk.bell.clear()
            waiting, desk.waiting = desk.waiting, []
            for event in NoticeEvent:
                values = [each for kind, each in waiting if kind is event]
                if values:
                    await self._tell(notifier, self._joined(event, values))

    async def _tell(self, notifier: Notifier, values: Mapping[str, object]) -> None:
        for wait_s in (*RETRY_S, None):
            try:
                await notifier.tell(values)
            except SourceError as error:
                if wait_s is None:
                    self._failed(notifier, error)
                    return
                await self._ports.clock.sleep(wait_s)
            else:
                self._done(notifier)
                return

    def _failed(self, notifier: Notifier, error: SourceError) -> None:
        why = plain(str(error))
        log.warning("notice_not_taken", notice=notifier.id, why=why)
        before = self._room.untold.get(notifier.id)
        since = self._ports.clock.now() if before is None else before.since
        self._room.untold[notifier.id] = Untold(notice=notifier.id, since=since, why=why)
        self._touch()

    def _done(self, notifier: Notifier) -> None:
        if self._room.untold.pop(notifier.id, None) is not None:
            self._touch()

    def _touch(self) -> None:
        self._room.room_touched = True
        self._room.wake()

    def _happened(self, said: Said) -> None:
        """A mark was confirmed, or a restore read back."""
        event = _EVENTS.get(said.moment)
        if event is not None:
            self._put(event, self._of_said(said, event))

    def _put(self, event: NoticeEvent, values: Mapping[str, object]) -> None:
        for notifier in self._ports.notifiers:
            if event in notifier.events:
                desk = self._desks[notifier.id]
                # told again because another shop has confirmed too, it takes the place of what waits
                mine = (event, values["key"])
                kept = [each for each in desk.waiting if (each[0], each[1].get("key")) != mine]
                desk.waiting = [*kept, (event, values)][-MOST_WAITING:]
                desk.bell.set()

    def _of_said(self, said: Said, event: NoticeEvent) -> dict[str, object]:
        occasion, names = self.saying.occasion(said), self._room.plan.names
        texts = {line.audience: line.text for line in self.saying.view(said).lines}
        holds = occasion.holds
        ends = [hold.deadline for hold in holds if hold.deadline is not None]
        until = max(ends) if ends and event is NoticeEvent.MARK else None
        return {
            "key": f"{said.sku}:{said.at.timestamp()}",
            "text": texts[Audience.SERVICE],
            "sku": said.sku,
            "product": names.title(said.sku),
            "storefront": ", ".join(dict.fromkeys(names.storefront(hold.storefront) for hold in holds)),
            "reason": reason_label(holds[0].reason) if holds else None,
            "until": None if until is None else until.isoformat(timespec="seconds"),
        }

    def _of_alert(self, alert: Alert) -> dict[str, object]:
        view = alert_view(alert, self._room.plan.names)
        cause = alert.cause
        return {
            "key": alert.id,
            "text": view.text,
            "sku": cause.sku or None,
            "product": self._room.plan.names.title(cause.sku) if cause.sku else None,
            "level": cause.level.value,
        }

    def _joined(self, event: NoticeEvent, values: Sequence[Mapping[str, object]]) -> dict[str, object]:
        """Several of one kind as one notice: texts a line each, names in a row."""
        self._number += 1
        now = self._ports.clock.now()
        told: dict[str, object] = {
            "id": f"{self._ports.boot[:8]}-{int(now.timestamp() * 1000):x}-{self._number}",
            "event": event.value,
            "at": now.isoformat(timespec="seconds"),
            "room": self._room.plan.names.room,
            "count": len(values),
        }
        for name in ("sku", "product", "storefront", "reason", "until", "level"):
            said = [str(each[name]) for each in values if each.get(name)]
            told[name] = ", ".join(dict.fromkeys(said)) or None
        told["text"] = "\n".join(str(each["text"]) for each in values)
        return told


def _is_loud(alert: Alert) -> bool:
    """Worth telling outside: not news alone, not put aside, and not that telling fails."""
    if alert.cause.kind is AlertKind.NOTICE_FAILED or alert.cause.level is AlertLevel.INFO:
        return False
    return alert.state in (AlertState.ACTIVE, AlertState.ACKNOWLEDGED)
