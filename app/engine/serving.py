"""What commands over the control socket get: acts, status and its changes, a raised window, a check."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from app.engine.engine import Engine
from app.engine.line_up_lines import line_up_lines, line_up_object
from app.engine.plan_requests import BadPlanRequest
from app.engine.plan_serving import PlanServing
from app.engine.replenish_lines import replenish_lines, replenish_object
from app.engine.requests import (
    BadRequest,
    answer_lines,
    answer_object,
    error_object,
    intent_of,
    wait_of,
    who_of,
)
from app.engine.status_lines import room_line, round_line, status_lines
from app.engine.trial_requests import trial_line, trial_lines, trial_objects
from app.intents import Intent
from app.ports import JournalError
from app.views.status import RunState
from app.words import _, plain

USAGE = 2
Reply = dict[str, Any]


class Serving:
    """Answers the requests of one desk. `raise_window` and `check` are handed in by who has them."""

    def __init__(
        self,
        engine: Engine,
        *,
        raise_window: Callable[[], None] | None = None,
        check: Callable[[], Awaitable[list[dict[str, Any]]]] | None = None,
    ) -> None:
        self._engine = engine
        self._plans = PlanServing(engine)
        self._raise_window = raise_window
        self._check = check

    async def handle(self, request: Mapping[str, Any]) -> AsyncIterator[Reply]:
        """One reply; for `--watch` one a change."""
        command = request.get("command")
        if command == "status":
            watch, whole = request.get("watch") is True, request.get("whole") is True
            async for reply in self._status(watch=watch, whole=whole):
                yield reply
        elif command == "round" and request.get("act") == "list":
            yield self._rounds(request)
        elif command == "text":
            yield self._texts(request)
        elif command == "raise":
            yield self._raised()
        elif command in ("check", "replenish", "line-up"):
            yield await self._looked_up(str(command))
        elif command in ("plan", "trigger"):
            yield await self._planned(request)
        else:
            yield await self._act(request)

    async def _act(self, request: Mapping[str, Any]) -> Reply:
        if request.get("command") == "trial" and request.get("act") in ("list", "show"):
            return await self._trials(request)
        try:
            intent, wait_s = intent_of(request), wait_of(request)
        except BadRequest as error:
            return _reply(error_object("usage", str(error)), [str(error)], USAGE)
        return await self._carried_out(intent, wait_s)

    async def _planned(self, request: Mapping[str, Any]) -> Reply:
        try:
            listed = await self._plans.listed(request)
            if listed is not None:
                return _reply(*listed, 0)
            intent, wait_s = self._plans.intent_of(request, who_of(request)), wait_of(request)
        except (BadRequest, BadPlanRequest) as error:
            return _reply(error_object("usage", str(error)), str(error).split("\n"), USAGE)
        return await self._carried_out(intent, wait_s)

    async def _carried_out(self, intent: Intent, wait_s: float) -> Reply:
        answer = await self._engine.carry_out(intent, wait_s)
        return _reply(answer_object(answer), answer_lines(answer), answer.exit_code)

    async def _status(self, *, watch: bool, whole: bool) -> AsyncIterator[Reply]:
        """The status, and with `watch` a line for each change of the room; with `whole` of anything."""
        now = json.loads(self._engine.status())
        yield _reply(now, status_lines(now), 0, last=not watch)
        told = room_line(now)
        while watch:
            await self._engine.next_revision()
            now = json.loads(self._engine.status())
            line = room_line(now)
            if whole or line != told:
                told = line
                yield _reply(now, [f"{now['at']}  {line}"], 0, last=False)

    def _rounds(self, request: Mapping[str, Any]) -> Reply:
        """The rounds of every product, or of the one named."""
        products = json.loads(self._engine.status())["products"]
        named = request.get("sku")
        chosen = [product for product in products if product["round"] and named in ("", None, product["sku"])]
        found = [{"sku": product["sku"]} | product["round"] for product in chosen]
        return _reply({"rounds": found}, [round_line(one) for one in found] or [_("no rounds")], 0)

    def _texts(self, request: Mapping[str, Any]) -> Reply:
        """What is to be said of a product now, ready to copy."""
        sku = str(request.get("sku", ""))
        view = self._engine.texts(sku)
        if view is None:
            text = _("no such product: {name}").format(name=plain(sku, 40))
            return _reply(error_object("unknown_sku", text), [text], USAGE)
        texts = {line.audience.value: line.text for line in view.lines}
        lines = [f"{line.title}: {line.text}" for line in view.lines]
        return _reply({"sku": sku, "moment": view.moment.value, "texts": texts}, [view.heading, *lines], 0)

    async def _trials(self, request: Mapping[str, Any]) -> Reply:
        """Every trial in a line, or all of the newest of that name."""
        try:
            views = await self._engine.trials.listed()
        except JournalError as error:
            return _reply(error_object("no_record", str(error)), [str(error)], 1)
        if request.get("act") == "list":
            return _reply(trial_objects(views), [trial_line(view) for view in views] or [_("no trials")], 0)
        named = [view for view in views if view.name == request.get("name")][-1:]
        if not named:
            text = _("no trial of that name")
            return _reply(error_object("unknown_target", text), [text], USAGE)
        return _reply(trial_objects(tuple(named)), trial_lines(named[0]), 0)

    async def _looked_up(self, what: str) -> Reply:
        """What is worked out for the asking, with the figures of now."""
        if what == "check":
            return await self._checked()
        if self._engine.state is not RunState.RUNNING:
            text = _("The desk is starting")
            return _reply(error_object("starting", text), [text], 1)
        return await (self._replenish() if what == "replenish" else self._lined_up())

    async def _replenish(self) -> Reply:
        """What to order now."""
        view = await self._engine.replenishing.refresh()
        return _reply(replenish_object(view), replenish_lines(view), 0)

    async def _lined_up(self) -> Reply:
        """What to show next; while no broadcast runs, what the last one teaches for the next, too."""
        view = self._engine.publishing.line_up(self._engine.publishing.now())
        try:
            last = None if view.running else await self._engine.comparing.last()
        except JournalError as error:
            return _reply(error_object("no_record", str(error)), [str(error)], 1)
        return _reply(line_up_object(view, last), line_up_lines(view, last), 0)

    def _raised(self) -> Reply:
        if self._raise_window is None:
            text = _("this desk has no windows")
            return _reply(error_object("failed", text), [text], 1)
        self._raise_window()
        return _reply({"ok": True}, [], 0)

    async def _checked(self) -> Reply:
        found = [] if self._check is None else await self._check()
        return _reply({"sources": found}, [], 0 if all(one["ok"] for one in found) else 1)


def _reply(object_: object, lines: list[str], code: int, *, last: bool = True) -> Reply:
    return {"object": object_, "lines": lines, "exit": code, "last": last}
