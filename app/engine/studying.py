"""Studies one product for its page: its broadcast, its holds, its replenishment and its life.

Asked for by a person, never by a poll. Reads the record a slice at a time, and a bounded stretch of it, so
that intents get in between; who asks for another product is not kept waiting by the one before.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from app.domain.broadcast import Phase
from app.domain.catalogue import Product
from app.domain.effects import ProductComparison, ProductEvidence, RoomEvidence, compared
from app.domain.evidence import Span
from app.domain.funnel import funnels_of
from app.domain.life_ahead import LifeAhead, life_ahead
from app.domain.life_course import WEEKS, LifeCourse, life_course
from app.domain.lifecycle import COMPARED_DAYS
from app.domain.standings import Shared, standing_of
from app.domain.tiers import cover_days
from app.domain.track_record import LAST, band_of_product
from app.engine.comparing import evidence_of
from app.engine.demand import days_of
from app.engine.journalling import Keeper
from app.engine.parts import Ports
from app.engine.replenishing import Replenishing
from app.engine.room import Room
from app.intents import Code, StudyProduct, TargetResult
from app.ports import DailySales, JournalError
from app.records import Outline
from app.views.answers import Circumstances, answer_words
from app.views.build_comparison import prices_of
from app.views.build_funnel import funnel_views
from app.views.build_product import Forecast, course_view, hit_view, life_view, supply_view
from app.views.product import CourseView, FunnelView, LifeView, StudyView, SupplyView
from app.words import _, plain

LONGEST = timedelta(hours=12)
"""So much of a broadcast is told at most, the last of it."""
SLICE = timedelta(days=7)
_DAYS = WEEKS * 7 + COMPARED_DAYS
_LATE_DAYS = 28


class Studying:
    """Answers a page's wish to know a product; `tell` hears the view. `tier` says which tier it is in."""

    def __init__(
        self,
        ports: Ports,
        room: Room,
        keeper: Keeper,
        replenishing: Replenishing,
        tier: Callable[[str], Phase | None],
        tell: Callable[[StudyView], None],
    ) -> None:
        self._ports = ports
        self._room = room
        self._keeper = keeper
        self._replenishing = replenishing
        self._tier = tier
        self._tell = tell
        self._one_at_a_time = asyncio.Lock()
        self._newest: StudyProduct | None = None
        self._days: tuple[str, datetime, list[float]] | None = None
        """What each day sold of the product studied last, and of which day that was read."""
        self._ahead: tuple[list[float], LifeAhead] | None = None
        """What is ahead of those days."""

    async def carry_out(self, intent: StudyProduct) -> tuple[TargetResult, ...]:
        """Study the product and tell; a wish that a newer one has overtaken is let go."""
        product = self._room.products.get(intent.sku)
        if product is None:
            return self._said(Code.UNKNOWN_TARGET, intent.sku)
        self._newest = intent
        async with self._one_at_a_time:
            if self._newest is intent:
                try:
                    self._tell(await self._study(product, again=intent.again))
                except JournalError as error:
                    return self._said(Code.NO_RECORD, intent.sku, str(error))
        return (TargetResult(sku=intent.sku),)

    async def _study(self, product: Product, *, again: bool) -> StudyView:
        await self._keeper.flush()
        course = await self._course(product.sku)
        kept = await self._ports.journal.calibrations(LAST, product.sku)
        days = await self._days_of(product.sku, again=again)
        supply, life = self._supply(product), self._life(product, days)
        tier = self._tier(product.sku)
        return StudyView(
            at=self._ports.clock.now(),
            sku=product.sku,
            tier=tier,
            tier_days=None if tier is None else cover_days(tier, self._room.plan.policy),
            course=course,
            no_course="" if course else _("There was no broadcast yet: the record begins with the first."),
            supply=supply,
            no_supply="" if supply else self._why_no_supply(product),
            life=life,
            no_life=""
            if life
            else _("No whole week of sales is known. Import them: stockcue import sales FILE"),
            hit=hit_view(band_of_product(kept, product.sku)),
        )

    # The broadcast

    async def _course(self, sku: str) -> CourseView | None:
        journal, clock = self._ports.journal, self._ports.clock
        outline = await journal.outline(None)
        if outline is None:
            return None
        end = outline.broadcast.ended_at or clock.now()
        span = Span(max(outline.broadcast.started_at, end - LONGEST), end)
        if span.start >= span.end:
            return None
        room, (evidence,) = await evidence_of(journal, outline, span, [sku], partial(clock.sleep, 0))
        found = compared(evidence, room)
        # whoever takes another stock as 100 % meanwhile changes nothing of what was expected
        opening = found.stock_first if span.start == outline.broadcast.started_at else None
        forecast = self._forecast(outline, sku, self._room.openings.get(sku) if opening is None else opening)
        clicked = self._clicked(outline, room, evidence, found)
        currency = self._room.plan.names.currency
        view = course_view(outline.broadcast, room, evidence, found, forecast)
        return replace(view, clicked=clicked, currency=currency)

    def _clicked(
        self, outline: Outline, room: RoomEvidence, evidence: ProductEvidence, found: ProductComparison
    ) -> tuple[FunnelView, ...]:
        """The product's clicks in that broadcast, and those at each of its prices."""
        plan = self._room.plan
        funnels = funnels_of([evidence], [found], room, outline.prices, prices_of(plan.products))
        return funnel_views(funnels, plan.names)

    def _forecast(self, outline: Outline, sku: str, opening: int | None) -> Forecast | None:
        """What was expected before the start, while that broadcast runs; None where nothing was."""
        room, minutes = self._room, self._room.plan.policy.planned_minutes
        units = room.planned.get(sku)
        runs = room.broadcast is not None and room.broadcast.id == outline.broadcast.id
        if not runs or minutes is None or units is None or opening is None:
            return None
        return Forecast(opening=opening, units=units, minutes=minutes, curve=room.curve)

    # Replenishment

    def _supply(self, product: Product) -> SupplyView | None:
        shelves = self._replenishing.shelves(product)
        if not shelves:
            return None
        house = self._replenishing.house()
        shared = Shared(house)
        standings = [standing_of(shelf, house, shared) for shelf in shelves]
        return supply_view(shelves, standings, house, self._room.plan.names)

    def _why_no_supply(self, product: Product) -> str:
        if self._room.prospects.of(product) is None:
            return _("What a day sells is not known: import sales, or write daily_sales in the settings.")
        return _("Not every warehouse has given a figure yet.")

    # Life

    async def _days_of(self, sku: str, *, again: bool) -> list[float]:
        """What each day sold, from the first one known to yesterday."""
        zone, clock = self._room.plan.names.zone, self._ports.clock
        today = clock.now().astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        if again and self._days is not None and self._days[:2] == (sku, today):
            return self._days[2]
        rows: list[DailySales] = []
        start = today - timedelta(days=_DAYS)
        while start < today:
            end = min(start + SLICE, today)
            rows += await self._ports.journal.daily_sales_of(sku, start, end)
            start = end
        self._days = (sku, today, days_of(rows, today))
        return self._days[2]

    def _life(self, product: Product, days: list[float]) -> LifeView | None:
        today = self._ports.clock.now().astimezone(self._room.plan.names.zone).date()
        policy = self._room.plan.stock
        course = life_course(days, today, product.sku, policy.occasions, product.launched)
        if not course.weeks:
            return None
        late = days[-_LATE_DAYS:]
        available = self._room.true_stock(product.sku)
        return life_view(
            course,
            self._what_is_ahead(course, days, product, today),
            available,
            sum(late) / len(late),
            policy,
        )

    def _what_is_ahead(
        self, course: LifeCourse, days: list[float], product: Product, today: date
    ) -> LifeAhead:
        """Weighed once for the same days: it takes some milliseconds."""
        if self._ahead is None or self._ahead[0] is not days:
            occasions = self._room.plan.stock.occasions
            self._ahead = (days, life_ahead(days, today, course.stage, product.sku, occasions))
        return self._ahead[1]

    def _said(self, code: Code, sku: str, detail: str = "") -> tuple[TargetResult, ...]:
        names = self._room.plan.names
        about = Circumstances(zone=names.zone, product=names.title(sku), detail=plain(detail))
        return (TargetResult(sku=sku, code=code, text=answer_words(code, about)),)
