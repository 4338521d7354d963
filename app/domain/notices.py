"""What people outside the desk are told, and what became of telling them. Not for how they are reached."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NoticeEvent(StrEnum):
    """What a notice is about."""

    MARK = "mark"
    RESTORE = "restore"
    ALERT = "alert"


NOTICE_VALUES = (
    "id", "event", "at", "room", "text", "sku", "product", "storefront", "reason", "until", "level", "count",
)  # fmt: skip
"""What the request of a notice may name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """Somebody could not be told, since when, and why in plain words."""

    notice: str
    since: datetime
    why: str
