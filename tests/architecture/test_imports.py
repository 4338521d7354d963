"""Who may import whom, and what is not loaded; the rules themselves stand in pyproject.toml."""

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.tree import ROOT, app_modules

HEAVY = ("PySide6", "pyqtgraph", "numpy", "scipy", "sqlalchemy", "httpx2", "babel", "msgspec")
SLOW = ("dataclasses", "inspect", "tempfile")
"""Standard library, but each brings a dozen modules that a client has no use for."""
UNUSED_BY_A_DESK = {
    "numpy.ma",
    "numpy.random",
    "numpy.testing",
    "scipy",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.orm",
    "unittest",
}
"""Large, and what a desk has no use for, or not before somebody rehearses."""
UNUSED_BY_A_GUARDIAN = {"anyio", "babel", "httpcore2", "numpy"} | UNUSED_BY_A_DESK
"""The same of the process that stands by, once it judges the settings and speaks to shops."""
MAY_USE_QT = {"app.cli", "app.desk", "app.bridge"}


def _python(program: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_the_contracts_hold() -> None:
    """What `make check` asks first is asked here too, for those who only run the tests."""
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_every_module_of_app_is_named_where_qt_is_forbidden() -> None:
    """A new module cannot slip through because nobody put it on the list."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    [without_qt] = [contract for contract in contracts if contract["name"].startswith("Qt stays")]

    listed = {name for name in without_qt["source_modules"] if name.startswith("app.")}

    assert listed == app_modules() - MAY_USE_QT


def test_the_command_line_loads_nothing_heavy() -> None:
    """A Stream Deck's key answers in a tenth of a second: the client half is the standard library."""
    program = f"import sys, app.cli; print([name for name in {HEAVY + SLOW!r} if name in sys.modules])"
    assert _python(program).strip() == "[]"


def test_the_headless_half_stands_without_qt() -> None:
    """`--headless` runs where PySide6 is not installed."""
    absent = "import sys; sys.modules.update(dict.fromkeys(('PySide6', 'shiboken6', 'pyqtgraph')))"
    both = "import app.assembly.headless, app.guardian.taking_over"
    assert _python(f"{absent}; {both}; print('stands')").strip() == "stands"


def test_logs_load_no_painter() -> None:
    """Where a tool has brought rich, structlog would load it into desk and guardian, for nothing."""
    program = "import sys, app.guardian.taking_over; print([n for n in sys.modules if n.startswith('rich.')])"
    assert _python(program).strip() == "[]"


def test_a_desk_loads_nothing_that_it_has_no_use_for() -> None:
    """What came in once by a library's habit or an annotation took 20 MB of every desk."""
    desk = "app.desk.session, app.desk.running, app.desk.windows, app.assembly.desk, app.guardian.taking_over"
    loaded = set(_python(f"import sys, {desk}; print(*sys.modules)").split())
    assert loaded & UNUSED_BY_A_DESK == set()


def test_a_guardian_acts_without_what_is_large() -> None:
    """It stands beside every desk: with what is usual in settings, restoring takes no library more."""
    acts = """
import sys, app.guardian.taking_over
from app.config.blocks import Room
from app.config.judging import problems_of
from services.http import Http
Http()
said = list(problems_of(Room(name="Room", currency="CNY")))
print(*said, *sys.modules)
"""
    assert set(_python(acts).split()) & UNUSED_BY_A_GUARDIAN == set()
