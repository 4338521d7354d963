"""The regions of the desk that F6 steps through, and where in a region the keyboard goes."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def step(regions: Sequence[QWidget], by: int) -> None:
    """Put the keyboard into the next region (`by` 1) or the one before (−1), going round."""
    there = [region for region in regions if region.isVisible() and _entries(region)]
    if not there:
        return
    here = QApplication.focusWidget()
    place = next((place for place, region in enumerate(there) if _holds(region, here)), None)
    first = 0 if by > 0 else len(there) - 1
    target = there[first if place is None else (place + by) % len(there)]
    _entries(target)[0].setFocus(Qt.FocusReason.ShortcutFocusReason)


def _holds(region: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and (widget is region or region.isAncestorOf(widget))


def _entries(region: QWidget) -> list[QWidget]:
    """What in a region can take the keyboard, in the order of Tab."""
    found: list[QWidget] = []
    each: QWidget | None = region
    while each is not None:
        if _holds(region, each) and _takes_keyboard(each):
            found.append(each)
        each = each.nextInFocusChain()
        if each is region:
            break
    return found


def _takes_keyboard(widget: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return by_tab and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None
