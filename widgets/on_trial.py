"""Products on trial: which variant is next, and what is said of it beside the button that uses it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import Final

from app.intents import MarkSoldOut
from app.views.trials import ProposalView
from app.words import _, clock_time, n_, number, plain
from widgets.store import RoomStore

_VARIANT: Final = 6
"""Letters of a variant's name that a button has room for."""


def proposal_of(store: RoomStore, sku: str) -> ProposalView | None:
    """The next mark of a product that is on trial; None where it is on none."""
    proposals = (each for trial in store.trials for each in trial.proposals)
    return next((each for each in proposals if each.sku == sku), None)


def proposals_of(store: RoomStore, skus: Iterable[str]) -> tuple[ProposalView, ...]:
    """The next mark of each product; empty unless every one of them is on trial."""
    found = [proposal_of(store, sku) for sku in skus]
    known = tuple(each for each in found if each is not None)
    return known if len(known) == len(found) else ()


def proposal_words(proposals: Sequence[ProposalView], zone: tzinfo) -> str:
    """What a press will do: Trial length: variant B, 8 min, due at 21:14."""
    if len(proposals) > 1:
        count = len(proposals)
        words = n_("{count} product by its trial", "{count} products, each by its trial", count)
        return words.format(count=number(count))
    (one,) = proposals
    if one.due_at is None:
        return one.text
    at = clock_time(one.due_at, zone, seconds=False)
    return _("{trial}, due at {time}").format(trial=one.text, time=at)


def by_trial(intent: MarkSoldOut, proposals: Sequence[ProposalView]) -> MarkSoldOut:
    """The mark as the trials of its products propose it; as it is where there are none.

    A reason that every variant names takes the place of the one chosen, since it may take two people.
    """
    if not proposals:
        return intent
    reasons = {each.reason for each in proposals}
    (reason,) = reasons if len(reasons) == 1 else (None,)
    return replace(intent, by_trial=True, reason=reason or intent.reason)


def button_words(proposal: ProposalView) -> tuple[str, ...]:
    """The same for the button that does it, at length and shorter: Trial B: 8 min; B: 8 min; 8 min."""
    variant, minutes = plain(proposal.variant, _VARIANT), f"{proposal.minutes:g}"
    length = _("{minutes} min").format(minutes=minutes)
    whole = _("Trial {variant}: {minutes} min").format(variant=variant, minutes=minutes)
    return (whole, f"{variant}: {length}", length)
