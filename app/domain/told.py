"""What platforms tell of buyers beyond viewers and units, as it is kept: clicks, prices, the crowd, orders.

Kept as changes. Counts are totals as a source tells them; `risen` makes of two of them what came between.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class ClickTotal:
    """How often one product was clicked and put before viewers, in all. None: not told."""

    at: datetime
    source: str
    sku: str
    clicks: int | None
    impressions: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTold:
    """From `at` on buyers pay that, as a source says."""

    at: datetime
    source: str
    sku: str
    price: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CrowdTold:
    """What a source of traffic told of those who watch or will: people to be reminded, how they buy."""

    at: datetime
    source: str
    reservations: int | None = None
    order_value: Decimal | None = None
    repeat_share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersTold:
    """Orders of one product that came between two answers, below zero where they were taken back.

    `value` is their money, `repeats` how many are by buyers who have bought before; None: not told.
    """

    at: datetime
    source: str
    sku: str
    orders: int
    value: Decimal | None = None
    repeats: int | None = None


Told: TypeAlias = ClickTotal | PriceTold | CrowdTold | OrdersTold


def risen(before: int, now: int) -> int:
    """What came between two readings of a total; one that fell by more than half has begun anew."""
    restarted = 0 <= now < before and before - now > before // 2
    return now if restarted else now - before
