"""The first window of a person who has no settings file yet: a demo, a connection, or a file they have."""
