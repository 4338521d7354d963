"""Commands that need no running desk; each imports its own. What one refuses is said here, in one place."""

import asyncio
import getpass
import json
import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from app.assembly.refusing import FAILED, USAGE, DeskRefused
from app.words import _


def run_local(options: Namespace) -> int:
    """Do the command; returns the exit code."""
    try:
        return _COMMANDS[options.command](options)
    except DeskRefused as refused:
        return _fail(options, str(refused), refused.exit_code)


def _check(options: Namespace) -> int:
    from app.assembly.checking import check_sources

    return check_sources(options)


def _secret(options: Namespace) -> int:
    from services.secrets import SecretStoreFailed, store_secret

    value = _asked(_("Value of {name}: ").format(name=options.name))
    if not value:
        return _fail(options, _("nothing stored: the value is empty"), USAGE)
    try:
        asyncio.run(store_secret(options.name, value))
    except SecretStoreFailed as error:
        return _fail(options, str(error), FAILED)
    print(_("stored in the system's key ring"))
    return 0


def _asked(prompt: str) -> str:
    """What a person types unseen, or the first line of what a script hands in."""
    return getpass.getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")


def _import(options: Namespace) -> int:
    from app.assembly.archive import import_sales

    count = asyncio.run(import_sales(options, Path(options.file)))
    print(_("{count} rows imported").format(count=count))
    return 0


def _export(options: Namespace) -> int:
    from app.assembly.archive import export_broadcast

    for file in asyncio.run(export_broadcast(options)):
        print(file)
    return 0


def _compare(options: Namespace) -> int:
    from app.assembly.archive import compare_broadcast
    from app.assembly.comparing import comparison_lines, comparison_object

    found = asyncio.run(compare_broadcast(options))
    return _tell(options, comparison_object(found), comparison_lines(found))


def _rehearse(options: Namespace) -> int:
    from app.assembly.rehearsing import rehearsal_lines, rehearsal_object, rehearse

    if options.window:
        return _rehearse_at_the_desk(options)
    if options.follow:
        return _follow(options)
    found = rehearse(options)
    return _tell(options, rehearsal_object(found), rehearsal_lines(found))


def _rehearse_at_the_desk(options: Namespace) -> int:
    from app.desk.rehearsal import run_rehearsal

    return run_rehearsal(options)


def _follow(options: Namespace) -> int:
    from app.assembly.following import follow

    options.json = True
    follow(options)
    return 0


def _forecast(options: Namespace) -> int:
    from app.assembly.forecasting import forecast_lines, forecast_next, forecast_object

    found = forecast_next(options)
    return _tell(options, forecast_object(found), forecast_lines(found))


def _calibration(options: Namespace) -> int:
    if options.last is not None:
        return _track_record(options)
    from app.assembly.calibrating import calibrate, calibration_lines, calibration_object

    found = calibrate(options)
    return _tell(options, calibration_object(found), calibration_lines(found))


def _track_record(options: Namespace) -> int:
    from app.assembly.track_record import (
        follow_track_record,
        track_record,
        track_record_lines,
        track_record_object,
    )

    if options.follow:
        options.json = True
        follow_track_record(options)
        return 0
    found = track_record(options)
    return _tell(options, track_record_object(found), track_record_lines(found, options))


def _audit(options: Namespace) -> int:
    from app.assembly.auditing import export_audit, verify_audit

    found = asyncio.run((verify_audit if options.act == "verify" else export_audit)(options))
    return _tell(options, found.object(), found.words(), ok=found.ok)


def _orders(options: Namespace) -> int:
    from app.assembly.ordering import export_orders, list_orders

    if options.act == "export":
        file, words = asyncio.run(export_orders(options))
        return _tell(options, {"ok": True, "file": str(file)}, [str(file), words])
    orders, lines = asyncio.run(list_orders(options))
    return _tell(options, {"orders": orders}, lines)


def _review(options: Namespace) -> int:
    from app.assembly.reviewing import review_quarter

    found = asyncio.run(review_quarter(options))
    return _tell(options, found.object(), found.lines())


def _tell(options: Namespace, found: object, lines: Iterable[str], *, ok: bool = True) -> int:
    """Print what was found, as one object or as lines; returns the exit code."""
    if options.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        print("\n".join(lines), file=sys.stdout if ok else sys.stderr)
    return 0 if ok else FAILED


_COMMANDS = {
    "check": _check, "secret": _secret, "import": _import, "export": _export, "compare": _compare,
    "audit": _audit, "rehearse": _rehearse, "calibration": _calibration,
    "forecast": _forecast,
    "orders": _orders, "review": _review,
}  # fmt: skip


def _fail(options: Namespace, text: str, code: int) -> int:
    if options.json:
        print(json.dumps({"ok": False, "error": {"code": "failed", "text": text}}, ensure_ascii=False))
    else:
        print(text, file=sys.stderr)
    return code
