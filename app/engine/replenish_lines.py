"""Proposals as lines for a person at a terminal, and as the object that scripts read."""

from typing import Any

from app.views.replenishment import BatchView, CostView, ProposalView, ReplenishmentView, SlowView
from app.words import MISSING, _, day, number, rate, whole_money


def replenish_object(view: ReplenishmentView) -> dict[str, Any]:
    """What `replenish --json` prints; money in the room's currency, missing is null."""
    return {
        "at": view.at.isoformat().replace("+00:00", "Z"),
        "currency": view.currency,
        "days": view.days,
        "proposals": [_proposal_object(one) for one in (*view.pending, *view.resting)],
        "not_listed": view.more,
        "unknown": view.unknown,
        "units": view.units,
        "money": round(view.money, 2),
        "slow": [_slow_object(one) for one in view.slow],
    }


def _proposal_object(one: ProposalView) -> dict[str, Any]:
    return {
        "sku": one.sku,
        "title": one.title,
        "warehouse": one.warehouse,
        "available": one.available,
        "inbound": one.inbound,
        "ordered": one.on_order,
        "position": one.position,
        "daily_sales": round(one.per_day, 2),
        "lead_days": one.lead_days,
        "days_of_cover": None if one.cover is None else round(one.cover, 1),
        "safety_stock": one.safety_stock,
        "reorder_point": one.point,
        "quantity": one.quantity,
        "order_by": one.order_by.isoformat(),
        "late_days": max(0, -one.left_days),
        "money": None if one.money is None else round(one.money, 2),
        "pace": one.pace.value,
        "stage": None if one.stage is None else one.stage.value,
        "batches": [_batch_object(batch) for batch in one.batches],
        "unplaced": one.unplaced,
        "costs": _costs_object(one.costs),
        "costs_at_once": _costs_object(one.costs_one),
        "warehouse_kind": one.suits_mode.value,
        "stale": one.stale_from is not None,
        "rests_until": None if one.rests_until is None else one.rests_until.isoformat(),
    }


def _batch_object(batch: BatchView) -> dict[str, Any]:
    return {
        "route": batch.route,
        "units": batch.units,
        "order_on": batch.order_on.isoformat(),
        "due": batch.due.isoformat(),
        "freight": round(batch.freight, 2),
        "ready": batch.ready,
    }


def _costs_object(costs: CostView) -> dict[str, Any]:
    return {
        "freight": round(costs.freight, 2),
        "storage": round(costs.storage, 2),
        "delivery": round(costs.delivery, 2),
        "capital": round(costs.capital, 2),
        "short": round(costs.short, 2),
        "total": round(costs.total, 2),
        "short_days": costs.short_days,
    }


def _slow_object(one: SlowView) -> dict[str, Any]:
    return {
        "sku": one.sku,
        "turnover_days": None if one.days is None else round(one.days, 1),
        "over_units": one.units,
        "money": None if one.money is None else round(one.money, 2),
        "clearing": one.clearing.value,
    }


def replenish_lines(view: ReplenishmentView) -> list[str]:
    """A few lines: what to order, then what lies."""
    lines = [_line(one, view.currency) for one in view.pending]
    if view.more:
        lines.append(_("… and {count} more").format(count=number(view.more)))
    if not lines:
        lines.append(_("Nothing to order now."))
    if view.resting:
        lines.append(_("put aside: {count}").format(count=number(len(view.resting))))
    if view.unknown:
        text = _("{count} products could not be judged: a warehouse has not answered.")
        lines.append(text.format(count=number(view.unknown)))
    return lines + [_slow_line(one, view.currency) for one in view.slow]


def _line(one: ProposalView, currency: str) -> str:
    batches = " + ".join(f"{batch.route} {number(batch.units)} → {day(batch.due)}" for batch in one.batches)
    said = _("{sku} → {place}: {units} by {day}, covers {cover} days of {aim}; {batches}; {money}")
    return said.format(
        sku=one.sku,
        place=one.place,
        units=number(one.quantity),
        day=day(one.order_by),
        cover=rate(one.cover),
        aim=f"{one.cover_target:g}",
        batches=batches,
        money=MISSING if one.money is None else whole_money(one.money, currency),
    )


def _slow_line(one: SlowView, currency: str) -> str:
    days = MISSING if one.days is None else number(round(one.days))
    amount = MISSING if one.money is None else whole_money(one.money, currency)
    said = _("slow: {sku} lasts {days} days and ties up {money}. {words}")
    return said.format(sku=one.sku, days=days, money=amount, words=one.words)
