"""How the tables came to be: one module per released schema, run by `services.journal.migrating`."""
