"""What may be typed: commands, options and their help; every option may stand before or after the command."""

import argparse
from pathlib import Path
from typing import Any

from app.cli.act_options import add_acts
from app.cli.local_options import add_local_commands
from app.cli.parsing import Commands, Parser
from app.cli.plan_options import DEFAULTS, add_plan_commands
from app.cli.stock_options import add_stock_commands
from app.words import _

REASONS = ("stage", "round", "error", "incident", "reserve", "trial")
DEFAULT_WAIT_S = 15.0


def parse(words: list[str]) -> argparse.Namespace:
    """What was typed, with defaults filled in.

    Raises:
        app.cli.parsing.Usage: A word is not known or a value is off.
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


def _shared() -> Parser:
    shared = Parser(add_help=False, argument_default=argparse.SUPPRESS)
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


def _parser() -> Parser:
    shared = _shared()
    parser = Parser(
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
    commands = Commands(parser, shared, dest="command", metavar=_("COMMAND"))
    for add in (add_acts, add_plan_commands, add_stock_commands, add_local_commands):
        add(commands)
    return parser
