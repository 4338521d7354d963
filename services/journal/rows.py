"""Facts as rows, and rows as facts: the one place where fields and columns meet.

A field and its column have the same name; only who asked lies in three columns.
"""

from dataclasses import fields
from typing import Any, TypeAlias

from sqlalchemy import RowMapping

from app.domain.audit import AuditLine
from app.domain.broadcast import Broadcast, Mark
from app.domain.by_hand import Confirmation
from app.domain.cue_stories import CueNote
from app.domain.hold import Hold, StockCall, Who
from app.domain.orders import DraftOrder, Rest
from app.domain.plan import Draft, Plan, When
from app.domain.rounds import Round
from app.ports import DailySales, SoldUnits, StockChange, TrafficSample

Values: TypeAlias = dict[str, Any]
"""Column to value, for one row; it does not leave this package."""

_WHO = ("account", "through", "initials")


def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


_HOLD = tuple(name for name in _names(Hold) if name not in {"id", "who", "remembered", "found_off"})
_CALL = tuple(name for name in _names(StockCall) if name not in {"id", "who"})
_CONFIRMED = ("hold", "attempt", "sold_out", "at")
_LINE = tuple(name for name in _names(AuditLine) if name != "who")
_ROUND = tuple(name for name in _names(Round) if name not in {"id", "who"})
_ORDER = tuple(name for name in _names(DraftOrder) if name not in {"id", "who"})
_BROADCAST = _names(Broadcast)
_REST = _names(Rest)
_MARK = _names(Mark)
_CUE_NOTE = _names(CueNote)
_STOCK = _names(StockChange)
_TRAFFIC = _names(TrafficSample)
_SOLD = _names(SoldUnits)
_DAILY = _names(DailySales)
_PLAN = tuple(name for name in _names(Plan) if name not in {"id", "who", "draft", "holds"})
_DRAFT = tuple(name for name in _names(Draft) if name not in {"skus", "storefronts", "when"})
_WHEN = {"kind": "kind", "at": "at", "clock": "clock", "minutes": "after_minutes", "amount": "amount"}
"""Fields of a moment and their columns: a plan has minutes of its own."""

_ASKED = {"kind", "broadcast", "sku", "storefront", "reason", "note", "started_at", "true_stock"}
CHANGING = (*(name for name in _HOLD if name not in _ASKED), "remembered")
"""What may change in a hold once it is committed; the rest is what was asked, by whom and when."""


def of_hold(hold: Hold) -> Values:
    """A hold without its id; its number is None where it does not count."""
    values = _values(hold, _HOLD) | _of_who(hold.who) | {"remembered": dict(hold.remembered)}
    return values if hold.state.counts else values | {"number": None}


def changes_of_hold(hold: Hold) -> Values:
    """What may have changed, and the id as `hold_id`."""
    values = of_hold(hold)
    return {name: values[name] for name in CHANGING} | {"hold_id": hold.id}


def hold(row: RowMapping) -> Hold:
    """A row of `hold`, with whether it stands in `found_off`."""
    more = {name: row[name] for name in ("id", "remembered", "found_off")}
    return Hold(who=_who(row), **more, **_picked(row, _HOLD))


def of_call(call: StockCall) -> Values:
    """A call without its id."""
    return _values(call, _CALL) | _of_who(call.who)


def call(row: RowMapping) -> StockCall:
    """A row of `stock_call`."""
    return StockCall(id=row["id"], who=_who(row), **_picked(row, _CALL))


def of_confirmation(confirmation: Confirmation) -> Values:
    """What a person said, without its id; product and shop are those of the hold."""
    return _values(confirmation, _CONFIRMED) | _of_who(confirmation.who)


def confirmation(row: RowMapping) -> Confirmation:
    """A row of `confirmation` with its hold's product and shop."""
    place = _picked(row, ("sku", "storefront"))
    return Confirmation(id=row["id"], who=_who(row), **place, **_picked(row, _CONFIRMED))


def of_round(one: Round) -> Values:
    """A round without its id."""
    return _values(one, _ROUND) | _of_who(one.who)


def selling_round(row: RowMapping) -> Round:
    """A row of `selling_round`."""
    return Round(id=row["id"], who=_who(row), **_picked(row, _ROUND))


def of_plan(plan: Plan) -> Values:
    """A plan without its id and its holds."""
    return _values(plan, _PLAN) | _of_who(plan.who) | of_draft(plan.draft)


def plan(row: RowMapping, holds: tuple[int, ...]) -> Plan:
    """A row of `hold_plan` and the holds it made."""
    return Plan(id=row["id"], who=_who(row), draft=draft(row), holds=holds, **_picked(row, _PLAN))


def of_draft(draft: Draft) -> Values:
    """What a plan or a line of a template says."""
    moment = {column: getattr(draft.when, field) for field, column in _WHEN.items()}
    lists = {"skus": list(draft.skus), "storefronts": list(draft.storefronts)}
    return _values(draft, _DRAFT) | moment | lists


def draft(row: RowMapping) -> Draft:
    """The same from a row."""
    when = When(**{field: row[column] for field, column in _WHEN.items()})
    skus, storefronts = tuple(row["skus"]), tuple(row["storefronts"])
    return Draft(when=when, skus=skus, storefronts=storefronts, **_picked(row, _DRAFT))


def of_line(line: AuditLine) -> Values:
    """A line of the audit."""
    return _values(line, _LINE) | _of_who(line.who)


def line(row: RowMapping) -> AuditLine:
    """A row of `audit`."""
    return AuditLine(who=_who(row), **_picked(row, _LINE))


def broadcast(row: RowMapping) -> Broadcast:
    """A row of `broadcast`."""
    return Broadcast(**_picked(row, _BROADCAST))


def of_mark(mark: Mark, broadcast: int | None) -> Values:
    """A mark on the time line of that broadcast, or of none."""
    return _values(mark, _MARK) | {"broadcast": broadcast}


def mark(row: RowMapping) -> Mark:
    """A row of `mark`."""
    return Mark(**_picked(row, _MARK))


def of_cue_note(note: CueNote, broadcast: int) -> Values:
    """A step of a cue in that broadcast."""
    return _values(note, _CUE_NOTE) | {"broadcast": broadcast}


def cue_note(row: RowMapping) -> CueNote:
    """A row of `cue_note`."""
    return CueNote(**_picked(row, _CUE_NOTE))


def of_order(order: DraftOrder) -> Values:
    """An order without its id."""
    return _values(order, _ORDER) | _of_who(order.who)


def order(row: RowMapping) -> DraftOrder:
    """A row of `draft_order`."""
    return DraftOrder(id=row["id"], who=_who(row), **_picked(row, _ORDER))


def of_rest(rest: Rest) -> Values:
    """A proposal put aside."""
    return _values(rest, _REST)


def rest(row: RowMapping) -> Rest:
    """A row of `proposal_rest`."""
    return Rest(**_picked(row, _REST))


def of_stock(change: StockChange) -> Values:
    """A changed figure."""
    return _values(change, _STOCK)


def stock(row: RowMapping) -> StockChange:
    """A row of `stock_change`."""
    return StockChange(**_picked(row, _STOCK))


def of_traffic(sample: TrafficSample) -> Values:
    """Viewers at one instant."""
    return _values(sample, _TRAFFIC)


def traffic(row: RowMapping) -> TrafficSample:
    """A row of `traffic_sample`."""
    return TrafficSample(**_picked(row, _TRAFFIC))


def of_sold(sold: SoldUnits) -> Values:
    """Counted sales."""
    return _values(sold, _SOLD)


def sold(row: RowMapping) -> SoldUnits:
    """A row of `sold_units`."""
    return SoldUnits(**_picked(row, _SOLD))


def of_daily(daily: DailySales) -> Values:
    """Imported sales of a day."""
    return _values(daily, _DAILY)


def daily(row: RowMapping) -> DailySales:
    """A row of `daily_sales`."""
    return DailySales(**_picked(row, _DAILY))


def _values(fact: object, names: tuple[str, ...]) -> Values:
    return {name: getattr(fact, name) for name in names}


def _picked(row: RowMapping, names: tuple[str, ...]) -> Values:
    return {name: row[name] for name in names}


def _of_who(who: Who) -> Values:
    return {f"who_{part}": getattr(who, part) for part in _WHO}


def _who(row: RowMapping) -> Who:
    return Who(**{part: row[f"who_{part}"] for part in _WHO})
