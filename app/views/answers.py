"""Why something can't be done: a short reason beside a button before it is pressed, a sentence after.

Codes of verdicts and of answers agree by value, so both are said here. Not for whether it may be done.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from app.domain.lean import lean
from app.domain.room import VerdictCode
from app.intents import Code
from app.views.forms import names_nothing, say
from app.words import N_, _, clock_time, number, plain

__all__ = ["Circumstances", "answer_words", "cannot_words"]


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a sentence may need to name; what is not known stays empty and is not said.

    `until`: when the standing hold ends. `since`: when the stop began, or since when the shop is unread.
    `units`: how many may still be set aside. `detail`: the platform's or our own words for what went wrong,
    plain. `label`: what the platform writes by itself.
    """

    zone: tzinfo
    product: str = ""
    shop: str = ""
    limit: int = 3
    minutes: float = 30.0
    until: datetime | None = None
    since: datetime | None = None
    units: int | None = None
    label: str = ""
    detail: str = ""


_DONE = ("ok", "done")

_SHORT: Mapping[str, tuple[str, ...]] = {
    "no_broadcast": (N_("No broadcast is running. Start one first."),),
    "broadcast_running": (N_("A broadcast is running"),),
    "holds_open": (N_("Products are still held; restore them first"),),
    "limit_count": (N_("All {limit} marks of this broadcast are used"),),
    "limit_time": (N_("{minutes} min at most"),),
    "already_held": (N_("Already off sale until {until}"), N_("Already off sale, being restored")),
    "stopped": (N_("Stopped since {since}; release it first"), N_("Stopped; release it first")),
    "not_held": (N_("Not held: nothing to restore"),),
    "not_ours": (N_("Off sale in the shop, and not by us"),),
    "unreadable": (N_("The shop could not be read since {since}"), N_("The shop can't be read now")),
    "not_listed": (N_("{shop} does not sell it"), N_("No storefront sells it")),
    "gone": (N_("{shop} no longer knows it"), N_("The shop no longer knows it")),
    "reconciling": (N_("The shops are being read; a moment"),),
    "unguarded": (N_("The guardian does not run; a new hold needs an override"),),
    "overlap": (N_("Overlaps {detail}"), N_("Overlaps what is planned")),
    "too_late": (N_("That time has passed"),),
    "announced": (N_("Its count-down runs"),),
    "plan_over": (N_("The plan is over"),),
    "not_announced": (N_("No count-down runs"),),
    "not_asked": (N_("Nothing is asked"),),
    "starting": (N_("The desk is starting"),),
    "stopping": (N_("The desk is closing"),),
    "no_record": (N_("The journal can't be written"),),
    "bad_value": (N_("Minutes must be above zero"),),
    "not_enough": (N_("Only {units} units are free for a round"), N_("Not enough units are free")),
    "stock_unknown": (N_("No live stock figure"),),
    "round_running": (N_("A round is on sale"),),
    "label_untrue": (N_("It writes “{label}”, which is not so"), N_("Its label would not be true")),
    "second_needed": (N_("Takes the initials of two people"),),
    "no_round": (N_("No round to end or to follow"),),
}

_SENTENCES: Mapping[str, tuple[str, ...]] = {
    "unconfirmed": (
        N_("{shop} has not confirmed {product} in time. The desk reads on; nothing is sent twice."),
        N_("The shop has not confirmed in time. The desk reads on; nothing is sent twice."),
    ),
    "platform_refused": (
        N_("{shop} refused: {detail}. {product} is unchanged there, and no mark is used up."),
        N_("The shop refused. The product is unchanged there, and no mark is used up."),
    ),
    "unreadable": (
        N_("{product} was not marked, because {shop} could not be read first: {detail}. Try again."),
        N_("Nothing was sent, because the shop could not be read first. Try again."),
    ),
    "failed": (N_("That failed: {detail}."), N_("That failed. The log says why.")),
    "no_broadcast": (N_("No broadcast is running, and marks are counted per broadcast. Start one first."),),
    "broadcast_running": (N_("A broadcast is running already. End it before you start the next."),),
    "holds_open": (N_("The broadcast can't end while products are held. Restore them first, then end it."),),
    "limit_count": (
        N_(
            "{product} has used all {limit} virtual sold-outs of this broadcast. "
            "The next broadcast gives {limit} new ones."
        ),
        N_(
            "This product has used all {limit} virtual sold-outs of this broadcast. "
            "The next broadcast gives {limit} new ones."
        ),
    ),
    "limit_time": (
        N_(
            "A virtual sold-out lasts {minutes} minutes at most. "
            "Choose a shorter time, or mark the product again afterwards."
        ),
    ),
    "already_held": (
        N_("{product} is off sale already and comes back at {until}."),
        N_("{product} is off sale already and is being restored."),
        N_("This product is off sale already."),
    ),
    "stopped": (
        N_("{product} is under an emergency stop. Release it, with a reason, before anything else."),
        N_("This product is under an emergency stop. Release it, with a reason, before anything else."),
    ),
    "not_held": (
        N_("{product} is not held, so there is nothing to end."),
        N_("There is no hold to end."),
    ),
    "not_ours": (
        N_("{product} is off sale at {shop}, and not by this desk. Whoever took it off has to put it back."),
        N_("The product is off sale, and not by this desk. Whoever took it off has to put it back."),
    ),
    "page_closed": (
        N_("The host's page is not open: {detail}."),
        N_("The host's page is off. Set enabled = true under [host_page] in the settings, and restart."),
    ),
    "no_task": (
        N_("Nothing is to be done by hand for {product}."),
        N_("Nothing is to be done by hand there."),
    ),
    "unknown_sku": (
        N_("No product {product} here. `status` lists the products."),
        N_("No such product here. `status` lists the products."),
    ),
    "not_listed": (
        N_("{shop} does not sell {product}. Add its id there under product_ids in the settings file."),
        N_("No storefront sells it. Add its id under product_ids in the settings file."),
    ),
    "unknown_target": (N_("No such thing here: {detail}."), N_("That is no longer there.")),
    "bad_value": (N_("That can't be done: {detail}."), N_("The length must be above zero minutes.")),
    "no_record": (
        N_("The journal could not be written, so nothing was sent: {detail}."),
        N_("The journal could not be written, so nothing was sent. Free some space and try again."),
    ),
    "starting": (N_("The desk is starting and looks at open holds first. Try again in a moment."),),
    "stopping": (N_("The desk is closing. The guardian restores what is open."),),
    "gone": (
        N_("{shop} no longer knows {product}. See whether it was deleted or renamed there."),
        N_("The shop no longer knows this product. See whether it was deleted or renamed there."),
    ),
    "reconciling": (
        N_("The clock jumped or the desk just started; the shops are read first. Try again soon."),
    ),
    "overlap": (
        N_("{product} would be held twice at once: that overlaps {detail}. Choose another time."),
        N_("A product would be held twice at once. Choose another time."),
    ),
    "too_late": (N_("What the plan waits for is over already. Choose a later time."),),
    "announced": (N_("The count-down of this plan runs before buyers. Call it off first."),),
    "plan_over": (N_("This plan is over and can't be changed. Make a new one."),),
    "not_announced": (N_("No count-down of this plan runs, so there is nothing to call off."),),
    "not_asked": (N_("This trigger does not ask anything now."),),
    "unguarded": (
        N_(
            "The guardian does not run, so nobody could restore if the desk fails. "
            "It is being started again; try in a moment, or give a reason."
        ),
    ),
    "not_enough": (
        N_(
            "{product}: only {units} units are free to be set aside. That is the live stock less what other "
            "rounds and reserved slices hold. Release fewer, or end what is kept."
        ),
        N_("So many units are not free to be set aside. Release fewer, or end what is kept."),
    ),
    "stock_unknown": (
        N_(
            "{product} has no live stock figure now, so nothing can be set aside. "
            "See which warehouse is silent, then try again."
        ),
        N_("There is no live stock figure now, so nothing can be set aside."),
    ),
    "round_running": (
        N_("{product} has a round on sale already. Sell the next one with `round next`, or end it first."),
        N_("A round is on sale already. End it first."),
    ),
    "label_untrue": (
        N_(
            "{shop} writes “{label}” at a product off sale, which is not true for this reason. It stays on "
            "sale there: choose a reason that makes it true, or take it off at the other storefronts alone."
        ),
        N_("The platform writes by itself what is not true for this reason. Choose one that makes it true."),
    ),
    "second_needed": (
        N_(
            "This reason takes the initials of two people: type both, and they are recorded as claimed. "
            "An emergency stop works at once."
        ),
    ),
    "no_round": (N_("{product} has no such round. Start one with its units."), N_("There is no such round.")),
}


def cannot_words(code: VerdictCode | Code, about: Circumstances) -> str:
    """The short reason shown on or beside a button that does not work; empty when it does."""
    if code.value in _DONE:
        return ""
    return _said(_SHORT.get(code.value, (N_("Not possible now"),)), about)


def answer_words(code: VerdictCode | Code, about: Circumstances) -> str:
    """What is said to the person who asked: what happened, what it means, what to do; empty when done."""
    if code.value in _DONE:
        return ""
    return _said(_SENTENCES[code.value], about)


def _said(forms: tuple[str, ...], about: Circumstances) -> str:
    # most refusals name nothing, and every gauge shows some
    return _(forms[0]) if names_nothing(forms[0]) else say(forms, _figures(about))


def _figures(about: Circumstances) -> dict[str, str]:
    return {
        "product": about.product,
        "shop": about.shop,
        "limit": number(about.limit),
        "minutes": f"{about.minutes:g}",
        "until": "" if about.until is None else clock_time(about.until, about.zone),
        "since": "" if about.since is None else clock_time(about.since, about.zone),
        "units": "" if about.units is None else number(about.units),
        "label": plain(about.label, 60),
        "detail": plain(about.detail).rstrip("。. "),
    }
