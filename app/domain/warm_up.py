"""What sources told in the hours before a broadcast: viewers, reservations, clicks, order value, regulars.

Read from what was kept. What to expect from it is `expectation`'s.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

from app.domain.evidence import SILENT_AFTER, Audience, Span, viewers_of
from app.domain.told import ClickTotal, CrowdTold, OrdersTold, Told, risen

WARM_UP = timedelta(hours=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A stretch of time. `viewers` on average, `clicks` in all; None: nobody told.

    `reservations` are people who asked to be reminded, as last told; `repeat_share` is the part of orders by
    buyers who have bought before; `clicked` are the clicks by product, where sources told them.
    """

    viewers: float | None = None
    reservations: int | None = None
    clicks: int | None = None
    order_value: float | None = None
    repeat_share: float | None = None
    clicked: Mapping[str, int] = field(default_factory=dict)

    @property
    def clicks_per_viewer(self) -> float | None:
        """Clicks of one of the viewers there were on average; None where either is not known."""
        return self.clicks / self.viewers if self.clicks is not None and self.viewers else None


NO_HOURS = Hours()


def hours_of(audience: Sequence[Audience], told: Sequence[Told]) -> Hours:
    """What was told in that time; all sources together, oldest first.

    Platforms that state order value or regulars themselves know better than a sum over orders we saw.
    """
    crowd = {one.source: one for one in told if isinstance(one, CrowdTold)}.values()
    orders = [one for one in told if isinstance(one, OrdersTold)]
    reserved = [one.reservations for one in crowd if one.reservations is not None]
    clicked = _clicks([one for one in told if isinstance(one, ClickTotal)])
    values = [float(one.order_value) for one in crowd if one.order_value is not None]
    shares = [one.repeat_share for one in crowd if one.repeat_share is not None]
    return Hours(
        viewers=_viewers(audience),
        reservations=sum(reserved) if reserved else None,
        clicks=sum(clicked.values()) if clicked else None,
        clicked=clicked,
        order_value=_mean(values) or _value(orders),
        repeat_share=_mean(shares) if shares else _repeats(orders),
    )


def _viewers(audience: Sequence[Audience]) -> float | None:
    """Viewers on average over the time in which they were told, all sources together."""
    if not audience:
        return None
    known = Span(audience[0].at, audience[-1].at + SILENT_AFTER)
    viewer_minutes, minutes = viewers_of(audience).area([known])
    return viewer_minutes / minutes if minutes > 0 else None


def _clicks(totals: Sequence[ClickTotal]) -> dict[str, int]:
    """What came between the first total of each product and its last, all sources together."""
    series: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in totals:
        if one.clicks is not None:
            series[one.source, one.sku].append(one.clicks)
    clicked: dict[str, int] = defaultdict(int)
    for (_source, sku), counts in series.items():
        clicked[sku] += max(0, sum(risen(*pair) for pair in pairwise(counts)))
    return dict(clicked)


def _value(orders: Sequence[OrdersTold]) -> float | None:
    told = [(one.value, one.orders) for one in orders if one.value is not None]
    count = sum(number for _value, number in told)
    return float(sum(value for value, _number in told)) / count if count > 0 else None


def _repeats(orders: Sequence[OrdersTold]) -> float | None:
    told = [(one.repeats, one.orders) for one in orders if one.repeats is not None]
    count = sum(number for _repeats, number in told)
    return min(1.0, max(0.0, sum(repeats for repeats, _number in told) / count)) if count > 0 else None


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
