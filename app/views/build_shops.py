"""From judged storefronts to the shop lines and holds of a gauge. Not for chips; those are in build_chips."""

from collections.abc import Sequence
from datetime import datetime

from app.domain.catalogue import Product
from app.domain.facts import ShopFacts
from app.domain.hold import Hold, HoldKind, Who
from app.domain.room import ShopDecision
from app.views.answers import Circumstances, cannot_words
from app.views.gauge import HoldView, ShopLine, ShopLineState
from app.views.names import Names
from app.words import _, plain

__all__ = ["cannot", "circumstances", "hold_view", "shop_line", "who_words"]


def shop_line(decision: ShopDecision, about: Circumstances, names: Names, sku: str) -> ShopLine:
    """One storefront's side of a product; `about` is what its refusals may name."""
    label, means = names.labels.get(decision.storefront, ("", ()))
    return ShopLine(
        storefront=decision.storefront,
        name=about.shop,
        state=ShopLineState(decision.state.value),
        quantity=decision.quantity,
        hold=None if decision.hold is None else hold_view(decision.hold, names),
        holds_used=decision.holds_used,
        holds_limit=about.limit,
        cannot_mark=cannot_words(decision.mark.code, about),
        cannot_restore=cannot_words(decision.restore.code, about),
        page=names.page(decision.storefront, sku),
        label=label,
        label_means=means,
    )


def circumstances(
    product: Product, facts: ShopFacts | None, decision: ShopDecision, names: Names
) -> Circumstances:
    """What a refusal about this product at this shop may name."""
    hold = decision.hold
    stopped = hold is not None and hold.kind is HoldKind.STOP
    return Circumstances(
        zone=names.zone,
        product=plain(product.title),
        shop=names.storefront(decision.storefront),
        limit=decision.holds_used + decision.holds_left,
        minutes=names.hold_minutes,
        until=None if hold is None or hold.closing_at is not None else hold.deadline,
        since=hold.started_at if hold is not None and stopped else _unread_since(facts),
        detail="" if hold is None else hold.error,
    )


def _unread_since(facts: ShopFacts | None) -> datetime | None:
    return None if facts is None or facts.reachable else facts.read_at


def cannot(reasons: Sequence[str]) -> str:
    """Why none of a product's shops allows an act: the first reason; empty when one allows it."""
    if not reasons:
        return _("No storefront sells it")
    return "" if "" in reasons else reasons[0]


def hold_view(hold: Hold, names: Names) -> HoldView:
    """One hold or stop, as people see it."""
    return HoldView(
        id=hold.id,
        sku=hold.sku,
        storefront=hold.storefront,
        is_stop=hold.kind is HoldKind.STOP,
        state=hold.state,
        reason=hold.reason,
        note=plain(hold.note),
        who=who_words(hold.who),
        started_at=hold.started_at,
        deadline=hold.deadline,
        needs_attention=hold.needs_attention,
        attempts=hold.restore_attempts,
        error=plain(hold.error),
        by_hand=names.storefront(hold.storefront) if hold.storefront in names.by_hand else "",
    )


def who_words(who: Who) -> str:
    """Who asked, as claimed: typed initials, else the account."""
    return plain(who.initials or who.account, 40)
