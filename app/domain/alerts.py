"""The life of alerts: one per cause, pending until it has lasted, recovering until it has stayed away.

Acknowledged and shelved are what people did; a critical alert can't be shelved. Not for what causes them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from app.domain.facts import RoomFacts
from app.domain.freshness import earliest
from app.domain.policy import Policy
from app.domain.signals import Alert, AlertCause, AlertKind, AlertLevel, AlertState

_GREATER = {
    AlertKind.LOW: (AlertKind.CRITICAL_LOW, AlertKind.SOLD_OUT),
    AlertKind.CRITICAL_LOW: (AlertKind.SOLD_OUT,),
}
_ORDER = {AlertLevel.CRITICAL: 0, AlertLevel.WARNING: 1, AlertLevel.INFO: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Alerts and the memory they need: when each `pending` cause was first seen, and recent `criticals`."""

    alerts: tuple[Alert, ...] = ()
    pending: Mapping[str, datetime] = field(default_factory=dict)
    criticals: tuple[datetime, ...] = ()


def watched(
    before: Watch, causes: Iterable[AlertCause], room: RoomFacts, policy: Policy, now: datetime
) -> Watch:
    """The alerts of now, given those of before; an inhibited cause leaves no trace, a gone one recovers."""
    standing = {alert.id: alert for alert in before.alerts}
    so_now = {cause.id: cause for cause in causes}
    first_seen = {key: _first_seen(cause, before, standing, now) for key, cause in so_now.items()}
    lasted = {
        key: cause
        for key, cause in so_now.items()
        if key in standing or now >= first_seen[key] + timedelta(seconds=cause.after_s)
    }
    risen = [_alert(cause, first_seen[key], room, now) for key, cause in lasted.items()]
    recovering = _recovering(before.alerts, so_now, policy, now)
    return Watch(
        alerts=tuple(sorted((*risen, *recovering), key=_place)),
        pending={key: at for key, at in first_seen.items() if key not in lasted},
        criticals=_criticals(before, standing, risen, policy, now),
    )


def over_budget(watch: Watch, policy: Policy) -> bool:
    """Whether more criticals rose lately than people can take in; warnings then fold into one line."""
    return len(watch.criticals) > policy.critical_budget


def watch_turns_at(
    watch: Watch, causes: Iterable[AlertCause], room: RoomFacts, policy: Policy, now: datetime
) -> datetime | None:
    """When an alert rises, leaves or comes back from the shelf by time alone."""
    after_s = {cause.id: cause.after_s for cause in causes if cause.id in watch.pending}
    rises = [watch.pending[key] + timedelta(seconds=seconds) for key, seconds in after_s.items()]
    gone = timedelta(seconds=policy.alert_recover_seconds)
    leaves = [alert.ended_at + gone for alert in watch.alerts if alert.ended_at is not None]
    returns = [room.shelved.get(a.id) for a in watch.alerts if a.state is AlertState.SHELVED]
    window = timedelta(minutes=policy.critical_budget_minutes)
    forgotten = [at + window for at in watch.criticals[:1]]
    return earliest(at for at in (*rises, *leaves, *returns, *forgotten) if at is not None and at > now)


def _first_seen(cause: AlertCause, before: Watch, standing: Mapping[str, Alert], now: datetime) -> datetime:
    if cause.since is not None:
        return min(cause.since, now)
    return standing[cause.id].since if cause.id in standing else before.pending.get(cause.id, now)


def _alert(cause: AlertCause, since: datetime, room: RoomFacts, now: datetime) -> Alert:
    alert = Alert(cause=cause, since=since)
    until = room.shelved.get(cause.id)
    if until is not None and now < until and alert.shelvable:
        return replace(alert, state=AlertState.SHELVED)
    seen_at = room.acknowledged.get(cause.id)
    if seen_at is not None and seen_at >= since:
        return replace(alert, state=AlertState.ACKNOWLEDGED)
    return alert


def _recovering(
    before: Sequence[Alert], so_now: Mapping[str, AlertCause], policy: Policy, now: datetime
) -> list[Alert]:
    gone = [alert for alert in before if alert.id not in so_now and not _inhibited(alert, so_now)]
    ended = [replace(a, state=AlertState.RECOVERING, ended_at=a.ended_at or now) for a in gone]
    lasting = timedelta(seconds=policy.alert_recover_seconds)
    return [alert for alert in ended if now < (alert.ended_at or now) + lasting]


def _inhibited(alert: Alert, so_now: Mapping[str, AlertCause]) -> bool:
    """What is said more gravely now has not recovered: it joins the greater alert."""
    if alert.cause.kind is AlertKind.SOURCE_QUIET:
        return AlertKind.OFFLINE in so_now
    return any(f"{kind}:{alert.cause.sku}" in so_now for kind in _GREATER.get(alert.cause.kind, ()))


def _criticals(
    before: Watch, standing: Mapping[str, Alert], risen: Iterable[Alert], policy: Policy, now: datetime
) -> tuple[datetime, ...]:
    fresh = [alert for alert in risen if alert.cause.level is AlertLevel.CRITICAL]
    new = [alert for alert in fresh if not _was_critical(standing.get(alert.id))]
    oldest = now - timedelta(minutes=policy.critical_budget_minutes)
    return (*(at for at in before.criticals if at > oldest), *(now for _ in new))


def _was_critical(alert: Alert | None) -> bool:
    return alert is not None and alert.cause.level is AlertLevel.CRITICAL


def _place(alert: Alert) -> tuple[int, datetime, str]:
    return _ORDER[alert.cause.level], alert.since, alert.id
