"""What every product of a room is judged against at one instant; how it is reckoned is `ahead`'s."""

from dataclasses import dataclass
from datetime import date

from app.domain.broadcast import Phase
from app.domain.prospect import Prospect


@dataclass(frozen=True, slots=True, kw_only=True)
class Backdrop:
    """The audience ahead, how long a showing lasts, the stock tier that applies and the days it asks for.

    The same for all products, so that it is reckoned once and not for each of thousands.
    """

    prospect: Prospect
    slot_minutes: float
    tier: Phase
    cover_days: float
    """The most that the tier asks for."""
    today: date
    """In the room's zone."""
