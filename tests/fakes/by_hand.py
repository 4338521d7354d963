"""A shop that only people can work, for tests: reads say what was confirmed, commands are noted."""

from collections.abc import Callable, Collection
from datetime import timedelta

from app.domain.by_hand import HandGuide
from app.domain.readings import ShopAnswer, ShopReading
from app.ports import CommandAnswer, Outcome, RestoreCommand, SellOutCommand, Unavailable
from tests.fakes.storefronts import FakeStorefront


class FakeManualStorefront(FakeStorefront):
    """The port `ManualStorefront`: commands change nothing, `asked` notes them."""

    guide = HandGuide(page="https://shop.example", take_off="off shelf", put_back="on shelf")
    asked: tuple[str, ...] = ()

    def believe(self, told: Callable[[str], bool | None]) -> None:
        """Reads answer what this says."""
        self._told = told

    async def read(
        self, skus: Collection[str], *, urgent: bool = False, restoring: bool = False
    ) -> ShopAnswer:
        """What was confirmed. Raises Unavailable on behalf of a hold where nobody has."""
        known = {sku: self._told(sku) for sku in skus}
        if (urgent or restoring) and None in known.values():
            raise Unavailable("nobody has confirmed it")
        now = self.clock.now()
        # this clock stands still while the desk works: what was asked before a command is older than it
        asked_at = now - timedelta(milliseconds=1)
        readings = tuple(ShopReading(sku=sku, sold_out=off) for sku, off in known.items() if off is not None)
        return ShopAnswer(source=self.info.id, asked_at=asked_at, seen_at=now, readings=readings)

    async def sell_out(self, command: SellOutCommand) -> CommandAnswer:
        """Somebody was asked."""
        self.asked = (*self.asked, f"take off {command.sku}")
        return CommandAnswer(outcome=Outcome.ACCEPTED)

    async def restore(self, command: RestoreCommand) -> CommandAnswer:
        """Somebody was asked."""
        self.asked = (*self.asked, f"put back {command.sku}")
        return CommandAnswer(outcome=Outcome.ACCEPTED)
