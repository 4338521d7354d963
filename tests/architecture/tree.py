"""The program's own files, for tests that read them as text or as syntax."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("app", "services", "widgets", "resources")


def sources(*folders: str) -> Iterator[Path]:
    """Every Python file below these folders, by default the program's."""
    for folder in folders or PACKAGES:
        yield from sorted((ROOT / folder).rglob("*.py"))


def parsed(path: Path) -> ast.Module:
    """The file's syntax."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place(path: Path, line: int) -> str:
    """Where something was found, as editors and terminals understand it."""
    return f"{path.relative_to(ROOT)}:{line}"


def app_modules() -> set[str]:
    """Modules and packages directly below `app`, as `app.name`."""
    inside = (ROOT / "app").iterdir()
    names = (each.stem for each in inside if each.suffix == ".py" or (each / "__init__.py").exists())
    return {f"app.{name}" for name in names if name != "__init__"}
