"""The tables of plans and their templates: kept, linked to the holds they made, found again at a start."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, or_, select, update

from app.domain.audit import AuditNote
from app.domain.broadcast import Broadcast
from app.domain.hold import Who
from app.domain.plan import PENDING, Draft, Plan, noted
from services.journal import audits, rows
from services.journal.tables import hold_plan as table
from services.journal.tables import plan_template, planned_hold

_ADD = insert(table).returning(table.c.id)
_SAVE = update(table).where(table.c.id == bindparam("plan_id"))


def save(
    connection: Connection, plans: Sequence[Plan], what: str, at: datetime, who: Who
) -> tuple[Plan, ...]:
    """Keep plans as they are now; new ones are given ids, all are linked to the holds they made."""
    kept = tuple(_changed(connection, each) if each.id else _added(connection, each) for each in plans)
    _link(connection, kept)
    audits.add(connection, *(noted(what, each, at, who) for each in kept))
    return kept


def find(connection: Connection, runs: Broadcast | None) -> tuple[Plan, ...]:
    """Every plan that may still be carried out, and what has become of others since the broadcast began."""
    wanted: list[ColumnElement[bool]] = [table.c.state.in_(sorted(PENDING))]
    if runs is not None:
        wanted += [table.c.ended_at >= runs.started_at, table.c.called_off_at >= runs.started_at]
    found = connection.execute(select(table).where(or_(*wanted)).order_by(table.c.id)).mappings().all()
    holds = _holds_of(connection, [row["id"] for row in found])
    return tuple(rows.plan(row, tuple(holds.get(row["id"], ()))) for row in found)


def templates(connection: Connection) -> dict[str, tuple[Draft, ...]]:
    """Templates by name, in the order of their names."""
    wanted = select(plan_template).order_by(plan_template.c.name, plan_template.c.position)
    found: dict[str, tuple[Draft, ...]] = {}
    for row in connection.execute(wanted).mappings():
        found[row["name"]] = (*found.get(row["name"], ()), rows.draft(row))
    return found


def save_template(connection: Connection, name: str, drafts: Sequence[Draft], at: datetime, who: Who) -> None:
    """Keep a template in place of what had that name; without lines, it is gone."""
    connection.execute(delete(plan_template).where(plan_template.c.name == name))
    if drafts:
        lines = [rows.of_draft(each) | {"name": name, "position": place} for place, each in enumerate(drafts)]
        connection.execute(insert(plan_template), lines)
    said = f"template={name} plans={len(drafts)}"
    audits.add(connection, AuditNote(at=at, what="plan_template", who=who, detail=said))


def _added(connection: Connection, each: Plan) -> Plan:
    return replace(each, id=connection.execute(_ADD, rows.of_plan(each)).scalar_one())


def _changed(connection: Connection, each: Plan) -> Plan:
    if connection.execute(_SAVE, rows.of_plan(each) | {"plan_id": each.id}).rowcount == 0:
        raise KeyError(each.id)
    return each


def _link(connection: Connection, plans: Sequence[Plan]) -> None:
    wanted = {hold: each.id for each in plans for hold in each.holds}
    if wanted:
        known = connection.scalars(select(planned_hold.c.hold).where(planned_hold.c.hold.in_(wanted)))
        new = wanted.keys() - set(known)
        if new:
            connection.execute(
                insert(planned_hold), [{"hold": hold, "plan": wanted[hold]} for hold in sorted(new)]
            )


def _holds_of(connection: Connection, plans: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    wanted = select(planned_hold).where(planned_hold.c.plan.in_(plans)).order_by(planned_hold.c.hold)
    for row in connection.execute(wanted):
        found.setdefault(row.plan, []).append(row.hold)
    return found
