"""From a reading to its picture with 5,000 products, and what judging all of them anew costs."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.domain.readings import StockAnswer
from app.views.delta import ViewDelta
from tests.benchmarks.figures import Figures, milliseconds
from tests.engine.desk_under_test import Desk, World, running
from tests.sample_study import study_sample
from tests.samples import NOW, ZONE, room_store
from widgets.choices import Choices
from widgets.desk.closing import Leave
from widgets.desk.traffic.history import TrafficHistory
from widgets.desk.window import DeskWindow
from widgets.kit import theme
from widgets.store import RoomStore
from widgets.ticker import Ticker
from widgets.wall.panel import WallPanel

pytestmark = pytest.mark.bench

_PRODUCTS = 5000
_CHANGES = 60


@pytest.fixture
def store(qapp: QApplication) -> RoomStore:
    """A store that has heard nothing yet."""
    theme.apply(qapp)
    return RoomStore(now=lambda: NOW, zone=ZONE, account="bench")


@pytest.fixture
def panel(qtbot: QtBot, store: RoomStore) -> Iterator[WallPanel]:
    """The wall as it stands in a window of 1600 × 1000."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1600, 1000)
    ticker = Ticker(store.now)
    made = WallPanel(store, ticker, window)
    made.setGeometry(8, 96, 1024, 784)
    window.show()
    QApplication.processEvents()
    yield made
    ticker.stop()


async def test_one_reading_among_5000_is_seen_within_16_ms(
    store: RoomStore, panel: WallPanel, figures: Figures
) -> None:
    """A whole answer in which one figure moved: taken over, judged, told, counted and painted."""
    world = World.with_products(_PRODUCTS)
    async with running(world) as desk:
        await _settled(desk)
        store.apply(desk.told())
        QApplication.processEvents()
        seen = panel.model.skus[3]
        took = []
        for number in range(_CHANGES):
            await desk.pass_time(0.3)
            answer = await _answer(world, seen, 90 - number)
            store.apply(_news(desk))
            QApplication.processEvents()
            desk.deltas.clear()
            begun = perf_counter()
            await desk.engine._hearing.stock(answer)
            desk.engine.publishing.publish(at_once=False)
            store.apply(_news(desk))
            QApplication.processEvents()
            took.append(perf_counter() - begun)
            assert store.gauges[seen].available == 90 - number
    took.sort()
    figures.add(
        milliseconds("one reading of 5,000 → painted, median", took[len(took) // 2], 16, slack=1.5),
        milliseconds("the same, best", took[0]),
        milliseconds("the same, 95 %", took[len(took) * 95 // 100]),
    )


async def test_5000_products_are_judged_anew_in_slices(figures: Figures) -> None:
    """A surge begins: all are forecast, tiered, reordered and ranked anew; polls get in between slices."""
    world = World.with_products(_PRODUCTS)
    async with running(world) as desk:
        await _settled(desk)
        engine, slices = desk.engine, list[float]()
        room, judging = engine.room, engine._judging
        room.selling.count([(sku, 3) for sku in room.products])
        await desk.pass_time(90)

        def judged() -> bool:
            return judging.judge_products(world.clock.now())[1]

        def said() -> bool:
            begun = perf_counter()
            more = engine.publishing.publish(at_once=False)
            slices.append(perf_counter() - begun)
            return more

        anew = [_spent(room.stir_all, judged) for _round in range(5)]
        told = [_spent(room.stir_all, said) for _round in range(5)]
        heard = [_spent(room.touch_all, said) for _round in range(3)]
        assert all(one.outlook is not None for one in judging.products.values())
    slices.sort()
    figures.add(
        milliseconds("5,000 products judged anew", min(anew), 250, slack=1.5, note="engine's thread"),
        milliseconds("the same, and said", min(told)),
        milliseconds("the same where every figure was heard anew", min(heard)),
        milliseconds("one slice of it, median", slices[len(slices) // 2]),
    )


def _spent(begin: Callable[[], None], go_on: Callable[[], bool]) -> float:
    """Processor time until nothing waits. Garbage stays, as in a desk, which collects between two beats."""
    gc.disable()
    begin()
    begun = process_time()
    while go_on():
        pass
    spent = process_time() - begun
    gc.enable()
    return spent


async def _settled(desk: Desk) -> None:
    await desk.pass_time(20)


async def _answer(world: World, sku: str, units: int) -> StockAnswer:
    """The warehouse's next answer, in which that figure has moved."""
    world.warehouse.put(sku, units)
    answer = await world.warehouse.read()
    return replace(answer, seen_at=world.clock.now())


def _news(desk: Desk) -> ViewDelta:
    """What was told since; empty where nothing was."""
    return desk.told() if desk.deltas else ViewDelta(revision=0, at=NOW)


def test_the_page_of_a_product_follows_its_reading_within_a_frame(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, figures: Figures
) -> None:
    """Its plot with an evening's record is drawn anew with every figure."""
    theme.apply(qapp)
    store = room_store("en")
    ticker = Ticker(store.now)
    window = DeskWindow(store, Choices(tmp_path / "desk.ini"), ticker, TrafficHistory(store))
    qtbot.addWidget(window, before_close_func=lambda window: window.leave(Leave.HOLDS_RUN_ON))
    window.resize(1600, 1000)
    window.show()
    window.deeds.open_product("EAR-01")
    store.apply(ViewDelta(revision=2, at=NOW, study=study_sample("EAR-01")))
    QApplication.processEvents()
    took = []
    for number in range(_CHANGES):
        view = store.gauges["EAR-01"]
        first, *others = view.segments
        parts = (replace(first, available=63 - number), *others)
        changed = replace(view, available=181 - number, segments=parts)
        begun = perf_counter()
        store.apply(ViewDelta(revision=3 + number, at=NOW, gauges=(changed,)))
        QApplication.processEvents()
        took.append(perf_counter() - begun)
    ticker.stop()
    took.sort()
    figures.add(
        milliseconds("one reading → product page painted, best", took[0], 16),
        milliseconds("the same, median", took[len(took) // 2]),
    )
