"""Reading a whole list: every page or nothing, each row mapped, rows that did not change not mapped again."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from operator import is_
from typing import Generic, TypeVar, cast

from app.domain.readings import RejectedRow
from app.ports import AnswerRejected
from app.words import _
from services.rest.answers import Heard, Verdict
from services.rest.bad_value import BadValue
from services.rest.calling import Call, Caller
from services.rest.composing import RequestTemplate
from services.rest.limiter import Lane
from services.rest.pages import Page, Paging
from services.rest.rereading import UNREAD, Elements
from services.rest.rows import UNTAKEN, RowTaker, Taken, rejected
from services.rest.strict_json import Json

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Generic[T]):
    """A whole list as it came. `rows` counts what should have been mapped, `rejected` what could not be.

    `replaced` are rows that say something else than those before in their places, behind these; None: more
    than that has changed since the last read.
    """

    asked_at: datetime
    seen_at: datetime
    as_of: datetime | None
    clock_offset: timedelta | None
    unchanged: bool = False
    says_empty: bool = False
    pages: tuple[tuple[T, ...], ...] = ()
    replaced: tuple[tuple[T, T], ...] | None = None
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


@dataclass(frozen=True, slots=True)
class _Page(Generic[T]):
    """What a page said, and what its rows mean: a T each, or why it means nothing."""

    elements: Elements = UNREAD
    taken: Taken = UNTAKEN
    made: tuple[T | BadValue, ...] = ()
    renewed: Sequence[int] = ()
    """Places of `made` that are not as the page before had them, or that it did not have."""
    is_sound: bool = False
    """Whether every row means something."""


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
        self._known: Sequence[_Page[T]] = ()

    async def read(self, values: Mapping[str, object] | None = None) -> Listing[T]:
        """The whole list, or that it has not changed since the last accepted one.

        Raises:
            SourceError: It can't be had whole.
        """
        reading = _Reading(self._plan, self._known)
        walk = self._plan.paging.start()
        page: Page | None = walk.first()
        while page is not None:
            heard = await self._caller.read(self._call(page, values or {}, reading.before.elements))
            if heard.verdict is Verdict.UNCHANGED:
                return self._unchanged(heard)
            count = reading.add(heard, self._caller.as_of(heard))
            page = walk.after(heard, count)
            if page is not None:
                # a restore may be waiting for its turn in this thread
                await asyncio.sleep(0)
        self._known = reading.pages
        return reading.finished(says_empty=walk.says_empty)

    def accept(self, listing: Listing[T]) -> None:
        """That list is believed: from now on it may be asked whether it has changed."""
        if not listing.unchanged:
            may_ask = self._may_ask_for_changes and listing.validators
            self._accepted = replace(listing, pages=()) if may_ask else None

    def _call(self, page: Page, values: Mapping[str, object], before: Elements) -> Call:
        conditions = (self._accepted.validators or {}) if self._accepted else {}
        return Call(
            template=self._plan.template,
            values={**values, **page.values},
            lane=self._lane,
            address=page.address,
            conditions=conditions,
            before=before,
        )

    def _unchanged(self, heard: Heard) -> Listing[T]:
        if self._accepted is None:
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
    """One read in the making; `known` are the pages of the one before."""

    def __init__(self, plan: ListPlan[T], known: Sequence[_Page[T]]) -> None:
        self._plan = plan
        self._known = known
        self.pages: list[_Page[T]] = []
        self._good: list[tuple[T, ...]] = []
        self._bad: list[RejectedRow] = []
        self._heard: list[Heard] = []
        self._stamps: list[datetime] = []

    @property
    def before(self) -> _Page[T]:
        """What stood last time in the place of the next page."""
        place = len(self.pages)
        return self._known[place] if place < len(self._known) else _Page()

    def add(self, heard: Heard, as_of: datetime | None) -> int:
        """Take in a page; how many rows the server sent."""
        before = self.before
        taken = self._plan.taker.take(heard.document, before.taken, heard.elements)
        page = self._page(heard.elements, taken, before)
        self.pages.append(page)
        self._bad += taken.bad
        self._good.append(self._sound(page))
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
            pages=tuple(self._good),
            replaced=self._replaced(),
            rejected=tuple(self._bad),
            validators=_validators(first),
        )

    def _page(self, elements: Elements, taken: Taken, before: _Page[T]) -> _Page[T]:
        """What the rows mean: a row that says what stood in its place before is taken over from there."""
        rows, known = taken.rows, before.taken.rows
        renewed = [
            place
            for place in taken.renewed
            if place >= len(known) or not _is_as_written(rows[place], known[place])
        ]
        fresh = [self._meaning(rows[place]) for place in renewed]
        made = list(before.made[: len(rows)])
        for place, meaning in zip(renewed, fresh, strict=True):
            made[place : place + 1] = [meaning]  # in its place, or behind all where there was none
        is_sound = _are_sound(fresh if before.is_sound else made)
        return _Page(elements, taken, tuple(made), renewed, is_sound=is_sound)

    def _meaning(self, row: tuple[Json, ...]) -> T | BadValue:
        try:
            return self._plan.make(row)
        except BadValue as error:
            return error.with_traceback(None)

    def _replaced(self) -> tuple[tuple[T, T], ...] | None:
        if len(self.pages) != len(self._known):
            return None
        replaced: list[tuple[T, T]] = []
        for page, before in zip(self.pages, self._known, strict=True):
            if len(page.made) != len(before.made) or not (page.is_sound and before.is_sound):
                return None
            was, says = cast("tuple[T, ...]", before.made), cast("tuple[T, ...]", page.made)
            replaced += [(was[place], says[place]) for place in page.renewed]
        return tuple(replaced)

    def _sound(self, page: _Page[T]) -> tuple[T, ...]:
        """What those rows mean that mean something; the others are rejected."""
        if page.is_sound:
            return cast("tuple[T, ...]", page.made)
        good: list[T] = []
        for row, made in zip(page.taken.rows, page.made, strict=True):
            if isinstance(made, BadValue):
                self._bad.append(rejected(self._name(row), made))
            else:
                good.append(made)
        return tuple(good)

    def _name(self, row: tuple[Json, ...]) -> str:
        value = row[self._plan.where]
        return str(value) if isinstance(value, str | int) else _("a row")


def _are_sound(made: Sequence[object]) -> bool:
    return {BadValue}.isdisjoint(map(type, made))


def _is_as_written(row: tuple[Json, ...], before: tuple[Json, ...]) -> bool:
    """Whether a row says the same; to Python true is 1, and to nobody else."""
    return row == before and all(map(is_, map(type, row), map(type, before)))


def _validators(heard: Heard) -> Mapping[str, str] | None:
    headers = heard.response.headers
    found = {"If-None-Match": headers.get("etag", ""), "If-Modified-Since": headers.get("last-modified", "")}
    kept = {name: value for name, value in found.items() if value}
    return kept or None
