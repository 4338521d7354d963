"""Why a product goes off sale, as operators pick it, and what buyers then read. Only wording."""

from app.intents import Reason
from app.words import _


def reason_words(reason: Reason) -> str:
    """A reason as operators pick it."""
    return {
        Reason.STAGE: _("Pacing"),
        Reason.ROUND: _("In rounds"),
        Reason.ERROR: _("Wrong info"),
        Reason.INCIDENT: _("Incident"),
        Reason.RESERVE: _("Reserve"),
        Reason.TRIAL: _("Trial"),
    }[reason]


def buyers_words(reason: Reason) -> str:
    """What buyers read: always true, so it follows the reason."""
    if reason is Reason.ROUND:
        return _("This round is sold")
    if reason in (Reason.ERROR, Reason.INCIDENT):
        return _("Sale paused")
    return _("Not available now")
