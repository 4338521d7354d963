"""Numbered changes of the tables. A released one is never edited; the next one mends it."""
