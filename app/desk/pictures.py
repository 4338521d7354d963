"""Pictures of every window, saved and named: for `--screenshot DIR`, and for a desk without a screen."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QApplication, QWidget


def save_pictures(windows: Iterable[tuple[str, QWidget, QSize | None]], folder: Path) -> tuple[Path, ...]:
    """Save each window as NAME.png in `folder`, at its size where one is given; returns the files.

    Raises:
        OSError: A file can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(_save(window, size, folder / f"{name}.png") for name, window, size in windows)


def _save(window: QWidget, size: QSize | None, file: Path) -> Path:
    was, visible = window.size(), window.isVisible()
    if size is not None:
        window.resize(size)
    window.show()
    for _turn in range(3):
        QApplication.processEvents()
    # a figure that changed in the last turn has not got its room yet
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    saved = window.grab().save(str(file))
    window.resize(was)
    window.setVisible(visible)
    if not saved:
        raise OSError(f"{file} can't be written")
    return file
