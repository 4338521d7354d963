"""The rules that texts are held to, read from the files that ship with the program.

Not for judging a text; the domain does that.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.domain.truth import Claim, Rule, Rulebook

MARKETS = ("eu", "uk", "us", "cn")
FOLDER = Path(__file__).resolve().parents[2] / "resources" / "rules"


@lru_cache(maxsize=16)
def rulebook(markets: tuple[str, ...]) -> Rulebook:
    """The rules of these markets; of every one that is known where none is named."""
    chosen = [market for market in MARKETS if market in markets] or MARKETS
    rules = tuple(rule for market in chosen for rule in _rules(_table(market)))
    return Rulebook(rules=rules, words=_words())


def _rules(table: Mapping[str, Any]) -> list[Rule]:
    return [
        Rule(
            id=one["id"],
            market=table["market"],
            law=one["law"],
            article=one["article"],
            says=one["says"],
            source=one["source"],
            consulted=one["consulted"],
            claims=frozenset(Claim(claim) for claim in one["claims"]),
            in_force=one.get("in_force"),
        )
        for one in table["rules"]
    ]


@lru_cache(maxsize=1)
def _words() -> Mapping[Claim, tuple[re.Pattern[str], ...]]:
    table = _table("claims")
    return {
        Claim(name): tuple(re.compile(word, re.IGNORECASE) for word in words) for name, words in table.items()
    }


def _table(name: str) -> dict[str, Any]:
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
