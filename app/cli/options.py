"""What may be typed: commands, options and their help; every option may stand before or after the command."""

import argparse
from functools import partial
from pathlib import Path
from typing import Any

from app.cli.plan_options import DEFAULTS, add_plan_commands, add_trigger_commands
from app.cli.stock_options import add_stock_commands
from app.words import _

REASONS = ("stage", "round", "error", "incident", "reserve", "trial")
PHASES = ("daily", "warm_up", "live")
FORMATS = ("csv", "xlsx", "html")
AUDIT_FORMATS = ("csv", "jsonl")
DEFAULT_WAIT_S = 15.0


class Usage(Exception):
    """The words typed are off; `str()` says how."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override] # raising is how it never returns
        raise Usage(message)


def parse(words: list[str]) -> argparse.Namespace:
    """What was typed, with defaults filled in.

    Raises:
        Usage: A word is not known or a value is off.
        SystemExit: Help or version was asked for and printed.
    """
    options = _parser().parse_args(words)
    for name, default in _DEFAULTS.items():
        if not hasattr(options, name):
            setattr(options, name, default)
    return options


_DEFAULTS: dict[str, Any] = {
    "config": None, "data_dir": None, "lang": None, "demo": False, "headless": False, "screenshot": None,
    "json": False, "wait": DEFAULT_WAIT_S, "watch": False, "minutes": 5.0, "storefront": [], "reason": "",
    "units": None, "host": "", "initials": "", "override": "", "size": "", "for_seconds": None, "speed": 1.0,
    "skus": [], "not_done": False, "on_air": False,
    "second": "", "reserve": [], "group": "", "trial": False, "all": False,
    "variant": [], "marks": None, "seed": None, "sku": [],
} | DEFAULTS  # fmt: skip


def _shared() -> _Parser:
    shared = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    add = shared.add_argument
    add(
        "--config",
        type=Path,
        metavar="FILE",
        help=_("settings file; default: room.toml in the data directory"),
    )
    add("--data-dir", type=Path, metavar="DIR", help=_("where the desk keeps its data"))
    add("--lang", metavar="LANG", help=_("zh_CN or en"))
    add("--demo", action="store_true", help=_("a simulated room, in its own data directory"))
    add("--json", action="store_true", help=_("print one JSON object and nothing else"))
    add("--wait", type=_seconds, metavar="S", help=_("how long an act may take, in seconds; default 15"))
    add("--minutes", type=float, metavar="M", help=_("how long to stay sold out; default 5"))
    add("--storefront", action="append", metavar="ID", help=_("only at this storefront; may be repeated"))
    add("--reason", metavar="CODE[:TEXT]", help=_("why: {reasons}").format(reasons=", ".join(REASONS)))
    add("--units", type=int, metavar="N", help=_("how many units"))
    add("--host", metavar="NAME", help=_("who hosts the broadcast"))
    add("--initials", metavar="AB", help=_("who acts; recorded as claimed"))
    add("--second", metavar="CD", help=_("a second person's initials, where the reason takes two"))
    add("--override", metavar="TEXT", help=_("why to mark although the guardian does not run"))
    add("--not-done", action="store_true", help=_("with confirm: it could not be done"))
    add("--watch", action="store_true", help=_("one line per change, until stopped"))
    return shared


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value <= 3600:  # noqa: PLR2004 - an hour is the longest anyone waits for a command
        raise ValueError(text)
    return value


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise ValueError(text)
    return value


def _parser() -> argparse.ArgumentParser:
    shared = _shared()
    parser = _Parser(
        prog="stockcue",
        parents=[shared],
        argument_default=argparse.SUPPRESS,
        description=_("The control desk for live-selling rooms. Without a command it opens the desk."),
    )
    parser.add_argument("--headless", action="store_true", help=_("the engine without windows"))
    parser.add_argument(
        "--screenshot", type=Path, metavar="DIR", help=_("save a picture of each window and end")
    )
    parser.add_argument("--size", metavar="WxH", help=_("size of the desk window, e.g. 1280x800"))
    parser.add_argument("--for-seconds", type=_seconds, metavar="S", help=_("end by itself after that time"))
    parser.add_argument("--speed", type=float, metavar="X", help=_("speed of the demo world; default 1"))
    parser.add_argument("--version", action="store_true", help=_("say which version this is"))
    commands = parser.add_subparsers(dest="command", metavar=_("COMMAND"), parser_class=_Parser)
    _add_acts(commands, shared)
    for add in (add_plan_commands, add_trigger_commands, add_stock_commands):
        add(commands, partial(_command, shared=shared), _Parser)
    _add_others(commands, shared)
    return parser


def _add_acts(commands: "argparse._SubParsersAction[_Parser]", shared: _Parser) -> None:
    for name, text in (
        ("sold-out", _("mark products sold out for a limited time")),
        ("restore", _("end holds")),
        ("stop", _("emergency stop: off sale until released")),
        ("release", _("end an emergency stop")),
    ):
        act = _command(commands, shared, name, text)
        has_reach = name in ("stop", "release")
        act.add_argument("skus", nargs="*" if has_reach else "+", metavar="SKU")
        if has_reach:
            act.add_argument("--all", action="store_true", help=_("every product at every storefront"))
        if name == "stop":
            act.add_argument("--on-air", action="store_true", help=_("the product that is on air"))
        if name == "sold-out":
            by_trial = _("take minutes and reason from the next variant of the product's trial")
            act.add_argument("--trial", action="store_true", help=by_trial)
    for name, text in (
        ("show", _("say what is on air")),
        ("next", _("say what is next")),
        ("call", _("call for stock")),
        ("text", _("what to say of a product now, filled with true figures")),
        ("confirm", _("say that what was asked for at a shop worked by hand is done")),
    ):
        act = _command(commands, shared, name, text)
        act.add_argument("sku", metavar="SKU")
    selling = _command(commands, shared, "round", _("sell in rounds: units set aside and sold as one wave"))
    selling.add_argument("act", choices=("start", "next", "end", "list"))
    selling.add_argument("sku", nargs="?", default=None, metavar="SKU")
    reserve = _("keep units for a group beside the round; may be repeated")
    selling.add_argument("--reserve", action="append", metavar="GROUP=N", help=reserve)
    selling.add_argument("--group", metavar="GROUP", help=_("sell what is kept for this group"))
    selling.add_argument("--trial", action="store_true", help=_("a trial of a product not on the market yet"))
    selling.add_argument("--all", action="store_true", help=_("with end: give back what is kept too"))
    _add_trial(commands, shared)
    phone = _command(commands, shared, "phone", _("pair the host's phone, or shut all phones out"))
    phone.add_argument("act", choices=("invite", "revoke"))
    broadcast = _command(commands, shared, "broadcast", _("start, end, or set the phase of the broadcast"))
    broadcast.add_argument("act", choices=("start", "end", "phase"))
    broadcast.add_argument("phase", nargs="?", choices=PHASES, default=None)


def _add_trial(commands: "argparse._SubParsersAction[_Parser]", shared: _Parser) -> None:
    trial = _command(commands, shared, "trial", _("compare variants of a sold-out mark in a fair trial"))
    trial.add_argument("act", choices=("start", "list", "show", "end"))
    trial.add_argument("name", nargs="?", default="", metavar="NAME")
    trial.add_argument("--sku", action="append", metavar="SKU", help=_("a product on trial; may be repeated"))
    variant = _("a way to mark: NAME:minutes=M[,delay=M][,reason=CODE]; two to five")
    trial.add_argument("--variant", action="append", metavar="VARIANT", help=variant)
    trial.add_argument("--marks", type=int, metavar="N", help=_("how many marks it may use; default 40"))
    trial.add_argument("--seed", type=int, metavar="N", help=_("draws the order of the variants"))


def _add_others(commands: "argparse._SubParsersAction[_Parser]", shared: _Parser) -> None:
    _command(commands, shared, "status", _("what the running desk knows"))
    _command(commands, shared, "check", _("contact each source once and say what is wrong"))
    secret = _command(commands, shared, "secret", _("store a secret in the system's key ring"))
    secret.add_argument("act", choices=("set",))
    secret.add_argument("name", metavar="NAME")
    bring = _command(commands, shared, "import", _("import daily sales: date, sku, units"))
    bring.add_argument("what", choices=("sales",))
    bring.add_argument("file", type=Path, metavar="FILE")
    export = _command(commands, shared, "export", _("write the report of a broadcast"))
    export.add_argument("--broadcast", type=int, required=True, metavar="ID")
    export.add_argument("--format", choices=FORMATS, default="csv")
    export.add_argument("--output", type=Path, metavar="FILE", default=None)
    text = _("compare real and virtual: true stock, true sales, what sold-outs did")
    compare = _command(commands, shared, "compare", text)
    compare.add_argument("--broadcast", type=int, metavar="ID", default=None)
    _add_audit(commands, shared)
    _add_rehearsals(commands, shared)


def _add_rehearsals(commands: "argparse._SubParsersAction[_Parser]", shared: _Parser) -> None:
    text = _("play a scenario or a recorded broadcast again, policies side by side")
    rehearse = _command(commands, shared, "rehearse", text)
    which = rehearse.add_mutually_exclusive_group()
    which.add_argument("--scenario", metavar="NAME", default=None, help=_("default: evening"))
    which.add_argument("--broadcast", type=int, metavar="ID", default=None)
    rehearse.add_argument(
        "--policy", action="append", metavar="NAME", default=[], help=_("what people do; may be repeated")
    )
    rehearse.add_argument("--seed", type=int, metavar="N", default=1, help=_("same seed, same broadcast"))
    text = _("what the next broadcast should come to, and what stock to prepare")
    forecast = _command(commands, shared, "forecast", text)
    text = _("viewers to expect; default: the mean of the last three hours")
    forecast.add_argument("--viewers", type=int, metavar="N", default=None, help=text)
    text = _("people who asked to be reminded")
    forecast.add_argument("--reservations", type=int, metavar="N", default=None, help=text)
    text = _("clicks on products in the warm-up")
    forecast.add_argument("--clicks", type=int, metavar="N", default=None, help=text)
    text = _("what one order is worth")
    forecast.add_argument("--order-value", type=_positive, metavar="V", default=None, help=text)
    text = _("how often ranges held in a broadcast, and what became of its cues")
    calibration = _command(commands, shared, "calibration", text)
    calibration.add_argument("--broadcast", type=int, required=True, metavar="ID")


def _add_audit(commands: "argparse._SubParsersAction[_Parser]", shared: _Parser) -> None:
    audit = _command(commands, shared, "audit", _("verify the audit's chain, or write the audit to a file"))
    audit.add_argument("act", choices=("verify", "export"))
    audit.add_argument("file", nargs="?", type=Path, metavar="FILE", default=None)
    audit.add_argument("--format", choices=AUDIT_FORMATS, default="csv")
    audit.add_argument("--head", metavar="DIGEST", default="", help=_("a head known from an earlier export"))


def _command(
    commands: "argparse._SubParsersAction[_Parser]", shared: _Parser, name: str, text: str
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name, parents=[shared], argument_default=argparse.SUPPRESS, help=text, description=text
    )
