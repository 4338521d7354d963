"""What each of the demo's systems sees of the world: the present, or what a fault makes of it.

The systems ask here for figures with the world second they pass for; nothing here knows HTTP or JSON.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from services.demo.audience import Crowd
from services.demo.faults import Fault, FaultKind, Faults
from services.demo.orders import Buyers, Line
from services.demo.shop import Item
from services.demo.stock import Figures
from services.demo.timeline import Clock, Timeline
from services.demo.world import Card, World, cards_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Figures of one site and the world second their stamps speak of."""

    figures: tuple[Figures, ...]
    at: float


class Stage:
    """The world with its clock and its faults.

    Args:
        opening_first: Each site's first complete listing shows what it held when the broadcast began, so that
            a desk that joins in the middle knows what its gauges were full of.
    """

    def __init__(
        self, world: World, timeline: Timeline, clock: Clock, *, opening_first: bool = False
    ) -> None:
        self.world = world
        self.faults = Faults()
        self._timeline = timeline
        self._clock = clock
        self._late: list[tuple[float, Callable[[], object]]] = []
        self._unopened = set(world.opening) if opening_first else set()

    def catch_up(self) -> None:
        """Let the world reach the present."""
        self.world.go_to(self._timeline.second())
        self.world.shop.lift_due(self.wall())
        now = self.monotonic()
        due = [act for end, act in self._late if end <= now]
        self._late = [late for late in self._late if late[0] > now]
        for act in due:
            act()

    def later(self, seconds: float, act: Callable[[], object]) -> None:
        """Do something when the stage next catches up after so many real seconds."""
        self._late.append((self.monotonic() + seconds, act))

    def monotonic(self) -> float:
        """Real seconds, for limits and ends."""
        return self._clock.monotonic()

    def wall(self) -> datetime:
        """Aware UTC wall time."""
        return self._clock.now()

    def instant(self, second: float) -> datetime:
        """When a world second was, on the wall clock."""
        return self._timeline.instant(second)

    def second_of(self, instant: datetime) -> float:
        """The world second of an aware instant."""
        return self._timeline.second_of(instant)

    def figures(self, site: str) -> Shown:
        """What a site says it holds."""
        if fault := self._still(site):
            return Shown(figures=fault.snapshot.figures[site], at=self._stamp(fault))
        if site in self._unopened:
            return Shown(figures=self.world.opening[site], at=self.world.now)
        return Shown(figures=self.world.stock.figures(site), at=self.world.now)

    def listed(self, site: str) -> None:
        """A complete listing of this site was handed out."""
        self._unopened.discard(site)

    def crowd(self) -> tuple[Crowd, float]:
        """Who watches, and the world second that is true of."""
        fault = self._still("live")
        if fault is None:
            return self.world.audience.crowd, self.world.now
        return fault.snapshot.crowd, self._stamp(fault)

    def items(self) -> tuple[Item, ...]:
        """What the shop says of its products."""
        fault = self._still("shop")
        return fault.snapshot.items if fault else self.world.shop.items

    def buyers(self) -> Buyers:
        """What the live room says of orders so far."""
        fault = self._still("live")
        return fault.snapshot.buyers if fault else self.world.orders.buyers

    def cards(self) -> tuple[Card, ...]:
        """What the live room says of its products."""
        fault = self._still("cards")
        return fault.snapshot.cards if fault else cards_of(self.world)

    def lines(self, since: float) -> tuple[list[Line], float]:
        """Order lines paid or cancelled since a world second, and the second up to which they are known."""
        fault = self._still("orders")
        until = fault.snapshot.at if fault else self.world.now
        return self.world.orders.changed_since(since, until), until

    def _still(self, target: str) -> Fault | None:
        return self.faults.standing_still(target, self.monotonic())

    def _stamp(self, fault: Fault) -> float:
        return fault.snapshot.at if fault.kind is FaultKind.OLD else self.world.now
