"""The operator panel's cards: the upper part says what is, the button says what a press does.

Places are fixed by `panel_order` when the panel opens or the director re-sorts; none moves by itself.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import TypeAlias

from app.domain.hold import Reason
from app.domain.readings import Freshness
from app.views.gauge import ChipKind, GaugeView, HoldState, HoldView, ShopLineState
from app.views.labels import untrue_label
from app.views.rounds import RoundView, kept_note, round_name
from app.views.wording import Tone, reason_label
from app.words import _, clock_time, minutes, number, p_, plain, rate

__all__ = [
    "CardButton", "CardView", "Plate", "PlateStyle", "Press", "card_view", "panel_order", "uses_left",
]  # fmt: skip


_OF_ROUNDS = (Reason.ROUND, Reason.TRIAL)


class PlateStyle(StrEnum):
    """How real a card's state is."""

    NONE = "none"
    FILLED = "filled"
    """In force now."""
    OUTLINED = "outlined"
    """Coming, or a caution."""
    DASHED = "dashed"
    """Not known."""


class Press(StrEnum):
    """What a press of the card's button does."""

    NOTHING = "nothing"
    MARK = "mark"
    RESTORE = "restore"
    UNDO = "undo"
    READ_AGAIN = "read_again"
    OPEN_SHOP = "open_shop"
    RELEASE = "release"
    CLOSE_ROUND = "close_round"
    """Mark it sold out because its round is."""
    CALL_OFF = "call_off"
    """The count-down of a plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """What is. At most one of `figure`, `until`, `since`, `age_from` stands at its right end."""

    style: PlateStyle
    tone: Tone
    icon: str
    """Name of an icon, empty for none."""
    word: str
    figure: str = ""
    until: datetime | None = None
    """Counts down, as 02:26."""
    since: datetime | None = None
    """Counts up, as 01:58."""
    age_from: datetime | None = None
    """Counts up as an age, as 0.3 s or 3:30."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardButton:
    """The one big button: disabled where `press` is NOTHING. `holds`: whom it means; `page`: what to open."""

    press: Press
    text: str
    holds: tuple[int, ...] = ()
    page: str = ""
    plan: int = 0
    """Whose count-down is called off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """One card of the operator panel; stock, bar and uses are painted from the gauge."""

    sku: str
    title: str
    plate: Plate
    note: str
    button: CardButton
    can_stop: bool
    next_round: str = ""
    """What the button for the next round says; empty where none is offered."""


@dataclass(frozen=True, slots=True)
class _Card:
    gauge: GaugeView
    minutes: float
    zone: tzinfo
    variant: str = ""

    def at(self, instant: datetime) -> str:
        return clock_time(instant, self.zone)


_VARIANT = 6
"""Letters of a variant's name that a card's button has room for."""

_Face: TypeAlias = tuple[Plate, str, CardButton]
"""Plate, note and button of one state."""


def panel_order(order: Iterable[str], on_air: str | None, next_sku: str | None) -> tuple[str, ...]:
    """The order of the cards at this moment: on air, next, then as the settings file lists them."""
    rest = tuple(order)
    first = tuple(sku for sku in dict.fromkeys((on_air, next_sku)) if sku is not None and sku in rest)
    return first + tuple(sku for sku in rest if sku not in first)


def uses_left(used: int, limit: int) -> str:
    """How many marks are left, as in `2 of 3 left`."""
    return _("{left} of {limit} left").format(left=max(0, limit - used), limit=limit)


def card_view(
    gauge: GaugeView, *, minutes: float, zone: tzinfo, reason: Reason = Reason.STAGE, variant: str = ""
) -> CardView:
    """The card of one product; `minutes` and `reason` are those chosen on the panel.

    A product on trial is marked by its next `variant`, whose length and reason they then are.
    """
    plate, note, button = _FACES.get(gauge.chip.kind, _selling)(_Card(gauge, minutes, zone, variant))
    if button.press in (Press.MARK, Press.CLOSE_ROUND):
        meant = Reason.ROUND if button.press is Press.CLOSE_ROUND else reason
        note = untrue_label(gauge, meant) or note
    return CardView(
        sku=gauge.sku,
        title=gauge.title,
        plate=plate,
        note=note,
        button=button,
        can_stop=not gauge.cannot_stop,
        next_round=_next_round(gauge),
    )


def _next_round(gauge: GaugeView) -> str:
    """Offered once a round is over, while the product is on sale again or held for that round alone."""
    one, hold = gauge.selling_round, gauge.hold
    if one is None or one.on_sale or not one.next_units:
        return ""
    if hold is not None and not _is_for_a_round(hold):
        return ""
    return p_("card", "Next round\n{units}").format(units=number(one.next_units))


def _is_for_a_round(hold: HoldView) -> bool:
    return not hold.is_stop and hold.state is HoldState.ACTIVE and hold.reason in _OF_ROUNDS


def _selling(card: _Card) -> _Face:
    one = card.gauge.selling_round
    if one is not None and one.on_sale:
        return _in_a_round(card, one)
    plate = Plate(style=PlateStyle.NONE, tone=Tone.PLAIN, icon="", word=_on_sale(card.gauge))
    return plate, card.gauge.cannot_mark or _pace(card.gauge), _mark(card)


def _in_a_round(card: _Card, one: RoundView) -> _Face:
    """What is left of the round on sale; once it is sold, the press that closes it."""
    words = _("{left} of {units}").format(left=number(one.left), units=number(one.units))
    plate = Plate(
        style=PlateStyle.OUTLINED if one.sold_out else PlateStyle.NONE,
        tone=Tone.ACT if one.sold_out else Tone.PLAIN,
        icon="out" if one.sold_out else "",
        word=_with(round_name(one), p_("panel", "sold") if one.sold_out else p_("panel", "left")),
        figure=words,
    )
    note = card.gauge.cannot_mark or kept_note(one) or _pace(card.gauge)
    return plate, note, _close_round(card) if one.sold_out else _mark(card)


def _close_round(card: _Card) -> CardButton:
    if card.gauge.cannot_mark:
        return _mark(card)
    text = _("Close the round {minutes} min").format(minutes=f"{card.minutes:g}")
    return CardButton(press=Press.CLOSE_ROUND, text=text)


def _low(card: _Card) -> _Face:
    one = card.gauge.selling_round
    if one is not None and one.on_sale:
        return _in_a_round(card, one)
    critical = card.gauge.chip.kind is ChipKind.CRITICAL
    plate = Plate(
        style=PlateStyle.OUTLINED,
        tone=Tone.ACT if critical else Tone.CAUTION,
        icon="crit" if critical else "low",
        word=_with(_on_sale(card.gauge), p_("panel", "critical") if critical else p_("panel", "low")),
        figure=_minutes_left(card.gauge),
    )
    return plate, card.gauge.cannot_mark or _pace(card.gauge), _mark(card)


def _sold_out(card: _Card) -> _Face:
    plate = Plate(
        style=PlateStyle.OUTLINED, tone=Tone.ACT, icon="out", word=p_("panel", "Sold out"), figure=number(0)
    )
    inbound = card.gauge.inbound
    note = (
        _("True stock 0, {units} on the way").format(units=number(inbound)) if inbound else _("True stock 0")
    )
    return plate, note, _mark(card)


def _stale(card: _Card) -> _Face:
    plate = Plate(
        style=PlateStyle.DASHED,
        tone=Tone.DOUBT,
        icon="clock",
        word=_with(_on_sale(card.gauge), p_("panel", "stale")),
        age_from=card.gauge.age_from,
    )
    return plate, card.gauge.cannot_mark or card.gauge.note, _mark(card)


def _unknown(card: _Card) -> _Face:
    word = _with(_on_sale(card.gauge), p_("panel", "stock not known"))
    plate = Plate(style=PlateStyle.DASHED, tone=Tone.DOUBT, icon="unknown", word=word)
    return plate, card.gauge.cannot_mark or card.gauge.note, _mark(card)


def _refused(card: _Card) -> _Face:
    plate = Plate(
        style=PlateStyle.OUTLINED,
        tone=Tone.ACT,
        icon="ban",
        word=_with(_on_sale(card.gauge), p_("panel", "mark refused")),
    )
    return plate, card.gauge.chip.text, _mark(card)


def _handed_over(card: _Card) -> _Face:
    word = _with(_on_sale(card.gauge), p_("panel", "handed over"))
    plate = Plate(style=PlateStyle.OUTLINED, tone=Tone.PLAIN, icon="swap", word=word)
    return plate, _("Changed in the shop meanwhile; we do not undo that"), _mark(card)


def _sending(card: _Card) -> _Face:
    plate = Plate(
        style=PlateStyle.OUTLINED,
        tone=Tone.HOLD,
        icon="send",
        word=p_("panel", "Marking"),
        age_from=card.gauge.chip.since,
    )
    note = _by_hand_note(card) or _("Recorded; counts as sold out until the shop confirms")
    return plate, note, CardButton(press=Press.UNDO, text=p_("panel", "Undo"), holds=_holds(card.gauge))


def _announced(card: _Card) -> _Face:
    coming = card.gauge.announced
    if coming is None:
        return _selling(card)
    plate = Plate(
        style=PlateStyle.OUTLINED,
        tone=Tone.HOLD,
        icon="plan",
        word=p_("panel", "Announced"),
        until=coming.until,
    )
    note = _("Plan {number}: then sold out for {minutes} min").format(
        number=coming.plan, minutes=f"{coming.minutes:g}"
    )
    return plate, note, CardButton(press=Press.CALL_OFF, text=p_("panel", "Call off"), plan=coming.plan)


def _held(card: _Card) -> _Face:
    hold = card.gauge.hold
    plate = Plate(
        style=PlateStyle.FILLED,
        tone=Tone.HOLD,
        icon="lock",
        word=_("Virtual sold-out"),
        until=card.gauge.chip.until,
    )
    button = CardButton(press=Press.RESTORE, text=_("Restore now"), holds=_holds(card.gauge))
    return plate, _when_back(card, hold), button


def _when_back(card: _Card, hold: HoldView | None) -> str:
    if hold is None or hold.deadline is None:
        return ""
    why = hold.note or reason_label(hold.reason)
    return _("Restores itself at {time}; {why}").format(time=card.at(hold.deadline), why=why)


def _restoring(card: _Card) -> _Face:
    plate = Plate(
        style=PlateStyle.OUTLINED,
        tone=Tone.HOLD,
        icon="open",
        word=p_("panel", "Restoring"),
        age_from=card.gauge.chip.since,
    )
    note = _by_hand_note(card) or _("On sale once read back")
    return plate, note, CardButton(press=Press.NOTHING, text=_("Restoring…"))


def _outcome_unknown(card: _Card) -> _Face:
    plate = Plate(
        style=PlateStyle.DASHED,
        tone=Tone.HOLD,
        icon="unknown",
        word=p_("panel", "No answer"),
        since=card.gauge.chip.since,
    )
    note = _("The answer was lost; counts as sold out while the shop is read")
    return plate, note, CardButton(press=Press.READ_AGAIN, text=_("Read again"), holds=_holds(card.gauge))


def _not_restored(card: _Card) -> _Face:
    plate = Plate(
        style=PlateStyle.FILLED,
        tone=Tone.ACT,
        icon="need",
        word=p_("panel", "Not restored"),
        since=card.gauge.chip.since,
    )
    return plate, _by_hand_note(card) or _attempts(card.gauge), _by_hand(card.gauge)


def _by_hand_note(card: _Card) -> str:
    """Where a person has to press, and nothing is read."""
    hold = card.gauge.hold
    if hold is None or not hold.by_hand:
        return ""
    return _("Somebody has to do it at {shop}, and say so above").format(shop=hold.by_hand)


def _attempts(gauge: GaugeView) -> str:
    waiting = [line.name for line in gauge.shops if line.hold is not None and line.hold.needs_attention]
    attempts = 0 if gauge.hold is None else gauge.hold.attempts
    return _("Attempt {number}; not read back: {shops}").format(number=attempts, shops=", ".join(waiting))


def _by_hand(gauge: GaugeView) -> CardButton:
    for line in gauge.shops:
        if line.page and line.hold is not None and line.hold.needs_attention:
            return CardButton(press=Press.OPEN_SHOP, text=_("Restore it in the shop"), page=line.page)
    return CardButton(press=Press.READ_AGAIN, text=_("Read again"), holds=_holds(gauge))


def _stopped(card: _Card) -> _Face:
    plate = Plate(
        style=PlateStyle.FILLED,
        tone=Tone.STOP,
        icon="stop",
        word=_("Emergency stop"),
        since=card.gauge.chip.since,
    )
    button = CardButton(press=Press.RELEASE, text=_("Release…"), holds=_holds(card.gauge))
    return plate, _who_stopped(card, card.gauge.hold), button


def _who_stopped(card: _Card, hold: HoldView | None) -> str:
    if hold is None:
        return ""
    why = hold.note or reason_label(hold.reason)
    return _("{who} at {time}: {why}; uses up no mark").format(
        who=hold.who, time=card.at(hold.started_at), why=why
    )


_FACES: dict[ChipKind, Callable[[_Card], _Face]] = {
    ChipKind.NOT_RESTORED: _not_restored,
    ChipKind.STOPPED: _stopped,
    ChipKind.SENDING: _sending,
    ChipKind.ANNOUNCED: _announced,
    ChipKind.HELD: _held,
    ChipKind.RESTORING: _restoring,
    ChipKind.OUTCOME_UNKNOWN: _outcome_unknown,
    ChipKind.REFUSED: _refused,
    ChipKind.HANDED_OVER: _handed_over,
    ChipKind.UNKNOWN: _unknown,
    ChipKind.STALE: _stale,
    ChipKind.SOLD_OUT: _sold_out,
    ChipKind.CRITICAL: _low,
    ChipKind.LOW: _low,
}


def _on_sale(gauge: GaugeView) -> str:
    """What the shops say, not what we wish."""
    states = {line.state for line in gauge.shops}
    if not states:
        return _("In no shop")
    if states == {ShopLineState.ON_SALE}:
        return p_("panel", "On sale")
    if ShopLineState.SOLD_OUT in states:
        return _("Off sale in the shop") if len(states) == 1 else _("Partly on sale")
    return _("Shop not read")


def _with(state: str, more: str) -> str:
    return p_("panel", "{state}, {more}").format(state=state, more=more)


def _minutes_left(gauge: GaugeView) -> str:
    if gauge.sell_out is None or gauge.freshness in (Freshness.STALE, Freshness.UNKNOWN):
        return ""
    return p_("panel", "{minutes} min").format(minutes=minutes(gauge.sell_out.p50))


def _pace(gauge: GaugeView) -> str:
    if gauge.units_per_minute is None:
        return _("No sales to judge by yet")
    pace = rate(gauge.units_per_minute)
    if gauge.lasts_the_show:
        return _("Lasts the show, {rate} a minute").format(rate=pace)
    if gauge.sell_out is None:
        return p_("panel", "{rate} a minute").format(rate=pace)
    early, late = minutes(gauge.sell_out.p10), minutes(gauge.sell_out.p90)
    return _("Gone in {early} to {late} min, {rate} a minute").format(early=early, late=late, rate=pace)


def _mark(card: _Card) -> CardButton:
    gauge = card.gauge
    if gauge.cannot_mark:
        used_up = gauge.holds_used >= gauge.holds_limit
        text = _("All {limit} used").format(limit=gauge.holds_limit) if used_up else _("Can't be marked")
        return CardButton(press=Press.NOTHING, text=text)
    words = _("Mark sold out {minutes} min")
    if card.variant:
        words = _("Trial {variant}: sold out {minutes} min")
    text = words.format(minutes=f"{card.minutes:g}", variant=plain(card.variant, _VARIANT))
    return CardButton(press=Press.MARK, text=text)


def _holds(gauge: GaugeView) -> tuple[int, ...]:
    return tuple(line.hold.id for line in gauge.shops if line.hold is not None)
