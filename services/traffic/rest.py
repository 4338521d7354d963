"""Viewers of a room, read by settings alone."""

import asyncio
from datetime import datetime
from typing import Any

from app.domain.readings import SourceRole, TrafficAnswer
from app.ports import AnswerRejected, SourceInfo
from app.ports import TrafficSource as TrafficPort
from app.words import _
from services.rest.amounts import amount, share
from services.rest.answers import Heard
from services.rest.bad_value import BadValue
from services.rest.calling import Call, Caller, Means
from services.rest.composing import compile_request
from services.rest.paths import Columns, Keys
from services.rest.rows import Plan, Sum, name
from services.rest.settings import TrafficSource
from services.rest.source import source_info, zone_of
from services.rest.stamps import stamp
from services.rest.strict_json import Json

FIGURES = ("viewers", "organic", "paid", "interactions", "reservations")


def build(settings: TrafficSource, means: Means) -> TrafficPort:
    """A traffic source from its checked settings."""
    return RestTrafficSource(settings, means)


class RestTrafficSource:
    """The port `TrafficSource` over the generic connector."""

    info: SourceInfo

    def __init__(self, settings: TrafficSource, means: Means) -> None:
        """Raises BadPath; the settings were checked before."""
        self.info = source_info(settings, SourceRole.TRAFFIC)
        self._caller = Caller(settings, means)
        self._template = compile_request(settings.request)
        self._row = _TrafficRow(settings)
        self._one_at_a_time = asyncio.Lock()

    async def read(self) -> TrafficAnswer:
        """The viewers now. Raises SourceError."""
        async with self._one_at_a_time:
            heard = await self._caller.read(Call(template=self._template))
        try:
            values, as_of = self._row.values(heard.document)
        except BadValue as error:
            raise AnswerRejected(
                _("The answer can't be believed: {why}.").format(why=error),
                remedy=_("The format may have changed. Check `rows` in the settings of this source."),
            ) from error
        return self._answer(heard, as_of or self._caller.as_of(heard), values)

    async def close(self) -> None:
        """Release connections."""
        await self._caller.close()

    def _answer(self, heard: Heard, as_of: datetime | None, values: dict[str, Any]) -> TrafficAnswer:
        return TrafficAnswer(
            source=self.info.id,
            asked_at=heard.asked_at,
            seen_at=heard.seen_at,
            as_of=as_of,
            clock_offset=heard.clock_offset,
            **values,
        )


class _TrafficRow:
    """Maps the one document of an answer."""

    def __init__(self, settings: TrafficSource) -> None:
        rows = settings.rows
        plan = Plan()
        self._figures: dict[str, Sum] = {
            name_: plan.sum(path) for name_ in FIGURES if (path := getattr(rows, name_)) is not None
        }
        self._on_air = plan.place(rows.on_air) if rows.on_air else None
        self._as_of = plan.place(rows.as_of) if rows.as_of else None
        self._order_value = plan.place(rows.order_value) if rows.order_value else None
        self._repeat_share = plan.place(rows.repeat_share) if rows.repeat_share else None
        self._cents = rows.cents
        self._columns = Columns(plan.paths)
        self._zone = zone_of(settings)

    def values(self, document: Json) -> tuple[dict[str, Any], datetime | None]:
        """What the document tells, by field of the answer, and its stamp. Raises BadValue."""
        row = self._columns.take([document], Keys([None]))[0]
        values: dict[str, Any] = {name_: _audience(sum_.of(row)) for name_, sum_ in self._figures.items()}
        shown = row[self._on_air] if self._on_air is not None else None
        values["on_air"] = None if shown in (None, "") else name(shown, _("the product on air"))
        if self._order_value is not None:
            values["order_value"] = amount(row[self._order_value], cents=self._cents)
        if self._repeat_share is not None:
            values["repeat_share"] = share(row[self._repeat_share])
        return values, stamp(row[self._as_of], self._zone) if self._as_of is not None else None


def _audience(count: int | None) -> int | None:
    """People can't be fewer than none. Raises BadValue."""
    if count is not None and count < 0:
        raise BadValue(_("{value} viewers is no count of people").format(value=count))
    return count
