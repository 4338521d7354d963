"""Keeps PySide from reading the source of every module that is imported after it.

It looks there for its own name, to know who may have asked for snake_case (`from __feature__ import …`).
Nobody here does, and what is read stays in memory: a thousand files, 30 MB, and time of each start.
Not for the binding's other habits.
"""

from importlib import import_module
from types import ModuleType

_READER = "_mod_uses_pyside"
"""PySide's own function; where a release has it no longer, nothing is done."""


def leave_unread() -> None:
    """Imports read no sources from now on in this process. Imports PySide6."""
    import_module("PySide6.QtCore")
    feature = import_module("PySide6.support.feature")
    if hasattr(feature, _READER):
        setattr(feature, _READER, _asks_for_nothing)


def _asks_for_nothing(_module: ModuleType) -> bool:
    return False
