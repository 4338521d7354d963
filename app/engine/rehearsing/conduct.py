"""What people do about cues in a rehearsal: the policies that are compared side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.domain.room import CueKind

_SWITCHES = frozenset({CueKind.SHOW_NEXT, CueKind.SUBSTITUTE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """Who acts on what, and how fast. `lines_up`: at the end of a slot the first of the line-up is shown.

    `waves`: a product is marked sold out at a tenth of its stock, for five minutes, as often as is allowed.
    """

    name: str
    follows: frozenset[CueKind] = frozenset()
    lines_up: bool = False
    waves: bool = False
    after_minutes: float = 1.0
    """From a cue to what is done about it."""
    call_minutes: float = 20.0
    """From a call for stock to units on sale."""


CONDUCTS: Mapping[str, Conduct] = MappingProxyType(
    {
        one.name: one
        for one in (
            Conduct(name="none"),
            Conduct(name="cues", follows=_SWITCHES | {CueKind.CALL_STOCK}),
            Conduct(name="calls", follows=frozenset({CueKind.CALL_STOCK})),
            Conduct(name="switches", follows=_SWITCHES),
            Conduct(name="line_up", lines_up=True),
            Conduct(name="waves", waves=True),
        )
    }
)
"""By the name that is typed."""
