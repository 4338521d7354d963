"""Habits of the whole tree that no tool of ours checks by itself."""

import ast
import re
import tokenize
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGES, ROOT, parsed, place, sources

AT_THE_TOP = {
    *PACKAGES,
    "tests",
    "main.py",
    "pyproject.toml",
    "uv.lock",
    "Makefile",
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
}
MADE_BY_TOOLS = re.compile(r"__pycache__|pictures|build|dist|.*\.egg-info")

SUPPRESSION = re.compile(r"#\s*(noqa|type:\s*ignore|ruff:|mypy:|pragma:|pylint:|pyright:)")
CODES = r"[A-Z]+\d+(, ?[A-Z]+\d+)*"
KINDS = r"[a-z-]+(, ?[a-z-]+)*"
WITH_REASON = re.compile(rf"# (noqa: {CODES} - \S.+|type: ignore\[{KINDS}\] +# \w.+)")

KIT = ROOT / "widgets/kit"
GUESSES_MARKUP = {"QLabel", "QMessageBox", "setToolTip", "setWhatsThis", "showText"}

CLOCK = ROOT / "services/clock.py"
CLOCK_READINGS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}


def _found(path: Path, wanted: Callable[[ast.AST], bool]) -> list[str]:
    return [place(path, getattr(node, "lineno", 0)) for node in ast.walk(parsed(path)) if wanted(node)]


def test_the_top_level_is_as_designed() -> None:
    """A newcomer finds the program in four folders and one entry point."""
    found = {each.name for each in ROOT.iterdir() if not each.name.startswith(".")}
    assert {name for name in found if not MADE_BY_TOOLS.fullmatch(name)} == AT_THE_TOP


@pytest.mark.parametrize("folder", [*PACKAGES, "tests"])
def test_no_check_is_silenced_without_codes_and_a_reason(folder: str) -> None:
    """`# noqa: CODE - why` and `# type: ignore[code]  # why`; nothing broader, nothing mute."""
    assert [found for path in sources(folder) for found in _mute_suppressions(path)] == []


def test_only_the_clock_reads_the_clock() -> None:
    """Time is passed in; this holds for the demo world too, and no comment can silence it."""
    assert [found for path in sources() if path != CLOCK for found in _found(path, _reads_the_clock)] == []


def test_only_the_kit_makes_what_could_read_a_text_as_markup() -> None:
    """Titles and errors come from outside: Qt's own labels and tool tips would obey `<img …>`."""
    windows = [path for path in sources("widgets", "app") if KIT not in path.parents]
    assert [found for path in windows for found in _found(path, _may_guess_markup)] == []


def _mute_suppressions(path: Path) -> list[str]:
    with path.open("rb") as source:
        comments = [each for each in tokenize.tokenize(source.readline) if each.type == tokenize.COMMENT]
    mute = [
        each for each in comments if SUPPRESSION.match(each.string) and not WITH_REASON.match(each.string)
    ]
    return [f"{place(path, each.start[0])} {each.string}" for each in mute]


def _reads_the_clock(node: ast.AST) -> bool:
    match node:
        case ast.Import(names=names):
            return any(name.name == "time" for name in names)
        case ast.ImportFrom(module="time"):
            return True
        case ast.Attribute(value=ast.Name(id=owner), attr=attribute):
            return (owner, attribute) in CLOCK_READINGS
        case _:
            return False


def _may_guess_markup(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=given):
            return name in GUESSES_MARKUP and not any(_is_escaped(each) for each in given)
        case ast.ClassDef(bases=bases):
            return any(ast.unparse(base).rpartition(".")[2] in GUESSES_MARKUP for base in bases)
        case _:
            return False


def _is_escaped(given: ast.expr) -> bool:
    return isinstance(given, ast.Call) and ast.unparse(given.func) == "plain_markup"
