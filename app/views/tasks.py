"""Tasks for people at shops that only people can work: what to press, where, since when, and how urgent.

One frozen view model for desk, panel, phone and status. Whether something is to be done is decided elsewhere.
"""

from dataclasses import dataclass
from datetime import datetime

from app.domain.by_hand import HandAct, HandGuide, HandTask, is_overdue, reminders
from app.views.names import Names
from app.words import _, plain

__all__ = ["HandAct", "TaskView", "task_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """One task. `text` says what to do and where, `steps` exactly how; at `until` the hold ends by itself.

    `done_means` is what the shop is once it is done: off sale or not. `reminders` are those due by now.
    """

    hold: int
    sku: str
    storefront: str
    act: HandAct
    text: str
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
        text=_text(task, guide, names),
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


def _text(task: HandTask, guide: HandGuide, names: Names) -> str:
    product, shop = names.title(task.sku), names.storefront(task.storefront)
    if task.sku in guide.product_ids:
        product = _("{product} ({id})").format(product=product, id=plain(guide.product_ids[task.sku], 40))
    return plain(_sentence(task).format(shop=shop, product=product))


def _sentence(task: HandTask) -> str:
    if task.act is HandAct.LEFT_OFF:
        return _("At {shop}: {product} was left off sale")
    if task.act is HandAct.PUT_BACK:
        return _("Now, at {shop}: put {product} back on sale")
    if task.urgent:
        return _("Emergency stop, at {shop}: take {product} off sale")
    return _("Now, at {shop}: take {product} off sale")
