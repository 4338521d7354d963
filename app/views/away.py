"""What a person reads who comes back to the desk: one line for each hold it could not see to meanwhile."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.away import Away, AwayCause
from app.domain.hold import Hold, HoldKind, HoldState
from app.views.names import Names
from app.words import N_, _, age

__all__ = ["AwayView", "away_view"]

_LATE_S = 5.0
_TITLES = {
    AwayCause.CLOSED: N_("While this desk did not run"),
    AwayCause.STOOD_IN: N_("The guardian stood in for this desk from {time} on"),
    AwayCause.SLEPT: N_("The computer slept, or its clock was changed, by {age}"),
    AwayCause.STALLED: N_("This desk stood still for {age}"),
}
_ENDS = {
    HoldState.HANDED_OVER: N_("changed by somebody else; it is left as it is"),
    HoldState.NOT_APPLIED: N_("the mark did not take effect"),
    HoldState.REFUSED: N_("the mark was not made"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AwayView:
    """The absence that was reported at `at`, and what became of each hold, in words."""

    at: datetime
    title: str
    lines: tuple[str, ...]


def away_view(away: Away | None, names: Names) -> AwayView | None:
    """The report; None where there is nothing to report."""
    if away is None:
        return None
    title = _(_TITLES[away.cause]).format(
        time="" if away.since is None else names.clock(away.since),
        age="" if away.seconds is None else age(abs(away.seconds)),
    )
    lines = tuple(
        f"{names.title(hold.sku)} · {names.storefront(hold.storefront)}: {_fate(hold, away.at, names)}"
        for hold in away.holds
    )
    return AwayView(at=away.at, title=title, lines=lines)


def _fate(hold: Hold, now: datetime, names: Names) -> str:
    if hold.state is HoldState.RESTORED:
        return _restored(hold, names)
    if not hold.state.is_open:
        return _(_ENDS[hold.state])
    if hold.deadline is None:
        stopped = hold.kind is HoldKind.STOP and hold.state is not HoldState.CLOSING
        return _("stopped until somebody releases it") if stopped else _("being restored")
    if hold.deadline <= now:
        late = age((now - hold.deadline).total_seconds())
        return _("overdue by {age}, being restored").format(age=late)
    return _("off sale until {time}").format(time=names.clock(hold.deadline))


def _restored(hold: Hold, names: Names) -> str:
    ended_at = hold.ended_at or hold.started_at
    late_s = 0.0 if hold.deadline is None else (ended_at - hold.deadline).total_seconds()
    text = _("back on sale at {time}").format(time=names.clock(ended_at))
    return _("{text}, {age} late").format(text=text, age=age(late_s)) if late_s > _LATE_S else text
