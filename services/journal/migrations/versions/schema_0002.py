"""The second schema: what operators prepare and what stands behind a hold, each part in tables of its own.

A hold's row stays as it was made; what belongs to it beyond that refers to it by its id.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAN_STATES = "'disarmed', 'armed', 'asking', 'fired', 'done', 'missed', 'failed', 'removed'"


def upgrade() -> None:
    """Make the tables, one function for each part."""
    _confirmations()
    _rounds()
    _plans()
    _trials()
    _orders()
    _cues()
    _line_up()
    _prices()
    _found_off()
    _calibrations()
    _told()


def _confirmations() -> None:
    """What people said at shops that only they can work."""
    op.create_table(
        "confirmation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("hold", KEY, nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("sold_out", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("who_account", sa.Text(), nullable=False),
        sa.Column("who_through", sa.Text(), nullable=False),
        sa.Column("who_initials", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["hold"], ["hold.id"], name="confirmation_hold_fkey"),
        sa.PrimaryKeyConstraint("id", name="confirmation_pkey"),
    )
    op.create_index("confirmation_hold", "confirmation", ["hold"])


def _found_off() -> None:
    """Stops of what was off sale at the shop before, and not by us."""
    op.create_table(
        "found_off",
        sa.Column("hold", KEY, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("hold", name="found_off_pkey"),
        sa.ForeignKeyConstraint(["hold"], ["hold.id"], name="found_off_hold_fkey"),
    )


def _rounds() -> None:
    on_sale = sa.text("state = 'on_sale'")
    op.create_table(
        "selling_round",
        sa.Column("id", KEY, nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("broadcast", KEY),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("units", sa.BigInteger(), nullable=False),
        sa.Column("trial", sa.Boolean(), nullable=False),
        sa.Column("group", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.BigInteger()),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("closed_by", KEY),
        sa.Column("sold", sa.BigInteger(), nullable=False),
        sa.Column("gone_at", sa.BigInteger()),
        sa.Column("viewer_minutes", sa.Double()),
        sa.Column("asked_after", sa.BigInteger(), nullable=False),
        sa.Column("who_account", sa.Text(), nullable=False),
        sa.Column("who_through", sa.Text(), nullable=False),
        sa.Column("who_initials", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="selling_round_pkey"),
        sa.CheckConstraint("units > 0", name="selling_round_units"),
        sa.CheckConstraint("state IN ('kept', 'on_sale', 'ended')", name="selling_round_known_state"),
        sa.CheckConstraint("broadcast IS NOT NULL OR trial", name="selling_round_of_a_broadcast"),
        sa.CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="selling_round_over"),
        sa.CheckConstraint("state <> 'kept' OR started_at IS NULL", name="selling_round_not_begun"),
        sa.CheckConstraint("state <> 'on_sale' OR started_at IS NOT NULL", name="selling_round_begun"),
        sa.ForeignKeyConstraint(["broadcast"], ["broadcast.id"], name="selling_round_broadcast_fkey"),
        sa.ForeignKeyConstraint(["closed_by"], ["hold.id"], name="selling_round_closed_by_fkey"),
    )
    op.create_index(
        "selling_round_one_on_sale",
        "selling_round",
        ["sku"],
        unique=True,
        sqlite_where=on_sale,
        postgresql_where=on_sale,
    )


def _plans() -> None:
    op.create_table(
        "hold_plan",
        sa.Column("id", KEY, nullable=False),
        *_draft(),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("who_account", sa.Text(), nullable=False),
        sa.Column("who_through", sa.Text(), nullable=False),
        sa.Column("who_initials", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("broadcast", KEY),
        *(
            sa.Column(name, sa.BigInteger())
            for name in ("live_at", "announced_at", "called_off_at", "asked_at", "fired_at", "ended_at")
        ),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="hold_plan_pkey"),
        sa.CheckConstraint(f"state IN ({PLAN_STATES})", name="hold_plan_known_state"),
        sa.CheckConstraint("minutes > 0", name="hold_plan_minutes"),
        sa.CheckConstraint("kind <> 'at' OR at IS NOT NULL", name="hold_plan_has_its_time"),
        sa.ForeignKeyConstraint(["broadcast"], ["broadcast.id"], name="hold_plan_broadcast_fkey"),
    )
    op.create_table(
        "planned_hold",
        sa.Column("hold", KEY, autoincrement=False, nullable=False),
        sa.Column("plan", KEY, nullable=False),
        sa.PrimaryKeyConstraint("hold", name="planned_hold_pkey"),
        sa.ForeignKeyConstraint(["hold"], ["hold.id"], name="planned_hold_hold_fkey"),
        sa.ForeignKeyConstraint(["plan"], ["hold_plan.id"], name="planned_hold_plan_fkey"),
    )
    op.create_index("planned_hold_plan", "planned_hold", ["plan"])
    op.create_table(
        "plan_template",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        *_draft(),
        sa.PrimaryKeyConstraint("name", "position", name="plan_template_pkey"),
    )


def _draft() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("skus", sa.JSON(), nullable=False),
        sa.Column("storefronts", sa.JSON(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger()),
        sa.Column("clock", sa.Text(), nullable=False),
        sa.Column("after_minutes", sa.Double(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("minutes", sa.Double(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("announce_minutes", sa.Double()),
        sa.Column("asks", sa.Boolean(), nullable=False),
    )


def _trials() -> None:
    runs = sa.text("ended_at IS NULL")
    op.create_table(
        "trial",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("skus", sa.JSON(), nullable=False),
        sa.Column("variants", sa.JSON(), nullable=False),
        sa.Column("marks", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("ending", sa.Text()),
        sa.Column("winner", sa.Text(), nullable=False),
        sa.Column("who_account", sa.Text(), nullable=False),
        sa.Column("who_through", sa.Text(), nullable=False),
        sa.Column("who_initials", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="trial_pkey"),
        sa.CheckConstraint("marks > 0", name="trial_marks"),
        sa.CheckConstraint("(ending IS NULL) = (ended_at IS NULL)", name="trial_over"),
    )
    op.create_index(
        "trial_one_of_a_name", "trial", ["name"], unique=True, sqlite_where=runs, postgresql_where=runs
    )
    op.create_table(
        "trial_assignment",
        sa.Column("hold", KEY, nullable=False),
        sa.Column("trial", KEY, nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hold", name="trial_assignment_pkey"),
        sa.ForeignKeyConstraint(["hold"], ["hold.id"], name="trial_assignment_hold_fkey"),
        sa.ForeignKeyConstraint(["trial"], ["trial.id"], name="trial_assignment_trial_fkey"),
    )
    op.create_index("trial_assignment_trial", "trial_assignment", ["trial"])
    op.create_table(
        "trial_outcome",
        sa.Column("trial", KEY, nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *(column for side in ("before", "after") for column in _window(side)),
        sa.PrimaryKeyConstraint("trial", "sku", "number", name="trial_outcome_pkey"),
        sa.ForeignKeyConstraint(["trial"], ["trial.id"], name="trial_outcome_trial_fkey"),
    )


def _window(side: str) -> tuple[sa.Column[object], ...]:
    return (
        sa.Column(f"{side}_minutes", sa.Double(), nullable=False),
        sa.Column(f"{side}_units", sa.BigInteger(), nullable=False),
        sa.Column(f"{side}_viewer_minutes", sa.Double()),
        sa.Column(f"{side}_on_air_minutes", sa.Double(), nullable=False),
    )


def _orders() -> None:
    """Replenishment that a person accepted, or put aside."""
    op.create_table(
        "draft_order",
        sa.Column("id", KEY, nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("warehouse", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("units", sa.BigInteger(), nullable=False),
        sa.Column("unit_cost", sa.Text()),
        sa.Column("freight", sa.Text(), nullable=False),
        sa.Column("order_on", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("who_account", sa.Text(), nullable=False),
        sa.Column("who_through", sa.Text(), nullable=False),
        sa.Column("who_initials", sa.Text(), nullable=False),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.Column("proposed", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="draft_order_pkey"),
        sa.CheckConstraint("units > 0", name="draft_order_units"),
        sa.CheckConstraint("state IN ('draft', 'placed', 'done', 'dropped')", name="draft_order_known_state"),
        sa.CheckConstraint("due >= order_on", name="draft_order_due"),
    )
    op.create_index("draft_order_made_at", "draft_order", ["made_at"])
    op.create_table(
        "proposal_rest",
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("warehouse", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sku", "warehouse", name="proposal_rest_pkey"),
    )


def _cues() -> None:
    """Which cues came up in a broadcast and what became of them."""
    op.create_table(
        "cue_note",
        sa.Column("id", KEY, nullable=False),
        sa.Column("broadcast", KEY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="cue_note_pkey"),
        sa.ForeignKeyConstraint(["broadcast"], ["broadcast.id"], name="cue_note_broadcast_fkey"),
    )
    op.create_index("cue_note_broadcast", "cue_note", ["broadcast"])


def _line_up() -> None:
    """Places that people gave products, and those they skip."""
    op.create_table(
        "line_up_wish",
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer()),
        sa.PrimaryKeyConstraint("sku", name="line_up_wish_pkey"),
        sa.CheckConstraint("place > 0", name="line_up_wish_place"),
    )


def _prices() -> None:
    """What a product costs from an instant on, as a person said."""
    op.create_table(
        "price_said",
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("price", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="price_said_pkey"),
    )
    op.create_index("price_said_at", "price_said", ["at"])


def _calibrations() -> None:
    """What forecasts and cues of a broadcast that is over came to, worked out once with the code named."""
    op.create_table(
        "calibration",
        sa.Column("broadcast", KEY, autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("recorded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("broadcast", name="calibration_pkey"),
        sa.ForeignKeyConstraint(["broadcast"], ["broadcast.id"], name="calibration_broadcast_fkey"),
    )
    op.create_table(
        "calibrated_product",
        sa.Column("broadcast", KEY, autoincrement=False, nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("seller", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("under", "lower", "upper", "over", "forecasts")
        ),
        *(sa.Column(name, sa.Double(), nullable=False) for name in ("ours", "mean", "weighted")),
        sa.PrimaryKeyConstraint("broadcast", "sku", "measure", name="calibrated_product_pkey"),
        sa.ForeignKeyConstraint(
            ["broadcast"], ["calibration.broadcast"], name="calibrated_product_broadcast_fkey"
        ),
    )
    op.create_table(
        "calibrated_cue",
        sa.Column("broadcast", KEY, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ending", sa.Text(), nullable=False),
        sa.Column("cues", sa.Integer(), nullable=False),
        *(
            column
            for side in ("before", "after")
            for column in (
                sa.Column(f"{side}_minutes", sa.Double(), nullable=False),
                sa.Column(f"{side}_units", sa.BigInteger(), nullable=False),
            )
        ),
        sa.PrimaryKeyConstraint("broadcast", "kind", "ending", name="calibrated_cue_pkey"),
        sa.ForeignKeyConstraint(
            ["broadcast"], ["calibration.broadcast"], name="calibrated_cue_broadcast_fkey"
        ),
    )


def _told() -> None:
    """What platforms tell of buyers: clicks, prices, who is to come, money and returning buyers of orders."""
    _reading("click_total", *_of_product(), *_counts("clicks", "impressions"))
    _reading("price_told", *_of_product(), sa.Column("price", sa.Text(), nullable=False))
    _reading(
        "crowd_told",
        *_counts("reservations"),
        sa.Column("order_value", sa.Text()),
        sa.Column("repeat_share", sa.Double()),
    )
    _reading(
        "orders_told",
        *_of_product(),
        sa.Column("orders", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.Text()),
        *_counts("repeats"),
    )


def _reading(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"{name}_pkey"),
    )
    op.create_index(f"{name}_at", name, ["at"])


def _of_product() -> tuple[sa.Column[Any], ...]:
    return (sa.Column("sku", sa.Text(), nullable=False),)


def _counts(*names: str) -> tuple[sa.Column[Any], ...]:
    return tuple(sa.Column(name, sa.BigInteger()) for name in names)
