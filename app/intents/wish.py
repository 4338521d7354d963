"""What every intent is."""

from dataclasses import dataclass

from app.domain.hold import Who


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A wish and who has it."""

    who: Who
