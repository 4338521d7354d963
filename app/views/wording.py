"""Words that several windows share: reasons, what buyers may be told, and tones.

Not for layout or colour: a tone names a meaning; each window knows how it looks.
"""

from datetime import datetime, tzinfo
from enum import StrEnum

from app.domain.hold import Reason
from app.words import N_, _, clock_time

__all__ = ["Tone", "back_at", "buyers_words", "reason_label"]


class Tone(StrEnum):
    """What a word or figure means; colour, fill and icon follow from it."""

    PLAIN = "plain"
    CAUTION = "caution"
    """Low, or about to be."""
    ACT = "act"
    """A person must act now: critical, sold out, not restored."""
    HOLD = "hold"
    """Our own virtual sold-out, in every phase of it."""
    STOP = "stop"
    """An emergency stop."""
    DOUBT = "doubt"
    """Stale or unknown."""


_LABELS = {
    Reason.STAGE: N_("Pacing the show"),
    Reason.ROUND: N_("Selling in rounds"),
    Reason.ERROR: N_("Wrong listing"),
    Reason.INCIDENT: N_("Incident"),
    Reason.RESERVE: N_("Kept in reserve"),
    Reason.TRIAL: N_("Trial run"),
}

_NOT_NOW = N_("Not available now")
_NOT_NOW_BACK = N_("Not available now, back at {time}")
_PAUSED = N_("Sale paused")
_PAUSED_BACK = N_("Sale paused, back at {time}")

_BUYERS = {
    Reason.STAGE: (_NOT_NOW, _NOT_NOW_BACK),
    Reason.ROUND: (N_("This round is sold"), N_("This round is sold, back at {time}")),
    Reason.ERROR: (_PAUSED, _PAUSED_BACK),
    Reason.INCIDENT: (_PAUSED, _PAUSED_BACK),
    Reason.RESERVE: (_NOT_NOW, _NOT_NOW_BACK),
    Reason.TRIAL: (_NOT_NOW, _NOT_NOW_BACK),
}
"""What is true to say, without and with the time it comes back."""
_ROUND_OVER = (N_("This round is over"), N_("This round is over, back at {time}"))


def reason_label(reason: Reason) -> str:
    """A reason as people choose and read it."""
    return _(_LABELS[reason])


def buyers_words(reason: Reason, *, round_sold: bool | None = True) -> str:
    """What may be said to buyers: true for that reason, and no more than that.

    `round_sold` False: the round was closed before every unit of it was sold; None: there was none.
    """
    return _(_of(reason, round_sold=round_sold)[0])


def back_at(reason: Reason, deadline: datetime, zone: tzinfo, *, round_sold: bool | None = True) -> str:
    """The same, with the time at which the product comes back."""
    words = _(_of(reason, round_sold=round_sold)[1])
    return words.format(time=clock_time(deadline, zone, seconds=False))


def _of(reason: Reason, *, round_sold: bool | None) -> tuple[str, str]:
    if reason is not Reason.ROUND or round_sold:
        return _BUYERS[reason]
    return _ROUND_OVER if round_sold is False else (_NOT_NOW, _NOT_NOW_BACK)
