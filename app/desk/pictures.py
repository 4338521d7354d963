"""Pictures of every window, saved and named: `--screenshot DIR`, and what a desk without a screen shows for."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtWidgets import QWidget


def save_pictures(windows: Iterable[tuple[str, QWidget]], folder: Path) -> tuple[Path, ...]:
    """Save each window as NAME.png in `folder`; returns the files.

    Raises:
        OSError: A file can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(_save(widget, folder / f"{name}.png") for name, widget in windows)


def _save(widget: QWidget, file: Path) -> Path:
    if not widget.grab().save(str(file)):
        raise OSError(f"{file} can't be written")
    return file
