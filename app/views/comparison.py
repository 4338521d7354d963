"""What the page of real against virtual shows and `stockcue compare` prints: frozen figures and instants.

Figures that are None are not known. Every figure stands beside its name so that a table can be sorted by it.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.domain.effects import Caveat
from app.domain.hold import Reason
from app.domain.selection import Choice

__all__ = [
    "Caveat",
    "Choice",
    "ChoiceView",
    "ComparisonView",
    "FunnelView",
    "LaneView",
    "PriceAnswerView",
    "RatioView",
    "Reason",
    "ShowingView",
    "SoldOutView",
    "SpanView",
]


@dataclass(frozen=True, slots=True)
class SpanView:
    """From an instant to another."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class RatioView:
    """Sales after relative to before: 1 is no difference."""

    low: float
    middle: float
    high: float

    @property
    def differs(self) -> bool:
        """Whether chance alone is an unlikely reason."""
        return self.low > 1 or self.high < 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneView:
    """One product over the broadcast. `stock` and `sold` have one figure a column of the picture.

    `amount` is what it brought in the room's currency, None without a price; only the house may see it.
    """

    sku: str
    title: str
    stock: tuple[int | None, ...]
    sold: tuple[int, ...]
    virtual: tuple[SpanView, ...]
    stopped: tuple[SpanView, ...]
    real: tuple[SpanView, ...]
    stock_first: int | None
    stock_last: int | None
    units: int
    per_minute: float | None
    per_1000: float | None
    sold_outs: int
    virtual_s: float
    real_s: float
    ratio: RatioView | None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldOutView:
    """One virtual sold-out and what it did. Rates are per minute and 1000 viewers where `by_viewers`.

    `interest_…` are interactions per minute of the whole room.
    """

    sku: str
    title: str
    number: int
    holds: tuple[int, ...]
    storefronts: tuple[str, ...]
    reason: Reason
    span: SpanView
    is_open: bool
    seconds: float
    sold_during: int
    interest_before: float | None
    interest_during: float | None
    by_viewers: bool
    before_minutes: float
    before_units: int
    before_rate: float | None
    after_minutes: float
    after_units: int
    after_rate: float | None
    ratio: RatioView | None
    caveats: tuple[Caveat, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowingView:
    """What a product sold while on air; `rate` per minute and 1000 viewers, with bounds.

    `against`: relative to the best other product. `won`: it sold better than every other beyond doubt.
    """

    sku: str
    title: str
    minutes: float
    units: int
    rate: RatioView | None
    interest: float | None
    against: RatioView | None
    won: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceView:
    """What is proposed of a product for the next broadcast. `minutes` are those it was on air and to be had.

    `earned` is margin a minute on air and 1000 viewers, in units where it is not `priced`.
    """

    sku: str
    title: str
    choice: Choice
    why: str
    minutes: float
    units: int
    earned: RatioView | None
    priced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceAnswerView:
    """How a product's sales answered to prices from `lowest` to `highest`: per 1 % of price, in per cent.

    `is_sure`: chance alone is an unlikely reason. `words` say what 10 % more of the price comes to.
    """

    sku: str
    title: str
    lowest: Decimal
    highest: Decimal
    low: float
    middle: float
    high: float
    is_sure: bool
    units: int
    minutes: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelView:
    """A product's clicks and what became of them; with a `price`, those at that price alone.

    `click_rate` is clicks an impression, `per_click` units, `brings` money a click, each with its bounds.
    `won`: of all products it sells most of its clicks, of all prices it brings most a click, beyond doubt.
    """

    sku: str
    title: str
    price: Decimal | None
    minutes: float
    impressions: int | None
    clicks: int
    units: int
    click_rate: RatioView | None
    per_click: RatioView | None
    brings: RatioView | None
    won: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    """A broadcast, real against virtual, as of `at`. Columns of the picture are `step_s` seconds wide.

    `number` None: there is no broadcast to compare. `left_out` products are too many to be compared.
    """

    at: datetime
    number: int | None = None
    host: str = ""
    running: bool = False
    span: SpanView | None = None
    step_s: float = 10.0
    viewers: tuple[int | None, ...] = ()
    lanes: tuple[LaneView, ...] = ()
    sold_outs: tuple[SoldOutView, ...] = ()
    showings: tuple[ShowingView, ...] = ()
    choices: tuple[ChoiceView, ...] = ()
    """What to show in the next broadcast."""
    price_answers: tuple[PriceAnswerView, ...] = ()
    """Of products whose price changed meanwhile."""
    funnels: tuple[FunnelView, ...] = ()
    """Clicks, where a source tells them: products, each followed by its prices if there were several."""
    currency: str = "USD"
    left_out: int = 0
