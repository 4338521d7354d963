"""What products are expected to sell: as learnt, as the settings say, and in a broadcast."""

from collections.abc import Mapping

from app.domain.catalogue import Product
from app.domain.facts import Demand
from app.domain.replenishment import demand_of
from app.domain.shelving import Outlook


class Prospects:
    """The outlook of each product. `broadcast` are units by SKU that the next one is expected to sell."""

    def __init__(self) -> None:
        self._learnt: dict[str, Outlook] = {}
        self.broadcast: dict[str, float] = {}

    def learn(self, outlooks: Mapping[str, Outlook]) -> None:
        """From now on these stand."""
        self._learnt = dict(outlooks)

    def demand(self, sku: str) -> Demand | None:
        """What a day sells as learnt; None where too little is known."""
        known = self._learnt.get(sku)
        return None if known is None else known.demand

    def of(self, product: Product) -> Outlook | None:
        """As learnt, else as the settings say; None: nobody knows."""
        known = self._learnt.get(product.sku)
        demand = demand_of(product, None if known is None else known.demand)
        if demand is None:
            return None
        stage = None if known is None else known.stage
        return Outlook(demand=demand, stage=stage, broadcast_units=self.broadcast.get(product.sku, 0.0))
