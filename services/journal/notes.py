"""What the audit says of each act that the journal itself records.

Pure. Codes and figures, the same in every language: the audit is evidence, not a message.
"""

from datetime import datetime

from app.domain.audit import AuditNote
from app.domain.broadcast import Phase
from app.domain.by_hand import Confirmation
from app.domain.hold import CallState, Hold, StockCall, Who
from app.domain.orders import DraftOrder, Rest
from app.ports import NewHold


def of_new_hold(new: NewHold, hold: Hold) -> AuditNote:
    """A committed hold or stop, with the limits that applied to it."""
    said = [f"reason={hold.reason}"]
    if hold.deadline is not None:
        said += [
            f"number={hold.number}/{new.number_limit}",
            f"seconds={(hold.deadline - hold.started_at).total_seconds():g}/{new.seconds_limit}",
        ]
    said += [f"override={new.override_reason}"] if new.override_reason else []
    said += [f"second={new.second}"] if new.second else []
    said += ["off_sale_before"] if hold.found_off else []
    said += [f"note={hold.note}"] if hold.note else []
    return _of_hold(hold, hold.kind, at=hold.started_at, who=hold.who, detail=" ".join(said))


def of_handed_over(hold: Hold, stop: Hold) -> AuditNote:
    """A hold that a stop took over."""
    return _of_hold(hold, "handed_over", at=stop.started_at, who=stop.who, detail=f"stop={stop.id}")


def of_broadcast(what: str, broadcast: int, at: datetime, who: Who, host: str = "") -> AuditNote:
    """A broadcast that began or ended."""
    host_said = f" host={host}" if host else ""
    return AuditNote(at=at, what=what, who=who, detail=f"broadcast={broadcast}{host_said}")


def of_phase(phase: Phase, at: datetime, who: Who) -> AuditNote:
    """A new phase."""
    return AuditNote(at=at, what="phase", who=who, detail=phase)


def of_showing(what: str, sku: str | None, at: datetime, who: Who) -> AuditNote:
    """What is on air, or next; an empty SKU means nothing is."""
    return AuditNote(at=at, what=what, who=who, sku=sku or "")


def of_call(call: StockCall) -> AuditNote:
    """A call for stock."""
    reason = f" reason={call.reason}" if call.reason else ""
    detail = f"call={call.id} units={call.units}{reason}"
    return AuditNote(at=call.asked_at, what="call", who=call.who, sku=call.sku, detail=detail)


def of_call_state(call: StockCall, state: CallState, at: datetime, who: Who) -> AuditNote:
    """What became of a call for stock."""
    return AuditNote(at=at, what=f"call_{state}", who=who, sku=call.sku, detail=f"call={call.id}")


def of_confirmation(said: Confirmation) -> AuditNote:
    """What a person said of a product at a shop worked by hand."""
    return AuditNote(
        at=said.at,
        what="said_off_sale" if said.sold_out else "said_on_sale",
        who=said.who,
        sku=said.sku,
        storefront=said.storefront,
        hold=said.hold,
        detail=f"attempt={said.attempt}",
    )


def of_order(order: DraftOrder) -> AuditNote:
    """An accepted batch."""
    changed = "" if order.proposed is None else f" proposed={order.proposed}"
    detail = f"order={order.id} warehouse={order.warehouse} route={order.route} units={order.units}{changed}"
    return AuditNote(at=order.made_at, what="order", who=order.who, sku=order.sku, detail=detail)


def of_order_state(order: DraftOrder, at: datetime, who: Who) -> AuditNote:
    """What became of an accepted batch."""
    return AuditNote(at=at, what=f"order_{order.state}", who=who, sku=order.sku, detail=f"order={order.id}")


def of_rest(rest: Rest, at: datetime, who: Who) -> AuditNote:
    """A proposal that was put aside."""
    detail = f"warehouse={rest.warehouse} until={rest.until.isoformat()}"
    return AuditNote(at=at, what="proposal_rests", who=who, sku=rest.sku, detail=detail)


def _of_hold(hold: Hold, what: str, *, at: datetime, who: Who, detail: str) -> AuditNote:
    return AuditNote(
        at=at,
        what=what,
        who=who,
        sku=hold.sku,
        storefront=hold.storefront,
        hold=hold.id,
        true_stock=hold.true_stock,
        detail=detail,
    )
