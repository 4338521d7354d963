"""Drives a running desk over its local socket; standard library only, so that a key press answers at once."""

import getpass
import json
import sys
from argparse import Namespace
from typing import Any

from app.cli.options import REASONS, Usage
from app.words import _
from services.control.address import socket_address
from services.control.client import DeskEnded, NoDesk, ask

NO_DESK = 4
UNCONFIRMED = 5
USAGE = 2
SLACK_S = 3.0
"""Beyond --wait, until a desk that says nothing counts as gone."""


def drive(options: Namespace) -> int:
    """Send the command to the desk of that data directory and print what it says; returns the exit code."""
    try:
        request = request_for(options)
    except Usage as error:
        return _fail(options, "usage", str(error), USAGE)
    try:
        return _say_answers(options, request)
    except PermissionError as error:
        return _fail(options, "no_desk", str(error), NO_DESK)
    except NoDesk:
        text = _("No desk is running for {folder}. Start one with: stockcue").format(folder=options.data_dir)
        return _fail(options, "no_desk", text, NO_DESK)
    except DeskEnded:
        text = _("The desk ended or did not answer in time. What it had begun goes on at its next start.")
        return _fail(options, "desk_ended", text, UNCONFIRMED)


def _say_answers(options: Namespace, request: dict[str, Any]) -> int:
    patience = None if options.watch else options.wait + SLACK_S
    code = 0
    for answer in ask(socket_address(options.data_dir), request, timeout_s=patience):
        code = _print(options, answer)
    return code


def request_for(options: Namespace) -> dict[str, Any]:
    """The request that says what was typed.

    Raises:
        Usage: A value is missing or off.
    """
    request: dict[str, Any] = {
        "command": options.command,
        "wait": options.wait,
        "who": {"account": _account(), "initials": options.initials},
    }
    if options.command in ("sold-out", "restore", "stop", "release"):
        request |= {"skus": options.skus, "storefronts": options.storefront} | _reason(options)
    if options.command == "sold-out":
        request["minutes"] = options.minutes
    if options.command in ("show", "next", "confirm"):
        request["sku"] = options.sku
    return request | _of_its_own(options)


def _of_its_own(options: Namespace) -> dict[str, Any]:
    """What only this command says."""
    if options.command == "confirm":
        return {"storefronts": options.storefront, "done": not options.not_done}
    if options.command == "call":
        if options.units is None:
            raise Usage(_("call needs --units N"))
        return {"sku": options.sku, "units": options.units, "text": options.reason}
    if options.command == "broadcast":
        return _broadcast(options)
    if options.command == "status":
        return {"watch": options.watch, "whole": options.json}
    return {}


def _reason(options: Namespace) -> dict[str, str]:
    code, _colon, text = options.reason.partition(":")
    if not code and options.command in ("stop", "release"):
        raise Usage(_("{command} needs --reason CODE[:TEXT]").format(command=options.command))
    if code and code not in REASONS:
        raise Usage(_("no such reason: {code}; one of {known}").format(code=code, known=", ".join(REASONS)))
    return {"reason": code or "stage", "note": text}


def _broadcast(options: Namespace) -> dict[str, str]:
    if options.act == "phase" and options.phase is None:
        raise Usage(_("broadcast phase needs one of daily, warm_up, live"))
    return {"act": options.act, "host": options.host, "phase": options.phase or ""}


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def _print(options: Namespace, answer: dict[str, Any]) -> int:
    if options.json:
        print(json.dumps(answer["object"], ensure_ascii=False), flush=True)
    else:
        for line in answer.get("lines", ()):
            print(line, file=sys.stdout if answer["exit"] == 0 else sys.stderr, flush=True)
    return int(answer["exit"])


def _fail(options: Namespace, code: str, text: str, exit_code: int) -> int:
    if options.json:
        print(json.dumps({"ok": False, "error": {"code": code, "text": text}}, ensure_ascii=False))
    else:
        print(text, file=sys.stderr)
    return exit_code
