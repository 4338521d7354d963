"""Cells made harmless: no text of an export is a formula, a control character or half a letter."""

import unicodedata

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MOST = 32_000
"""A spreadsheet takes 32,767 letters a cell."""


def harmless(text: str) -> str:
    """`text` as a spreadsheet will not run it: what could start a formula gets an apostrophe before it."""
    clean = cleaned(text)
    return f"'{clean}" if clean.startswith(_STARTS_A_FORMULA) else clean


def cleaned(text: str) -> str:
    """`text` without control characters and lone surrogates, on one line, bounded."""
    whole = text.encode("utf-8", "replace").decode("utf-8")[:_MOST]
    return "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in whole)
