"""What sources tell of buyers beyond viewers and units: clicks, prices, people to come, money, regulars.

Folded into the room and kept as it changes. What clicks mean is `clicks`', what prices do the line-up's.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from app.domain.readings import Offer, OffersAnswer, TrafficAnswer
from app.domain.told import ClickTotal, CrowdTold, OrdersTold, PriceTold, Told, risen
from app.engine.journalling import Keeper
from app.engine.room import Room
from app.ports import Clock

KEEP_EVERY = timedelta(seconds=10)
"""No figure is kept oftener: what comes between is in the next total."""


_SLICE = 200
"""So many rows with news in one go."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Who told of which product."""

    source: str
    sku: str


class Offers:
    """Hears offers, and what other sources tell beside their own figures."""

    def __init__(self, room: Room, keeper: Keeper, clock: Clock) -> None:
        self._room = room
        self._keeper = keeper
        self._clock = clock
        self._heard: dict[str, dict[str, Offer]] = {}
        """What each source said last of each product."""
        self._unkept: set[_Place] = set()
        """Totals that changed a moment after they were kept."""
        self._totals: dict[_Place, ClickTotal] = {}
        self._kept: dict[_Place, ClickTotal] = {}
        """As they stand in the record."""
        self._crowd: dict[str, CrowdTold] = {}
        self._priced: dict[str, PriceTold] = {}
        self.prices: dict[str, Decimal] = {}
        """What products cost now, as sources last said."""
        self.cost: Callable[[str, Decimal], None] = lambda _sku, _price: None
        """Takes a product's new price over; set by the engine."""

    async def hear(self, answer: OffersAnswer) -> None:
        """A source of offers answered; of a long list others get a turn in between."""
        heard = self._heard.setdefault(answer.source, {})
        told: list[Told] = []
        news = [offer for offer in answer.offers if self._is_news(answer, offer, heard)]
        for place, offer in enumerate(news, start=1):
            heard[offer.sku] = offer
            told += self._counted(answer, offer)
            told += self._costs(answer, offer)
            if place % _SLICE == 0:
                await self._clock.sleep(0)
        self._keeper.note(told=told)

    def _is_news(self, answer: OffersAnswer, offer: Offer, heard: Mapping[str, Offer]) -> bool:
        """Whether the row says something new of a product of ours, or what it said is not kept yet."""
        if offer.sku not in self._room.products:
            return False
        before = heard.get(offer.sku)
        same = answer.running and (before is offer or before == offer)
        return not same or _Place(answer.source, offer.sku) in self._unkept

    def crowd(self, answer: TrafficAnswer) -> None:
        """A source of traffic answered; what it tells of people to come is kept when it changes."""
        told = CrowdTold(
            at=answer.asked_at,
            source=answer.source,
            reservations=answer.reservations,
            order_value=answer.order_value,
            repeat_share=answer.repeat_share,
        )
        before = self._crowd.get(answer.source)
        kept = before or CrowdTold(at=told.at, source=told.source)
        if replace(told, at=kept.at) != kept and (before is None or told.at - before.at >= KEEP_EVERY):
            self._crowd[answer.source] = told
            self._keeper.note(told=(told,))

    def orders(self, told: Sequence[OrdersTold]) -> None:
        """Money and buyers of what was just counted."""
        self._keeper.note(told=told)

    def begin(self, at: datetime) -> None:
        """A broadcast begins: its record begins with what counts and prices stand at."""
        self._room.clicks.begin()
        listed = {product.sku: product.price for product in self._room.plan.products}
        self._kept = {place: replace(total, at=at) for place, total in self._totals.items()}
        prices = [replace(said, at=at) for sku, said in self._priced.items() if said.price != listed.get(sku)]
        self._keeper.note(
            told=(*self._kept.values(), *prices, *(replace(crowd, at=at) for crowd in self._crowd.values()))
        )

    def recall(self, told: Told) -> None:
        """Learn again what an earlier run of this broadcast heard."""
        if isinstance(told, ClickTotal):
            self._kept[_Place(told.source, told.sku)] = told
            self._count(told)
        elif isinstance(told, PriceTold):
            self._say(told)
        elif isinstance(told, CrowdTold):
            self._crowd[told.source] = told

    def _counted(self, answer: OffersAnswer, offer: Offer) -> Sequence[Told]:
        """The product's counts where they have changed, and were not kept a moment ago."""
        place = _Place(answer.source, offer.sku)
        before = self._totals.get(place)
        clicks, impressions = offer.clicks, offer.impressions
        if before is not None and not answer.running:
            clicks, impressions = _more(before.clicks, clicks), _more(before.impressions, impressions)
        if before is None and clicks is None and impressions is None:
            return ()
        total = ClickTotal(
            at=answer.asked_at, source=answer.source, sku=offer.sku, clicks=clicks, impressions=impressions
        )
        if before is None or _differ(before, total):
            self._count(total)
        kept = self._kept.get(place)
        self._unkept.discard(place)
        if kept is not None and not _differ(kept, total):
            return ()
        if kept is not None and total.at - kept.at < KEEP_EVERY:
            self._unkept.add(place)
            return ()
        self._kept[place] = total
        return (total,)

    def _count(self, total: ClickTotal) -> None:
        """What was clicked since the last total; of a first one nothing is known but where it stands."""
        place = _Place(total.source, total.sku)
        before = self._totals.get(place)
        self._totals[place] = total
        if total.clicks is None or total.sku not in self._room.products:
            return
        known = total.clicks if before is None or before.clicks is None else before.clicks
        selling = self._room.selling
        clicks = risen(known, total.clicks)
        if self._room.clicks.hear(total.sku, clicks, selling.trade(total.sku), selling.meter):
            self._room.touch((total.sku,))

    def _costs(self, answer: OffersAnswer, offer: Offer) -> Sequence[Told]:
        """The product's price where the source has changed it; what a person said since stands until then."""
        sku, price = offer.sku, offer.price
        if price is None or price <= 0 or self.prices.get(sku) == price:
            return ()
        first = sku not in self.prices
        said = PriceTold(at=answer.asked_at, source=answer.source, sku=sku, price=price)
        self._say(said)
        if first and self._room.products[sku].price == price:
            return ()
        self.cost(sku, price)
        return (said,)

    def _say(self, said: PriceTold) -> None:
        self._priced[said.sku] = said
        self.prices[said.sku] = said.price


def _differ(one: ClickTotal, other: ClickTotal) -> bool:
    return (one.clicks, one.impressions) != (other.clicks, other.impressions)


def _more(before: int | None, count: int | None) -> int | None:
    """A running total of counts that are told for each interval."""
    return before if count is None else (before or 0) + count
