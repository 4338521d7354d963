"""What may be typed about plans and triggers. Standard library only."""

from functools import partial
from pathlib import Path
from typing import Any

from app.cli.parsing import Commands, Parser
from app.words import _

DEFAULTS: dict[str, Any] = {
    "at": None, "announce": None, "armed": False, "sold": None, "stock": None, "level": None, "surge": False,
    "auto": False, "plan_act": None,
}  # fmt: skip


def add_plan_commands(commands: Commands) -> None:
    """Add `plan` and `trigger` with what they do."""
    commands.add("plan", _("marks prepared for a time"), partial(_plan, commands))
    commands.add("trigger", _("marks prepared for when something happens"), partial(_trigger, commands))


def _plan(commands: Commands, parser: Parser) -> None:
    acts = commands.below(parser, dest="plan_act", metavar=_("ACT"))
    acts.add("add", _("prepare a mark"), _add_plan)
    _add_standing(acts)
    acts.add("call-off", _("end a count-down and leave its mark"), _numbered)
    acts.add("import", _("prepare every row of a table"), _import)
    acts.add("export", _("write what is prepared as a table: .csv or .xlsx"), _file)
    acts.add("template", _("keep what is prepared under a name, and use it again"), _template)


def _trigger(commands: Commands, parser: Parser) -> None:
    acts = commands.below(parser, dest="plan_act", metavar=_("ACT"))
    acts.add("add", _("prepare a mark for when something happens"), _add_trigger)
    _add_standing(acts)
    acts.add("do", _("do what a trigger asks"), _numbered)
    acts.add("leave", _("leave what a trigger asks"), _numbered)


def _add_standing(acts: Commands) -> None:
    acts.add("list", _("what is prepared, and what became of it"))
    for name, text in (
        ("arm", _("put in force")),
        ("disarm", _("take out of force")),
        ("remove", _("forget")),
    ):
        acts.add(name, text, _numbered)


def _add_plan(parser: Parser) -> None:
    _products(parser)
    moment = _("20:15, +40m after the start, or live")
    parser.add_argument("--at", metavar=_("TIME"), required=True, help=moment)
    notice = _("minutes of the count-down before it; default 5")
    parser.add_argument("--announce", type=float, metavar="M", help=notice)


def _add_trigger(parser: Parser) -> None:
    _products(parser)
    when = parser.add_mutually_exclusive_group(required=True)
    when.add_argument("--sold", type=int, metavar="N", help=_("when N units of the round are sold"))
    when.add_argument("--stock", type=int, metavar="N", help=_("when N units are left"))
    when.add_argument("--level", type=int, metavar="P", help=_("when the stock falls to 50, 30 or 10 %%"))
    when.add_argument("--surge", action="store_true", help=_("when viewers rise again: offer the next round"))
    parser.add_argument("--auto", action="store_true", help=_("act without asking first"))


def _products(parser: Parser) -> None:
    parser.add_argument("skus", nargs="+", metavar="SKU")
    _armed(parser)


def _armed(parser: Parser) -> None:
    parser.add_argument("--armed", action="store_true", help=_("in force at once"))


def _numbered(parser: Parser) -> None:
    parser.add_argument("plans", nargs="+", type=int, metavar="N")


def _file(parser: Parser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")


def _import(parser: Parser) -> None:
    _file(parser)
    _armed(parser)


def _template(parser: Parser) -> None:
    parser.add_argument("do", choices=("save", "use", "list", "remove"))
    parser.add_argument("name", nargs="?", default="", metavar="NAME")
    _armed(parser)
