"""What contacting each source came to, as `stockcue check` tells it, through a desk or without one."""

import asyncio
from collections.abc import Sequence
from typing import Any

from app.assembly.connectors import Connected
from app.engine.engine import Engine
from app.engine.sensing import Contact
from app.ports import SourceInfo
from services.clock import SystemClock
from services.rest.probe import Probe, probe

Checked = dict[str, Any]


async def check_connected(connected: Connected) -> list[Checked]:
    """Contact every source once, all at the same time; for where no desk runs."""
    clock = SystemClock()
    probes = await asyncio.gather(*(probe(source, clock) for source in connected.all()))
    return [_probed(one) for one in probes]


async def check_running(engine: Engine) -> list[Checked]:
    """The same through a running desk: what it asks is an ordinary poll, so that no answer is lost to it."""
    return [_contacted(one) for one in await engine.watches.contact_all()]


def all_fine(found: Sequence[Checked]) -> bool:
    """Whether every source is well."""
    return all(one["ok"] for one in found)


def _probed(one: Probe) -> Checked:
    return {
        **_who(one.source),
        "ok": one.ok,
        "rows": one.rows,
        "milliseconds": round(one.milliseconds, 1),
        "rejected": list(one.rejected),
        "clock_offset_s": None if one.clock_offset is None else round(one.clock_offset.total_seconds(), 1),
        "error": one.error or None,
        "remedy": one.remedy or None,
    }


def _contacted(one: Contact) -> Checked:
    answer, error = one.answer, one.error
    offset = None if answer is None else answer.clock_offset
    rejected = () if answer is None else answer.rejected
    return {
        **_who(one.info),
        "ok": error is None,
        "rows": one.rows if error is None else 0,
        "milliseconds": round(one.seconds * 1000, 1),
        "rejected": [f"{row.where}: {row.why}" for row in rejected],
        "clock_offset_s": None if offset is None else round(offset.total_seconds(), 1),
        "error": None if error is None else str(error),
        "remedy": None if error is None else error.remedy or None,
    }


def _who(source: SourceInfo) -> Checked:
    return {"id": source.id, "name": source.name, "role": source.role.value}
