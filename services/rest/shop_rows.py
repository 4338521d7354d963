"""What a shop says of one product: its state, its quantity, and what must be put back later."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.readings import Scalar, ShopReading
from app.words import _
from services.rest.bad_value import BadValue
from services.rest.paths import Columns, Keys
from services.rest.rows import Plan
from services.rest.settings import ShopRead
from services.rest.strict_json import Json

EXACT_FLOAT = 2.0**53
"""Larger floats have lost digits: they are nobody's id."""
LONGEST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class ShopRow:
    """One product as the shop says. `note`: what in it was not believed, empty where all was."""

    id: str | None
    sold_out: bool | None
    quantity: int | None = None
    remember: Mapping[str, Scalar] = field(default_factory=dict)
    note: str = ""

    def reading(self, sku: str) -> ShopReading:
        """The same, of our SKU."""
        return ShopReading(sku=sku, sold_out=self.sold_out, quantity=self.quantity, remember=self.remember)


class ShopMapper:
    """Maps a product's values."""

    def __init__(self, read: ShopRead) -> None:
        """Raises BadPath when its columns are compiled."""
        self.plan = Plan()
        self.id = self.plan.place(read.product_id) if read.product_id else None
        self._state = self.plan.place(read.sold_out or read.on_sale or "null")
        self._state_means_sold_out = read.sold_out is not None
        self._quantity = self.plan.sum(read.quantity) if read.quantity else None
        self._remember = {name: self.plan.place(path) for name, path in read.remember.items()}

    def of_document(self, document: Json) -> ShopRow:
        """The one product a whole document tells of."""
        return self.row(Columns(self.plan.paths).take([document], Keys([None]))[0])

    def listed(self, row: Sequence[Json]) -> ShopRow:
        """A product in a list, which must say its id. Raises BadValue."""
        found = self.row(row)
        if found.id is None:
            raise BadValue(_("the product's id is missing"))
        return found

    def row(self, row: Sequence[Json]) -> ShopRow:
        """A product's values. An odd quantity is left out: the state matters more."""
        quantity, note = self._units(row)
        return ShopRow(
            id=digits(row[self.id]) if self.id is not None else None,
            sold_out=self._is_sold_out(row[self._state]),
            quantity=quantity,
            remember={name: _scalar(row[place]) for name, place in self._remember.items()},
            note=note,
        )

    def _is_sold_out(self, value: Json) -> bool | None:
        """Only true and false are answers."""
        if not isinstance(value, bool):
            return None
        return value if self._state_means_sold_out else not value

    def _units(self, row: Sequence[Json]) -> tuple[int | None, str]:
        if self._quantity is None:
            return None, ""
        try:
            return self._quantity.of(row), ""
        except BadValue as error:
            return None, str(error)


def digits(value: Json) -> str | None:
    """A product's id as it is compared: numbers by their digits, text after NFC; None where it is none."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value) or None
    if type(value) is int:
        return str(value)
    if type(value) is float and value.is_integer() and abs(value) < EXACT_FLOAT:
        return str(int(value))
    return None


def _scalar(value: Json) -> Scalar:
    """A value that can be kept with a hold and sent back as it was; None where it can't."""
    if isinstance(value, str):
        return value if len(value) <= LONGEST_REMEMBERED else None
    return value if value is None or isinstance(value, bool | int | float) else None
