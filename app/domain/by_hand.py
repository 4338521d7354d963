"""Storefronts that only people can work: what is asked of a person there, and what they said.

A command to such a shop is a task for a person, and a read of it is what a person has confirmed. The hold
machine stays the same; this module says what is confirmed, what is still to be done, and how loudly to ask.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.hold import Hold, HoldKind, HoldState, Who
from app.domain.holds import HoldRules

MANUAL = "manual"
"""The kind of a storefront that only people can work, as the settings name it."""
REMINDERS_S = (10.0, 30.0)
"""The first reminders after a task began; then one every `REMIND_EVERY_S`."""
REMIND_EVERY_S = 30.0
OVERDUE_S = 60.0
"""From then on a product that is still off sale is a critical alert."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """What a person said about a product at a shop that only people can work: off sale there, or on sale.

    It answers the command that hold stood at: `attempt` is how often its restore had been asked for by then.
    """

    id: int = 0
    hold: int
    sku: str
    storefront: str
    attempt: int
    sold_out: bool
    at: datetime
    who: Who


@dataclass(frozen=True, slots=True, kw_only=True)
class HandGuide:
    """How a shop is worked by hand: addresses to open, what the shop calls a product, what to press there."""

    page: str = ""
    pages: Mapping[str, str] = field(default_factory=dict)
    product_ids: Mapping[str, str] = field(default_factory=dict)
    take_off: str = ""
    put_back: str = ""


class HandAct(StrEnum):
    """What a person is to do at the shop."""

    TAKE_OFF = "take_off"
    PUT_BACK = "put_back"
    LEFT_OFF = "left_off"
    """Nothing is due: it was left off sale, and whoever puts it back says so."""

    @property
    def sold_out(self) -> bool:
        """What the shop is to be once it is done."""
        return self is HandAct.TAKE_OFF


@dataclass(frozen=True, slots=True, kw_only=True)
class HandTask:
    """One task for a person. `since`: from when it is asked for; `until`: when the hold ends by itself."""

    hold: int
    sku: str
    storefront: str
    act: HandAct
    since: datetime
    until: datetime | None = None
    urgent: bool = False
    """An emergency stop."""
    refused: bool = False
    """A person has said that it could not be done."""


def told(hold: Hold | None, last: Confirmation | None) -> bool | None:
    """Whether the product is off sale, as people said; None: asked, and nobody has answered yet.

    `hold` is the product's open hold at the shop, `last` what was said last of the product there. A shop of
    which nobody ever said anything is on sale: the settings say that it sells the product.
    """
    if hold is not None and hold.sent_at is not None and not _answers(last, hold):
        return None
    return last is not None and last.sold_out


def task_of(hold: Hold | None, last: Confirmation | None) -> HandTask | None:
    """What a person is to do about a product at the shop now; None: nothing."""
    said = told(hold, last)
    if hold is None:
        return _left_off(last)
    if hold.sent_at is None:
        return None
    if hold.state is HoldState.CLOSING:
        # what was confirmed off and not asked back yet is about to be, or waits for stock
        is_due = said is None or (said and hold.restore_attempts > 0)
        return _task(hold, HandAct.PUT_BACK, hold.closing_at, said) if is_due else None
    if hold.state is HoldState.ACTIVE or said is not None:
        return None
    return _task(hold, HandAct.TAKE_OFF, hold.sent_at, said)


def reminders(since: datetime, now: datetime) -> int:
    """How many reminders are due for a task that began then: after 10 s, 30 s, and every 30 s."""
    passed = (now - since).total_seconds()
    early = sum(passed >= at for at in REMINDERS_S)
    later = int(max(0.0, passed - REMINDERS_S[-1]) // REMIND_EVERY_S)
    return early + later


def is_overdue(task: HandTask, now: datetime) -> bool:
    """Whether a product should have been back on sale for a minute."""
    return task.act is HandAct.PUT_BACK and now >= task.since + timedelta(seconds=OVERDUE_S)


def hand_rules(rules: HoldRules) -> HoldRules:
    """The waits of a shop worked by hand: a person's word is true at once, and nothing comes late."""
    return HoldRules(
        late_effect_s=0.0,
        confirm_s=0.0,
        watch_s=rules.watch_s,
        restore_wait_most_s=rules.restore_wait_most_s,
        attention_attempts=rules.attention_attempts,
        attention_s=OVERDUE_S,
    )


def _answers(last: Confirmation | None, hold: Hold) -> bool:
    """On sale is an answer for good; still off sale answers the restore it was said of, and the next asks."""
    if last is None or last.hold != hold.id:
        return False
    return not last.sold_out or last.attempt == hold.restore_attempts


def _task(hold: Hold, act: HandAct, since: datetime | None, said: bool | None) -> HandTask:  # noqa: FBT001 - what was told
    return HandTask(
        hold=hold.id,
        sku=hold.sku,
        storefront=hold.storefront,
        act=act,
        since=since or hold.started_at,
        until=hold.deadline if act is HandAct.TAKE_OFF else None,
        urgent=hold.kind is HoldKind.STOP,
        refused=bool(said) or hold.restore_attempts > 1,
    )


def _left_off(last: Confirmation | None) -> HandTask | None:
    if last is None or not last.sold_out:
        return None
    return HandTask(
        hold=last.hold, sku=last.sku, storefront=last.storefront, act=HandAct.LEFT_OFF, since=last.at
    )
