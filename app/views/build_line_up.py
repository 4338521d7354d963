"""From the line-up as settled to what people read of it: each product's reason in one line."""

from collections.abc import Callable, Mapping
from datetime import datetime

from app.domain.facts import RoomFacts
from app.domain.places import LeftOut, Lined
from app.domain.policy import Policy
from app.domain.showtime import minutes_left
from app.domain.signals import Barred, Turn
from app.views.forms import joined
from app.views.line_up import LeftOutView, LinedView, LineUpView
from app.views.names import Names
from app.words import _, minutes, number, percent

__all__ = ["line_up_view"]

_MISSING_LATER = 0.1
"""Of the sales on air, when so much would be missing later it is said."""
_LEAST_MONEY = 0.005
_LITTLE_KNOWN = 0.5
"""Standard deviation against worth from which a product counts as little known."""
_WHY_NOT: Mapping[Barred, Callable[[], str]] = {
    Barred.STOPPED: lambda: _("emergency stop"),
    Barred.HELD: lambda: _("marked sold out"),
    Barred.DOUBTFUL: lambda: _("stock figure missing or out of date"),
    Barred.OUT: lambda: _("sold out"),
    Barred.OFF_SALE: lambda: _("off sale at the shop"),
    Barred.ENDS: lambda: _("would be gone before its slot ends"),
    Barred.SKIPPED: lambda: _("skipped for this broadcast"),
}


def line_up_view(room: RoomFacts, policy: Policy, names: Names, now: datetime) -> LineUpView:
    """The line-up of the room as it stands."""
    line, left = room.line_up, minutes_left(room, policy, now)
    on_air = line.on_air
    return LineUpView(
        on_air=None if on_air is None else _lined(on_air, 0, left, names),
        places=tuple(_lined(one, place, left, names) for place, one in enumerate(line.places, start=1)),
        left_out=tuple(_left_out(one, names) for one in line.left_out),
        currency=names.currency,
        running=room.broadcast is not None,
    )


def _lined(one: Lined, place: int, left: float | None, names: Names) -> LinedView:
    turn = one.turn
    lasts = _lasts(one)
    return LinedView(
        sku=one.sku,
        title=names.title(one.sku),
        place=place,
        pinned=one.pinned,
        why=_why(turn),
        per_minute=_rounded(turn.per_minute) if turn.priced else None,
        available=one.available,
        minutes=None if lasts is None or (left is not None and lasts > left) else float(round(lasts)),
        low=bool(one.plan_b),
        plan_b=one.plan_b,
        plan_b_title=names.title(one.plan_b) if one.plan_b else "",
    )


def _lasts(one: Lined) -> float | None:
    """Minutes on air until the stock is gone."""
    if one.available is None or one.turn.units <= 0:
        return None
    return one.available * one.turn.minutes / one.turn.units


def _rounded(money: float) -> float:
    """Two figures: a margin that is expected is not known better; less than a cent is none."""
    return float(f"{money:.2g}") if money >= _LEAST_MONEY else 0.0


def _why(turn: Turn) -> str:
    if turn.barred is not None:
        return _WHY_NOT[turn.barred]()
    return joined(_sells(turn), _missing(turn), _unknown(turn))


def _sells(turn: Turn) -> str:
    units = round(turn.units)
    if units < 1:
        return _("hardly sells on air")
    return _("sells about {units} in {minutes} min on air").format(
        units=number(_two_figures(units)), minutes=minutes(turn.minutes)
    )


def _two_figures(units: int) -> int:
    return int(float(f"{units:.2g}"))


def _missing(turn: Turn) -> str:
    whole = turn.per_minute + turn.shortage
    if whole <= 0 or turn.shortage < _MISSING_LATER * whole:
        return ""
    return _("{share} of it would be missing later").format(share=percent(turn.shortage / whole))


def _unknown(turn: Turn) -> str:
    little = turn.per_minute > 0 and turn.doubt > _LITTLE_KNOWN * turn.per_minute
    return _("little known of it yet") if little else ""


def _left_out(one: LeftOut, names: Names) -> LeftOutView:
    return LeftOutView(
        sku=one.sku,
        title=names.title(one.sku),
        why=_WHY_NOT[one.why](),
        skipped=one.why is Barred.SKIPPED,
    )
