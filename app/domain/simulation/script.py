"""What a simulated broadcast is made of: frozen facts. Minutes count from its start; shares are 0…1.

Not for what happens; that is the world's.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Who comes. `curve` is organic viewers over time, straight between its points.

    Viewers wobble around it by a share `wobble`, which lasts `wobble_minutes`. Raids bring a multiple of the
    viewers at once, `raid_size` in the middle, with a tail the heavier the smaller `raid_tail`.
    `raid_appetite` is how much raiders buy against organic viewers.
    """

    curve: tuple[tuple[float, float], ...] = ((-30.0, 80.0), (0.0, 600.0), (15.0, 1200.0), (180.0, 1000.0))
    level_spread: float = 0.25
    """How much whole broadcasts differ, as a standard deviation of the logarithm."""
    wobble: float = 0.10
    wobble_minutes: float = 12.0
    raids_per_hour: float = 0.0
    raid_size: float = 1.0
    raid_tail: float = 2.5
    raid_minutes: float = 8.0
    raid_appetite: float = 0.4
    draw: float = 0.15
    """How many more come while the best product is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """Paid viewers from one minute to another; they come and go within `ramp_minutes`."""

    start: float
    end: float
    viewers: float
    ramp_minutes: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyers:
    """How viewers buy. What is on air sells `lift` times as fast, and more just after it was shown.

    `lag_minutes` pass from wanting, when viewers click, to paying. What was shown goes on selling for
    `linger_minutes`. `drift` is how far appeal wanders in an hour. Each order brings `excitement` others,
    within minutes.
    """

    lift: float = 4.0
    lift_spread: float = 0.25
    peak: float = 1.0
    peak_minutes: float = 2.0
    linger_minutes: float = 3.0
    lag_minutes: float = 0.7
    paid_appetite: float = 0.5
    appetite_spread: float = 0.2
    drift: float = 0.15
    excitement: float = 0.0
    excitement_minutes: float = 3.0
    two_units: float = 0.12
    bulk_chance: float = 0.0
    bulk_tail: float = 1.5
    bulk_most: int = 80
    clicks_per_order: float = 0.0
    """How many click before one orders, in the middle; 0: nobody tells of clicks."""
    click_spread: float = 0.35
    """How much products differ in that, as a standard deviation of the logarithm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """What is on sale: `count` products, `per_1000` units a minute and 1000 viewers in the middle.

    `stock_minutes` is how long the opening stock lasts in the middle, at the pace of the whole show.
    """

    count: int = 12
    per_1000: float = 0.45
    spread: float = 0.7
    day_spread: float = 0.25
    """How much a product's appeal differs from broadcast to broadcast."""
    stock_minutes: float = 180.0
    stock_spread: float = 0.8
    price: float = 20.0
    margin_share: float = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Shock:
    """From `at` on a product (the `rank`-th by appeal, or all where None) sells `factor` times as fast."""

    at: float
    factor: float
    rank: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A source that says nothing for a while: `traffic`, `sales` or `stock`."""

    source: str
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """The run of show where nobody improvises: slots of about this length, the best products more often."""

    slot_minutes: float = 7.0
    slot_spread: float = 0.25
    favour: float = 1.0
    """0: all alike; 1: twice the appeal, twice the slots."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Earlier broadcasts of the same room. `misled` multiplies the sales the record tells of them."""

    broadcasts: int = 3
    misled: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One scenario. `describes` says in one line what is hard about it."""

    name: str
    describes: str = ""
    minutes: float = 180.0
    crowd: Crowd = Crowd()
    campaigns: tuple[Campaign, ...] = ()
    buyers: Buyers = Buyers()
    goods: Goods = Goods()
    shocks: tuple[Shock, ...] = ()
    faults: tuple[Fault, ...] = ()
    show: Show = Show()
    past: Past = Past()
