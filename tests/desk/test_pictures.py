"""Pictures of every window: the desk, its pages one after the other, and the windows beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.desk.pictures import save_pictures
from app.desk.windows import PICTURED, Windows
from app.intents import CompareBroadcast, Intent, LookOverBroadcasts, StudyProduct
from tests.widgets.desk.conftest import Room, empty_room, sample
from widgets.choices import Choices
from widgets.desk.closing import Leave
from widgets.desk.pages import DESK
from widgets.kit import theme

PARTS = {"review": ("review_calibration", "review_record", "review_rehearsal")}


@pytest.fixture
def room(qapp: QApplication) -> Room:
    """The sample room, in English."""
    theme.apply(qapp)
    made = empty_room()
    made.store.apply(sample("en"))
    return made


@pytest.fixture
def windows(room: Room, tmp_path: Path) -> Iterator[Windows]:
    """Every window on that room."""
    made = Windows(
        room.store, Choices(tmp_path / "desk.ini"), leave=lambda _how: None, ring=lambda _step: None
    )
    made.open_desk("1280x800")
    yield made
    made.desk.leave(Leave.HOLDS_RUN_ON)
    made.close_all()
    QApplication.processEvents()


def test_each_page_of_the_desk_has_its_picture(windows: Windows, tmp_path: Path) -> None:
    """Named as the windows are; the desk is seen again afterwards."""
    files = save_pictures(windows.for_pictures(pages=True), tmp_path / "pictures")
    names = [file.stem for file in files]
    keys = [key for kind in windows.desk.pages.kinds for key in (kind.key, *PARTS.get(kind.key, ()))]
    pages = [f"{key}-1600x1000-en" for key in keys]
    assert {"replenishment-1600x1000-en", "product-1600x1000-en", "review_record-1600x1000-en"} <= set(pages)
    desks = [f"desk-{width}x{height}-en" for width, height in PICTURED["desk"]]
    assert names == [*desks, *pages, "strip-en", "overlay-en", "panel-en"]
    assert len({file.read_bytes() for file in files}) == len(files)
    assert windows.desk.pages.current == DESK


def test_pages_ask_for_what_they_show_before_their_pictures(windows: Windows, room: Room) -> None:
    """The record is read beside the windows, and that takes a moment."""
    windows.ask_for_pages()
    asked: list[type[Intent]] = [type(intent) for intent in room.intents]
    assert {StudyProduct, CompareBroadcast, LookOverBroadcasts} <= set(asked)
    assert windows.desk.pages.current == DESK
