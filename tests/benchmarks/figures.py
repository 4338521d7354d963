"""The budget table as measured: every figure beside its budget, said at once, at the end, and in a file."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

FILE = Path(__file__).parents[2] / "build" / "bench.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured figure. `budget` None: said for comparison only.

    `slack`: by this factor a noisy machine may exceed the budget before the test fails; it is missed even so.
    """

    what: str
    value: float
    unit: str
    budget: float | None = None
    slack: float = 1.0
    note: str = ""

    @property
    def met(self) -> bool:
        """Whether it keeps to its budget."""
        return self.budget is None or self.value <= self.budget

    @property
    def fails(self) -> bool:
        """Whether it is too far off to be noise."""
        return self.budget is not None and self.value > self.budget * self.slack

    def line(self) -> str:
        """For the table."""
        budget = "" if self.budget is None else f"≤ {self.budget:g} {self.unit}"
        verdict = "" if self.budget is None else "met" if self.met else "MISSED"
        measured = f"{self.value:.3g}" if abs(self.value) < 1000 else f"{self.value:.0f}"
        return f"{self.what:<62} {measured:>8} {self.unit:<4} {budget:<14} {verdict:<7} {self.note}".rstrip()


def milliseconds(
    what: str, seconds: float, budget: float | None = None, *, slack: float = 1.0, note: str = ""
) -> Figure:
    """A time that a person waits."""
    return Figure(what=what, value=1000 * seconds, unit="ms", budget=budget, slack=slack, note=note)


class Figures:
    """All figures of one run."""

    def __init__(self) -> None:
        self.all: list[Figure] = []

    def add(self, *figures: Figure) -> None:
        """Keep and say them; fail the test that measured them where one is too far off.

        Raises:
            AssertionError: A budget is missed by more than its slack.
        """
        self.all += figures
        for figure in figures:
            print(f"\n  {figure.line()}", end="")
        missed = [figure.line() for figure in figures if figure.fails]
        assert not missed, "budget missed:\n" + "\n".join(missed)

    def write(self) -> None:
        """Keep them in build/bench.json, with what they were measured on."""
        FILE.parent.mkdir(exist_ok=True)
        on = {"machine": platform.machine(), "system": platform.platform(), "cores": os.cpu_count()}
        measured: Sequence[dict[str, object]] = [asdict(figure) | {"met": figure.met} for figure in self.all]
        told = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "on": on, "figures": measured}
        FILE.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")


FIGURES = pytest.StashKey[Figures]()
