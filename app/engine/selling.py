"""What all products have sold so far, folded as it is heard: the desk's memory of trade, live and rehearsed.

Judges nothing; what it says of a product the domain decides.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from app.domain import airtime, trade
from app.domain.airtime import NOTHING_SHOWN, AirTime
from app.domain.broadcast import Showing
from app.domain.habits import first_habits
from app.domain.ledger import NOTHING_LEARNT, Airing, Count, passed
from app.domain.policy import Policy
from app.domain.recollection import Recollection
from app.domain.trade import Meter, TradeFacts


class Selling:
    """The room's meter, each product's trade, and what was on air."""

    def __init__(self, policy: Policy, now: datetime) -> None:
        self._policy = policy
        self.meter = self._first = Meter(at=now)
        self._nothing = TradeFacts(meter=self.meter)
        self.trades: dict[str, TradeFacts] = {}
        self.air: AirTime = NOTHING_SHOWN
        self._lively: set[str] = set()
        """What is on air, and what was until lately: sales answer to that for a while."""

    def trade(self, sku: str) -> TradeFacts:
        """The product's sales evidence; one that nobody bought yet had its audience all the same."""
        return self.trades.get(sku) or self._unsold()

    def _unsold(self) -> TradeFacts:
        """The same for all of them, so that it is made once for each time the meter moves."""
        if self._nothing.meter is not self.meter:
            audience = self.meter.audience - self._first.audience
            minutes = self.meter.lived - self._first.lived
            ledger = passed(NOTHING_LEARNT, audience, minutes, 1.0, self._policy)
            self._nothing = TradeFacts(meter=self.meter, ledger=ledger)
        return self._nothing

    def advance(self, at: datetime, viewers: int | None, paid: int | None) -> None:
        """Sales are known up to `at`; `viewers` are those from then on, `paid` of them through ads."""
        self.meter = trade.advanced(self.meter, at, viewers, self._policy, paid=paid)
        self.settle(at)

    def count(self, sold: Sequence[tuple[str, int]], *, since: datetime | None = None) -> None:
        """Units of each product were sold up to the meter; negative: cancelled."""
        # of products that are not being shown only the sum tells, so that the meter need not be made for each
        quiet = [units for sku, units in sold if self.trade(sku).ledger.airing is Airing.QUIET]
        self.meter = trade.bought(self.meter, sum(quiet))
        for sku, units in sold:
            before = self.trade(sku)
            if before.ledger.airing is not Airing.QUIET:
                self.meter = trade.learnt(self.meter, before, self._policy, units)
            self.trades[sku] = trade.sold(before, self.meter, units, self._policy, since=since)

    def watch(self, sku: str, *, selling: bool) -> None:
        """From now on the product can be bought, or can't."""
        before = self.trade(sku)
        if before.selling != selling:
            self.meter = trade.learnt(self.meter, before, self._policy)
            self.trades[sku] = trade.watched(before, self.meter, self._policy, selling=selling)

    def put_on_air(self, showing: Showing | None, at: datetime, *, products: int) -> None:
        """Something else is shown from now on, or nothing; `products` are all that may be."""
        self.air = replace(airtime.put_on_air(self.air, showing, at), products=products)
        if showing is not None:
            self._lively.add(showing.sku)
        self.settle(at)

    def expect(self, past: Recollection) -> None:
        """What earlier broadcasts say of air and of how viewers buy; what was learnt since then stands."""
        self.air = replace(self.air, shares=past.shares)
        first, now = first_habits(self._policy, past.lifts, past.paid_worth), self.meter.habits
        fresh = now.bought == 0.0 and not any(count.audience for count in now.told)
        known = replace(now, prior_lifts=first.prior_lifts, prior_worth=first.prior_worth)
        self.meter = replace(self.meter, habits=first if fresh else known)

    def settle(self, at: datetime) -> None:
        """What was just shown, or is, sells in another way as time goes on: its evidence says since when."""
        for sku in tuple(self._lively):
            stands, until = airtime.airing(self.air, sku, at, self._policy)
            evidence = self.trade(sku)
            if stands is not evidence.ledger.airing:
                self.meter = trade.learnt(self.meter, evidence, self._policy)
                self.trades[sku] = trade.shown(evidence, self.meter, self._policy, airing=stands)
            shown = self.air.now is not None and self.air.now.sku == sku
            if until is None and not shown:
                self._lively.discard(sku)

    def restart(self, at: datetime) -> None:
        """Learn anew from an instant on: what follows was heard before."""
        self.meter = self._first = Meter(at=at, habits=self.meter.habits)
        self.trades = {}
        self.air = replace(NOTHING_SHOWN, shares=self.air.shares, products=self.air.products)
        self._lively = set()

    def begin(self, *, products: int) -> None:
        """A new broadcast: what is on air stays, nothing else was shown yet, and totals begin."""
        self._first = self.meter
        self.air = AirTime(now=self.air.now, shares=self.air.shares, products=products)
        for sku, evidence in self.trades.items():
            self.trades[sku] = replace(evidence, ledger=replace(evidence.ledger, total=Count()))
