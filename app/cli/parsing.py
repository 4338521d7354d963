"""How commands are parsed: each is put together only when it is typed, so that a key press answers at once.

Not for what may be typed; that is options' and its neighbours'. Standard library only.
"""

import argparse
from collections.abc import Callable, Sequence
from typing import TypeAlias


class Usage(Exception):
    """The words typed are off; `str()` says how."""


class Parser(argparse.ArgumentParser):
    """Raises Usage where argparse would end the program."""

    def error(self, message: str) -> None:  # type: ignore[override] # raising is how it never returns
        """Say what is off with what was typed."""
        raise Usage(message)


Describe: TypeAlias = Callable[[Parser], None]
"""Adds a command's arguments to its parser."""


class Commands:
    """The commands that may stand at one place, all with the shared options."""

    def __init__(
        self, parser: Parser, shared: Parser, *, dest: str, metavar: str, required: bool = False
    ) -> None:
        self._shared = shared
        self._choices = parser.add_subparsers(
            dest=dest, metavar=metavar, required=required, parser_class=_Command
        )

    def add(self, name: str, text: str, describe: Describe | None = None) -> None:
        """Let `name` be typed; `describe` is asked only then."""
        self._choices.add_parser(
            name, help=text, description=text, shared=self._shared, describe=describe or _nothing_more
        )

    def below(self, parser: Parser, *, dest: str, metavar: str) -> "Commands":
        """The commands of which one has to follow the command of `parser`."""
        return Commands(parser, self._shared, dest=dest, metavar=metavar, required=True)


def _nothing_more(_parser: Parser) -> None:
    """A command that takes the shared options alone."""


class _Command(Parser):
    """Becomes a parser when something is parsed: forty cost 35 ms, the one that was typed costs one."""

    def __init__(self, *, prog: str, description: str, shared: Parser, describe: Describe) -> None:
        self._prog = prog
        self._description = description
        self._shared = shared
        self._describe = describe

    def parse_known_args(  # type: ignore[override] # argparse's own has overloads for other namespaces
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        super().__init__(
            prog=self._prog,
            description=self._description,
            parents=[self._shared],
            argument_default=argparse.SUPPRESS,
        )
        self._describe(self)
        return super().parse_known_args(args, namespace)
