"""How much stock the house keeps and what keeping it costs: replenishment's thresholds in one value."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.seasons import Occasion, Promotion, Season


class SafetyRule(StrEnum):
    """From which figures the safety stock is reckoned."""

    AUTO = "auto"
    """From the spread of days where it was counted, else from the highest day."""
    SPREAD = "spread"
    """Random demand and random lead time at the service level."""
    HIGHEST = "highest"
    """Highest day times slowest lead, less mean times mean."""
    QUANTILE = "quantile"
    """The same with the day that 95 % of days stay under, so that no single day drives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StockPolicy:
    """The house rules of stock. Shares are 0…1, rates a year.

    `capital_rate` is what money tied up costs; `return_share` of what is sold comes back; `salvage_share` of
    the price is got for what is cleared. `batches` an order is cut into at most; the warehouse takes
    `call_minutes` to bring what a broadcast calls for. A product that turns over within `fast_days` is fast,
    beyond `slow_days` slow; from `high_margin_share` of its price on a margin is high.
    """

    service_level: float = 0.95
    safety: SafetyRule = SafetyRule.AUTO
    capital_rate: float = 0.12
    return_share: float = 0.03
    salvage_share: float = 0.3
    batches: int = 3
    horizon_days: int = 60
    call_minutes: float = 20.0
    fast_days: float = 30.0
    slow_days: float = 90.0
    high_margin_share: float = 0.65
    seasons: tuple[Season, ...] = ()
    promotions: tuple[Promotion, ...] = ()

    @property
    def occasions(self) -> tuple[Occasion, ...]:
        """Seasons and promotions together."""
        return (*self.seasons, *self.promotions)
