"""The durable record: the only home of SQLAlchemy and Alembic.

`sql_journal.SqlJournal` is the port's implementation. Nothing is imported here, so that whoever needs a small
module of this package does not pay for the database.
"""
