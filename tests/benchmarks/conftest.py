"""For benchmarks: the figures of the run, the load, and a desk's folder for it."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks.figures import FIGURES, FILE, Figures
from tests.benchmarks.load import RunningLoad, remember_an_hour, running_load, write_settings
from tests.guardians import end_guardians


def pytest_configure(config: pytest.Config) -> None:
    """Figures are collected over the whole run."""
    config.stash[FIGURES] = Figures()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table and keep it."""
    figures = config.stash[FIGURES]
    if figures.all:
        figures.write()
        terminalreporter.section(f"budgets ({FILE.relative_to(config.rootpath)})")
        for figure in figures.all:
            terminalreporter.line(figure.line())


@pytest.fixture
def figures(pytestconfig: pytest.Config) -> Figures:
    """Where measured figures go."""
    return pytestconfig.stash[FIGURES]


@pytest.fixture
def load(_nothing_left: None) -> Iterator[RunningLoad]:
    """The load of the budget table, running."""
    with running_load() as running:
        yield running


@pytest.fixture
def folder(load: RunningLoad, tmp_path: Path) -> Iterator[Path]:
    """A desk's data directory with settings for the load. No guardian outlives the test and spoils others."""
    folder = tmp_path / "desk"
    write_settings(folder, load)
    yield folder
    end_guardians(folder)


@pytest.fixture
def room(load: RunningLoad, folder: Path) -> Path:
    """The same, with a broadcast that has run for an hour."""
    asyncio.run(remember_an_hour(folder, load))
    return folder
