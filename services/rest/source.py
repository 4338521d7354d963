"""What every role makes of a source's settings: how the engine knows it, and the zone of its stamps."""

from datetime import tzinfo
from zoneinfo import ZoneInfo

from app.domain.readings import SourceRole
from app.ports import SourceInfo
from services.rest.settings import (
    BUSY_POLL_SECONDS,
    POLL_SECONDS,
    POLL_SECONDS_OTHERWISE,
    STALE_AT_LEAST_S,
    STALE_POLLS,
    Source,
)


def source_info(settings: Source, role: SourceRole) -> SourceInfo:
    """Cadence and age limit of a source, with the defaults of its role."""
    poll = settings.poll_seconds or POLL_SECONDS.get(role, POLL_SECONDS_OTHERWISE)
    return SourceInfo(
        id=settings.id,
        name=settings.name or settings.id,
        role=role,
        kind=settings.kind,
        poll_seconds=poll,
        stale_after_seconds=settings.stale_after_seconds or max(STALE_AT_LEAST_S, STALE_POLLS * poll),
        busy_poll_seconds=min(poll, BUSY_POLL_SECONDS) if role is SourceRole.STOREFRONT else None,
    )


def zone_of(settings: Source) -> tzinfo | None:
    """The zone of stamps that carry none."""
    return ZoneInfo(settings.zone) if settings.zone else None
