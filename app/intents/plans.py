"""Marks prepared for a time, or for when something happens."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.plan import Draft
from app.intents.wish import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPlans(Intent):
    """Keep these plans, all or none; `armed`: they are in force at once."""

    drafts: tuple[Draft, ...]
    armed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePlan(Intent):
    """Say this plan anew; one whose count-down runs can only be called off."""

    plan: int
    draft: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class MovePlan(Intent):
    """Let the plan's mark begin at this instant; it stays a plan for a clock time, or after the start."""

    plan: int
    to: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmPlans(Intent):
    """Put plans in force, or out of it; a count-down that runs is called off with it."""

    plans: tuple[int, ...]
    armed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePlans(Intent):
    """Forget plans; the audit keeps them."""

    plans: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOff(Intent):
    """End the count-down of a plan and leave its mark; until the last second."""

    plan: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPlan(Intent):
    """A trigger asked: do what it prepared, or leave it."""

    plan: int
    do: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveTemplate(Intent):
    """Keep these plans as a template, in place of what had that name; none: the template is gone."""

    name: str
    plans: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UseTemplate(Intent):
    """Make plans of a template, all or none."""

    name: str
    armed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlans(Intent):
    """Make plans of every row of a table in a file, all or none."""

    file: str
    armed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPlans(Intent):
    """Write the plans that may still be carried out to a file: .csv or .xlsx."""

    file: str
