"""The tables as they are now; the migrations are how they came to be (a test compares the two).

The limits of holds stand here as constraints that SQLite and PostgreSQL both keep: whatever the program
believes, a fourth hold or a thirty-first minute cannot be recorded. What `sqlite_where` says of an index the
migrations say for PostgreSQL too; said here, it would load that dialect into every process, 3 MB. Not for
queries.
"""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from app.domain.broadcast import MarkKind, Phase
from app.domain.calibration import Measure
from app.domain.cue_outcomes import CueEnding
from app.domain.cue_stories import CueStep
from app.domain.hold import CallState, HoldKind, HoldState, Reason
from app.domain.orders import OrderState
from app.domain.plan import PlanState, WhenKind, Why
from app.domain.rounds import RoundState
from app.domain.signals import CueKind
from app.domain.track_record import Seller
from app.domain.trials import Ending
from services.journal.columns import Day, Exact, Instant, Key, OneOf

MOST_HOLDS = 3
LONGEST_S = 1800

_STATES = "'sending', 'active', 'refused', 'unknown', 'closing', 'not_applied', 'restored', 'handed_over'"
_PLAN_STATES = "'disarmed', 'armed', 'asking', 'fired', 'done', 'missed', 'failed', 'removed'"
_IS_OPEN = text("state IN ('sending', 'active', 'unknown', 'closing')")
_RUNS = text("ended_at IS NULL")
_ON_SALE = text("state = 'on_sale'")

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "ck": "%(table_name)s_%(constraint_name)s",
        "uq": "%(table_name)s_%(constraint_name)s",
    }
)


def _who() -> tuple[Column[Any], ...]:
    """Who asked, as claimed."""
    return tuple(Column(f"who_{part}", Text, nullable=False) for part in ("account", "through", "initials"))


def _window(side: str) -> tuple[Column[Any], ...]:
    """Selling time before or after a mark, and what was sold in it."""
    return (
        Column(f"{side}_minutes", Double, nullable=False),
        Column(f"{side}_units", BigInteger, nullable=False),
        Column(f"{side}_viewer_minutes", Double),
        Column(f"{side}_on_air_minutes", Double, nullable=False),
    )


room = Table(
    "room",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("revision", BigInteger, nullable=False),
    Column("phase", OneOf(Phase), nullable=False),
    Column("on_air_sku", Text),
    Column("on_air_since", Instant),
    Column("next_sku", Text),
    Column("thinned_until", Instant),
    CheckConstraint("id = 1", name="single"),
)
"""The one row of what holds now; its revision grows with every transaction."""

broadcast = Table(
    "broadcast",
    metadata,
    Column("id", Key, primary_key=True),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("host", Text, nullable=False),
    Index(
        "broadcast_one_running",
        text("(ended_at IS NULL)"),
        unique=True,
        sqlite_where=_RUNS,
    ),
)

opening = Table(
    "opening",
    metadata,
    Column("sku", Text, primary_key=True),
    Column("units", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
)
"""What counts as 100 % of each gauge now."""

hold = Table(
    "hold",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", OneOf(HoldKind), nullable=False),
    Column("broadcast", Key, ForeignKey("broadcast.id")),
    Column("sku", Text, nullable=False),
    Column("storefront", Text, nullable=False),
    Column("number", Integer),
    Column("number_limit", Integer, nullable=False),
    Column("seconds_limit", BigInteger, nullable=False),
    Column("override_reason", Text),
    Column("state", OneOf(HoldState), nullable=False),
    Column("reason", OneOf(Reason), nullable=False),
    Column("note", Text, nullable=False),
    *_who(),
    Column("started_at", Instant, nullable=False),
    Column("started_monotonic", Double, nullable=False),
    Column("boot", Text, nullable=False),
    Column("deadline", Instant),
    Column("true_stock", BigInteger),
    Column("key_sell_out", Text, nullable=False),
    Column("key_restore", Text, nullable=False),
    Column("remembered", JSON, nullable=False),
    Column("needs_attention", Boolean, nullable=False),
    Column("sent_at", Instant),
    Column("uncertain_until", Instant),
    Column("confirmed_at", Instant),
    Column("closing_at", Instant),
    Column("ended_at", Instant),
    Column("restore_attempts", Integer, nullable=False),
    Column("restore_sent_at", Instant),
    Column("restore_accepted", Boolean, nullable=False),
    Column("contradicted_at", Instant),
    Column("error", Text, nullable=False),
    CheckConstraint("kind IN ('hold', 'stop')", name="known_kind"),
    CheckConstraint(f"state IN ({_STATES})", name="known_state"),
    # a trial before the broadcast belongs to none
    CheckConstraint(
        "kind = 'stop' OR (deadline IS NOT NULL AND (broadcast IS NOT NULL OR reason = 'trial'))",
        name="bounded",
    ),
    CheckConstraint("kind = 'hold' OR (number IS NULL AND deadline IS NULL)", name="stop_uses_nothing"),
    CheckConstraint(
        "(number IS NULL) = (kind = 'stop' OR state IN ('refused', 'not_applied'))", name="given_back"
    ),
    CheckConstraint("number BETWEEN 1 AND number_limit", name="number"),
    CheckConstraint(f"number_limit <= {MOST_HOLDS} OR override_reason IS NOT NULL", name="number_limit"),
    CheckConstraint(
        "deadline > started_at AND deadline - started_at <= seconds_limit * 1000000", name="seconds"
    ),
    CheckConstraint(f"seconds_limit <= {LONGEST_S} OR override_reason IS NOT NULL", name="seconds_limit"),
    CheckConstraint("override_reason <> ''", name="override_reason"),
    UniqueConstraint("broadcast", "sku", "storefront", "number", name="once"),
    Index("hold_one_open", "storefront", "sku", unique=True, sqlite_where=_IS_OPEN),
)

hold_state = Table(
    "hold_state",
    metadata,
    Column("id", Key, primary_key=True),
    Column("hold", Key, ForeignKey("hold.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("state", OneOf(HoldState), nullable=False),
    Column("needs_attention", Boolean, nullable=False),
    Column("error", Text, nullable=False),
    Index("hold_state_hold", "hold"),
)
"""Every state a hold went through; only added to."""

found_off = Table(
    "found_off",
    metadata,
    Column("hold", Key, ForeignKey("hold.id"), primary_key=True, autoincrement=False),
)
"""Stops of what was off sale at the shop before, and not by us."""

stock_call = Table(
    "stock_call",
    metadata,
    Column("id", Key, primary_key=True),
    Column("sku", Text, nullable=False),
    Column("units", BigInteger, nullable=False),
    Column("state", OneOf(CallState), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("reason", Text, nullable=False),
    *_who(),
    CheckConstraint("units > 0", name="units"),
)

mark = Table(
    "mark",
    metadata,
    Column("id", Key, primary_key=True),
    Column("broadcast", Key, ForeignKey("broadcast.id")),
    Column("kind", OneOf(MarkKind), nullable=False),
    Column("at", Instant, nullable=False),
    Column("sku", Text, nullable=False),
    Column("note", Text, nullable=False),
    Index("mark_broadcast", "broadcast"),
)

cue_note = Table(
    "cue_note",
    metadata,
    Column("id", Key, primary_key=True),
    Column("broadcast", Key, ForeignKey("broadcast.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("key", Text, nullable=False),
    Column("kind", OneOf(CueKind), nullable=False),
    Column("sku", Text, nullable=False),
    Column("other", Text, nullable=False),
    Column("step", OneOf(CueStep), nullable=False),
    Index("cue_note_broadcast", "broadcast"),
)
"""Which cues came up and what became of them, each step a row."""

selling_round = Table(
    "selling_round",
    metadata,
    Column("id", Key, primary_key=True),
    Column("sku", Text, nullable=False),
    Column("broadcast", Key, ForeignKey("broadcast.id")),
    Column("number", Integer, nullable=False),
    Column("units", BigInteger, nullable=False),
    Column("trial", Boolean, nullable=False),
    Column("group", Text, nullable=False),
    Column("state", OneOf(RoundState), nullable=False),
    Column("kept_at", Instant, nullable=False),
    Column("started_at", Instant),
    Column("ended_at", Instant),
    Column("closed_by", Key, ForeignKey("hold.id")),
    Column("sold", BigInteger, nullable=False),
    Column("gone_at", Instant),
    Column("viewer_minutes", Double),
    Column("asked_after", BigInteger, nullable=False),
    *_who(),
    CheckConstraint("units > 0", name="units"),
    CheckConstraint("state IN ('kept', 'on_sale', 'ended')", name="known_state"),
    # a trial before the broadcast belongs to none
    CheckConstraint("broadcast IS NOT NULL OR trial", name="of_a_broadcast"),
    CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="over"),
    CheckConstraint("state <> 'kept' OR started_at IS NULL", name="not_begun"),
    CheckConstraint("state <> 'on_sale' OR started_at IS NOT NULL", name="begun"),
    Index(
        "selling_round_one_on_sale",
        "sku",
        unique=True,
        sqlite_where=_ON_SALE,
    ),
)
"""Units set aside and sold as one wave, and slices kept for groups."""

stock_change = Table(
    "stock_change",
    metadata,
    Column("id", Key, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("warehouse", Text, nullable=False),
    Column("sku", Text, nullable=False),
    Column("available", BigInteger),
    Column("on_hand", BigInteger),
    Column("reserved", BigInteger),
    Column("inbound", BigInteger),
    Column("unsellable", BigInteger),
    Column("oversold", BigInteger, nullable=False),
    Column("as_of", Instant),
    Index("stock_change_at", "at"),
)

traffic_sample = Table(
    "traffic_sample",
    metadata,
    Column("id", Key, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("source", Text, nullable=False),
    Column("viewers", BigInteger),
    Column("organic", BigInteger),
    Column("paid", BigInteger),
    Column("interactions", BigInteger),
    Index("traffic_sample_at", "at"),
)

sold_units = Table(
    "sold_units",
    metadata,
    Column("id", Key, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("sku", Text, nullable=False),
    Column("units", BigInteger, nullable=False),
    Column("source", Text, nullable=False),
    Index("sold_units_at", "at"),
)

daily_sales = Table(
    "daily_sales",
    metadata,
    Column("day", Instant, primary_key=True),
    Column("sku", Text, primary_key=True),
    Column("units", Exact, nullable=False),
)
"""Imported from outside; what we counted ourselves is in sold_units."""

audit = Table(
    "audit",
    metadata,
    Column("number", Key, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("what", Text, nullable=False),
    Column("sku", Text, nullable=False),
    Column("storefront", Text, nullable=False),
    Column("hold", Key, ForeignKey("hold.id")),
    *_who(),
    Column("true_stock", BigInteger),
    Column("detail", Text, nullable=False),
    Column("digest", Text, nullable=False),
)
"""Only added to: triggers of the first migration refuse everything else."""

lease = Table(
    "lease",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("owner", Text, nullable=False),
    Column("fence", BigInteger, nullable=False),
    Column("until", Instant, nullable=False),
    CheckConstraint("id = 1", name="single"),
)

confirmation = Table(
    "confirmation",
    metadata,
    Column("id", Key, primary_key=True),
    Column("hold", Key, ForeignKey("hold.id"), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("sold_out", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
    *_who(),
    Index("confirmation_hold", "hold"),
)
"""What people said of products at shops that only people can work; only added to."""


def _draft() -> tuple[Column[Any], ...]:
    """What a plan says, in a plan and in a template alike."""
    return (
        Column("skus", JSON, nullable=False),
        Column("storefronts", JSON, nullable=False),
        Column("kind", OneOf(WhenKind), nullable=False),
        Column("at", Instant),
        Column("clock", Text, nullable=False),
        Column("after_minutes", Double, nullable=False),
        Column("amount", BigInteger, nullable=False),
        Column("minutes", Double, nullable=False),
        Column("reason", OneOf(Reason), nullable=False),
        Column("note", Text, nullable=False),
        Column("announce_minutes", Double),
        Column("asks", Boolean, nullable=False),
    )


hold_plan = Table(
    "hold_plan",
    metadata,
    Column("id", Key, primary_key=True),
    *_draft(),
    Column("state", OneOf(PlanState), nullable=False),
    *_who(),
    Column("made_at", Instant, nullable=False),
    Column("broadcast", Key, ForeignKey("broadcast.id")),
    Column("live_at", Instant),
    Column("announced_at", Instant),
    Column("called_off_at", Instant),
    Column("asked_at", Instant),
    Column("fired_at", Instant),
    Column("ended_at", Instant),
    Column("why", OneOf(Why), nullable=False),
    Column("error", Text, nullable=False),
    CheckConstraint(f"state IN ({_PLAN_STATES})", name="known_state"),
    CheckConstraint("minutes > 0", name="minutes"),
    CheckConstraint("kind <> 'at' OR at IS NOT NULL", name="has_its_time"),
)
"""Marks prepared before; triggers too."""

planned_hold = Table(
    "planned_hold",
    metadata,
    Column("hold", Key, ForeignKey("hold.id"), primary_key=True, autoincrement=False),
    Column("plan", Key, ForeignKey("hold_plan.id"), nullable=False),
    Index("planned_hold_plan", "plan"),
)
"""Which plan made a hold; a hold has one maker at most."""

plan_template = Table(
    "plan_template",
    metadata,
    Column("name", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    *_draft(),
)

trial = Table(
    "trial",
    metadata,
    Column("id", Key, primary_key=True),
    Column("name", Text, nullable=False),
    Column("skus", JSON, nullable=False),
    Column("variants", JSON, nullable=False),
    Column("marks", Integer, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("ending", OneOf(Ending)),
    Column("winner", Text, nullable=False),
    *_who(),
    CheckConstraint("marks > 0", name="marks"),
    CheckConstraint("(ending IS NULL) = (ended_at IS NULL)", name="over"),
    Index("trial_one_of_a_name", "name", unique=True, sqlite_where=_RUNS),
)
"""Trials of variants of a mark."""

trial_assignment = Table(
    "trial_assignment",
    metadata,
    Column("hold", Key, ForeignKey("hold.id"), primary_key=True, autoincrement=False),
    Column("trial", Key, ForeignKey("trial.id"), nullable=False),
    Column("sku", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("variant", Text, nullable=False),
    Index("trial_assignment_trial", "trial"),
)
"""Which hold was made for which trial, by which variant; holds of one press share their number."""

trial_outcome = Table(
    "trial_outcome",
    metadata,
    Column("trial", Key, ForeignKey("trial.id"), primary_key=True, autoincrement=False),
    Column("sku", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    *_window("before"),
    *_window("after"),
)
"""What was measured of a mark once its ten minutes were over; the readings it came from are thinned."""

draft_order = Table(
    "draft_order",
    metadata,
    Column("id", Key, primary_key=True),
    Column("sku", Text, nullable=False),
    Column("warehouse", Text, nullable=False),
    Column("route", Text, nullable=False),
    Column("units", BigInteger, nullable=False),
    Column("unit_cost", Exact),
    Column("freight", Exact, nullable=False),
    Column("order_on", Day, nullable=False),
    Column("due", Day, nullable=False),
    Column("state", OneOf(OrderState), nullable=False),
    Column("made_at", Instant, nullable=False),
    *_who(),
    Column("ready", Boolean, nullable=False),
    Column("proposed", BigInteger),
    CheckConstraint("units > 0", name="units"),
    CheckConstraint("state IN ('draft', 'placed', 'done', 'dropped')", name="known_state"),
    CheckConstraint("due >= order_on", name="due"),
    Index("draft_order_made_at", "made_at"),
)
"""Batches a person accepted."""

proposal_rest = Table(
    "proposal_rest",
    metadata,
    Column("sku", Text, primary_key=True),
    Column("warehouse", Text, primary_key=True),
    Column("until", Day, nullable=False),
)
"""Proposals put aside, with the day they come back."""

line_up_wish = Table(
    "line_up_wish",
    metadata,
    Column("sku", Text, primary_key=True),
    Column("place", Integer),
    CheckConstraint("place > 0", name="place"),
)
"""What people said of the line-up: a product's place, NULL where it is not to be shown."""

price_said = Table(
    "price_said",
    metadata,
    Column("id", Key, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("sku", Text, nullable=False),
    Column("price", Exact, nullable=False),
    Index("price_said_at", "at"),
)
"""What a product costs from an instant on, as a person said."""

calibration = Table(
    "calibration",
    metadata,
    Column("broadcast", Key, ForeignKey("broadcast.id"), primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("code", Text, nullable=False),
    Column("recorded", Boolean, nullable=False),
)
"""Broadcasts whose forecasts and cues were held against what happened, and the code that was used."""

calibrated_product = Table(
    "calibrated_product",
    metadata,
    Column("broadcast", Key, ForeignKey("calibration.broadcast"), primary_key=True, autoincrement=False),
    Column("sku", Text, primary_key=True),
    Column("measure", OneOf(Measure), primary_key=True),
    Column("seller", OneOf(Seller), nullable=False),
    *(Column(name, Integer, nullable=False) for name in ("under", "lower", "upper", "over", "forecasts")),
    *(Column(name, Double, nullable=False) for name in ("ours", "mean", "weighted")),
)
"""Where what happened fell in the forecasts of a product, and how far off those and two simple rates were."""

calibrated_cue = Table(
    "calibrated_cue",
    metadata,
    Column("broadcast", Key, ForeignKey("calibration.broadcast"), primary_key=True, autoincrement=False),
    Column("kind", OneOf(CueKind), primary_key=True),
    Column("ending", OneOf(CueEnding), primary_key=True),
    Column("cues", Integer, nullable=False),
    Column("before_minutes", Double, nullable=False),
    Column("before_units", BigInteger, nullable=False),
    Column("after_minutes", Double, nullable=False),
    Column("after_units", BigInteger, nullable=False),
)
"""Cues of a broadcast by how they ended, and what was sold before and after them."""

click_total = Table(
    "click_total",
    metadata,
    Column("id", Key, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("source", Text, nullable=False),
    Column("sku", Text, nullable=False),
    Column("clicks", BigInteger),
    Column("impressions", BigInteger),
    Index("click_total_at", "at"),
)

price_told = Table(
    "price_told",
    metadata,
    Column("id", Key, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("source", Text, nullable=False),
    Column("sku", Text, nullable=False),
    Column("price", Exact, nullable=False),
    Index("price_told_at", "at"),
)
"""What a product costs from an instant on, as a source said."""

crowd_told = Table(
    "crowd_told",
    metadata,
    Column("id", Key, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("source", Text, nullable=False),
    Column("reservations", BigInteger),
    Column("order_value", Exact),
    Column("repeat_share", Double),
    Index("crowd_told_at", "at"),
)

orders_told = Table(
    "orders_told",
    metadata,
    Column("id", Key, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("source", Text, nullable=False),
    Column("sku", Text, nullable=False),
    Column("orders", BigInteger, nullable=False),
    Column("value", Exact),
    Column("repeats", BigInteger),
    Index("orders_told_at", "at"),
)
"""Money and returning buyers of orders, where a source of sales tells them."""

VITAL = (
    "alembic_version", "room", "broadcast", "opening", "hold", "hold_state", "stock_call", "mark",
    "daily_sales", "audit", "lease", "confirmation", "selling_round", "hold_plan", "planned_hold",
    "plan_template", "trial", "trial_assignment", "trial_outcome",
    "draft_order", "proposal_rest", "cue_note", "line_up_wish", "price_said", "price_told",
    "found_off",
)  # fmt: skip
"""What no copy may lack; the others hold readings, which are many and which the sources tell again, and what
is worked out of them."""
