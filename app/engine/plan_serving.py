"""What commands about plans and triggers get: acts, lists, templates, tables."""

import json
from collections.abc import Mapping
from typing import Any

from app.domain.hold import Who
from app.domain.plan import Plan, WhenKind
from app.engine.engine import Engine
from app.engine.plan_requests import BadPlanRequest, plan_intent_of
from app.intents import Intent
from app.ports import JournalError
from app.words import _, n_

Listed = tuple[dict[str, Any], list[str]]


class PlanServing:
    """Answers requests about plans."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def intent_of(self, request: Mapping[str, Any], who: Who) -> Intent:
        """The intent of an act. Raises BadPlanRequest."""
        known = [plan.id for plan in self._plans() if plan.state.is_pending]
        return plan_intent_of(request, who, known)

    async def listed(self, request: Mapping[str, Any]) -> Listed | None:
        """Object and lines of what only tells; None for an act. Raises BadPlanRequest."""
        act, do = request.get("act"), request.get("do")
        if act == "list":
            return self._list(triggers=request.get("command") == "trigger")
        return await self._templates() if act == "template" and do == "list" else None

    def _plans(self) -> tuple[Plan, ...]:
        return self._engine.planning.book.listed()

    def _list(self, *, triggers: bool) -> Listed:
        plans = json.loads(self._engine.status())["plans"]
        mine = [plan for plan in plans if WhenKind(plan["kind"]).is_trigger is triggers]
        return {"plans": mine}, [plan["text"] for plan in mine] or [_("none")]

    async def _templates(self) -> Listed:
        try:
            found = await self._engine.templates()
        except JournalError as error:
            raise BadPlanRequest(str(error)) from error
        lines = [
            n_("{name}: {count} plan", "{name}: {count} plans", len(drafts)).format(
                name=name, count=len(drafts)
            )
            for name, drafts in found.items()
        ]
        return {"templates": [{"name": n, "plans": len(d)} for n, d in found.items()]}, lines or [_("none")]
