"""Which screen there is: with one, windows; without, the same desk off screen."""

import os
import sys


def choose_platform() -> bool:
    """Pick Qt's platform before Qt is imported; True when the desk runs off screen."""
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    if chosen:
        return chosen.startswith(("offscreen", "minimal"))
    if sys.platform in ("win32", "darwin"):
        return False
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return False
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return True
