"""Clicks on all products so far, folded as they are heard, and what they add to what is believed of each.

Live and rehearsed. The reckoning is the domain's.
"""

from app.domain.clicks import NOTHING_CLICKED, Interest, believed, clicked, so_far
from app.domain.policy import Policy
from app.domain.trade import Belief, Meter, TradeFacts

_NEWS = 1.1
"""So many times the clicks there were when a product was last judged by them are news of it."""


class Clicks:
    """The broadcast's clicks; costs nothing while nobody tells any."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self.begin()

    def begin(self) -> None:
        """A new broadcast: counting begins."""
        self._interests: dict[str, Interest] = {}
        self._news: dict[str, float] = {}
        self._worth = NOTHING_CLICKED

    def hear(self, sku: str, clicks: int, trade: TradeFacts, meter: Meter) -> bool:
        """So many more on this product, of no use while it can't be bought; whether that is news of it."""
        if not trade.selling:
            return False
        before = self._interests.get(sku)
        now, self._worth = clicked(before, self._worth, clicks, trade, meter)
        self._interests[sku] = now
        if now.clicks < _NEWS * self._news.get(sku, 0.0) + 1.0:
            return False
        self._news[sku] = now.clicks
        return True

    def earlier(self, sku: str, trade: TradeFacts, meter: Meter, earlier: Belief | None) -> Belief | None:
        """What is believed of the product before its own sales: by earlier broadcasts and by its clicks."""
        interest = self._interests.get(sku)
        if interest is None:
            return earlier
        return believed(interest, self._worth, so_far(trade, meter), earlier, self._policy)
