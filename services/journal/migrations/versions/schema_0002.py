"""The second schema: what operators prepare and what stands behind a hold, each part in tables of its own.

A hold's row stays as it was made; what belongs to it beyond that refers to it by its id.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables, one function for each part."""
    _confirmations()


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
