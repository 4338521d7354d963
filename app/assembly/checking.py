"""`stockcue check`: settings judged, each source contacted once, what is wrong and what to do about it."""

import asyncio
import json
import sys
from argparse import Namespace
from pathlib import Path

from app.assembly.checked import Checked, all_fine, check_connected
from app.assembly.connectors import connect, registry
from app.assembly.places import settings_file
from app.config import Settings, SettingsError, load
from app.words import _, number
from services.clock import SystemClock
from services.control.address import socket_address
from services.control.client import DeskEnded, NoDesk, ask
from services.jitter import SystemJitter
from services.secrets import SystemSecrets

FAILED, USAGE = 1, 2
DESK_WAIT_S = 60.0


def check_sources(options: Namespace) -> int:
    """Check the settings and contact each source; asks the running desk if there is one. The exit code."""
    try:
        settings = load(settings_file(options), registry())
    except SettingsError as error:
        return _refuse(options, str(error))
    try:
        found = _from_desk(options) or asyncio.run(_contact(settings))
    except OSError as error:
        return _refuse(options, _("network.ca_file can't be used: {why}").format(why=error))
    warnings = [str(problem) for problem in settings.warnings]
    if options.json:
        print(json.dumps({"ok": all_fine(found), "warnings": warnings, "sources": found}, ensure_ascii=False))
    else:
        print("\n".join((*warnings, *map(_line, found))))
    return 0 if all_fine(found) else FAILED


async def _contact(settings: Settings) -> list[Checked]:
    clock = SystemClock()
    connected = await connect(settings, secrets=SystemSecrets(clock), clock=clock, jitter=SystemJitter())
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


def _line(one: Checked) -> str:
    if not one["ok"]:
        return f"✗ {one['id']}: {one['error']} {one['remedy'] or ''}".rstrip()
    text = _("✓ {id}: ok, {rows} rows, {ms} ms").format(
        id=one["id"], rows=number(one["rows"]), ms=number(round(one["milliseconds"]))
    )
    rejected = [_("  rejected {row}").format(row=row) for row in one["rejected"]]
    return "\n".join((text, *rejected))


def _refuse(options: Namespace, text: str) -> int:
    if options.json:
        print(json.dumps({"ok": False, "error": {"code": "settings", "text": text}}, ensure_ascii=False))
    else:
        print(text, file=sys.stderr)
    return USAGE
