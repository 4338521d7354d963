"""Everything the demo's systems can be asked about, as it was in one world second."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.demo.audience import Crowd
from services.demo.orders import Buyers
from services.demo.shop import Item
from services.demo.stock import Figures
from services.demo.world import Card, World, cards_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The world at second `at`."""

    at: float
    figures: Mapping[str, tuple[Figures, ...]]
    crowd: Crowd
    items: tuple[Item, ...]
    cards: tuple[Card, ...]
    buyers: Buyers


def take_snapshot(world: World) -> Snapshot:
    """Keep what can be seen of the world now."""
    return Snapshot(
        at=world.now,
        figures={site: world.stock.figures(site) for site in world.sites},
        crowd=world.audience.crowd,
        items=world.shop.items,
        cards=cards_of(world),
        buyers=world.orders.buyers,
    )
