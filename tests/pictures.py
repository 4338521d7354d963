"""Saves pictures of widgets into the folder of pictures, for looking at them by hand.

    from tests.pictures import application, save
    application("zh_CN")
    save(make_the_widget(), "wall-zh", 1600, 1000)

Works without a screen. Not used by tests that judge; those look at pixels themselves.
"""

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from app import words
from widgets.kit import theme

FOLDER = Path(__file__).resolve().parent.parent / "pictures"


def application(language: str = "zh_CN") -> QApplication:
    """The application with our theme, speaking `language`; made once."""
    words.use_language(language)
    standing = QApplication.instance()
    app = standing if isinstance(standing, QApplication) else QApplication([])
    theme.apply(app)
    return app


def save(widget: QWidget, name: str, width: int = 0, height: int = 0) -> Path:
    """Show `widget`, let it paint, and save it as pictures/NAME.png in its real pixels."""
    if width and height:
        widget.resize(width, height)
    widget.show()
    for _ in range(3):
        QApplication.processEvents()
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name}.png"
    if not widget.grab().save(str(path)):
        raise OSError(f"could not write {path}")
    return path
