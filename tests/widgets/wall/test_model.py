"""Places do not move until a person asks; what changed is counted; filters and search find what is meant."""

import gc
import time
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from app.views.gauge import Urgency
from tests.fakes.clock import FakeClock
from tests.samples import NOW, room_sample, wall_gauges
from tests.widgets.wall.conftest import Room
from widgets.wall.arrangement import Filter, Order
from widgets.wall.model import SETTLING, Role, WallModel


@pytest.fixture
def model(room: Room) -> WallModel:
    """The sample room, sorted by urgency."""
    return WallModel(room.store)


def headings(model: WallModel) -> list[tuple[Urgency | None, int]]:
    """Groups with the number of products under each."""
    return [(section.group, section.count) for section in model.sections()]


def test_it_is_a_proper_model(model: WallModel, room: Room, qtmodeltester: ModelTester) -> None:
    """Qt's own tester finds nothing wrong, also while products come, go and change."""
    qtmodeltester.check(model, force_py=False)
    room.say(room.clone("EAR-01", "NEW-1"), order=(*room.store.order, "NEW-1"))
    model.show_only(Filter.ABNORMAL)
    room.change("HAI-04", group=Urgency.WATCH)
    room.change("HAI-04", group=Urgency.NORMAL)
    room.say(order=room.store.order[3:])
    model.search("ear")


def test_rows_stand_in_groups_by_urgency(model: WallModel) -> None:
    """Act now first, normal last."""
    assert headings(model) == [
        (Urgency.ACT_NOW, 4),
        (Urgency.WATCH, 4),
        (Urgency.OFF_SALE, 4),
        (Urgency.DOUBTFUL, 4),
        (Urgency.NORMAL, 8),
    ]
    assert model.skus[0] == "BLD-02"


def test_what_changes_keeps_its_place_until_asked(model: WallModel, room: Room) -> None:
    """LMP-05 falls to low and stays where the eye expects it; the change is counted."""
    before = list(model.skus)
    room.clock.advance(60)
    room.change("LMP-05", group=Urgency.WATCH, rank=5)
    assert list(model.skus) == before
    assert model.changed_since == 1
    assert model.sorted_at == NOW
    model.resort()
    assert list(model.skus).index("LMP-05") < before.index("LMP-05")
    assert model.changed_since == 0
    assert model.sorted_at == room.clock.now()


def test_a_poll_is_told_once_however_many_products_it_changed(model: WallModel, room: Room) -> None:
    """From the first row to the last; counts are told only where they are others."""
    spans: list[tuple[int, int]] = []
    counted: list[bool] = []
    model.dataChanged.connect(lambda first, last: spans.append((first.row(), last.row())))
    model.summed.connect(lambda: counted.append(True))
    room.say(*(room.clone(sku, sku, available=7) for sku in ("HAI-04", "BLD-02", "EAR-01")))
    assert spans == [(model.row_of("BLD-02"), model.row_of("HAI-04"))]
    assert not counted
    room.change("LMP-05", group=Urgency.WATCH)
    assert counted


def test_what_changes_back_is_no_longer_counted(model: WallModel, room: Room) -> None:
    """Only what would stand elsewhere now."""
    room.change("LMP-05", group=Urgency.WATCH)
    room.change("LMP-05", group=Urgency.NORMAL)
    assert model.changed_since == 0


def test_a_new_product_is_appended_under_its_own_heading(model: WallModel, room: Room) -> None:
    """It pushes nothing aside; the next sorting puts it where it belongs."""
    before = list(model.skus)
    room.say(room.clone("BLD-02", "NEW-1"), order=("NEW-1", *room.store.order))
    assert list(model.skus) == [*before, "NEW-1"]
    assert headings(model)[-1] == (None, 1)
    assert model.changed_since == 1
    model.resort()
    assert list(model.skus)[:2] == ["NEW-1", "BLD-02"]


def test_a_product_that_is_gone_leaves_the_rest_in_order(model: WallModel, room: Room) -> None:
    """The settings were changed and the desk restarted its sources."""
    before = [sku for sku in model.skus if sku != "YOG-11"]
    room.say(order=tuple(sku for sku in room.store.order if sku != "YOG-11"))
    assert list(model.skus) == before
    assert model.counts()[Filter.ALL] == 23


def test_the_line_up_counts_only_what_would_have_to_move(model: WallModel, room: Room) -> None:
    """One product moved to the front is one change, not twenty-four."""
    model.resort(Order.LINE_UP)
    assert [section.group for section in model.sections()] == [None]
    ups = [room.store.gauges[sku].line_up for sku in model.skus]
    assert ups == sorted(ups)
    last = model.skus[-1]
    room.change(last, line_up=-1)
    assert model.changed_since == 1
    assert model.skus[-1] == last
    model.resort()
    assert model.skus[0] == last


@pytest.mark.parametrize(
    ("which", "count"), [(Filter.ALL, 24), (Filter.TO_DO, 8), (Filter.OFF_SALE, 4), (Filter.DATA, 4)]
)
def test_filters_show_their_groups(model: WallModel, which: Filter, count: int) -> None:
    """As many as the button says."""
    assert model.counts()[which] == count
    model.show_only(which)
    assert model.rowCount() == count


def test_a_filter_does_not_move_things_under_the_pointer(model: WallModel, room: Room) -> None:
    """What is done stays in the list of what is to do until it is sorted again."""
    model.show_only(Filter.TO_DO)
    before = list(model.skus)
    room.change("BLD-02", group=Urgency.NORMAL)
    model.show_only(Filter.ALL)
    model.show_only(Filter.TO_DO)
    assert list(model.skus) == before
    model.resort()
    assert "BLD-02" not in model.skus


@pytest.mark.parametrize(
    ("which", "group", "before"),
    [
        (Filter.ABNORMAL, Urgency.WATCH, 16),
        (Filter.OFF_SALE, Urgency.OFF_SALE, 4),
        (Filter.TO_DO, Urgency.WATCH, 8),
    ],
)
def test_what_comes_to_belong_to_a_filter_is_shown_in_it_at_once(
    model: WallModel, room: Room, which: Filter, group: Urgency, before: int
) -> None:
    """A product just held, or just low, must not wait for a sorting; the button counts what is shown."""
    model.show_only(which)
    assert (model.rowCount(), model.counts()[which]) == (before, before)
    room.change("LMP-05", group=group)
    assert (model.rowCount(), model.counts()[which]) == (before + 1, before + 1)
    assert model.row_of("LMP-05") == before
    room.change("LMP-05", group=Urgency.NORMAL)
    assert (model.rowCount(), model.counts()[which]) == (before, before)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ear-0", ["EAR-01", "EAR-02"]),
        ("  MUG ", ["CUP-07"]),
        ("cafe\u0301", ["CAF-01"]),
        ("CAF\u00c9", ["CAF-01"]),
        ("nothing like it", []),
    ],
)
def test_search_finds_titles_and_skus(model: WallModel, room: Room, typed: str, found: list[str]) -> None:
    """Whatever the case, and however an accent was typed."""
    room.say(room.clone("EAR-01", "CAF-01", title="Caf\u00e9 cups"), order=(*room.store.order, "CAF-01"))
    model.search(typed)
    assert list(model.skus) == found
    model.search("")
    assert model.rowCount() == 25


def test_a_renamed_product_is_found_by_its_new_name(model: WallModel, room: Room) -> None:
    """While the search stands."""
    model.search("tumbler")
    room.change("CUP-07", title="Steel tumbler")
    assert list(model.skus) == ["CUP-07"]
    room.change("CUP-07", title="Travel mug")
    assert list(model.skus) == []


def test_rows_say_what_they_are(model: WallModel) -> None:
    """Title for eyes, a sentence for ears, SKU and view for painters."""
    index = model.index(0)
    assert index.data() == "Portable blender"
    assert index.data(Role.SKU) == "BLD-02"
    assert model.view_of("BLD-02") is index.data(Role.VIEW)
    assert "31 available, Critical 8 %" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert index.data(Qt.ItemDataRole.DecorationRole) is None
    assert model.data(model.index(99)) is None


def test_it_sorts_itself_only_while_the_first_figures_come() -> None:
    """At the start everything is unknown; nobody should have to press Re-sort for that."""
    room = Room(FakeClock(NOW))
    model = WallModel(room.store)
    silent = tuple(replace(view, missing=("Dallas",), group=Urgency.DOUBTFUL) for view in wall_gauges("en"))
    room.say(*silent, order=tuple(view.sku for view in silent))
    assert headings(model) == [(Urgency.DOUBTFUL, 24)]
    room.fill()
    assert headings(model)[0] == (Urgency.ACT_NOW, 4)
    room.change("LMP-05", group=Urgency.ACT_NOW)
    assert headings(model)[0] == (Urgency.ACT_NOW, 4)


def test_it_stops_sorting_itself_even_if_one_warehouse_stays_silent() -> None:
    """Else the wall would not stand still for as long as one is down."""
    room = Room(FakeClock(NOW))
    model = WallModel(room.store)
    silent = tuple(replace(view, missing=("New Jersey",)) for view in wall_gauges("en"))
    room.store.apply(replace(room_sample("en"), gauges=silent))
    room.change("LMP-05", group=Urgency.ACT_NOW)
    assert model.changed_since == 0
    room.clock.advance(SETTLING.total_seconds())
    room.change("HAI-04", group=Urgency.DOUBTFUL)
    room.change("KSC-02", group=Urgency.ACT_NOW)
    assert model.changed_since == 1


def test_ten_thousand_products_load_and_change_without_a_stall() -> None:
    """Taking them over, sorting, searching and one poll: each far below what a person would notice."""
    room = Room(FakeClock(NOW))
    room.fill()
    views = tuple(room.clone("EAR-01", f"SKU-{number:05}", rank=-number) for number in range(10_000))
    model = WallModel(room.store)
    slowest = 0.0
    steps = (
        lambda: room.say(*views, order=tuple(view.sku for view in views)),
        model.resort,
        lambda: model.search("sku-0999"),
        lambda: model.search(""),
        lambda: room.say(*views[:200]),
    )
    # the desk keeps its search for garbage away from what stands; a worker of the tests has far more of it
    gc.collect()
    gc.disable()
    try:
        for step in steps:
            start = time.thread_time()
            step()
            slowest = max(slowest, time.thread_time() - start)
    finally:
        gc.enable()
    assert model.rowCount() == 10_000
    assert model.skus[0] == "SKU-09999"
    assert slowest < 0.1
