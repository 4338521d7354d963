"""`stockcue check`: settings judged, each source contacted once, what is wrong and what to do about it."""

import asyncio
import json
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.assembly.connectors import Connected, connect, registry
from app.config import Settings, SettingsError, load
from app.words import _, number
from services.clock import SystemClock
from services.control.address import socket_address
from services.control.client import DeskEnded, NoDesk, ask
from services.jitter import SystemJitter
from services.rest.probe import Probe, probe
from services.secrets import SystemSecrets

SETTINGS_FILE = "room.toml"
FAILED, USAGE = 1, 2
DESK_WAIT_S = 60.0

Checked = dict[str, Any]


async def check_connected(connected: Connected) -> list[Checked]:
    """Contact every source of a running desk once, all at the same time."""
    clock = SystemClock()
    probes = await asyncio.gather(*(probe(source, clock) for source in connected.all()))
    return [_told(one) for one in probes]


def check_sources(options: Namespace) -> int:
    """Check the settings and contact each source; asks the running desk if there is one. The exit code."""
    file = Path(options.config).expanduser() if options.config else Path(options.data_dir) / SETTINGS_FILE
    try:
        settings = load(file, registry())
    except SettingsError as error:
        return _refuse(options, error)
    found = _from_desk(options) or asyncio.run(_contact(settings))
    warnings = [str(problem) for problem in settings.warnings]
    if options.json:
        print(json.dumps({"ok": _fine(found), "warnings": warnings, "sources": found}, ensure_ascii=False))
    else:
        print("\n".join((*warnings, *map(_line, found))))
    return 0 if _fine(found) else FAILED


async def _contact(settings: Settings) -> list[Checked]:
    clock = SystemClock()
    connected = connect(settings, secrets=SystemSecrets(clock), clock=clock, jitter=SystemJitter())
    try:
        return await check_connected(connected)
    finally:
        await connected.close()


def _from_desk(options: Namespace) -> list[Checked] | None:
    request = {"command": "check", "who": {"account": ""}}
    try:
        replies = list(ask(socket_address(Path(options.data_dir)), request, timeout_s=DESK_WAIT_S))
    except (NoDesk, DeskEnded, OSError):
        return None
    found: list[Checked] = replies[-1]["object"]["sources"]
    return found


def _told(one: Probe) -> Checked:
    return {
        "id": one.source.id,
        "name": one.source.name,
        "role": one.source.role.value,
        "ok": one.ok,
        "rows": one.rows,
        "milliseconds": round(one.milliseconds, 1),
        "rejected": list(one.rejected),
        "clock_offset_s": None if one.clock_offset is None else round(one.clock_offset.total_seconds(), 1),
        "error": one.error or None,
        "remedy": one.remedy or None,
    }


def _line(one: Checked) -> str:
    if not one["ok"]:
        return f"✗ {one['id']}: {one['error']} {one['remedy'] or ''}".rstrip()
    text = _("✓ {id}: ok, {rows} rows, {ms} ms").format(
        id=one["id"], rows=number(one["rows"]), ms=number(round(one["milliseconds"]))
    )
    rejected = [_("  rejected {row}").format(row=row) for row in one["rejected"]]
    return "\n".join((text, *rejected))


def _fine(found: Sequence[Checked]) -> bool:
    return all(one["ok"] for one in found)


def _refuse(options: Namespace, error: SettingsError) -> int:
    if options.json:
        print(
            json.dumps({"ok": False, "error": {"code": "settings", "text": str(error)}}, ensure_ascii=False)
        )
    else:
        print(error)
    return USAGE
