"""How long a person waits: for a changed figure to stand in pixels, for a press to show and to leave."""

import time
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

import pytest

from tests.benchmarks.figures import Figure, Figures, milliseconds
from tests.benchmarks.load import RunningLoad
from tests.benchmarks.load_server import Fault
from tests.benchmarks.meters import ProbedDesk, fsync_seconds, median, probed_desk, wait_quantile

pytestmark = [pytest.mark.bench, pytest.mark.timeout(150)]

SETTLED_S = 12.0
"""After a start the wall sorts itself for ten seconds."""
WATCHED_S = 35.0
FAULTS_S = 30.0
LEAST_CHANGES = 200
LEAST_PRESSES, MOST_PRESSES = 15, 30
"""Between 17 and 28 tiles can be seen: groups begin rows of their own, and a notice takes one."""
BETWEEN_PRESSES_S = 1.0
LONGEST_S = 2.0
"""What has not come by then never came."""

Painted = tuple[float, str, int | None, bool]
HandedOut = tuple[float, str, int]


def test_a_changed_figure_reaches_the_screen(load: RunningLoad, room: Path, figures: Figures) -> None:
    """From the server's hand to changed pixels, on rows that can be seen; and Qt is never kept waiting."""
    with probed_desk(room) as desk:
        seen = _settled(desk)
        load.set_seen(seen)
        desk.ask("beat")
        begun = time.monotonic()
        time.sleep(WATCHED_S)
        gaps, painted = desk.ask("beats"), [tuple(each) for each in desk.ask("paints")]
        until = begun + WATCHED_S - LONGEST_S
        changes = [each for each in load.handed_out() if begun < each[0] < until and each[1] in seen]
    waits = list(_waits(changes, painted))
    assert len(waits) >= LEAST_CHANGES
    figures.add(
        milliseconds("changed figure → pixels, median", median(waits), 30, note=f"{len(waits)} changes"),
        milliseconds("changed figure → pixels, worst", max(waits), 80, slack=2),
        *_stalls("under load", gaps),
    )


def test_faults_do_not_stall_the_window(load: RunningLoad, room: Path, figures: Figures) -> None:
    """Pages of 2 MB, in two writings, an answer that takes seconds, and one that is garbage."""
    with probed_desk(room) as desk:
        _settled(desk)
        load.set_faults(w1=Fault.LARGE, w2=Fault.SPACED, w3=Fault.GARBAGE, w4=Fault.SLOW)
        time.sleep(2)
        desk.ask("beat")
        time.sleep(FAULTS_S)
        gaps = desk.ask("beats")
    figures.add(*_stalls("under faults", gaps))


def test_a_press_shows_and_leaves_at_once(load: RunningLoad, room: Path, figures: Figures) -> None:
    """The key that marks a product sold out; its intent is on disk before the first byte leaves."""
    with probed_desk(room) as desk:
        seen = _settled(desk)
        desk.ask("beat")
        presses = [_press(desk, sku) for sku in islice(seen, MOST_PRESSES)]
        painted, asked = desk.ask("paints"), load.shop_asked()
    assert len(presses) >= LEAST_PRESSES
    shown = [_first(p[0] for p in painted if p[3] and p[1] == sku) - at for sku, at in presses]
    read = [_first(a[0] for a in asked if a[0] > at) - at for _sku, at in presses]
    told = [_first(a[0] for a in asked if a[2].endswith(_off(sku))) - at for sku, at in presses]
    disk = f"a commit's fsync takes {1000 * fsync_seconds(room):.1f} ms here"
    figures.add(
        milliseconds("press → state on screen, median", median(shown), 16, slack=2, note=disk),
        milliseconds("press → state on screen, worst", max(shown), note=f"{len(presses)} presses"),
        milliseconds(
            "press → first byte to the platform, median", median(read), 25, slack=1.5, note="a read"
        ),
        milliseconds("press → first byte of the mark, median", median(told), note="after that read"),
    )


def _press(desk: ProbedDesk, sku: str) -> tuple[str, float]:
    at = float(desk.ask("press", sku=sku))
    time.sleep(BETWEEN_PRESSES_S)
    return sku, at


def _off(sku: str) -> str:
    return f"/{int(sku.removeprefix('SKU-'))}/off"


def _settled(desk: ProbedDesk) -> list[str]:
    desk.wait_until_live()
    time.sleep(SETTLED_S)
    return desk.wait_until_live()


def _stalls(when: str, gaps: Sequence[float]) -> list[Figure]:
    return [
        milliseconds(f"UI thread stall {when}, 99.9 %", wait_quantile(gaps, 0.999), 16, slack=1.5),
        milliseconds(f"UI thread stall {when}, worst", max(gaps), 50, slack=2),
    ]


def _waits(changes: Iterable[HandedOut], painted: Sequence[Painted]) -> Iterable[float]:
    """Each change until its figure, or one that came after it, was painted: figures of the load only fall."""
    by_sku: dict[str, list[Painted]] = {}
    for paint in painted:
        by_sku.setdefault(paint[1], []).append(paint)
    for at, sku, total in changes:
        paints = by_sku.get(sku, [])
        later = paints[bisect_left(paints, at, key=lambda paint: paint[0]) :]
        came = [paint[0] for paint in later if paint[2] is not None and paint[2] <= total]
        assert came, f"{sku} with {total} was never painted"
        assert came[0] - at < LONGEST_S, f"{sku} with {total} was painted after {came[0] - at:.1f} s"
        yield came[0] - at


def _first(instants: Iterable[float]) -> float:
    return min(instants, default=float("inf"))
