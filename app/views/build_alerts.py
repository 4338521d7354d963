"""From a judged alert to its sentence, what to do about it, and its button. Not for which there are."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.room import Alert, AlertKind, AlertLevel, AlertState, Figures
from app.views import room as views
from app.views.forms import say
from app.views.names import Names
from app.words import N_, minutes, number, percent, plain, rate

__all__ = ["alert_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Forms:
    """What one kind of alert says; each form needs its figures, so the best that is known is said."""

    text: tuple[str, ...]
    short: tuple[str, ...]
    icon: str
    remedy: tuple[str, ...] = ()
    handle: bool = False
    """Its button leads to what must be done; else it is acknowledged or shelved."""
    allow: bool = False
    """Its button asks for the reason to go on in spite of it."""
    counting: bool = False


_BY_HAND = (N_("Restore it by hand in the shop; the desk goes on trying."),)
_LOGIN = (N_("Look at the login in the settings, and store the secret anew: stockcue secret set NAME"),)

_FORMS: Mapping[AlertKind, _Forms] = {
    AlertKind.HOLD_ATTENTION: _Forms(
        text=(
            N_("{product} is not read back as restored at {shop}, attempt {attempts}"),
            N_("{product} needs a person at {shop}"),
        ),
        short=(N_("{product}: not restored"),),
        icon="need",
        remedy=_BY_HAND,
        handle=True,
        counting=True,
    ),
    AlertKind.ON_AIR_UNBUYABLE: _Forms(
        text=(N_("{product} is on air and can't be bought"),),
        short=(N_("{product}: on air, not on sale"),),
        icon="ban",
        remedy=(N_("Put it back on sale, or show another product."),),
        handle=True,
        counting=True,
    ),
    AlertKind.STOP_OVERRULED: _Forms(
        text=(N_("{product} is back on sale at {shop} in spite of the emergency stop"),),
        short=(N_("{product}: stop overruled"),),
        icon="stop",
        remedy=(N_("See who put it back, and stop it again if it must stay off."),),
        handle=True,
        counting=True,
    ),
    AlertKind.AHEAD: _Forms(
        text=(
            N_("{product} sells {ratio} × the forecast"),
            N_("{product} sells far more than forecast"),
        ),
        short=(N_("{product}: {ratio} × forecast"), N_("{product}: far above forecast")),
        icon="up",
        remedy=(N_("Tell the warehouse now: {units} left."), N_("Tell the warehouse now.")),
    ),
    AlertKind.BEHIND: _Forms(
        text=(
            N_("{product}: {share} of the plan so far"),
            N_("{product} sells far less than planned"),
        ),
        short=(N_("{product}: {share} of plan"), N_("{product}: far below plan")),
        icon="low",
        remedy=(N_("Stop pushing it, and propose to clear it."),),
    ),
    AlertKind.LOW: _Forms(
        text=(N_("{product} down to {share}"),), short=(N_("{product} at {share}"),), icon="low"
    ),
    AlertKind.CRITICAL_LOW: _Forms(
        text=(N_("{product}: {units} left ({share})"),),
        short=(N_("{product}: {units} left"),),
        icon="crit",
        remedy=(N_("Gone in about {minutes} min."),),
    ),
    AlertKind.SOLD_OUT: _Forms(
        text=(N_("{product} is sold out"),),
        short=(N_("{product}: sold out"),),
        icon="out",
        remedy=(N_("Show its substitute, or call for stock."),),
    ),
    AlertKind.OVERSOLD: _Forms(
        text=(N_("{product} is oversold by {units}"),),
        short=(N_("{product}: oversold {units}"),),
        icon="out",
        remedy=(N_("Take it off sale, and settle these orders with the warehouse."),),
    ),
    AlertKind.SHOP_MISMATCH: _Forms(
        text=(N_("{shop} offers {quantity} of {product}, its warehouses hold {units}"),),
        short=(N_("{product}: {shop} offers {quantity}, not {units}"),),
        icon="swap",
        remedy=(N_("Correct the quantity in the shop, or it may oversell."),),
    ),
    AlertKind.SHOP_OFF: _Forms(
        text=(N_("{product} is off sale at {shop}, and not by us"),),
        short=(N_("{product}: off sale at {shop}"),),
        icon="ban",
        remedy=(N_("See in the shop who took it off."),),
    ),
    AlertKind.SHOP_GONE: _Forms(
        text=(N_("{shop} no longer knows {product}"),),
        short=(N_("{product}: gone from {shop}"),),
        icon="unknown",
        remedy=(N_("See whether it was deleted or renamed there."),),
    ),
    AlertKind.KEPT_OFF: _Forms(
        text=(N_("{product} stays off sale at {shop}: none left, and the shop does not check"),),
        short=(N_("{product}: stays off sale, none left"),),
        icon="out",
    ),
    AlertKind.HANDED_OVER: _Forms(
        text=(N_("{product} was changed at {shop} meanwhile; we do not undo that"),),
        short=(N_("{product}: handed over"),),
        icon="swap",
    ),
    AlertKind.LEFT_OFF: _Forms(
        text=(N_("{product} was off sale at {shop} before the stop and is left so"),),
        short=(N_("{product}: left off sale"),),
        icon="swap",
        remedy=(N_("Whoever took it off has to put it back."),),
    ),
    AlertKind.CONTRADICTED: _Forms(
        text=(N_("{shop} says that {product} is on sale though we took it off; it is being read again"),),
        short=(N_("{product}: the shop says on sale"),),
        icon="unknown",
        counting=True,
        remedy=(N_("Look at the shop's page. Whoever put it on sale there takes it off again."),),
    ),
    AlertKind.OUTCOME_UNKNOWN: _Forms(
        text=(N_("{shop} did not answer the mark of {product}; it is being read back"),),
        short=(N_("{product}: no answer"),),
        icon="unknown",
        counting=True,
    ),
    AlertKind.HAND_TAKE_OFF: _Forms(
        text=(N_("Take {product} off sale at {shop} by hand; nobody has confirmed it"),),
        short=(N_("{product}: take off sale at {shop}"),),
        icon="need",
        remedy=(N_("Do it in the shop, then press Done; or say that it could not be done."),),
        handle=True,
        counting=True,
    ),
    AlertKind.HAND_PUT_BACK: _Forms(
        text=(N_("Put {product} back on sale at {shop} by hand; nobody has confirmed it"),),
        short=(N_("{product}: put back at {shop}"),),
        icon="need",
        remedy=(N_("Do it in the shop, then press Done; buyers can't buy it until then."),),
        handle=True,
        counting=True,
    ),
    AlertKind.REJECTED: _Forms(
        text=(
            N_("{product}: reading rejected, {detail}"),
            N_("{source}: rows rejected {count}, {detail}"),
        ),
        short=(N_("{product}: reading rejected"), N_("{source}: rows rejected {count}")),
        icon="unknown",
        remedy=(N_("Correct it in the warehouse system; the last good figure stays, with its age."),),
    ),
    AlertKind.OFFLINE: _Forms(
        text=(N_("All {count} sources are silent"),),
        short=(N_("All sources silent"),),
        icon="clock",
        remedy=(N_("Check this computer's network."),),
        counting=True,
    ),
    AlertKind.SOURCE_QUIET: _Forms(
        text=(
            N_("{source} silent: products {products}, about {at_risk} units in doubt"),
            N_("{source} gives no new data since {since}"),
            N_("{source} has not answered yet"),
        ),
        short=(N_("{source} silent, {at_risk} in doubt"), N_("{source} silent")),
        icon="clock",
        remedy=(N_("Its last answer: {detail}."), N_("Check the network, or ask the warehouse.")),
        counting=True,
    ),
    AlertKind.SOURCE_LOGIN_REFUSED: _Forms(
        text=(N_("{source} refused the login"),),
        short=(N_("{source}: login refused"),),
        icon="ban",
        remedy=_LOGIN,
        counting=True,
    ),
    AlertKind.SOURCE_NOT_ALLOWED: _Forms(
        text=(N_("{source} does not allow this login to read"),),
        short=(N_("{source}: not allowed"),),
        icon="ban",
        remedy=(N_("Ask its owner for the right to read, or use another login."),),
        counting=True,
    ),
    AlertKind.SOURCE_STANDING_STILL: _Forms(
        text=(N_("{source}: nothing has moved since {since} while sales run"),),
        short=(N_("{source} stands still"),),
        icon="clock",
        remedy=(N_("See whether the warehouse system still counts."),),
    ),
    AlertKind.CLOCK_SKEW: _Forms(
        text=(
            N_("This computer's clock differs by {seconds} s from the servers'"),
            N_("Answers carry times ahead of this computer's clock"),
        ),
        short=(N_("Clock differs by {seconds} s"), N_("Clock is behind")),
        icon="clock",
        remedy=(N_("Set this computer's clock by the network; ages are corrected meanwhile."),),
    ),
    AlertKind.NOTICE_FAILED: _Forms(
        text=(N_("{source} was not told: {detail}"),),
        short=(N_("{source}: not told"),),
        icon="send",
        remedy=(N_("Tell them by hand; the texts to say are ready to copy."),),
    ),
    AlertKind.UNGUARDED: _Forms(
        text=(N_("The guardian does not run; a new hold needs an override"),),
        short=(N_("Guardian does not run"),),
        icon="need",
        remedy=(N_("It is started again and again by itself. Until it runs, a mark needs a reason."),),
        allow=True,
    ),
}


def alert_view(alert: Alert, names: Names) -> views.AlertView:
    """One alert as people read it."""
    forms, known = _FORMS[alert.cause.kind], _known(alert, names)
    return views.AlertView(
        id=alert.id,
        level=views.AlertLevel(alert.cause.level.value),
        state=views.AlertState(alert.state.value),
        text=say(forms.text, known),
        short=say(forms.short, known),
        remedy=say(forms.remedy, known),
        since=alert.since,
        counting=forms.counting,
        button=_button(alert, forms),
        sku=alert.cause.sku,
        icon=forms.icon,
    )


def _button(alert: Alert, forms: _Forms) -> views.Guidance:
    if alert.state is not AlertState.ACTIVE:
        return views.Guidance.NONE
    if forms.allow:
        return views.Guidance.ALLOW
    if forms.handle:
        return views.Guidance.HANDLE
    return views.Guidance.SHELVE if alert.cause.level is AlertLevel.WARNING else views.Guidance.ACKNOWLEDGE


def _known(alert: Alert, names: Names) -> dict[str, str]:
    """Every figure that a form may name; empty where not known."""
    cause, figures = alert.cause, alert.cause.figures
    return _places(alert, names) | {
        "detail": plain(figures.text).rstrip("。."),
        "ratio": "" if figures.ratio is None else rate(figures.ratio),
        "share": "" if figures.share is None else percent(figures.share),
        "minutes": "" if figures.sell_out is None else minutes(figures.sell_out.p50),
        "units": _count(figures.units),
        "quantity": _count(figures.quantity),
        "attempts": _count(figures.attempts or None),
        "count": _count(figures.count or None),
        "seconds": "" if figures.seconds is None else number(round(abs(figures.seconds))),
        "since": "" if figures.age_from is None else names.clock(figures.age_from),
        **(_doubt(figures) if cause.source else {}),
    }


def _places(alert: Alert, names: Names) -> dict[str, str]:
    cause = alert.cause
    return {
        "product": names.title(cause.sku) if cause.sku else "",
        "shop": names.storefront(cause.storefront) if cause.storefront else "",
        "source": names.source(cause.source) if cause.source else "",
    }


def _doubt(figures: Figures) -> dict[str, str]:
    """What a silent source hides; said only if it hides something."""
    if not figures.at_risk or not figures.count:
        return {}
    return {"products": number(figures.count), "at_risk": number(figures.at_risk)}


def _count(units: int | None) -> str:
    return "" if units is None else number(units)
