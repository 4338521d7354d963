"""The lamps of the sources, and what gives reason for an alert about them, the clock or the guardian."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from app.domain.decision import SourceDecision
from app.domain.facts import RoomFacts, SourceFacts
from app.domain.freshness import earliest, freshness, turns_at
from app.domain.policy import Policy
from app.domain.readings import Freshness, SourceRole, SourceState
from app.domain.risk import SourceRisk, units_at_risk
from app.domain.signals import AlertCause, AlertKind, AlertLevel, Figures

_TROUBLES = (
    SourceState.CONNECTING,
    SourceState.LOGIN_REFUSED,
    SourceState.NOT_ALLOWED,
    SourceState.THROTTLED,
)
_REFUSED = {
    SourceState.LOGIN_REFUSED: AlertKind.SOURCE_LOGIN_REFUSED,
    SourceState.NOT_ALLOWED: AlertKind.SOURCE_NOT_ALLOWED,
}
_LEAST_OFFLINE = 3
"""So many sources at least must be silent together to blame the network rather than them."""


def decide_source(source: SourceFacts, risk: SourceRisk | None, now: datetime) -> SourceDecision:
    """One lamp; units at risk only for a warehouse source whose figures are no longer live."""
    age = freshness(source.age_from, now, source.stale_after_s)
    state = source.state if source.state in _TROUBLES else SourceState(age.value)
    if source.role is not SourceRole.WAREHOUSE or source.age_from is None or age is Freshness.LIVE:
        return SourceDecision(id=source.id, state=state, age_from=source.age_from)
    return SourceDecision(
        id=source.id,
        state=state,
        age_from=source.age_from,
        units_at_risk=0 if risk is None else units_at_risk(source.age_from, now, risk.per_minute),
        products=0 if risk is None else risk.products,
    )


def sources_turn_at(sources: Sequence[SourceFacts], now: datetime) -> datetime | None:
    """When a lamp changes by time alone."""
    return earliest(turns_at(source.age_from, now, source.stale_after_s) for source in sources)


def room_causes(
    room: RoomFacts,
    lamps: Sequence[SourceDecision],
    products: Mapping[str, object],
    policy: Policy,
    now: datetime,
) -> tuple[AlertCause, ...]:
    """Everything about sources, clocks and guardian that deserves an alert, grouped by cause."""
    quiet = [source for source in room.sources if is_quiet(source, now)]
    offline = len(quiet) >= _LEAST_OFFLINE and len(quiet) == len(room.sources)
    return (
        *(_offline(quiet) if offline else _each(room.sources, lamps, now)),
        *(cause for source in room.sources for cause in _content(source, products)),
        *_clock(room.sources, policy),
        *_guardian(room),
        *_untold(room),
    )


def is_quiet(source: SourceFacts, now: datetime) -> bool:
    """Whether the source's figures are stale, or it has not answered at all."""
    return freshness(source.age_from, now, source.stale_after_s) in (Freshness.STALE, Freshness.UNKNOWN)


def _offline(quiet: Sequence[SourceFacts]) -> Iterator[AlertCause]:
    since = earliest(source.age_from for source in quiet)
    yield AlertCause(
        id=AlertKind.OFFLINE,
        kind=AlertKind.OFFLINE,
        level=AlertLevel.WARNING,
        figures=Figures(count=len(quiet), age_from=since),
        since=since,
        after_s=max(source.stale_after_s for source in quiet) if since is None else 0.0,
    )


def _each(
    sources: Sequence[SourceFacts], lamps: Sequence[SourceDecision], now: datetime
) -> Iterator[AlertCause]:
    for source, lamp in zip(sources, lamps, strict=True):
        kind = _REFUSED.get(source.state)
        if kind is None and not is_quiet(source, now):
            continue
        yield AlertCause(
            id=f"source:{source.id}",
            kind=kind or AlertKind.SOURCE_QUIET,
            level=AlertLevel.WARNING,
            source=source.id,
            figures=Figures(
                age_from=source.age_from,
                at_risk=lamp.units_at_risk,
                count=lamp.products,
                text=source.error,
            ),
            since=source.age_from,
            after_s=source.stale_after_s if kind is None and source.age_from is None else 0.0,
        )


def _content(source: SourceFacts, products: Mapping[str, object]) -> Iterator[AlertCause]:
    """What its answers are worth: rows nobody else speaks of, and figures that stand still."""
    nameless = [row for row in source.rejected if row.where not in products]
    if nameless:
        figures = Figures(count=len(nameless), text=nameless[0].why)
        yield _info(source, AlertKind.REJECTED, figures, None)
    if source.standing_still_since is not None:
        figures = Figures(age_from=source.standing_still_since)
        yield _info(source, AlertKind.SOURCE_STANDING_STILL, figures, source.standing_still_since)


def _info(source: SourceFacts, kind: AlertKind, figures: Figures, since: datetime | None) -> AlertCause:
    return AlertCause(
        id=f"{kind}@{source.id}",
        kind=kind,
        level=AlertLevel.INFO,
        source=source.id,
        figures=figures,
        since=since,
    )


def _clock(sources: Sequence[SourceFacts], policy: Policy) -> Iterator[AlertCause]:
    """One alert however many servers disagree with our clock: most likely it is ours that is wrong."""
    offsets = [s.clock_offset.total_seconds() for s in sources if s.clock_offset is not None]
    wrong = [offset for offset in offsets if abs(offset) > policy.clock_skew_seconds]
    ahead = sum(source.stamp_ahead for source in sources)
    if wrong or ahead:
        yield AlertCause(
            id=AlertKind.CLOCK_SKEW,
            kind=AlertKind.CLOCK_SKEW,
            level=AlertLevel.WARNING,
            figures=Figures(seconds=max(wrong, key=abs, default=None), count=max(len(wrong), ahead)),
        )


def _guardian(room: RoomFacts) -> Iterator[AlertCause]:
    if not room.guarded:
        yield AlertCause(id=AlertKind.UNGUARDED, kind=AlertKind.UNGUARDED, level=AlertLevel.WARNING)


def _untold(room: RoomFacts) -> Iterator[AlertCause]:
    for one in room.untold:
        yield AlertCause(
            id=f"{AlertKind.NOTICE_FAILED}@{one.notice}",
            kind=AlertKind.NOTICE_FAILED,
            level=AlertLevel.WARNING,
            source=one.notice,
            figures=Figures(text=one.why),
            since=one.since,
        )
