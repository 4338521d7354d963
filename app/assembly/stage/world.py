"""The broadcast that is played under a rehearsing desk: it goes on, whatever the desk does about it.

What the desk marks is off sale here, what it shows sells here, what it calls for comes here; nowhere else.
"""

from collections import Counter
from dataclasses import dataclass, field

from app.domain.simulation import Stage
from app.engine.rehearsing import Theatre

CALL_MINUTES = 20.0
"""From a call for stock to units on sale."""


@dataclass(slots=True)
class StageWorld:
    """A theatre with what is true of it now. `off_sale` is what the shop was told."""

    theatre: Theatre
    off_sale: set[str] = field(default_factory=set)
    sold: Counter[str] = field(default_factory=Counter)
    organic: int | None = None
    paid: int | None = None
    turned_to: str | None = None
    """What the run of show puts on air, until a person does otherwise."""
    _coming: dict[int, tuple[float, str, int]] = field(default_factory=dict)
    _called: set[int] = field(default_factory=set)

    @property
    def minute(self) -> float:
        """Minutes from the start."""
        return self.theatre.minute

    @property
    def is_over(self) -> bool:
        """Whether the broadcast has ended."""
        return self.theatre.minute >= self.theatre.minutes - 1e-9

    def silent(self, source: str) -> bool:
        """Whether that source says nothing now, as the script has it."""
        minute = self.theatre.minute
        return any(one.source == source and one.start < minute <= one.end for one in self.theatre.faults)

    def turn(self) -> str | None:
        """What the run of show has on air from now on, if that is something else than before."""
        theatre = self.theatre
        stage = Stage(
            minute=theatre.minute,
            minutes=theatre.minutes,
            on_air=self.turned_to,
            since=0.0,
            left=theatre.left(),
            off_sale=frozenset(self.off_sale),
        )
        scripted = theatre.director(stage)
        if scripted is None or scripted == self.turned_to:
            return None
        self.turned_to = scripted
        return scripted

    def call(self, number: int, sku: str, units: int) -> None:
        """Units are called for; they come once, as far as there are any elsewhere."""
        if number not in self._called:
            self._called.add(number)
            brought = min(units, self.theatre.reserve.get(sku, 0))
            self._coming[number] = (self.minute + CALL_MINUTES, sku, brought)

    def step(self, on_air: str | None) -> None:
        """Let one step of the broadcast pass."""
        for number, (due, sku, units) in tuple(self._coming.items()):
            if due <= self.minute:
                del self._coming[number]
                self.theatre.deliver(sku, units)
        moment = self.theatre.step(on_air, frozenset(self.off_sale))
        self.organic, self.paid = moment.organic, moment.paid
        for sku, units in zip(self.theatre.skus, moment.sold.tolist(), strict=True):
            if units:
                self.sold[sku] += units
