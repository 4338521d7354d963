"""The order of the cards stays; pages and the filter only choose from it."""

import pytest

from widgets.panel.shelf import PER_PAGE, Shelf

MANY = tuple(f"P-{number:02}" for number in range(30))


@pytest.fixture
def shelf() -> Shelf:
    """Thirty products, none on air."""
    made = Shelf()
    made.arrange(MANY, None, None)
    return made


def test_what_is_on_air_and_next_stands_in_front() -> None:
    """When the panel opens; the rest keeps its order."""
    shelf = Shelf()
    shelf.arrange(("A", "B", "C", "D"), "C", "B")
    assert shelf.cards == ("C", "B", "A", "D")


def test_a_page_holds_twelve(shelf: Shelf) -> None:
    """Keys 1 to = are twelve."""
    assert len(shelf.cards) == PER_PAGE
    assert shelf.pages == 3
    shelf.turn_to(2)
    assert shelf.cards == MANY[24:]


@pytest.mark.parametrize(("wanted", "page"), [(-1, 0), (99, 2)])
def test_turning_stops_at_the_ends(shelf: Shelf, wanted: int, page: int) -> None:
    """There is no page before the first or after the last."""
    shelf.turn_to(wanted)
    assert shelf.page == page


def test_new_products_stand_at_the_end_and_move_none(shelf: Shelf) -> None:
    """Whatever order the engine sends them in."""
    before = shelf.cards
    shelf.take_in(("NEW", *reversed(MANY)))
    assert shelf.cards == before
    assert shelf.found[-1] == "NEW"


def test_a_product_that_is_gone_leaves(shelf: Shelf) -> None:
    """The others close up behind it."""
    shelf.take_in(MANY[1:])
    assert shelf.cards[0] == MANY[1]


def test_the_filter_reads_titles_and_skus_in_any_case(shelf: Shelf) -> None:
    """Composed and decomposed letters are the same."""
    titles = {"P-03": "Café cup", "P-07": "Thermos"}
    shelf.look_for("CAFE\u0301", titles)
    assert shelf.cards == ("P-03",)
    shelf.look_for("p-07", titles)
    assert shelf.cards == ("P-07",)
    shelf.look_for("nothing such", titles)
    assert not shelf.cards
    assert (shelf.pages, shelf.page) == (1, 0)


def test_a_page_that_no_longer_exists_gives_way(shelf: Shelf) -> None:
    """Products may go while the last page lies open."""
    shelf.turn_to(2)
    shelf.take_in(MANY[:13])
    assert shelf.page == 1
    assert shelf.cards == (MANY[12],)
