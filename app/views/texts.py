"""Texts to say after a mark and at a restore, filled with true figures, ready to copy.

The wording follows the reason and what is so: a round is called sold only when it is. A text whose figures
are not all known is not said; the next plainer one is. Not for judging texts of the room's own; that happened
when the settings were read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.hold import Hold, HoldKind, Reason
from app.domain.rounds import Round
from app.domain.truth import Audience, Moment, Template, filled
from app.views.forms import say
from app.views.names import Names
from app.views.wording import reason_label
from app.words import N_, _, number, plain

__all__ = ["Audience", "Moment", "Occasion", "TextLine", "TextsView", "texts_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One product taken off sale or put back, at one shop or several, and what its texts are filled from.

    Without `holds` it was on sale all along (restore), or is off sale and not by us (mark).

    `selling_round` is the round that the mark closed, or that is on sale after the restore. `available` are
    the units known to be there.
    """

    sku: str
    moment: Moment
    holds: tuple[Hold, ...]
    at: datetime
    selling_round: Round | None = None
    available: int | None = None
    untimed: bool = False
    """When it comes back is not said: buyers were told another time that has not come yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """One text and for whom it is."""

    audience: Audience
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextsView:
    """The texts of one occasion; `key` is the same while it is shown."""

    key: str
    sku: str
    product: str
    moment: Moment
    heading: str
    at: datetime
    lines: tuple[TextLine, ...]


Forms = tuple[str, ...]

_NOT_NOW: Forms = (
    N_("{product} is not available now. It is back on sale at {back_at}."),
    N_("{product} is not available now."),
)
_PAUSED: Forms = (
    N_("The sale of {product} is paused. It is back on sale at {back_at}."),
    N_("The sale of {product} is paused."),
)
_ROUND_SOLD: Forms = (
    N_("Round {round} of {product} is sold: {units} units. It is back on sale at {back_at}."),
    N_("Round {round} of {product} is sold: {units} units."),
)
_ROUND_OVER: Forms = (
    N_("Round {round} of {product} is over: {sold} of {units} units sold. It is back on sale at {back_at}."),
    N_("Round {round} of {product} is over: {sold} of {units} units sold."),
)
_TRIAL_OVER: Forms = (
    N_("The trial of {product} is over: {sold} of {units} units sold. It is back on sale at {back_at}."),
    N_("The trial of {product} is over: {sold} of {units} units sold."),
)
_ON_SALE: Forms = (N_("{product} is on sale: round {round} with {units} units."), N_("{product} is on sale."))
_BACK: Forms = (N_("{product} is on sale again."),)
_BACK_ROUND: Forms = (N_("{product} is on sale again: round {round} with {units} units."), *_BACK)

_MARKED: Mapping[Reason, Forms] = {
    Reason.STAGE: _NOT_NOW,
    Reason.ROUND: _NOT_NOW,
    Reason.ERROR: _PAUSED,
    Reason.INCIDENT: _PAUSED,
    Reason.RESERVE: _NOT_NOW,
    Reason.TRIAL: _NOT_NOW,
}
"""What is true to say for a reason without knowing more."""

_SERVICE: Mapping[Moment, Forms] = {
    Moment.MARK: (
        N_(
            "{product} ({sku}) was taken off sale at {shop} at {at} ({reason}) and comes back by itself at "
            "{back_at}. Tell buyers: {buyers}"
        ),
        N_("{product} ({sku}) was taken off sale at {shop} at {at} ({reason}). Tell buyers: {buyers}"),
        N_("{product} ({sku}) is off sale, and not by this desk. Tell buyers: {buyers}"),
    ),
    Moment.RESTORE: (
        N_("{product} ({sku}) is on sale again at {shop} since {at}."),
        N_("{product} ({sku}) is on sale."),
    ),
}

_TITLES = {
    Audience.HOST: N_("To say"),
    Audience.BUYERS: N_("For buyers to read"),
    Audience.SERVICE: N_("For customer service"),
}
_HEADINGS = {
    Moment.ANNOUNCE: N_("Before the mark of {product}"),
    Moment.MARK: N_("{product} is off sale"),
    Moment.RESTORE: N_("{product} is on sale again"),
}
_HEADING_ON_SALE = N_("{product} is on sale")


def texts_view(occasion: Occasion, templates: Sequence[Template], names: Names) -> TextsView:
    """Every text of an occasion: the room's own where it has a true one, else the built-in."""
    figures = _figures(occasion, names)
    lines = []
    for audience in Audience:
        text = _own(occasion, audience, templates, figures) or _built_in(occasion, audience, figures)
        figures = figures | {"buyers": text} if audience is Audience.BUYERS else figures
        lines.append(TextLine(audience=audience, title=_(_TITLES[audience]), text=text))
    product, heading = names.title(occasion.sku), _heading(occasion)
    return TextsView(
        key=f"{occasion.moment}:{occasion.sku}:{occasion.at.timestamp():.0f}",
        sku=occasion.sku,
        product=product,
        moment=occasion.moment,
        heading=_(heading).format(product=product),
        at=occasion.at,
        lines=tuple(lines),
    )


def _heading(occasion: Occasion) -> str:
    never_off = occasion.moment is Moment.RESTORE and not occasion.holds
    return _HEADING_ON_SALE if never_off else _HEADINGS[occasion.moment]


def _own(
    occasion: Occasion, audience: Audience, templates: Sequence[Template], figures: Mapping[str, str]
) -> str:
    """The room's own text for the reason, else its own for every reason; empty where none can be said."""
    fits = [one for one in templates if (one.moment, one.audience) == (occasion.moment, audience)]
    for reason in (_reason(occasion), None):
        if reason is Reason.ROUND and not _is_sold(occasion):
            continue  # it may say "sold": it was only found true for a round that is
        for template in fits:
            text = filled(template.text, figures) if template.reason is reason else None
            if text:
                return text
    return ""


def _built_in(occasion: Occasion, audience: Audience, figures: Mapping[str, str]) -> str:
    if audience is Audience.SERVICE:
        return say(_SERVICE[_told(occasion.moment)], figures)
    return say(_forms(occasion), figures)


def _forms(occasion: Occasion) -> Forms:
    if occasion.moment is Moment.RESTORE and not occasion.holds:
        return _ON_SALE if _numbered(occasion.selling_round) else _ON_SALE[1:]
    if occasion.moment is Moment.RESTORE:
        return _BACK_ROUND if _numbered(occasion.selling_round) else _BACK
    plainly = _MARKED[_reason(occasion)]
    if occasion.selling_round is None:
        return plainly
    if _reason(occasion) is Reason.TRIAL:
        return (*_TRIAL_OVER, *plainly)
    if _reason(occasion) is not Reason.ROUND:
        return plainly
    return (*(_ROUND_SOLD if _is_sold(occasion) else _ROUND_OVER), *plainly)


def _told(moment: Moment) -> Moment:
    return Moment.RESTORE if moment is Moment.RESTORE else Moment.MARK


def _numbered(one: Round | None) -> bool:
    return one is not None and one.is_on_sale and not one.trial and not one.group


def _is_sold(occasion: Occasion) -> bool:
    return occasion.selling_round is not None and occasion.selling_round.is_sold_out


def _reason(occasion: Occasion) -> Reason:
    return occasion.holds[0].reason if occasion.holds else Reason.STAGE


def _figures(occasion: Occasion, names: Names) -> dict[str, str]:
    """What is known, as people read it; what is not known is empty, and no text names it."""
    one, holds = occasion.selling_round, occasion.holds
    shops = _(", ").join(dict.fromkeys(names.storefront(hold.storefront) for hold in holds))
    ends = [hold.deadline for hold in holds if hold.kind is HoldKind.HOLD and hold.deadline is not None]
    timed = occasion.moment is Moment.MARK and not occasion.untimed
    back = max(ends) if ends and timed else None
    minutes = None if back is None else max(1, round((back - occasion.at).total_seconds() / 60))
    return {
        "product": names.title(occasion.sku),
        "sku": plain(occasion.sku, 60),
        "shop": shops,
        "reason": reason_label(_reason(occasion)),
        "round": "" if one is None else number(one.number),
        "units": "" if one is None else number(one.units),
        "sold": "" if one is None else number(min(one.sold, one.units)),
        "left": "" if one is None or occasion.available is None else number(_left(one, occasion.available)),
        "stock": "" if occasion.available is None else number(occasion.available),
        "back_at": "" if back is None else names.clock(back, seconds=False),
        "minutes": "" if minutes is None else number(minutes),
        "at": names.clock(occasion.at, seconds=False),
        "buyers": "",
    }


def _left(one: Round, available: int) -> int:
    return min(one.left, max(0, available))
