"""The roles of the outside, played: a warehouse, viewers, orders and a shop that are all one `StageWorld`.

They keep to the ports a room's connectors keep to. Nothing here can send anything anywhere.
"""

from collections.abc import Collection
from typing import Final

from app.assembly.stage.world import StageWorld
from app.domain.catalogue import Warehouse, WarehouseMode
from app.domain.hold import Reason
from app.domain.readings import (
    Sale,
    SalesAnswer,
    SalesCount,
    ShopAnswer,
    ShopReading,
    SourceRole,
    StockAnswer,
    StockReading,
    TrafficAnswer,
)
from app.ports import (
    Clock,
    CommandAnswer,
    Outcome,
    RestoreCommand,
    SellOutCommand,
    SourceInfo,
    Unavailable,
)
from app.words import _

WAREHOUSE: Final = "stock"
SHOP: Final = "shop"
_POLL_S: Final = 5.0
_STALE_S: Final = 45.0


class _Role:
    """What all of them share."""

    def __init__(self, world: StageWorld, clock: Clock, role: SourceRole, name: str) -> None:
        self._world = world
        self._clock = clock
        self.info = SourceInfo(
            id=role.value if role is not SourceRole.STOREFRONT else SHOP,
            name=name,
            role=role,
            kind="rehearsal",
            poll_seconds=_POLL_S,
            stale_after_seconds=_STALE_S,
            busy_poll_seconds=_POLL_S if role is SourceRole.STOREFRONT else None,
        )

    def _speak(self, source: str) -> None:
        """Say nothing where the script has it so."""
        if self._world.silent(source):
            raise Unavailable(_("Silent, as the rehearsal has it."))

    async def close(self) -> None:
        """Nothing to release."""


class StageStock(_Role):
    """The port `StockSource`."""

    def __init__(self, world: StageWorld, clock: Clock) -> None:
        super().__init__(world, clock, SourceRole.WAREHOUSE, _("Rehearsed warehouse"))
        self.warehouses: tuple[Warehouse, ...] = (stage_warehouse(),)

    async def read(self) -> StockAnswer:
        """What there is now."""
        self._speak("stock")
        now = self._clock.now()
        return StockAnswer(
            source=self.info.id,
            asked_at=now,
            seen_at=now,
            readings=tuple(
                StockReading(sku=sku, warehouse=WAREHOUSE, available=units)
                for sku, units in self._world.theatre.left().items()
            ),
        )


class StageTraffic(_Role):
    """The port `TrafficSource`."""

    def __init__(self, world: StageWorld, clock: Clock) -> None:
        super().__init__(world, clock, SourceRole.TRAFFIC, _("Rehearsed viewers"))

    async def read(self) -> TrafficAnswer:
        """Who watches now."""
        self._speak("traffic")
        now, organic, paid = self._clock.now(), self._world.organic, self._world.paid
        viewers = None if organic is None or paid is None else organic + paid
        return TrafficAnswer(
            source=self.info.id, asked_at=now, seen_at=now, viewers=viewers, organic=organic, paid=paid
        )


class StageSales(_Role):
    """The port `SalesSource`."""

    def __init__(self, world: StageWorld, clock: Clock) -> None:
        super().__init__(world, clock, SourceRole.SALES, _("Rehearsed orders"))

    async def read(self, _since: object) -> SalesAnswer:
        """Totals since the start."""
        self._speak("sales")
        now = self._clock.now()
        sales = tuple(Sale(sku=sku, units=self._world.sold[sku]) for sku in self._world.theatre.skus)
        return SalesAnswer(
            source=self.info.id, asked_at=now, seen_at=now, counts=SalesCount.SINCE_START, sales=sales
        )


class StageShop(_Role):
    """The port `Storefront`: takes every command, and has its effect on the played broadcast alone."""

    def __init__(self, world: StageWorld, clock: Clock) -> None:
        super().__init__(world, clock, SourceRole.STOREFRONT, _("Rehearsed shop"))
        self.skus = frozenset(world.theatre.skus)
        self.warehouses: frozenset[str] = frozenset({WAREHOUSE})
        self.enforces_quantity = True
        self.late_effect_seconds = 0.0
        self.label = ""
        self.label_means: frozenset[Reason] = frozenset()
        self.reads_each = False

    async def read(
        self, skus: Collection[str], *, urgent: bool = False, restoring: bool = False
    ) -> ShopAnswer:
        """State of these products; a rehearsed shop is never in a hurry."""
        del urgent, restoring
        now, left = self._clock.now(), self._world.theatre.left()
        return ShopAnswer(
            source=self.info.id,
            asked_at=now,
            seen_at=now,
            readings=tuple(
                ShopReading(sku=sku, sold_out=sku in self._world.off_sale, quantity=left[sku])
                for sku in skus
                if sku in left
            ),
            gone=tuple(sku for sku in skus if sku not in left),
        )

    async def sell_out(self, command: SellOutCommand) -> CommandAnswer:
        """Take it off sale in the played broadcast."""
        self._world.off_sale.add(command.sku)
        return CommandAnswer(outcome=Outcome.ACCEPTED)

    async def restore(self, command: RestoreCommand) -> CommandAnswer:
        """Put it back."""
        self._world.off_sale.discard(command.sku)
        return CommandAnswer(outcome=Outcome.ACCEPTED)


def stage_warehouse() -> Warehouse:
    """The one warehouse: a record does not tell what lay where."""
    return Warehouse(
        id=WAREHOUSE,
        name=_("Rehearsed warehouse"),
        short="R",
        mode=WarehouseMode.OWN,
        source=SourceRole.WAREHOUSE.value,
    )
