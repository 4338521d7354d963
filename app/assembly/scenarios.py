"""The scenarios that come with the program, or one's own as a file: TOML into scripts."""

import tomllib
from pathlib import Path

import msgspec

from app.domain.simulation import Script
from app.words import _

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "scenarios"


class NoScenario(Exception):
    """There is none of that name, or its file can't be used; `str()` says so and which there are."""


def scenario_names() -> tuple[str, ...]:
    """Those that come with the program, in alphabetical order."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))


def scenario(name: str) -> Script:
    """A scenario by its name, or by the path of a TOML file.

    Raises:
        NoScenario: There is none, or it can't be read.
    """
    file = Path(name) if name.endswith(".toml") else FOLDER / f"{name}.toml"
    if not file.is_file() or (file.parent == FOLDER and file.stem not in scenario_names()):
        known = ", ".join(scenario_names())
        raise NoScenario(_("No such scenario: {name}. There are: {known}.").format(name=name, known=known))
    try:
        return msgspec.convert(tomllib.loads(file.read_text("utf-8")), Script)
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise NoScenario(_("{file} is no scenario: {why}").format(file=file, why=error)) from error
