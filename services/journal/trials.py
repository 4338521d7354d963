"""The trials' tables: trials, which holds were made for them, and what was measured of each mark."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from app.domain.audit import AuditNote
from app.domain.effects import Window
from app.domain.hold import Reason, Who
from app.domain.trials import Assignment, Outcome, Trial, Variant
from app.records import TrialRecord
from services.journal import audits, holding, rows
from services.journal.tables import hold as hold_table
from services.journal.tables import trial as table
from services.journal.tables import trial_assignment, trial_outcome

_SIDES = ("before", "after")


def add(connection: Connection, trial: Trial, who: Who, audit: Sequence[AuditNote]) -> Trial:
    """Keep a new trial, giving its id, and what the audit says of it."""
    values = {
        "name": trial.name,
        "skus": list(trial.skus),
        "variants": [asdict(variant) for variant in trial.variants],
        "marks": trial.marks,
        "seed": trial.seed,
        "started_at": trial.started_at,
        "winner": trial.winner,
        **{f"who_{part}": getattr(who, part) for part in ("account", "through", "initials")},
    }
    kept = replace(
        trial, id=connection.execute(insert(table).values(values).returning(table.c.id)).scalar_one()
    )
    audits.add(connection, *audit)
    return kept


def end(connection: Connection, trial: Trial, audit: Sequence[AuditNote]) -> None:
    """Keep how a trial ended, and what the audit says of it."""
    over = {"ended_at": trial.ended_at, "ending": trial.ending, "winner": trial.winner}
    connection.execute(update(table).where(table.c.id == trial.id).values(over))
    audits.add(connection, *audit)


def assign(connection: Connection, assignment: Assignment) -> None:
    """Keep for which trial these holds were made."""
    values = {
        "trial": assignment.trial,
        "sku": assignment.sku,
        "number": assignment.number,
        "variant": assignment.variant,
    }
    connection.execute(insert(trial_assignment), [values | {"hold": hold} for hold in assignment.holds])


def measured(connection: Connection, outcome: Outcome) -> None:
    """Keep what was measured of a mark."""
    values: dict[str, Any] = {"trial": outcome.trial, "sku": outcome.sku, "number": outcome.number}
    for side in _SIDES:
        values |= {f"{side}_{name}": value for name, value in asdict(getattr(outcome, side)).items()}
    connection.execute(insert(trial_outcome).values(values))


def records(connection: Connection, *, ended: bool) -> tuple[TrialRecord, ...]:
    """Trials that run, or with `ended` all, oldest first, each with its marks and what they came to."""
    wanted = select(table).order_by(table.c.id)
    wanted = wanted if ended else wanted.where(table.c.ended_at.is_(None))
    return tuple(_record(connection, _trial(row)) for row in connection.execute(wanted).mappings())


def _record(connection: Connection, trial: Trial) -> TrialRecord:
    mine = trial_assignment.c
    marks = connection.execute(
        select(trial_assignment).where(mine.trial == trial.id).order_by(mine.sku, mine.number, mine.hold)
    ).mappings()
    assignments: dict[tuple[str, int, str], list[int]] = {}
    for row in marks:
        assignments.setdefault((row["sku"], row["number"], row["variant"]), []).append(row["hold"])
    of_it = select(mine.hold).where(mine.trial == trial.id)
    found = holding.ROWS.where(hold_table.c.id.in_(of_it)).order_by(hold_table.c.id)
    told = trial_outcome.c
    outcomes = select(trial_outcome).where(told.trial == trial.id).order_by(told.sku, told.number)
    return TrialRecord(
        trial=trial,
        assignments=tuple(
            Assignment(trial=trial.id, sku=sku, number=number, variant=variant, holds=tuple(holds))
            for (sku, number, variant), holds in assignments.items()
        ),
        holds=tuple(rows.hold(row) for row in connection.execute(found).mappings()),
        outcomes=tuple(_outcome(row) for row in connection.execute(outcomes).mappings()),
    )


def _trial(row: RowMapping) -> Trial:
    return Trial(
        id=row["id"],
        name=row["name"],
        skus=tuple(row["skus"]),
        variants=tuple(_variant(each) for each in row["variants"]),
        marks=row["marks"],
        seed=row["seed"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        ending=row["ending"],
        winner=row["winner"],
    )


def _variant(kept: Mapping[str, Any]) -> Variant:
    reason = kept["reason"]
    return Variant(
        name=kept["name"],
        minutes=kept["minutes"],
        delay_minutes=kept["delay_minutes"],
        reason=None if reason is None else Reason(reason),
    )


def _outcome(row: RowMapping) -> Outcome:
    return Outcome(
        trial=row["trial"],
        sku=row["sku"],
        number=row["number"],
        before=_window(row, "before"),
        after=_window(row, "after"),
    )


def _window(row: RowMapping, side: str) -> Window:
    return Window(
        minutes=row[f"{side}_minutes"],
        units=row[f"{side}_units"],
        viewer_minutes=row[f"{side}_viewer_minutes"],
        on_air_minutes=row[f"{side}_on_air_minutes"],
    )
