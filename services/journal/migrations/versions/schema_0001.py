"""The first schema: everything a desk keeps, the limits of holds, and an audit that can only grow."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IS_OPEN = sa.text("state IN ('sending', 'active', 'unknown', 'closing')")
RUNS = sa.text("ended_at IS NULL")
STATES = "'sending', 'active', 'refused', 'unknown', 'closing', 'not_applied', 'restored', 'handed_over'"

REFUSE = "BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END"
SQLITE_GUARDS = (
    f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit {REFUSE}",
    f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit {REFUSE}",
    # INSERT OR REPLACE would take a line out without asking the trigger above
    """CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit
    WHEN NEW.number <= (SELECT max(number) FROM audit)
    BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END""",
)
RUN = "EXECUTE FUNCTION audit_only_grows()"
POSTGRESQL_GUARDS = (
    """CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the audit is only added to'; END $$""",
    f"CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit FOR EACH ROW {RUN}",
    f"CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT {RUN}",
)


def upgrade() -> None:
    """Make the tables."""
    _room()
    _broadcast()
    _hold()
    _hold_state()
    _call_and_mark()
    _readings()
    _sales()
    _audit()


def _key(name: str = "id") -> sa.Column[Any]:
    return sa.Column(name, KEY, nullable=False)


def _text(*names: str) -> tuple[sa.Column[Any], ...]:
    return tuple(sa.Column(name, sa.Text(), nullable=False) for name in names)


def _instants(*names: str, nullable: bool = True) -> tuple[sa.Column[Any], ...]:
    return tuple(sa.Column(name, sa.BigInteger(), nullable=nullable) for name in names)


def _units(*names: str) -> tuple[sa.Column[Any], ...]:
    return tuple(sa.Column(name, sa.BigInteger(), nullable=True) for name in names)


def _who() -> tuple[sa.Column[Any], ...]:
    return _text("who_account", "who_through", "who_initials")


def _pk(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*(columns or ("id",)), name=f"{table}_pkey")


def _of(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{column}.id"], name=f"{table}_{column}_fkey")


def _check(name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=name)


def _room() -> None:
    op.create_table(
        "room",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        *_instants("revision", nullable=False),
        *_text("phase"),
        sa.Column("on_air_sku", sa.Text()),
        *_instants("on_air_since"),
        sa.Column("next_sku", sa.Text()),
        *_instants("thinned_until"),
        _pk("room"),
        _check("room_single", "id = 1"),
    )
    op.execute("INSERT INTO room (id, revision, phase) VALUES (1, 0, 'daily')")
    op.create_table(
        "lease",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        *_text("owner"),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        *_instants("until", nullable=False),
        _pk("lease"),
        _check("lease_single", "id = 1"),
    )


def _broadcast() -> None:
    op.create_table(
        "broadcast",
        _key(),
        *_instants("started_at", nullable=False),
        *_instants("ended_at"),
        *_text("host"),
        _pk("broadcast"),
    )
    op.create_index(
        "broadcast_one_running",
        "broadcast",
        [sa.text("(ended_at IS NULL)")],
        unique=True,
        sqlite_where=RUNS,
        postgresql_where=RUNS,
    )
    op.create_table(
        "opening",
        *_text("sku"),
        sa.Column("units", sa.BigInteger(), nullable=False),
        *_instants("at", nullable=False),
        _pk("opening", "sku"),
    )


def _hold() -> None:
    op.create_table(
        "hold",
        _key(),
        *_text("kind"),
        sa.Column("broadcast", KEY),
        *_text("sku", "storefront"),
        sa.Column("number", sa.Integer()),
        sa.Column("number_limit", sa.Integer(), nullable=False),
        sa.Column("seconds_limit", sa.BigInteger(), nullable=False),
        sa.Column("override_reason", sa.Text()),
        *_text("state", "reason", "note"),
        *_who(),
        *_instants("started_at", nullable=False),
        sa.Column("started_monotonic", sa.Double(), nullable=False),
        *_text("boot"),
        *_instants("deadline"),
        *_units("true_stock"),
        *_text("key_sell_out", "key_restore"),
        sa.Column("remembered", sa.JSON(), nullable=False),
        sa.Column("needs_attention", sa.Boolean(), nullable=False),
        *_instants("sent_at", "uncertain_until", "confirmed_at", "closing_at", "ended_at"),
        sa.Column("restore_attempts", sa.Integer(), nullable=False),
        *_instants("restore_sent_at"),
        sa.Column("restore_accepted", sa.Boolean(), nullable=False),
        *_instants("contradicted_at"),
        *_text("error"),
        *_hold_rules(),
    )
    op.create_index(
        "hold_one_open",
        "hold",
        ["storefront", "sku"],
        unique=True,
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )


def _hold_rules() -> tuple[sa.Constraint, ...]:
    return (
        _pk("hold"),
        _check("hold_known_kind", "kind IN ('hold', 'stop')"),
        _check("hold_known_state", f"state IN ({STATES})"),
        _check(
            "hold_bounded",
            "kind = 'stop' OR (deadline IS NOT NULL AND (broadcast IS NOT NULL OR reason = 'trial'))",
        ),
        _check("hold_stop_uses_nothing", "kind = 'hold' OR (number IS NULL AND deadline IS NULL)"),
        _check(
            "hold_given_back", "(number IS NULL) = (kind = 'stop' OR state IN ('refused', 'not_applied'))"
        ),
        _check("hold_number", "number BETWEEN 1 AND number_limit"),
        _check("hold_number_limit", "number_limit <= 3 OR override_reason IS NOT NULL"),
        _check("hold_seconds", "deadline > started_at AND deadline - started_at <= seconds_limit * 1000000"),
        _check("hold_seconds_limit", "seconds_limit <= 1800 OR override_reason IS NOT NULL"),
        _check("hold_override_reason", "override_reason <> ''"),
        sa.UniqueConstraint("broadcast", "sku", "storefront", "number", name="hold_once"),
        _of("hold", "broadcast"),
    )


def _hold_state() -> None:
    op.create_table(
        "hold_state",
        _key(),
        sa.Column("hold", KEY, nullable=False),
        *_instants("at", nullable=False),
        *_text("state"),
        sa.Column("needs_attention", sa.Boolean(), nullable=False),
        *_text("error"),
        _pk("hold_state"),
        _of("hold_state", "hold"),
    )
    op.create_index("hold_state_hold", "hold_state", ["hold"])


def _call_and_mark() -> None:
    op.create_table(
        "stock_call",
        _key(),
        *_text("sku"),
        sa.Column("units", sa.BigInteger(), nullable=False),
        *_text("state"),
        *_instants("asked_at", nullable=False),
        *_text("reason"),
        *_who(),
        _pk("stock_call"),
        _check("stock_call_units", "units > 0"),
    )
    op.create_table(
        "mark",
        _key(),
        sa.Column("broadcast", KEY),
        *_text("kind"),
        *_instants("at", nullable=False),
        *_text("sku", "note"),
        _pk("mark"),
        _of("mark", "broadcast"),
    )
    op.create_index("mark_broadcast", "mark", ["broadcast"])


def _readings() -> None:
    op.create_table(
        "stock_change",
        _key(),
        *_instants("at", nullable=False),
        *_text("warehouse", "sku"),
        *_units("available", "on_hand", "reserved", "inbound", "unsellable"),
        sa.Column("oversold", sa.BigInteger(), nullable=False),
        *_instants("as_of"),
        _pk("stock_change"),
    )
    op.create_index("stock_change_at", "stock_change", ["at"])
    op.create_table(
        "traffic_sample",
        _key(),
        *_instants("at", nullable=False),
        *_text("source"),
        *_units("viewers", "organic", "paid", "interactions"),
        _pk("traffic_sample"),
    )
    op.create_index("traffic_sample_at", "traffic_sample", ["at"])


def _sales() -> None:
    op.create_table(
        "sold_units",
        _key(),
        *_instants("at", nullable=False),
        *_text("sku"),
        sa.Column("units", sa.BigInteger(), nullable=False),
        *_text("source"),
        _pk("sold_units"),
    )
    op.create_index("sold_units_at", "sold_units", ["at"])
    op.create_table(
        "daily_sales",
        *_instants("day", nullable=False),
        *_text("sku", "units"),
        _pk("daily_sales", "day", "sku"),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("number", KEY, autoincrement=False, nullable=False),
        *_instants("at", nullable=False),
        *_text("what", "sku", "storefront"),
        sa.Column("hold", KEY),
        *_who(),
        *_units("true_stock"),
        *_text("detail", "digest"),
        _pk("audit", "number"),
        _of("audit", "hold"),
    )
    guards = SQLITE_GUARDS if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_GUARDS
    for guard in guards:
        op.execute(guard)
