"""The second schema: what operators prepare and what stands behind a hold, each part in tables of its own.

A hold's row stays as it was made; what belongs to it beyond that refers to it by its id.
"""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables, one function for each part."""
