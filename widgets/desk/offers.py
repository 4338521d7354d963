"""What can be done with the selected products, gathered from what each says about itself. No own rules.

Whether a product can be marked, restored or stopped is said by its view; this only gathers and counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.views.gauge import GaugeView
from app.words import _, n_, number, plain


@dataclass(frozen=True, slots=True)
class Offer:
    """One act on the selection: for which products it works, and why not for others (empty: for all)."""

    skus: tuple[str, ...]
    why_not: str

    @property
    def open(self) -> bool:
        """Whether it works for at least one."""
        return bool(self.skus)


@dataclass(frozen=True, slots=True)
class Offers:
    """All acts on a selection."""

    mark: Offer
    restore: Offer
    stop: Offer
    release: Offer


def offers_for(views: Iterable[GaugeView]) -> Offers:
    """What the selection bar offers for these products."""
    views = tuple(views)
    return Offers(
        mark=_offer(views, [(view, view.cannot_mark) for view in views]),
        restore=_offer(views, [(view, view.cannot_restore) for view in views]),
        stop=_offer(views, [(view, view.cannot_stop) for view in views]),
        release=_offer(views, [(view, "" if is_stopped(view) else _("not stopped")) for view in views]),
    )


def is_stopped(view: GaugeView) -> bool:
    """Whether an emergency stop of ours is open on a product, at any of its shops."""
    holds = (view.hold, *(shop.hold for shop in view.shops))
    return any(hold is not None and hold.is_stop and hold.state.is_open for hold in holds)


def _offer(views: tuple[GaugeView, ...], judged: list[tuple[GaugeView, str]]) -> Offer:
    if not views:
        return Offer((), _("Select products"))
    working = tuple(view.sku for view, why in judged if not why)
    refused = [(view, plain(why)) for view, why in judged if why]
    if not refused:
        return Offer(working, "")
    if len(views) == 1:
        return Offer(working, refused[0][1])
    words = n_("{count} not: {why}", "{count} not: {why}", len(refused))
    return Offer(working, words.format(count=number(len(refused)), why=_first(refused)))


def _first(refused: list[tuple[GaugeView, str]]) -> str:
    view, why = refused[0]
    return _("{title}: {why}").format(title=plain(view.title, 24), why=why)
