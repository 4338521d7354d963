"""Every threshold the decisions use, in one frozen value; not for what a room is (that is facts)."""

from dataclasses import dataclass
from datetime import UTC, tzinfo

from app.domain.hold import Reason
from app.domain.stock_policy import SafetyRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The house rules. Units stand in the names; shares are per cent where the name says level.

    A product leaves one of `levels` only `level_dead_band` points above it. `planned_minutes` None: nobody
    knows how long a broadcast lasts, and nothing is said to last it. Priors are those of `trade`.
    """

    zone: tzinfo = UTC

    levels: tuple[int, ...] = (50, 30, 10)
    level_dead_band: float = 2.0

    surge_ratio: float = 1.5
    surge_seconds: float = 20.0
    surge_end_ratio: float = 1.2
    surge_end_seconds: float = 120.0
    baseline_minutes: float = 30.0
    baseline_least_seconds: float = 60.0

    cover_daily_days: tuple[float, float] = (3.0, 5.0)
    cover_warm_up_days: tuple[float, float] = (7.0, 10.0)
    cover_live_days: tuple[float, float] = (15.0, 15.0)
    safety: SafetyRule = SafetyRule.AUTO
    service_factor: float = 1.65
    """Standard normal quantile of the service level; 1.65 is about 95 %."""

    planned_minutes: float | None = 240.0
    overrun_minutes: float = 30.0
    """What is still expected of a broadcast that has run past its planned end."""

    rate_half_life_minutes: float = 5.0
    trend_half_life_minutes: float = 1.5
    prior_units: float = 0.5
    prior_minutes: float = 1.0
    prior_viewer_minutes: float = 500.0

    usual_half_life_minutes: float = 15.0
    crowd_minutes: float = 8.0
    """How long what is unusual about the audience lasts; of it, `crowd_keeps` stays."""
    crowd_keeps: float = 0.4
    crowd_doubt: float = 0.03
    """Variance of the logarithm of the audience far ahead; half of it at `crowd_doubt_minutes`."""
    crowd_doubt_minutes: float = 40.0
    drift_per_hour: float = 0.05
    """How far the appeal of a product may have moved within an hour: variance of its logarithm."""
    lift_fresh: float = 5.0
    lift_shown: float = 4.0
    lift_after: float = 1.7
    """How many times as fast a product sells in its first minutes on air, then, and just after."""
    lift_weight: float = 12.0
    """How many units sold off air the lifts above are worth as evidence."""
    lift_shape: float = 8.0
    """How alike products answer to being shown: shape of a gamma distribution around the room's lift."""
    fresh_minutes: float = 3.0
    after_minutes: float = 7.0
    slot_minutes: float = 8.0
    """How long a product is shown where nothing was seen yet."""
    paid_worth: float = 0.6
    """What one paid viewer buys against an organic one where nothing was seen yet."""
    worth_spread: float = 0.5
    worth_trust: float = 0.5
    worth_memory_minutes: float = 90.0
    dispersion: float = 1.25
    """Variance of units sold against their mean: orders of two, buyers who draw others."""
    prepare_factors: tuple[float, float] = (1.2, 1.5)
    """Stock to prepare for a broadcast, times the forecast: the least and the most."""
    parted_least_units: float = 20.0
    """Of what was planned fewer than these of, nothing is said when sales leave the plan."""
    parted_ahead: float = 1.8
    parted_behind: float = 0.4
    parted_after_share: float = 0.4
    """Before this part of the audience has passed nobody is told that a product sells too little."""
    prior_trust: float = 0.85
    """How likely it is that earlier broadcasts say anything about this one."""
    units_per_click: float = 0.1
    """What one click brings where nothing was seen yet."""
    click_weight: float = 100.0
    """How many clicks that is worth as evidence."""
    click_shape: float = 5.0
    """How alike products are in what a click brings: shape of a gamma distribution around the room's own."""
    sell_out_cap_minutes: float = 1440.0
    restock_least_units: int = 10
    """A rise of stock of unknown cause is a delivery from this size on, a cancelled order below."""
    refresh_seconds: float = 30.0
    hurried_refresh_seconds: float = 10.0
    """How often a rate that only time wears down is judged anew; the shorter one for what runs out soon."""

    second_initials: frozenset[Reason] = frozenset()
    """Marks and releases for these reasons take the initials of two people, and a held press in windows."""
    hold_seconds: float = 1800.0
    holds_per_broadcast: int = 3
    cancel_seconds: float = 10.0
    announce_minutes: float = 5.0
    plan_grace_seconds: float = 5.0
    """A plan that could not be carried out so long after its time is missed, never made up for."""
    confirm_seconds: float = 5.0
    """How long an accepted command may take to show before its outcome counts as unknown."""
    watch_seconds: float = 2.0
    """Between two reads of a product whose state at the shop is in doubt."""
    restore_wait_most_seconds: float = 10.0
    attention_attempts: int = 3
    attention_seconds: float = 30.0
    clock_jump_seconds: float = 2.0

    on_air_unbuyable_seconds: float = 3.0
    cue_slots: int = 5
    cue_untrue_seconds: float = 20.0
    show_next_minutes: float = 20.0
    line_up_seconds: float = 60.0
    """The line-up is put into another order no oftener than this, save by people and by what runs out."""
    line_up_lead: float = 1.15
    """So many times as much a product must be worth to pass the one before it."""
    line_up_curiosity: float = 0.25
    """How much of what is not known of a product counts in its favour, in standard deviations."""
    pre_sale_minutes: float = 10.0
    call_minutes: float = 20.0
    """What the warehouse needs until units that were called for can be sold."""
    hold_back_units: int = 1
    restore_early_share: float = 0.3

    alert_recover_seconds: float = 20.0
    clock_skew_seconds: float = 10.0
    mismatch_units: int = 5
    mismatch_share: float = 0.05
    mismatch_seconds: float = 30.0
    handed_over_minutes: float = 10.0
    critical_budget: int = 2
    critical_budget_minutes: float = 10.0
