"""The demo's shop: what is on sale, how much of it the shop believes to have, and commands with keys.

Pure but for its ledger. A product is bought only while it is on sale and the shop believes in a unit of it.
After a restart on the same ledger a product is as the last command left it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus

from services.demo.ledger import Entry, Ledger, Outcome
from services.demo.scenario import Article


class Action(StrEnum):
    """The two things that can be asked of a product."""

    OFF = "off"
    ON = "on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A product in the shop, under the shop's own id. `until`: back on sale by itself at that instant."""

    id: str
    sku: str
    title: str
    quantity: int
    on_sale: bool = True
    until: datetime | None = None

    @property
    def status(self) -> str:
        """The word the shop uses: on or off."""
        return Action.ON if self.on_sale else Action.OFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One request to change a product; `answered` is false when its answer will never arrive."""

    action: Action
    product_id: str
    at: datetime
    key: str | None = None
    until: datetime | None = None
    answered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The shop's answer: a status code, and either the product's status or an error."""

    code: HTTPStatus
    status: str | None = None
    error: str = ""


class Shop:
    """Every product on sale, and the ledger of what was done to it."""

    def __init__(self, articles: Iterable[Article], ledger: Ledger) -> None:
        self.ledger = ledger
        self._items: dict[str, Item] = {}
        self._answers: dict[str, tuple[Action, str, Verdict]] = {}
        for article in articles:
            units = sum(article.opening.values()) + article.shop_extra
            self._items[article.sku] = Item(
                id=article.shop_id, sku=article.sku, title=article.chinese, quantity=units
            )
        self._sku_by_id = {item.id: item.sku for item in self._items.values()}
        for entry in ledger.entries:
            self._remember(entry)

    @property
    def items(self) -> tuple[Item, ...]:
        """All products."""
        return tuple(self._items.values())

    def offered(self, sku: str) -> int:
        """Units the shop would sell now; none while the product is off sale."""
        item = self._items[sku]
        return item.quantity if item.on_sale else 0

    def change_quantity(self, sku: str, units: int) -> None:
        """Believe in so many units more, or fewer; never in fewer than none."""
        item = self._items[sku]
        self._items[sku] = replace(item, quantity=max(0, item.quantity + units))

    def obey(self, command: Command) -> Verdict:
        """Carry out a command once for its key, and write it down whatever comes of it."""
        item = self._item(command.product_id)
        known = self._answers.get(command.key or "")
        if item is None:
            return self._refuse(command, HTTPStatus.NOT_FOUND, "no such product")
        if known and known[:2] != (command.action, command.product_id):
            return self._refuse(
                command, HTTPStatus.UNPROCESSABLE_ENTITY, "this key belongs to another command"
            )
        if command.until and command.until <= command.at:
            return self._refuse(command, HTTPStatus.UNPROCESSABLE_ENTITY, "until is in the past")
        if known:
            self._write(command, item, Outcome.REPLAYED, effect=False)
            return known[2]
        return self._carry_out(command, item)

    def lift_due(self, now: datetime) -> None:
        """Put back on sale whatever was taken off until now or earlier."""
        for item in self.items:
            if item.until and item.until <= now:
                command = Command(action=Action.ON, product_id=item.id, at=now)
                self._set(item, command)
                self._write(command, item, Outcome.DONE, effect=True, by="until")

    def _item(self, product_id: str) -> Item | None:
        sku = self._sku_by_id.get(product_id)
        return self._items[sku] if sku else None

    def _refuse(self, command: Command, code: HTTPStatus, why: str) -> Verdict:
        self._write(command, self._item(command.product_id), Outcome.REFUSED, effect=False)
        return Verdict(code=code, error=why)

    def _carry_out(self, command: Command, item: Item) -> Verdict:
        effect = item.status != command.action
        self._set(item, command)
        self._write(command, item, Outcome.DONE, effect=effect)
        verdict = Verdict(code=HTTPStatus.OK, status=command.action)
        if command.key:
            self._answers[command.key] = (command.action, command.product_id, verdict)
        return verdict

    def _set(self, item: Item, command: Command) -> None:
        off = command.action is Action.OFF
        self._items[item.sku] = replace(
            self._items[item.sku], on_sale=not off, until=command.until if off else None
        )

    def _write(
        self, command: Command, item: Item | None, outcome: Outcome, *, effect: bool, by: str = "api"
    ) -> None:
        sku = item.sku if item else None
        self.ledger.add(
            Entry(
                number=self.ledger.next_number,
                at=command.at.isoformat(),
                action=command.action,
                product_id=command.product_id,
                sku=sku,
                key=command.key,
                outcome=outcome,
                effect=effect,
                status=self._items[sku].status if sku else None,
                until=command.until.isoformat() if command.until else None,
                by=by,
                answered=command.answered,
            )
        )

    def _remember(self, entry: Entry) -> None:
        """Take over what an earlier run of the same shop was told."""
        item = self._item(entry.product_id)
        if entry.outcome is not Outcome.DONE or item is None:
            return
        until = datetime.fromisoformat(entry.until) if entry.until else None
        action = Action(entry.action)
        command = Command(action=action, product_id=item.id, at=datetime.fromisoformat(entry.at), until=until)
        self._set(item, command)
        if entry.key:
            verdict = Verdict(code=HTTPStatus.OK, status=action)
            self._answers[entry.key] = (action, item.id, verdict)
