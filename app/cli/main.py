"""The door: reads what was typed and hands over to the desk, to a running desk, or to a local command."""

import io
import json
import os
import sys
from argparse import Namespace
from pathlib import Path

from app.cli.options import parse
from app.cli.parsing import Usage
from app.words import _, use_language
from services.control.address import default_data_dir

ACTS = frozenset({
    "sold-out", "restore", "stop", "release", "confirm", "phone", "show", "next", "call", "broadcast",
    "round", "status", "plan", "trigger", "text", "trial", "replenish", "line-up", "price",
})  # fmt: skip
USAGE = 2


def main(words: list[str] | None = None) -> int:
    """Do what `words` (default: the command line) ask; returns the exit code."""
    words = sys.argv[1:] if words is None else words
    _write_everything(as_json="--json" in words)
    use_language(_language(words))
    try:
        options = parse(words)
    except Usage as error:
        return _say_usage(str(error), as_json="--json" in words)
    try:
        return _run(options)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _write_everything(*, as_json: bool) -> None:
    """A terminal that knows no Chinese shows something else for it; JSON is UTF-8 everywhere."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8" if as_json else None, errors="replace")


def _run(options: Namespace) -> int:
    if getattr(options, "version", False):
        from importlib.metadata import version

        print(version("stockcue"))
        return 0
    options.data_dir = (options.data_dir or default_data_dir(demo=options.demo)).expanduser().absolute()
    if options.command in ACTS:
        from app.cli.client import drive

        return drive(options)
    if options.command is not None:
        from app.cli.local import run_local

        return run_local(options)
    return _open_desk(options)


def _open_desk(options: Namespace) -> int:
    if options.headless:
        from app.assembly.headless import run_headless

        return run_headless(options)
    from app.desk import run_desk

    return run_desk(options)


def _language(words: list[str]) -> str:
    """The language of help and errors before anything is read: --lang, else the system's."""
    for position, word in enumerate(words):
        if word == "--lang" and position + 1 < len(words):
            return words[position + 1]
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "en"
    )


def _say_usage(text: str, *, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"ok": False, "error": {"code": "usage", "text": text}}, ensure_ascii=False))
    else:
        print(text, file=sys.stderr)
        print(_("See {command} --help.").format(command=Path("stockcue")), file=sys.stderr)
    return USAGE
