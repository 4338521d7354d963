"""Alembic's entry: runs the changes on the connection it is given, inside that connection's transaction."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    # SQLite too: our connections begin their transactions themselves, so that tables come whole or not at all
    transactional_ddl=True,
)
context.run_migrations()
