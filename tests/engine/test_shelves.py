"""Stock as last said: what an answer changes, what it leaves out, from when each figure is true."""

from datetime import timedelta

from app.domain.catalogue import Warehouse
from app.domain.readings import RejectedRow, SourceRole, StockAnswer, StockReading
from app.engine.shelves import Shelves, Taken
from tests.fakes.clock import START
from tests.fakes.sources import source_info

LA = Warehouse(id="la", name="Los Angeles", short="L", source="3pl")
NJ = Warehouse(id="nj", name="New Jersey", short="N", source="3pl")
OWN = Warehouse(id="dal", name="Dallas", short="D", source="dal")


def shelves() -> Shelves:
    """Two sources: one of two sites, one of its own."""
    stock = SourceRole.WAREHOUSE
    return Shelves([(source_info("3pl", stock), (LA, NJ)), (source_info("dal", stock), (OWN,))])


def row(
    sku: str, available: int | None, warehouse: str = "la", *, stamp: float | None = None
) -> StockReading:
    """One figure; `stamp` are seconds after the start."""
    as_of = None if stamp is None else START + timedelta(seconds=stamp)
    return StockReading(sku=sku, warehouse=warehouse, available=available, as_of=as_of)


def answer(*rows: StockReading, at: float = 0, source: str = "3pl", **more: object) -> StockAnswer:
    """A complete answer so many seconds after the start."""
    asked_at = START + timedelta(seconds=at)
    return StockAnswer(source=source, asked_at=asked_at, seen_at=asked_at, readings=rows, **more)  # type: ignore[arg-type] # by name


def figures(taken: Taken) -> list[tuple[str, int | None]]:
    """What is to be kept."""
    return [(change.sku, change.available) for change in taken.changes]


def touched(taken: Taken) -> list[str]:
    """What is to be judged anew."""
    return sorted(taken.touched)


def test_only_what_changed_is_kept_and_judged() -> None:
    """A poll costs what changed, not the catalogue; an unchanged figure is not an old figure."""
    found = shelves()
    first = found.take(answer(row("A", 5), row("B", 7)))
    assert (figures(first), touched(first)) == ([("A", 5), ("B", 7)], ["A", "B"])
    second = found.take(answer(row("A", 5), row("B", 6), at=2))
    assert (figures(second), touched(second)) == ([("B", 6)], ["B"])
    assert [(before.available, after.available) for before, after in second.moves] == [(7, 6)]
    assert found.stock("A")[0].age_from == START + timedelta(seconds=2)


def test_figures_of_several_warehouses_stand_in_the_settings_order() -> None:
    """Whichever answered first."""
    found = shelves()
    found.take(answer(row("A", 1, "dal"), source="dal"))
    found.take(answer(row("A", 2, "nj"), row("A", 3, "la")))
    assert [(at.warehouse, at.reading.available) for at in found.stock("A")] == [
        ("la", 3),
        ("nj", 2),
        ("dal", 1),
    ]


def test_a_warehouse_without_an_answer_is_missing() -> None:
    """Each of its sites, until the source has answered in full."""
    found = shelves()
    assert found.missing() == ("la", "nj", "dal")
    found.take(answer(row("A", 1)))
    assert found.missing() == ("dal",)


def test_a_row_that_vanishes_keeps_its_figure_and_its_age() -> None:
    """It is not 0; it comes back with its next figure. F126."""
    found = shelves()
    found.take(answer(row("A", 5), row("B", 7)))
    gone = found.take(answer(row("B", 7), at=4))
    (left,) = found.stock("A")
    assert (touched(gone), left.reading.available, left.vanished, left.age_from) == (["A"], 5, True, START)
    found.take(answer(row("B", 7), at=6))
    assert found.stock("A")[0].age_from == START
    back = found.take(answer(row("A", 5), row("B", 7), at=8))
    (again,) = found.stock("A")
    assert (touched(back), again.vanished, again.age_from) == (["A"], False, START + timedelta(seconds=8))


def test_a_row_that_is_not_believed_ages_alone() -> None:
    """Its last figure stays; it was listed, so it has not vanished. F032."""
    found = shelves()
    found.take(answer(row("A", 5), row("B", 7)))
    found.take(answer(row("B", 8), at=4, rejected=(RejectedRow(where="A", why="no number"),)))
    (doubtful,) = found.stock("A")
    assert (doubtful.reading.available, doubtful.vanished, doubtful.age_from) == (5, False, START)
    assert found.stock("B")[0].age_from == START + timedelta(seconds=4)


def test_one_comes_as_another_goes() -> None:
    """As many rows as before are not the same rows."""
    found = shelves()
    found.take(answer(row("A", 5), row("B", 7)))
    taken = found.take(answer(row("B", 7), row("C", 1), at=2))
    assert taken.touched == {"A", "C"}
    assert found.stock("A")[0].vanished
    assert taken.appeared == ("C",)


def test_an_older_row_after_a_newer_one_is_dropped() -> None:
    """A figure never goes back in time. F097."""
    found = shelves()
    found.take(answer(row("A", 5, stamp=10), at=11))
    late = found.take(answer(row("A", 9, stamp=4), at=12))
    assert (late.changes, found.stock("A")[0].reading.available) == ((), 5)


def test_a_rows_own_stamp_is_its_age() -> None:
    """However fresh the answer. F069."""
    found = shelves()
    found.take(answer(row("A", 5, stamp=-1200), at=1))
    assert found.stock("A")[0].age_from == START - timedelta(seconds=1200)


def test_not_modified_confirms_every_figure() -> None:
    """A 304 says that the same is true now; nothing is kept anew. F028."""
    found = shelves()
    found.take(answer(row("A", 5)))
    taken = found.take(answer(at=9, unchanged=True))
    assert (taken.changes, taken.touched) == ((), frozenset())
    assert found.stock("A")[0].age_from == START + timedelta(seconds=9)
    assert found.moved_at("3pl") == START


def test_a_site_nobody_named_is_a_warehouse_of_its_own() -> None:
    """A code that is not listed stands for itself, after those of the settings."""
    found = shelves()
    taken = found.take(answer(row("A", 5), row("A", 2, "TX-9")))
    assert [warehouse.id for warehouse in taken.warehouses] == ["TX-9"]
    assert [at.warehouse for at in found.stock("A")] == ["la", "TX-9"]
    assert found.take(answer(row("A", 5), row("A", 1, "TX-9"), at=1)).warehouses == ()


def test_what_shares_an_age_turns_together() -> None:
    """When a source goes quiet, and when it is back, each of its products is judged once more."""
    found = shelves()
    found.take(answer(row("A", 5), row("B", 7)))
    now = START
    assert found.turned(now) == {"A", "B"}
    assert found.turned(now + timedelta(seconds=2)) == frozenset()
    assert found.turned(now + timedelta(seconds=9)) == {"A", "B"}
    assert found.turned(now + timedelta(seconds=16)) == {"A", "B"}
    found.take(answer(row("A", 5), row("B", 7), at=17))
    assert found.turned(now + timedelta(seconds=17)) == {"A", "B"}


def test_no_age_runs_from_ahead_of_a_clock_that_was_set_back() -> None:
    """Figures are as old as the new clock says, never younger than nothing."""
    found = shelves()
    found.take(answer(row("A", 5), at=60))
    found.clock_jumped(START)
    assert found.stock("A")[0].age_from == START
