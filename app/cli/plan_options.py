"""What may be typed about plans and triggers. Standard library only."""

import argparse
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from app.words import _

Commands: TypeAlias = Any
"""What argparse adds commands to; it keeps that class to itself."""


class Make(Protocol):
    """Adds a command of that name and help, with the shared options."""

    def __call__(self, commands: Commands, *, name: str, text: str) -> argparse.ArgumentParser:
        """The command's parser."""
        ...


DEFAULTS: dict[str, Any] = {
    "at": None, "announce": None, "armed": False, "sold": None, "stock": None, "level": None, "surge": False,
    "auto": False, "plan_act": None,
}  # fmt: skip


def add_plan_commands(commands: Commands, make: Make, parser_class: type[argparse.ArgumentParser]) -> None:
    """Add `plan` and `trigger` with what they do."""
    plan = make(commands, name="plan", text=_("marks prepared for a time"))
    acts = plan.add_subparsers(dest="plan_act", metavar=_("ACT"), parser_class=parser_class, required=True)
    add = _adding(acts, make, _("prepare a mark"))
    add.add_argument("--at", metavar=_("TIME"), required=True, help=_("20:15, +40m after the start, or live"))
    add.add_argument(
        "--announce", type=float, metavar="M", help=_("minutes of the count-down before it; default 5")
    )
    _standing(acts, make)
    _numbered(acts, make, "call-off", _("end a count-down and leave its mark"))
    bring = make(acts, name="import", text=_("prepare every row of a table"))
    bring.add_argument("file", type=Path, metavar="FILE")
    bring.add_argument("--armed", action="store_true", help=_("in force at once"))
    write = make(acts, name="export", text=_("write what is prepared as a table: .csv or .xlsx"))
    write.add_argument("file", type=Path, metavar="FILE")
    template = make(acts, name="template", text=_("keep what is prepared under a name, and use it again"))
    template.add_argument("do", choices=("save", "use", "list", "remove"))
    template.add_argument("name", nargs="?", default="", metavar="NAME")
    template.add_argument("--armed", action="store_true", help=_("in force at once"))


def add_trigger_commands(commands: Commands, make: Make, parser_class: type[argparse.ArgumentParser]) -> None:
    """Add `trigger` with what it does."""
    trigger = make(commands, name="trigger", text=_("marks prepared for when something happens"))
    acts = trigger.add_subparsers(dest="plan_act", metavar=_("ACT"), parser_class=parser_class, required=True)
    add = _adding(acts, make, _("prepare a mark for when something happens"))
    when = add.add_mutually_exclusive_group(required=True)
    when.add_argument("--sold", type=int, metavar="N", help=_("when N units of the round are sold"))
    when.add_argument("--stock", type=int, metavar="N", help=_("when N units are left"))
    when.add_argument("--level", type=int, metavar="P", help=_("when the stock falls to 50, 30 or 10 %%"))
    when.add_argument("--surge", action="store_true", help=_("when viewers rise again: offer the next round"))
    add.add_argument("--auto", action="store_true", help=_("act without asking first"))
    _standing(acts, make)
    _numbered(acts, make, "do", _("do what a trigger asks"))
    _numbered(acts, make, "leave", _("leave what a trigger asks"))


def _adding(acts: Commands, make: Make, text: str) -> argparse.ArgumentParser:
    add = make(acts, name="add", text=text)
    add.add_argument("skus", nargs="+", metavar="SKU")
    add.add_argument("--armed", action="store_true", help=_("in force at once"))
    return add


def _standing(acts: Commands, make: Make) -> None:
    make(acts, name="list", text=_("what is prepared, and what became of it"))
    for name, text in (
        ("arm", _("put in force")),
        ("disarm", _("take out of force")),
        ("remove", _("forget")),
    ):
        _numbered(acts, make, name, text)


def _numbered(acts: Commands, make: Make, name: str, text: str) -> None:
    make(acts, name=name, text=text).add_argument("plans", nargs="+", type=int, metavar="N")
