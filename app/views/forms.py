"""Sentences in several forms: the first whose every figure is known is said. Not for what the figures are."""

from collections.abc import Mapping
from functools import lru_cache
from string import Formatter

from app.domain.room import SellOut
from app.words import _, minutes

__all__ = ["joined", "names_nothing", "say", "spread"]


def say(forms: tuple[str, ...], known: Mapping[str, str]) -> str:
    """The first form that needs nothing but `known`, translated and filled; empty where none does.

    `forms` are message ids, marked with N_ where they are written; an empty figure counts as not known.
    """
    told = {name for name, text in known.items() if text}
    form = next((form for form in forms if _needs(form) <= told), "")
    return _(form).format_map(known) if form else ""


def names_nothing(form: str) -> bool:
    """Whether this form can be said without any figure."""
    return not _needs(form)


@lru_cache(maxsize=1024)
def _needs(form: str) -> frozenset[str]:
    return frozenset(name for _text, name, _format, _conversion in Formatter().parse(form) if name)


def joined(*parts: str) -> str:
    """Several clauses as one sentence; empty ones are left out."""
    said = [part for part in parts if part]
    return _("; ").join(said)


def spread(sell_out: SellOut | None) -> str:
    """Minutes to the end of stock with their range, as in `14 min (11–20)`; empty where not known."""
    if sell_out is None:
        return ""
    return _("{middle} min ({early}–{late})").format(
        middle=minutes(sell_out.p50), early=minutes(sell_out.p10), late=minutes(sell_out.p90)
    )
