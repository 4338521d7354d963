"""What people ask for about plans, carried out: judged when they are made, kept all or none, said in words.

Not for what happens when a plan's time comes; that is `planning`.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from app.domain.plan import Draft, Plan, PlanState, WhenKind, Why
from app.domain.plans import PlanCode, Refusal, starts_at
from app.engine.parts import Ports
from app.engine.plan_book import PlanBook
from app.engine.plan_table import COLUMNS, PlanTableError, plan_rows, read_plans
from app.engine.room import Room
from app.engine.trigger_watch import TriggerWatch
from app.intents import (
    AddPlans,
    AnswerPlan,
    ArmPlans,
    CallOff,
    ChangePlan,
    Code,
    ExportPlans,
    ImportPlans,
    Intent,
    MovePlan,
    RemovePlans,
    SaveTemplate,
    TargetResult,
    UseTemplate,
    Who,
)
from app.ports import JournalError
from app.views.answers import Circumstances, answer_words
from app.views.plan_times import instant_of, wall_time
from app.views.plan_words import clash_words, plan_line
from app.words import _, plain

Done = tuple[TargetResult, ...]
PLANNED: tuple[type[Intent], ...] = (
    AddPlans, ChangePlan, MovePlan, ArmPlans, RemovePlans, CallOff, AnswerPlan, SaveTemplate, UseTemplate,
    ImportPlans, ExportPlans,
)  # fmt: skip
"""The intents about plans."""


class PlanRefused(Exception):
    """A plan is not kept; carries what is said about it."""

    def __init__(self, result: TargetResult) -> None:
        super().__init__(result.text)
        self.result = result


class PlanWishes:
    """Carries out every intent about plans. `carry_out` does what a plan that has begun prepared.

    `triggers` tell what is so already.
    """

    def __init__(
        self,
        ports: Ports,
        room: Room,
        book: PlanBook,
        triggers: TriggerWatch,
        carry_out: Callable[[Plan, Who], Awaitable[Done]],
    ) -> None:
        self._ports = ports
        self._room = room
        self._book = book
        self._triggers = triggers
        self._carry_out = carry_out
        self._ways: Mapping[type[Intent], Callable[[Any], Awaitable[Done]]] = {
            AddPlans: self._add,
            ChangePlan: self._change,
            MovePlan: self._move,
            ArmPlans: self._arm,
            RemovePlans: self._remove,
            CallOff: self._call_off,
            AnswerPlan: self._answer,
            SaveTemplate: self._save_template,
            UseTemplate: self._use_template,
            ImportPlans: self._import,
            ExportPlans: self._export,
        }
        self.templates: tuple[str, ...] = ()
        """Names of templates, as far as they were looked at."""

    async def carry_out(self, intent: Intent) -> Done:
        """Do it; what is refused is said in words."""
        try:
            async with self._book.lock:
                done = await self._ways[type(intent)](intent)
        except PlanRefused as refused:
            return (refused.result,)
        except JournalError as error:
            return (self._said(Code.NO_RECORD, detail=str(error)),)
        if isinstance(intent, AnswerPlan) and intent.do:
            return await self._carry_out(self._book[intent.plan], intent.who)
        return done

    # Making and changing

    async def _add(self, intent: AddPlans) -> Done:
        return await self._make(intent.drafts, intent.who, armed=intent.armed)

    async def _make(self, drafts: Sequence[Draft], who: Who, *, armed: bool) -> Done:
        now = self._now()
        state = PlanState.ARMED if armed else PlanState.DISARMED
        beside: list[Plan] = []
        # numbers of their own, so that plans made together are in each other's way
        for number, draft in enumerate(drafts, start=1):
            plan = Plan(id=-number, draft=self._ready(draft, now), state=state, who=who, made_at=now)
            plan = self._bound(plan)
            self._judge(plan, now, beside)
            beside.append(plan)
        kept = await self._book.keep([replace(plan, id=0) for plan in beside], "made", now, who)
        return self._told(kept)

    async def _change(self, intent: ChangePlan) -> Done:
        plan, now = self._changeable(intent.plan), self._now()
        return await self._changed(plan, self._ready(intent.draft, now), intent.who, now)

    async def _move(self, intent: MovePlan) -> Done:
        plan, now = self._changeable(intent.plan), self._now()
        when, to = plan.draft.when, intent.to
        start = starts_at(plan, self._room.broadcast)
        if start is None or when.kind not in (WhenKind.AT, WhenKind.AFTER_START):
            raise self._refused(Code.BAD_VALUE, detail=_("this plan has no time of its own"), plan=plan.id)
        if when.kind is WhenKind.AT:
            when = replace(when, at=to, clock="")
        else:
            when = replace(when, minutes=when.minutes + (to - start) / timedelta(minutes=1))
        return await self._changed(plan, replace(plan.draft, when=when), intent.who, now)

    async def _changed(self, plan: Plan, draft: Draft, who: Who, now: datetime) -> Done:
        changed = replace(plan, draft=draft, why=Why.NONE, error="")
        self._judge(changed, now)
        return self._told(await self._book.keep([changed], "changed", now, who))

    async def _arm(self, intent: ArmPlans) -> Done:
        now = self._now()
        plans = [self._pending(number) for number in dict.fromkeys(intent.plans)]
        if not intent.armed:
            off = [self._off(plan, now) for plan in plans]
            return self._told(await self._book.keep(off, "disarmed", now, intent.who))
        armed: list[Plan] = []
        for plan in plans:
            if not plan.state.is_in_force:
                ready = self._bound(
                    replace(plan, state=PlanState.ARMED, why=Why.NONE, error="", asked_at=None, live_at=None)
                )
                self._judge(ready, now, armed)
                armed.append(ready)
        return self._told(await self._book.keep(armed, "armed", now, intent.who) if armed else plans)

    async def _remove(self, intent: RemovePlans) -> Done:
        now = self._now()
        known = [self._known(number) for number in dict.fromkeys(intent.plans)]
        gone = [
            replace(self._off(plan, now), state=PlanState.REMOVED, ended_at=plan.ended_at or now)
            for plan in known
            if plan.state is not PlanState.FIRED
        ]
        return self._told(await self._book.keep(gone, "removed", now, intent.who))

    # Count-downs and questions

    async def _call_off(self, intent: CallOff) -> Done:
        plan, now = self._pending(intent.plan), self._now()
        if not plan.is_counting:
            raise self._refused(Code.NOT_ANNOUNCED, plan=plan.id)
        return self._told(await self._book.keep([self._off(plan, now)], "called_off", now, intent.who))

    async def _answer(self, intent: AnswerPlan) -> Done:
        plan, now = self._known(intent.plan), self._now()
        if plan.state is not PlanState.ASKING:
            raise self._refused(Code.NOT_ASKED, plan=plan.id)
        if intent.do:
            fired = replace(plan, state=PlanState.FIRED, fired_at=now)
            return self._told(await self._book.keep([fired], "fired", now, intent.who))
        left = replace(plan, state=PlanState.DISARMED, why=Why.LEFT)
        return self._told(await self._book.keep([left], "left", now, intent.who))

    # Templates

    async def _save_template(self, intent: SaveTemplate) -> Done:
        name = plain(intent.name, 60)
        if not name:
            raise self._refused(Code.BAD_VALUE, detail=_("a template needs a name"))
        zone = self._room.plan.names.zone
        drafts = [wall_time(self._known(number).draft, zone) for number in intent.plans]
        await self._ports.journal.save_plan_template(name, drafts, self._now(), intent.who)
        await self.learn_templates()
        return (TargetResult(text=_("{count} plans kept as {name}").format(count=len(drafts), name=name)),)

    async def _use_template(self, intent: UseTemplate) -> Done:
        drafts = (await self._ports.journal.plan_templates()).get(plain(intent.name, 60))
        if drafts is None:
            raise self._refused(Code.UNKNOWN_TARGET, detail=plain(intent.name, 60))
        return await self._make(drafts, intent.who, armed=intent.armed)

    async def learn_templates(self) -> None:
        """Look which templates there are."""
        self.templates = tuple(await self._ports.journal.plan_templates())
        self._room.room_touched = True

    # Tables

    async def _import(self, intent: ImportPlans) -> Done:
        try:
            if self._ports.read_text is None:
                raise ValueError(_("this desk reads no tables"))  # noqa: TRY301 - said like what is wrong in one
            drafts = read_plans(await self._ports.read_text(intent.file))
        except (PlanTableError, ValueError) as error:
            raise PlanRefused(TargetResult(code=Code.BAD_VALUE, text=plain(str(error), 400))) from error
        return await self._make(drafts, intent.who, armed=intent.armed)

    async def _export(self, intent: ExportPlans) -> Done:
        plans = [plan for plan in self._book.listed() if plan.state.is_pending]
        try:
            if self._ports.write_table is None:
                raise ValueError(_("this desk writes no tables"))  # noqa: TRY301 - said like what is wrong there
            rows = plan_rows(plans, self._room.plan.names.zone)
            written = await self._ports.write_table(intent.file, COLUMNS, rows)
        except ValueError as error:
            raise PlanRefused(TargetResult(code=Code.FAILED, text=plain(str(error), 400))) from error
        return (TargetResult(text=written),)

    # Judging

    def _ready(self, draft: Draft, now: datetime) -> Draft:
        """The draft with its wall time as an instant, and no product named twice."""
        running = self._room.broadcast is not None
        try:
            at = instant_of(draft.when, now, self._room.plan.names.zone, running=running)
        except ValueError as error:
            raise self._refused(Code.BAD_VALUE, detail=str(error)) from error
        when = replace(draft.when, at=at, clock="")
        skus, shops = tuple(dict.fromkeys(draft.skus)), tuple(dict.fromkeys(draft.storefronts))
        return replace(draft, skus=skus, storefronts=shops, when=when, note=plain(draft.note))

    def _judge(self, plan: Plan, now: datetime, beside: Iterable[Plan] = ()) -> None:
        """Raise PlanRefused where it can't be kept or armed."""
        unknown = next((name for name in plan.draft.storefronts if name not in self._room.counters), None)
        if unknown is not None:
            raise self._refused(Code.UNKNOWN_TARGET, detail=unknown)
        strange = next((sku for sku in plan.draft.skus if not self._is_known(sku)), None)
        if strange is not None:
            raise self._refused(Code.UNKNOWN_SKU, sku=strange)
        refusal = self._book.may(plan, now, *beside)
        if refusal is not None:
            raise PlanRefused(self.said_of(refusal, max(0, plan.id)))
        if plan.state is PlanState.ARMED and self._is_so_already(plan, now):
            words = _("What this trigger waits for is so already. Choose a figure that is still to come.")
            raise PlanRefused(TargetResult(code=Code.TOO_LATE, text=words, plan=max(0, plan.id) or None))

    def _is_so_already(self, plan: Plan, now: datetime) -> bool:
        """A surge that runs does not count: its trigger waits for the next."""
        kind = plan.draft.when.kind
        if not kind.is_trigger or kind is WhenKind.SURGE or self._room.broadcast is None:
            return False
        return self._triggers.is_met(plan, now) is True

    def _is_known(self, sku: str) -> bool:
        shops = (counter.shop.skus for counter in self._room.counters.values())
        return sku in self._room.products or any(sku in skus for skus in shops)

    def said_of(self, refusal: Refusal, plan: int) -> TargetResult:
        """A refusal of the rules as an answer."""
        detail = clash_words(refusal, self._room.plan.names)
        if refusal.code is PlanCode.BAD_VALUE:
            detail = _("a plan needs a product, a moment it can wait for, and minutes above zero")
        if refusal.code is PlanCode.SECOND_NEEDED:
            words = _("A plan can't carry a reason that takes two people when it marks. Choose another.")
            return TargetResult(code=Code.SECOND_NEEDED, text=words, plan=plan or None)
        return self._said(
            Code(refusal.code.value), sku=refusal.sku, storefront=refusal.storefront, detail=detail, plan=plan
        )

    def _bound(self, plan: Plan) -> Plan:
        """In force, it belongs to the broadcast that runs, unless it waits for a time of the clock."""
        running, by_clock = self._room.broadcast, plan.draft.when.kind is WhenKind.AT
        if running is None or by_clock or not plan.state.is_in_force:
            return replace(plan, broadcast=None)
        return replace(plan, broadcast=running.id)

    def _off(self, plan: Plan, now: datetime) -> Plan:
        return called_off(replace(plan, why=Why.NONE), now) if plan.state.is_pending else plan

    # Finding and saying

    def _known(self, number: int) -> Plan:
        if number not in self._book or self._book[number].state is PlanState.REMOVED:
            words = _("plan {number}").format(number=number)
            raise self._refused(Code.UNKNOWN_TARGET, detail=words, plan=number)
        return self._book[number]

    def _pending(self, number: int) -> Plan:
        plan = self._known(number)
        if not plan.state.is_pending or plan.state is PlanState.FIRED:
            raise self._refused(Code.PLAN_OVER, plan=number)
        return plan

    def _changeable(self, number: int) -> Plan:
        plan = self._pending(number)
        if plan.is_counting:
            raise self._refused(Code.ANNOUNCED, plan=number)
        return plan

    def _told(self, plans: Iterable[Plan]) -> Done:
        names, now = self._room.plan.names, self._now()
        return tuple(
            TargetResult(
                sku=plan.draft.skus[0] if len(plan.draft.skus) == 1 else "",
                state=plan.state.value,
                plan=plan.id,
                text=plan_line(plan, names, now),
            )
            for plan in plans
        )

    def _refused(
        self, code: Code, *, sku: str = "", detail: str = "", plan: int | None = None
    ) -> PlanRefused:
        return PlanRefused(self._said(code, sku=sku, detail=detail, plan=plan))

    def _said(
        self, code: Code, *, sku: str = "", storefront: str = "", detail: str = "", plan: int | None = None
    ) -> TargetResult:
        names, policy = self._room.plan.names, self._room.plan.policy
        about = Circumstances(
            zone=names.zone,
            product=names.title(sku) if sku else "",
            shop=names.storefront(storefront) if storefront else "",
            limit=policy.holds_per_broadcast,
            minutes=policy.hold_seconds / 60,
            detail=plain(detail),
        )
        text = answer_words(code, about)
        return TargetResult(sku=sku, storefront=storefront, code=code, text=text, plan=plan or None)

    def _now(self) -> datetime:
        return self._ports.clock.now()


def called_off(plan: Plan, now: datetime) -> Plan:
    """The plan out of force; if buyers saw its count-down, that is called off for good."""
    counted = now if plan.is_counting else plan.called_off_at
    return replace(plan, state=PlanState.DISARMED, called_off_at=counted, broadcast=None)
