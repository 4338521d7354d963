"""Drives a running desk over its local socket; standard library only, so that a key press answers at once."""

import getpass
import json
import sys
from argparse import Namespace
from collections.abc import Callable
from typing import Any

from app.cli.options import REASONS
from app.cli.parsing import Usage
from app.cli.plan_requests import plan_request
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
    more = _MORE.get(options.command)
    return request if more is None else request | more(options)


def _targets(options: Namespace) -> dict[str, Any]:
    return {"skus": options.skus, "storefronts": options.storefront} | _reason(options)


def _mark(options: Namespace) -> dict[str, Any]:
    more = {"minutes": options.minutes, "second": options.second, "trial": options.trial}
    return _targets(options) | more | {"override": options.override}


def _call(options: Namespace) -> dict[str, Any]:
    if options.units is None:
        raise Usage(_("call needs --units N"))
    return {"sku": options.sku, "units": options.units, "text": options.reason}


def _reach(options: Namespace) -> str:
    """Named products, the one on air, or all: exactly one of the three."""
    ways = {"named": bool(options.skus), "on_air": options.on_air, "all": options.all}
    chosen = [way for way, is_meant in ways.items() if is_meant]
    if len(chosen) != 1:
        raise Usage(_("{command} needs either SKUs or --all").format(command=options.command))
    return chosen[0]


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


def _round(options: Namespace) -> dict[str, Any]:
    if options.act != "list" and options.sku is None:
        raise Usage(_("round {act} needs a SKU").format(act=options.act))
    if options.act == "start" and options.units is None and not options.group:
        raise Usage(_("round start needs --units N, or --group GROUP for what is kept"))
    return {
        "act": options.act,
        "sku": options.sku or "",
        "units": options.units,
        "reserve": options.reserve,
        "group": options.group,
        "trial": options.trial,
        "slices": options.all,
    }


def _trial(options: Namespace) -> dict[str, Any]:
    if options.act != "list" and not options.name:
        raise Usage(_("trial {act} needs a NAME").format(act=options.act))
    if options.act == "start" and not (options.sku and options.variant):
        raise Usage(_("trial start needs --sku SKU and two --variant NAME:minutes=M"))
    return {
        "act": options.act,
        "name": options.name,
        "skus": options.sku,
        "variants": options.variant,
        "marks": options.marks,
        "seed": options.seed,
    }


_MORE: dict[str, Callable[[Namespace], dict[str, Any]]] = {
    "sold-out": _mark,
    "restore": _targets,
    "stop": lambda options: _targets(options) | {"reach": _reach(options)},
    "release": lambda options: _targets(options) | {"reach": _reach(options), "second": options.second},
    "confirm": lambda options: {
        "sku": options.sku,
        "storefronts": options.storefront,
        "done": not options.not_done,
    },
    "show": lambda options: {"sku": options.sku},
    "text": lambda options: {"sku": options.sku},
    "price": lambda options: {"sku": options.sku, "price": options.price},
    "next": lambda options: {"sku": options.sku},
    "phone": lambda options: {"act": options.act},
    "call": _call,
    "broadcast": _broadcast,
    "round": _round,
    "plan": plan_request,
    "trigger": plan_request,
    "trial": _trial,
    "status": lambda options: {"watch": options.watch, "whole": options.json},
}
"""What each command says beyond itself and who asks."""


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
