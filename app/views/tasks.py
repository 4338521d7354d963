"""Tasks for people at shops that only people can work: what to press, where, since when, and how urgent.

One frozen view model for desk, panel, phone and status. Whether something is to be done is decided elsewhere.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.by_hand import HandAct, HandGuide, HandTask, is_overdue, reminders
from app.views.names import Names
from app.words import N_, _, plain

__all__ = ["HandAct", "TaskView", "task_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """One task. `text` says what to do and where, `what` and `where` the same in two, `steps` exactly how.

    At `until` the hold ends by itself.

    `done_means` is what the shop is once it is done: off sale or not. `reminders` are those due by now.
    """

    hold: int
    sku: str
    storefront: str
    act: HandAct
    text: str
    what: str
    where: str
    steps: str
    page: str
    since: datetime
    until: datetime | None
    reminders: int
    overdue: bool
    urgent: bool
    done_text: str
    refused: bool
    done_means: bool


def task_view(task: HandTask, guide: HandGuide, names: Names, now: datetime) -> TaskView:
    """A task as people see it."""
    put_back = task.act is not HandAct.TAKE_OFF
    return TaskView(
        hold=task.hold,
        sku=task.sku,
        storefront=task.storefront,
        act=task.act,
        text=_said(_SENTENCES[_case(task)], task, guide, names),
        what=_said(_WHAT[_case(task)], task, guide, names),
        where=_said(_WHERE[_case(task)], task, guide, names),
        steps=plain(guide.put_back if put_back else guide.take_off),
        page=guide.pages.get(task.sku, guide.page),
        since=task.since,
        until=task.until,
        reminders=0 if task.act is HandAct.LEFT_OFF else reminders(task.since, now),
        overdue=is_overdue(task, now),
        urgent=task.urgent and task.act is HandAct.TAKE_OFF,
        done_text=_("It is on sale") if put_back else _("It is off sale"),
        refused=task.refused,
        done_means=task.act.sold_out,
    )


class _Case(StrEnum):
    LEFT_OFF = "left_off"
    PUT_BACK = "put_back"
    STOP = "stop"
    TAKE_OFF = "take_off"


_SENTENCES = {
    _Case.LEFT_OFF: N_("At {shop}: {product} was left off sale"),
    _Case.PUT_BACK: N_("Now, at {shop}: put {product} back on sale"),
    _Case.STOP: N_("Emergency stop, at {shop}: take {product} off sale"),
    _Case.TAKE_OFF: N_("Now, at {shop}: take {product} off sale"),
}
_WHAT = {
    _Case.LEFT_OFF: N_("{product} was left off sale"),
    _Case.PUT_BACK: N_("Put {product} back on sale"),
    _Case.STOP: N_("Take {product} off sale"),
    _Case.TAKE_OFF: N_("Take {product} off sale"),
}
_WHERE = {
    _Case.LEFT_OFF: N_("At {shop}"),
    _Case.PUT_BACK: N_("Now, at {shop}"),
    _Case.STOP: N_("Emergency stop, at {shop}"),
    _Case.TAKE_OFF: N_("Now, at {shop}"),
}


def _case(task: HandTask) -> _Case:
    return _Case.STOP if task.urgent and task.act is HandAct.TAKE_OFF else _Case(task.act.value)


def _said(form: str, task: HandTask, guide: HandGuide, names: Names) -> str:
    product, shop = names.title(task.sku), names.storefront(task.storefront)
    if task.sku in guide.product_ids:
        product = _("{product} ({id})").format(product=product, id=plain(guide.product_ids[task.sku], 40))
    return plain(_(form).format(shop=shop, product=product))
