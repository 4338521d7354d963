"""`python -m tests.crash`: the whole matrix, the random walks, and the naive desk that must be caught.

Each outcome is a line in the results file as soon as it is known; a run that was broken off goes on where it
stopped, as long as the program under test is the same. Exit code 1 where anything is wrong with the engine,
or nothing with the naive desk.
"""

import argparse
import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import partial
from pathlib import Path
from statistics import median
from typing import Self, TextIO

import msgspec

from tests.crash.hatchery import PROJECT, Hatchery
from tests.crash.oracle import Wrong
from tests.crash.playing import Outcome, play
from tests.crash.rooms import Lanes, rooms
from tests.crash.scenarios import matrix, naive_matrix
from tests.crash.walks import WALKS, walk, walk_name

RESULTS = PROJECT / "build" / "crash.jsonl"
NAIVE = "naive: "
NAIVE_MUST_SHOW = {Wrong.LEFT_OFF, Wrong.MARK_REPEATED, Wrong.RESTORE_REPEATED, Wrong.NOT_MEANT}
TOLD_EVERY = 25
WALK_EVERY = 5

Task = Callable[[Hatchery, Lanes], Outcome]


def main() -> int:
    """Run what is not done yet and say what it all came to."""
    options = _options()
    with Results(options.results, afresh=options.afresh) as results:
        wanted = ((name, task) for name, task in _tasks(options.walks) if options.only in name)
        todo = [(name, task) for name, task in wanted if name not in results.done]
        print(f"{len(results.done)} done before, {len(todo)} to do")
        _run(todo[: options.most], options.lanes, results)
        return _told(list(results.done.values()))


class Results:
    """Outcomes in a file whose first line names the program they were found with."""

    def __init__(self, path: Path, *, afresh: bool) -> None:
        self.done: dict[str, Outcome] = {}
        path.parent.mkdir(parents=True, exist_ok=True)
        known, program = _read(path), _digest()
        if afresh or not known or known[0] != program:
            path.write_text(f"{program}\n", "utf-8")
            known = [program]
        for line in known[1:]:
            outcome = msgspec.json.decode(line, type=Outcome)
            self.done[outcome.name] = outcome
        self._file: TextIO = path.open("a", encoding="utf-8")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def add(self, outcome: Outcome) -> None:
        """Keep it; it is in the file when this returns."""
        self.done[outcome.name] = outcome
        self._file.write(msgspec.json.encode(outcome).decode() + "\n")
        self._file.flush()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--results", type=Path, default=RESULTS, help="where outcomes are kept")
    parser.add_argument("--lanes", type=int, default=2, help="scenarios at the same time")
    parser.add_argument("--walks", type=int, default=WALKS, help="random walks")
    parser.add_argument("--only", default="", help="those alone whose name has this in it, as 'walk '")
    parser.add_argument("--most", type=int, help="end after so many")
    parser.add_argument("--afresh", action="store_true", help="forget what was done before")
    return parser.parse_args()


def _tasks(walks: int) -> Iterator[tuple[str, Task]]:
    """The naive desk first, then the walks amid the matrix: whoever breaks it off has seen of everything."""
    for scenario in naive_matrix():
        yield NAIVE + scenario.name, partial(play, scenario, naive=True)
    seeds = iter(range(1, walks + 1))
    for number, scenario in enumerate(matrix()):
        yield scenario.name, partial(play, scenario)
        if number % WALK_EVERY == 0 and (seed := next(seeds, None)) is not None:
            yield walk_name(seed), partial(walk, seed)
    for seed in seeds:
        yield walk_name(seed), partial(walk, seed)


def _run(todo: Sequence[tuple[str, Task]], lanes: int, results: Results) -> None:
    with rooms() as (source, places), ThreadPoolExecutor(lanes) as pool:
        running = [pool.submit(task, source, places) for _name, task in todo]
        for number, done in enumerate(as_completed(running), start=1):
            outcome = done.result()
            results.add(outcome)
            if outcome.wrong and not outcome.name.startswith(NAIVE):
                print(f"WRONG  {outcome.name}: {'; '.join(outcome.what)}", flush=True)
            elif number % TOLD_EVERY == 0:
                print(f"{number} of {len(running)}", flush=True)


def _told(outcomes: Sequence[Outcome]) -> int:
    naive = [each for each in outcomes if each.name.startswith(NAIVE)]
    ours = [each for each in outcomes if not each.name.startswith(NAIVE)]
    walks = [each for each in ours if each.name.startswith("walk ")]
    late = [each.late_s for each in ours if each.late_s is not None] or [0.0]
    print(f"scenarios of the matrix: {len(ours) - len(walks)}, random walks: {len(walks)}")
    print(f"desks that died at their point: {_died(ours)}, in the walks {_died(walks)}")
    print(f"taken off sale {sum(e.off for e in ours)} times, put back {sum(e.on for e in ours)} times")
    print("the last restore of each came after its deadline, or after a desk was there again, by")
    print(f"  {median(late):.1f} s in the middle, {max(late):.1f} s at the most")
    print(f"wrong: {_kinds(ours)}")
    excused = Counter(kind for each in ours for kind, count in each.excused.items() if count)
    print(f"what no desk could know better: {_listed(excused)}")
    print(f"the naive desk: wrong in {sum(bool(e.wrong) for e in naive)} of {len(naive)}: {_kinds(naive)}")
    shown = {kind for each in naive for kind in each.wrong}
    missed = sorted(NAIVE_MUST_SHOW - shown) if naive else []
    if missed:
        print(f"the oracle did not see in the naive desk: {', '.join(missed)}")
    return 1 if missed or any(each.wrong for each in ours) else 0


def _died(outcomes: Sequence[Outcome]) -> str:
    return f"{sum(each.reached for each in outcomes)} of {sum(each.points for each in outcomes)}"


def _kinds(outcomes: Sequence[Outcome]) -> str:
    return _listed(Counter(kind for each in outcomes for kind in each.wrong))


def _listed(kinds: Counter[str]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()) or "nothing"


def _read(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines() if path.exists() else []


def _digest() -> str:
    """Names the program under test and the harness by their sources."""
    digest = hashlib.sha256()
    for folder in ("app", "services", "tests/crash"):
        for file in sorted((PROJECT / folder).rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main())
