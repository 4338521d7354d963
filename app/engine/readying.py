"""The ready-for-air check: sources, clock, disk, journal, one test flip. It warns, it never blocks."""

from collections.abc import AsyncIterator
from datetime import timedelta

from app.domain.hold import Reason, Who
from app.domain.readings import SourceState
from app.engine.acting import Acting
from app.engine.journalling import Keeper
from app.engine.parts import Ports
from app.engine.room import Room
from app.intents import Code, EmergencyStop, Release, TargetResult
from app.views.room import ReadyLine, ReadyState, ReadyView
from app.words import _, age, number

CLOCK_LIMIT = timedelta(seconds=2)
LEAST_DISK_MB = 500
FLIP_WAIT_S = 15.0


class Readying:
    """Runs the check and tells each line as it is known."""

    def __init__(self, ports: Ports, room: Room, keeper: Keeper, acting: Acting) -> None:
        self._ports = ports
        self._room = room
        self._keeper = keeper
        self._acting = acting

    async def check(self, who: Who, test_sku: str | None) -> AsyncIterator[ReadyView]:
        """One view after each line; the last is not running any more."""
        lines: list[ReadyLine] = []
        for look in (self._sources, self._clock, self._disk, self._record, self._awake_line):
            lines += look()
            yield self._view(lines, running=True)
        if test_sku is not None:
            title = self._room.plan.names.title(test_sku)
            name = _("Test flip of {product}").format(product=title)
            waiting = ReadyLine(name=name, state=ReadyState.RUNNING, text=_("off sale, then on sale again"))
            yield self._view([*lines, waiting], running=True)
            lines.append(await self._flip(who, test_sku, name))
        yield self._view(lines, running=False)

    def _view(self, lines: list[ReadyLine], *, running: bool) -> ReadyView:
        return ReadyView(running=running, lines=tuple(lines), at=self._ports.clock.now())

    def _sources(self) -> list[ReadyLine]:
        now = self._ports.clock.now()
        lines = []
        for source in self._room.sources.values():
            live = source.state is SourceState.LIVE
            seconds = None if source.age_from is None else (now - source.age_from).total_seconds()
            text = (
                _("live, {age} old").format(age=age(seconds)) if live else source.error or _("no answer yet")
            )
            if live and source.rejected:
                text = _("{text}; {count} rows rejected").format(
                    text=text, count=number(len(source.rejected))
                )
            state = ReadyState.FAILED if not live else _ok(not source.rejected)
            lines.append(ReadyLine(name=source.name, state=state, text=text, remedy=source.remedy))
        return lines

    def _clock(self) -> list[ReadyLine]:
        offsets = [s.clock_offset for s in self._room.sources.values() if s.clock_offset is not None]
        worst = max((abs(offset) for offset in offsets), default=None)
        if worst is None:
            text, state, remedy = _("no server tells its time"), ReadyState.WARNING, ""
        else:
            fine = worst <= CLOCK_LIMIT
            text = _("{age} from the servers' clocks").format(age=age(worst.total_seconds()))
            state = _ok(fine)
            remedy = "" if fine else _("Let this computer set its clock from the network.")
        return [ReadyLine(name=_("Clock"), state=state, text=text, remedy=remedy)]

    def _disk(self) -> list[ReadyLine]:
        free_mb = self._ports.free_mb()
        if free_mb is None:
            return []
        fine = free_mb >= LEAST_DISK_MB
        text = _("{count} MB free").format(count=number(free_mb))
        remedy = (
            "" if fine else _("Free some space: without it nothing can be recorded, and nothing is sent.")
        )
        return [ReadyLine(name=_("Disk"), state=_ok(fine), text=text, remedy=remedy)]

    def _record(self) -> list[ReadyLine]:
        trouble = self._keeper.trouble
        text = trouble or _("can be written")
        return [
            ReadyLine(name=_("Journal"), state=ReadyState.FAILED if trouble else ReadyState.OK, text=text)
        ]

    def _awake_line(self) -> list[ReadyLine]:
        open_holds = len(self._room.book.open())
        text = n_holds(open_holds)
        state = _ok(open_holds == 0)
        remedy = "" if open_holds == 0 else _("Restore them, unless they are meant to be.")
        return [ReadyLine(name=_("Open holds"), state=state, text=text, remedy=remedy)]

    async def _flip(self, who: Who, sku: str, name: str) -> ReadyLine:
        """Off and on again through an emergency stop: it uses up no count and needs no broadcast."""
        note = _("test flip of the ready check")
        stop = EmergencyStop(who=who, skus=(sku,), reason=Reason.TRIAL, note=note)
        began = self._ports.clock.monotonic()
        off = await self._acting.stop(stop, FLIP_WAIT_S)
        on = await self._acting.release(
            Release(who=who, skus=(sku,), reason=Reason.TRIAL, note=note), FLIP_WAIT_S
        )
        seconds = self._ports.clock.monotonic() - began
        wrong = next((result for result in (*off, *on) if result.code is not Code.DONE), None)
        if wrong is None:
            text = _("off and on again, each read back, in {age}").format(age=age(seconds))
            return ReadyLine(name=name, state=ReadyState.OK, text=text)
        return ReadyLine(
            name=name,
            state=ReadyState.FAILED,
            text=_flip_words(wrong),
            remedy=_("Look at the product in the shop, and put it back on sale by hand if it is off."),
        )


def n_holds(count: int) -> str:
    """How many holds are open, in words."""
    return _("none") if count == 0 else number(count)


def _ok(fine: bool) -> ReadyState:  # noqa: FBT001 - reads as a question
    return ReadyState.OK if fine else ReadyState.WARNING


def _flip_words(result: TargetResult) -> str:
    return result.text or result.code.value
