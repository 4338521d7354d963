"""What cannot be put back on sale and what a person can do about it, as the alarm shows it."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.alarm import RINGS, Alarm, Ring, overdue_since
from app.domain.hold import Hold
from app.views.names import Names
from app.words import plain

__all__ = ["NO_ALARM", "AlarmView", "Ring", "StuckView", "alarm_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckView:
    """One product that is off sale although it should not be. `page`: where a person does it, if known."""

    hold: int
    alert: str
    sku: str
    title: str
    shop: str
    since: datetime
    error: str
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmView:
    """The alarm, the longest overdue first; without `stuck` there is none.

    `rings`: how often and how loudly it is heard, by its age since `since`; silent until `quiet_until`.
    """

    stuck: tuple[StuckView, ...] = ()
    since: datetime | None = None
    quiet_until: datetime | None = None
    rings: tuple[Ring, ...] = ()


NO_ALARM = AlarmView()


def alarm_view(alarm: Alarm | None, names: Names) -> AlarmView:
    """The alarm as people see and hear it."""
    if alarm is None:
        return NO_ALARM
    return AlarmView(
        stuck=tuple(_stuck(hold, names) for hold in alarm.holds),
        since=alarm.since,
        quiet_until=alarm.quiet_until,
        rings=RINGS,
    )


def _stuck(hold: Hold, names: Names) -> StuckView:
    return StuckView(
        hold=hold.id,
        alert=f"hold_attention:{hold.id}",
        sku=hold.sku,
        title=names.title(hold.sku),
        shop=names.storefront(hold.storefront),
        since=overdue_since(hold),
        error=plain(hold.error, 200),
        page=names.page(hold.storefront, hold.sku),
    )
