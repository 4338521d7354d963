"""What a journal in memory reads back of a broadcast; the same tests hold it and the real one.

A part of FakeJournal, which keeps the facts.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.domain.audit import AuditNote
from app.domain.broadcast import Broadcast
from app.domain.cue_stories import CueNote
from app.domain.evidence import Audience, Sale, StockLevel
from app.domain.hold import Who
from app.domain.told import CrowdTold, Told
from app.domain.track_record import Calibrated
from app.domain.trials import Assignment, Outcome, Trial
from app.ports import TrafficSample
from app.records import Outline, TrialRecord

if TYPE_CHECKING:
    from tests.fakes.journal import Kept


class FakeRecords:
    """Reads what is in `kept`."""

    kept: "Kept"

    def _may_fail(self, method: str) -> None:
        raise NotImplementedError

    def _noted(self, audit: Sequence[AuditNote]) -> None:
        raise NotImplementedError

    async def outline(self, broadcast: int | None) -> Outline | None:
        """That broadcast, the one that runs, or the last."""
        self._may_fail("outline")
        wanted = max(self.kept.broadcasts, default=None) if broadcast is None else broadcast
        found = None if wanted is None else self.kept.broadcasts.get(wanted)
        if found is None:
            return None
        sold: dict[str, int] = {}
        for sale in self.kept.sold:
            if found.started_at <= sale.at and (found.ended_at is None or sale.at < found.ended_at):
                sold[sale.sku] = sold.get(sale.sku, 0) + sale.units
        return Outline(
            broadcast=found,
            holds=tuple(hold for hold in self.kept.holds.values() if hold.broadcast == found.id),
            marks=tuple(mark for of, mark in self.kept.marks if of == found.id),
            sold=sold,
            prices=self.kept.prices_of(found),
        )

    async def recent(self, most: int) -> tuple[Broadcast, ...]:
        """The newest broadcasts, the newest first."""
        self._may_fail("recent")
        newest = sorted(self.kept.broadcasts.values(), key=lambda one: one.id, reverse=True)
        return tuple(newest[:most])

    async def cue_notes(self, broadcast: int) -> tuple[CueNote, ...]:
        """Steps of cues, oldest first."""
        self._may_fail("cue_notes")
        return tuple(note for of, note in self.kept.cues if of == broadcast)

    async def levels(self, since: datetime, until: datetime, skus: Collection[str]) -> tuple[StockLevel, ...]:
        """True stock as it changed."""
        self._may_fail("levels")
        found = [
            StockLevel(at=change.at, warehouse=change.warehouse, sku=change.sku, available=change.available)
            for change in self.kept.stock
            if since <= change.at < until and change.sku in skus
        ]
        return tuple(sorted(found, key=lambda level: level.at))

    async def levels_before(
        self, since: datetime, until: datetime, skus: Collection[str]
    ) -> tuple[StockLevel, ...]:
        """The last figure of each warehouse and product."""
        last = {(level.warehouse, level.sku): level for level in await self.levels(since, until, skus)}
        return tuple(sorted(last.values(), key=lambda level: level.at))

    async def sales(self, since: datetime, until: datetime, skus: Collection[str]) -> tuple[Sale, ...]:
        """Counted sales."""
        self._may_fail("sales")
        found = [
            Sale(at=sale.at, sku=sale.sku, units=sale.units)
            for sale in self.kept.sold
            if since <= sale.at < until and sale.sku in skus
        ]
        return tuple(sorted(found, key=lambda sale: sale.at))

    async def told(
        self, since: datetime, until: datetime, skus: Collection[str] | None = None
    ) -> tuple[Told, ...]:
        """What platforms told of buyers."""
        self._may_fail("told")
        found = [
            one
            for one in self.kept.told
            if since <= one.at < until and (isinstance(one, CrowdTold) or skus is None or one.sku in skus)
        ]
        return tuple(sorted(found, key=lambda one: one.at))

    async def audience(self, since: datetime, until: datetime) -> tuple[Audience, ...]:
        """What traffic sources told, each the mean of ten seconds."""
        self._may_fail("audience")
        steps: dict[tuple[int, str], list[TrafficSample]] = {}
        for sample in self.kept.traffic:
            if since <= sample.at < until:
                steps.setdefault((int(sample.at.timestamp()) // 10, sample.source), []).append(sample)
        return tuple(
            Audience(
                at=datetime.fromtimestamp(step * 10, UTC),
                source=source,
                viewers=_mean(sample.viewers for sample in samples),
                interactions=_mean(sample.interactions for sample in samples),
                organic=_mean(sample.organic for sample in samples),
                paid=_mean(sample.paid for sample in samples),
            )
            for (step, source), samples in sorted(steps.items())
        )

    async def keep_calibration(self, found: Calibrated) -> None:
        """Keep it in place of what was kept before."""
        self._may_fail("keep_calibration")
        self.kept.calibrations[found.broadcast] = found
        self._noted(())

    async def calibrations(self, most: int, sku: str | None = None) -> tuple[Calibrated, ...]:
        """Those of the newest broadcasts."""
        self._may_fail("calibrations")
        newest = sorted(self.kept.calibrations.values(), key=lambda one: one.broadcast, reverse=True)[:most]
        if sku is None:
            return tuple(newest)
        return tuple(
            replace(one, products=tuple(each for each in one.products if each.sku == sku), cues=())
            for one in newest
        )

    async def add_trial(self, trial: Trial, who: Who, audit: Sequence[AuditNote]) -> Trial:  # noqa: ARG002 - the port's shape
        """Keep a new trial, giving its id."""
        self._may_fail("add_trial")
        kept = replace(trial, id=len(self.kept.trials) + 1)
        self.kept.trials[kept.id] = kept
        self._noted(audit)
        return kept

    async def end_trial(self, trial: Trial, audit: Sequence[AuditNote]) -> None:
        """Keep how it ended."""
        self._may_fail("end_trial")
        self.kept.trials[trial.id] = trial
        self._noted(audit)

    async def assign(self, assignment: Assignment) -> None:
        """Keep for which trial holds were made."""
        self._may_fail("assign")
        self.kept.assignments.append(assignment)
        self._noted(())

    async def add_outcome(self, outcome: Outcome) -> None:
        """Keep what was measured."""
        self._may_fail("add_outcome")
        self.kept.outcomes.append(outcome)
        self._noted(())

    async def trials(self, *, ended: bool = False) -> tuple[TrialRecord, ...]:
        """Trials that run, or all."""
        self._may_fail("trials")
        return tuple(
            self._record(trial) for trial in self.kept.trials.values() if ended or trial.ended_at is None
        )

    def _record(self, trial: Trial) -> TrialRecord:
        mine = [one for one in self.kept.assignments if one.trial == trial.id]
        outcomes = [one for one in self.kept.outcomes if one.trial == trial.id]
        return TrialRecord(
            trial=trial,
            assignments=tuple(sorted(mine, key=lambda one: (one.sku, one.number, one.holds))),
            holds=tuple(self.kept.holds[hold] for hold in sorted(hold for one in mine for hold in one.holds)),
            outcomes=tuple(sorted(outcomes, key=lambda one: (one.sku, one.number))),
        )


def _mean(figures: Iterable[int | None]) -> int | None:
    known = [figure for figure in figures if figure is not None]
    return round(sum(known) / len(known)) if known else None
