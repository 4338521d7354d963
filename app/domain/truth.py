"""What buyers may be told: texts held to what is so, by the rules of the markets a room sells to.

A text is a template: counts, times and names come from facts, never from typing. What typed words claim is
found by them; a claim that is not so at that moment is a breach, with the rule it breaks. Pure: the words and
the rules are handed in. Not for writing texts or filling them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.hold import Reason

PLACEHOLDER = re.compile(r"\$\{([a-z_]*)\}")


class Moment(StrEnum):
    """When a text is said."""

    ANNOUNCE = "announce"
    """Before a planned mark."""
    MARK = "mark"
    RESTORE = "restore"


FIGURES = {
    Moment.ANNOUNCE: ("product", "sku", "reason", "starts_at", "back_at", "minutes"),
    Moment.MARK: (
        "product", "sku", "shop", "reason", "round", "units", "sold", "left", "stock", "back_at", "minutes",
    ),
    Moment.RESTORE: ("product", "sku", "shop", "reason", "round", "units", "sold", "left", "stock"),
}  # fmt: skip
"""What a text may name at each moment; each is filled in from the facts when it is said."""


class Audience(StrEnum):
    """Who hears it."""

    HOST = "host"
    """Said on air."""
    BUYERS = "buyers"
    """Posted for buyers to read."""
    SERVICE = "service"
    """For customer service."""


class Claim(StrEnum):
    """What words can claim that may not be so."""

    GONE_FOR_GOOD = "gone_for_good"
    """That it never comes back; every hold does."""
    SOLD_OUT = "sold_out"
    """That it is sold; so only when the round really is, or nothing is left."""
    TYPED_COUNT = "typed_count"
    """How many are left, or were sold, as a typed number."""
    TYPED_TIME = "typed_time"
    """How long it lasts or when it ends, as a typed number: it begins anew each time it is said."""
    TYPED_PEOPLE = "typed_people"
    """How many look at it or want it, as a typed number."""
    LAST_CHANCE = "last_chance"
    """That there is no other chance."""
    RESTARTED = "restarted"
    """A count-down that begins again or ends later than was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of law or guidance, what it forbids in our words, and where and when that was read."""

    id: str
    market: str
    law: str
    article: str
    says: Mapping[str, str]
    """By language."""
    source: str
    consulted: date
    claims: frozenset[Claim]
    in_force: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """The rules of a room's markets, and the words by which a claim is known (lower-case patterns)."""

    rules: tuple[Rule, ...]
    words: Mapping[Claim, tuple[re.Pattern[str], ...]]

    def rule_for(self, claim: Claim) -> Rule | None:
        """The first rule of the markets that forbids it; None where none does."""
        return next((rule for rule in self.rules if claim in rule.claims), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What a text is for. `reason` None: for every one. `round_sold`: said only of a round that is sold."""

    moment: Moment
    reason: Reason | None = None
    round_sold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A text of the room's own; `reason` None: for every reason."""

    moment: Moment
    audience: Audience
    text: str
    reason: Reason | None = None

    @property
    def use(self) -> Use:
        """What it is for, at its most favourable: a text for the round may be kept for one that is sold."""
        return Use(moment=self.moment, reason=self.reason, round_sold=self.reason is Reason.ROUND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A text claims what is not so. `found` are its own words."""

    claim: Claim
    found: str
    rule: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Countdown:
    """Something that people were told would happen at an instant."""

    subject: str
    """What it is about, e.g. that a product comes back."""
    said_at: datetime
    ends_at: datetime


def breaches(text: str, use: Use, book: Rulebook) -> tuple[Breach, ...]:
    """What a template claims that is not so in that use, by the rules of the book, worst first."""
    return tuple(
        Breach(claim=claim, found=found, rule=rule)
        for claim, found in claims(text, book)
        if not _is_so(claim, use) and (rule := book.rule_for(claim)) is not None
    )


def claims(text: str, book: Rulebook) -> Iterator[tuple[Claim, str]]:
    """What the typed words of a template claim, and the words; placeholders claim nothing."""
    typed = PLACEHOLDER.sub("\x00", text)
    for claim in Claim:
        for pattern in book.words.get(claim, ()):
            found = pattern.search(typed)
            if found is not None:
                yield claim, found[0].replace("\x00", "…").strip()
                break


def says_sold_out(text: str, book: Rulebook) -> bool:
    """Whether a template may be said only of what is really sold."""
    return any(claim is Claim.SOLD_OUT for claim, _found in claims(text, book))


def restarts(said: Iterable[Countdown], new: Countdown) -> bool:
    """Whether a count-down would begin again: the same thing was said to come earlier, and has not come yet.

    Once the time that was said has passed, a new one may be said.
    """
    return any(
        before.subject == new.subject
        and before.said_at <= new.said_at < before.ends_at
        and new.ends_at > before.ends_at
        for before in said
    )


def label_is_true(
    means: frozenset[Reason], reason: Reason, *, round_sold: bool, available: int | None
) -> bool:
    """Whether a label that a platform writes by itself (as "all sold") is true for a mark.

    `means` are the reasons it fits. For a round that takes that it was sold. Where nothing is left it is
    true whatever the reason.
    """
    if available == 0:
        return True
    return reason in means and (reason is not Reason.ROUND or round_sold)


def placeholders(text: str) -> tuple[str, ...]:
    """Names between `${` and `}` in a template."""
    return tuple(PLACEHOLDER.findall(text))


def filled(text: str, figures: Mapping[str, str]) -> str | None:
    """The template with its figures; None where one is not known: then it is not said at all."""
    if any(not figures.get(name) for name in placeholders(text)):
        return None
    return PLACEHOLDER.sub(lambda found: figures[found[1]], text)


def _is_so(claim: Claim, use: Use) -> bool:
    """Whether a claim can be true in that use. Only "sold" can, at the mark of a round that really is."""
    at_its_end = use.moment is Moment.MARK and use.reason is Reason.ROUND
    return claim is Claim.SOLD_OUT and at_its_end and use.round_sold
