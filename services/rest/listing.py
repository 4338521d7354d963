"""Reading a whole list: every page or nothing, each row mapped, rows that did not change not mapped again."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any, Generic, TypeVar

from app.domain.readings import RejectedRow
from app.ports import AnswerRejected
from app.words import _
from services.rest.answers import Heard, Verdict
from services.rest.bad_value import BadValue
from services.rest.calling import Call, Caller
from services.rest.composing import RequestTemplate
from services.rest.limiter import Lane
from services.rest.pages import Page, Paging
from services.rest.rows import RowTaker, Taken, rejected
from services.rest.strict_json import Json

T = TypeVar("T")
_NEW: Any = (None,)
"""Stands where there was no row before; no row is equal to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Generic[T]):
    """A whole list as it came. `rows` counts what should have been mapped, `rejected` what could not be."""

    asked_at: datetime
    seen_at: datetime
    as_of: datetime | None
    clock_offset: timedelta | None
    unchanged: bool = False
    says_empty: bool = False
    pages: tuple[tuple[T, ...], ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    validators: Mapping[str, str] | None = None

    @property
    def rows(self) -> int:
        """How many rows came, good and bad."""
        return sum(len(page) for page in self.pages) + len(self.rejected)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPlan(Generic[T]):
    """What a list is read with. `make` maps a row, raising BadValue; `where` is the column that names it."""

    template: RequestTemplate
    paging: Paging
    taker: RowTaker
    make: Callable[[tuple[Json, ...]], T]
    where: int


class ListReader(Generic[T]):
    """Reads one list again and again."""

    def __init__(
        self, caller: Caller, plan: ListPlan[T], *, lane: Lane = Lane.POLL, conditional: bool = True
    ) -> None:
        """`conditional`: where the list has one page, ask only for changes, if the server can tell."""
        self._caller = caller
        self._plan = plan
        self._lane = lane
        same_each_time = plan.template.method == "GET" and "since" not in plan.template.uses
        self._may_ask_for_changes = conditional and plan.paging.is_single and same_each_time
        self._accepted: Listing[T] | None = None
        self._known: list[tuple[tuple[Json, ...], T | BadValue]] = []

    async def read(self, values: Mapping[str, object] | None = None) -> Listing[T]:
        """The whole list, or that it has not changed since the last accepted one.

        Raises:
            SourceError: It can't be had whole.
        """
        reading = _Reading(self._plan, self._known)
        walk = self._plan.paging.start()
        page: Page | None = walk.first()
        while page is not None:
            heard = await self._caller.read(self._call(page, values or {}))
            if heard.verdict is Verdict.UNCHANGED:
                return self._unchanged(heard)
            count = reading.add(heard, self._caller.as_of(heard))
            page = walk.after(heard, count)
            # a restore may be waiting for its turn in this thread
            await asyncio.sleep(0)
        self._known = reading.known
        return reading.finished(says_empty=walk.says_empty)

    def accept(self, listing: Listing[T]) -> None:
        """That list is believed: from now on it may be asked whether it has changed."""
        if not listing.unchanged:
            self._accepted = replace(listing, pages=()) if self._may_ask_for_changes else None

    def _call(self, page: Page, values: Mapping[str, object]) -> Call:
        conditions = (self._accepted.validators or {}) if self._accepted else {}
        return Call(
            template=self._plan.template,
            values={**values, **page.values},
            lane=self._lane,
            address=page.address,
            conditions=conditions,
        )

    def _unchanged(self, heard: Heard) -> Listing[T]:
        if self._accepted is None or not self._accepted.validators:
            raise AnswerRejected(
                _('{host} answers "not modified" without being asked.').format(host=heard.host)
            )
        return replace(
            self._accepted,
            asked_at=heard.asked_at,
            seen_at=heard.seen_at,
            clock_offset=heard.clock_offset,
            unchanged=True,
        )


class _Reading(Generic[T]):
    """One read in the making."""

    def __init__(self, plan: ListPlan[T], known: list[tuple[tuple[Json, ...], T | BadValue]]) -> None:
        self._plan = plan
        self._before = known
        self.known: list[tuple[tuple[Json, ...], T | BadValue]] = []
        self._pages: list[tuple[T, ...]] = []
        self._bad: list[RejectedRow] = []
        self._heard: list[Heard] = []
        self._stamps: list[datetime] = []

    def add(self, heard: Heard, as_of: datetime | None) -> int:
        """Take in a page; how many rows the server sent."""
        taken: Taken = self._plan.taker.take(heard.document)
        self._bad += taken.bad
        self._pages.append(tuple(self._mapped(taken)))
        # of all pages between the first and the last nothing more is needed
        self._heard = [*self._heard[:1], heard]
        self._stamps += [as_of] if as_of is not None else []
        return taken.count

    def finished(self, *, says_empty: bool) -> Listing[T]:
        """All pages together. Its stamp is the oldest page's."""
        first, last = self._heard[0], self._heard[-1]
        return Listing(
            asked_at=first.asked_at,
            seen_at=last.seen_at,
            as_of=min(self._stamps, default=None),
            clock_offset=last.clock_offset,
            says_empty=says_empty,
            pages=tuple(self._pages),
            rejected=tuple(self._bad),
            validators=_validators(first),
        )

    def _mapped(self, taken: Taken) -> list[T]:
        """What the rows mean: a row that says what stood in its place before is taken over from there."""
        before = self._before[len(self.known) : len(self.known) + len(taken.rows)]
        pairs: list[tuple[tuple[Json, ...], T | BadValue]] = [
            old if old[0] == row else self._made(row)
            for row, old in zip_longest(taken.rows, before, fillvalue=_NEW)
        ]
        self.known += pairs
        found: list[T] = []
        for row, made in pairs:
            if isinstance(made, BadValue):
                self._bad.append(rejected(self._name(row), made))
            else:
                found.append(made)
        return found

    def _made(self, row: tuple[Json, ...]) -> tuple[tuple[Json, ...], T | BadValue]:
        """The row and what it means, or why it means nothing."""
        try:
            return (row, self._plan.make(row))
        except BadValue as error:
            return (row, error.with_traceback(None))

    def _name(self, row: tuple[Json, ...]) -> str:
        value = row[self._plan.where]
        return str(value) if isinstance(value, str | int) else _("a row")


def _validators(heard: Heard) -> Mapping[str, str] | None:
    headers = heard.response.headers
    found = {"If-None-Match": headers.get("etag", ""), "If-Modified-Since": headers.get("last-modified", "")}
    kept = {name: value for name, value in found.items() if value}
    return kept or None
