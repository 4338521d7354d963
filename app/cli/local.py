"""Commands that need no running desk: check, secret, import, export, compare, audit; each imports its own."""

import asyncio
import getpass
import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from app.words import _

FAILED, USAGE = 1, 2

Found = TypeVar("Found")


def run_local(options: Namespace) -> int:
    """Do the command; returns the exit code."""
    return _COMMANDS[options.command](options)


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
    from app.assembly.desk import DeskRefused

    try:
        count = asyncio.run(import_sales(options, Path(options.file)))
    except DeskRefused as refused:
        return _fail(options, str(refused), refused.exit_code)
    print(_("{count} rows imported").format(count=count))
    return 0


def _export(options: Namespace) -> int:
    from app.assembly.archive import export_broadcast
    from app.assembly.desk import DeskRefused

    try:
        files = asyncio.run(export_broadcast(options))
    except DeskRefused as refused:
        return _fail(options, str(refused), refused.exit_code)
    for file in files:
        print(file)
    return 0


def _compare(options: Namespace) -> int:
    from app.assembly.archive import compare_broadcast
    from app.assembly.comparing import comparison_lines, comparison_object

    return _told(
        options, lambda: asyncio.run(compare_broadcast(options)), comparison_object, comparison_lines
    )


def _rehearse(options: Namespace) -> int:
    from app.assembly.rehearsing import rehearsal_lines, rehearsal_object, rehearse

    return _told(options, lambda: rehearse(options), rehearsal_object, rehearsal_lines)


def _forecast(options: Namespace) -> int:
    from app.assembly.forecasting import forecast_lines, forecast_next, forecast_object

    return _told(options, lambda: forecast_next(options), forecast_object, forecast_lines)


def _calibration(options: Namespace) -> int:
    from app.assembly.calibrating import calibrate, calibration_lines, calibration_object

    return _told(options, lambda: calibrate(options), calibration_object, calibration_lines)


def _told(
    options: Namespace,
    find: Callable[[], Found],
    as_object: Callable[[Found], object],
    as_lines: Callable[[Found], Iterable[str]],
) -> int:
    """Work something out and print it, as one object or as lines; what can't be worked out is said."""
    from app.assembly.desk import DeskRefused

    try:
        found = find()
    except DeskRefused as refused:
        return _fail(options, str(refused), refused.exit_code)
    if options.json:
        print(json.dumps(as_object(found), ensure_ascii=False))
    else:
        print("\n".join(as_lines(found)))
    return 0


def _audit(options: Namespace) -> int:
    from app.assembly.auditing import export_audit, verify_audit
    from app.assembly.desk import DeskRefused

    try:
        found = asyncio.run((verify_audit if options.act == "verify" else export_audit)(options))
    except DeskRefused as refused:
        return _fail(options, str(refused), refused.exit_code)
    if options.json:
        print(json.dumps(found.object(), ensure_ascii=False))
    else:
        print("\n".join(found.words()), file=sys.stdout if found.ok else sys.stderr)
    return 0 if found.ok else FAILED


def _orders(options: Namespace) -> int:
    from app.assembly.desk import DeskRefused
    from app.assembly.ordering import export_orders, list_orders

    try:
        if options.act == "export":
            file, words = asyncio.run(export_orders(options))
            found: dict[str, Any] = {"ok": True, "file": str(file)}
            lines = [str(file), words]
        else:
            orders, lines = asyncio.run(list_orders(options))
            found = {"orders": orders}
    except DeskRefused as refused:
        return _fail(options, str(refused), refused.exit_code)
    print(json.dumps(found, ensure_ascii=False) if options.json else "\n".join(lines))
    return 0


def _review(options: Namespace) -> int:
    from app.assembly.desk import DeskRefused
    from app.assembly.reviewing import review_quarter

    try:
        found = asyncio.run(review_quarter(options))
    except DeskRefused as refused:
        return _fail(options, str(refused), refused.exit_code)
    print(json.dumps(found.object(), ensure_ascii=False) if options.json else "\n".join(found.lines()))
    return 0


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
