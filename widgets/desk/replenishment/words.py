"""How the replenishment page says days and money, and how what is urgent looks."""

from typing import Final

from app.views.replenishment import OrderState, Press, ProposalView, WarehouseMode
from app.words import MISSING, _, n_, number, p_, whole_money
from widgets.kit.chip import ChipStyle, Look
from widgets.kit.theme import Hue

PRESSES: Final = {
    Press.LATE: ChipStyle(Look.FILLED, Hue.ORANGE, "crit"),
    Press.DUE: ChipStyle(Look.OUTLINED, Hue.YELLOW, "low"),
    Press.SOON: ChipStyle(Look.PLAIN, Hue.T2),
}


def when_words(view: ProposalView) -> str:
    """When to order at the latest."""
    left = view.left_days
    if left > 0:
        return n_("within {days} day", "within {days} days", left).format(days=number(left))
    if left == 0:
        return _("order today")
    return n_("{days} day late", "{days} days late", -left).format(days=number(-left))


def money_words(amount: float | None, currency: str) -> str:
    """An amount without cents."""
    return MISSING if amount is None else whole_money(amount, currency)


def mode_words(mode: WarehouseMode) -> str:
    """A kind of warehouse, short."""
    return {
        WarehouseMode.OWN: p_("warehouse", "Own"),
        WarehouseMode.THIRD_PARTY: p_("warehouse", "Third party"),
        WarehouseMode.PLATFORM: p_("warehouse", "Platform"),
    }[mode]


def order_words(state: OrderState) -> str:
    """How far an order is."""
    return {
        OrderState.DRAFT: p_("order", "draft"),
        OrderState.PLACED: p_("order", "placed"),
        OrderState.DONE: p_("order", "counted in"),
        OrderState.DROPPED: p_("order", "dropped"),
    }[state]
