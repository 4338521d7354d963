"""The generic connector's machinery: from settings to requests, from answers to rows; the roles build on it.

Nothing past this door handles raw JSON, raw strings as numbers, or a naive time.
"""
