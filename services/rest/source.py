"""What every role makes of a source's settings: how the engine knows it, and the zone of its stamps."""

from datetime import tzinfo
from zoneinfo import ZoneInfo

from app.domain.readings import SourceRole
from app.ports import SourceInfo
from services.rest.settings import BUSY_POLL_SECONDS, Source, poll_of, stale_of


def source_info(settings: Source, role: SourceRole) -> SourceInfo:
    """Cadence and age limit of a source, with the defaults of its role."""
    poll = poll_of(settings)
    return SourceInfo(
        id=settings.id,
        name=settings.name or settings.id,
        role=role,
        kind=settings.kind,
        poll_seconds=poll,
        stale_after_seconds=stale_of(settings),
        busy_poll_seconds=min(poll, BUSY_POLL_SECONDS) if role is SourceRole.STOREFRONT else None,
    )


def zone_of(settings: Source) -> tzinfo | None:
    """The zone of stamps that carry none."""
    return ZoneInfo(settings.zone) if settings.zone else None
