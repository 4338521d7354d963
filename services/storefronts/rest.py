"""A shop reached by settings alone: what it says of its products, and the two commands.

Commands never raise: a definite yes, a definite no, or neither, in words. They are sent once; only where the
shop says "log in again", which has no effect, once more with the same key.
"""

import asyncio
from collections.abc import Collection, Mapping

from app.domain.hold import Reason
from app.domain.readings import Scalar, ShopAnswer, SourceRole
from app.ports import CommandAnswer, Outcome, RestoreCommand, SellOutCommand, SourceError, SourceInfo
from app.ports import Storefront as StorefrontPort
from app.words import _
from services.rest.answers import Heard, Verdict
from services.rest.calling import Call, Caller, Means, NotSent
from services.rest.composing import RequestTemplate, compile_request
from services.rest.limiter import Lane
from services.rest.placeholders import BEFORE, compile_template, fill_url
from services.rest.settings import StorefrontSource
from services.rest.shop_reads import shop_reader
from services.rest.source import source_info
from services.rest.stamps import said_instant


def build(settings: StorefrontSource, means: Means, *, skus: Collection[str]) -> StorefrontPort:
    """A storefront from its checked settings.

    `skus` are the products the file names: without `product_ids` the shop lists them all, each by its SKU.
    """
    return RestStorefront(settings, means, skus=skus)


class RestStorefront:
    """The port `Storefront` over the generic connector."""

    info: SourceInfo
    skus: frozenset[str]
    warehouses: frozenset[str]
    enforces_quantity: bool
    late_effect_seconds: float
    label: str
    label_means: frozenset[Reason]
    reads_each: bool

    def __init__(self, settings: StorefrontSource, means: Means, *, skus: Collection[str]) -> None:
        """Raises BadPath; the settings were checked before."""
        ids = product_ids(settings, skus)
        self.info = source_info(settings, SourceRole.STOREFRONT)
        self.skus = frozenset(ids)
        self.warehouses = frozenset(settings.warehouses or ())
        self.enforces_quantity = settings.enforces_quantity
        self.late_effect_seconds = settings.late_effect_seconds
        self.label = settings.label
        self.label_means = frozenset(settings.label_means)
        self._ids = ids
        self._caller = Caller(settings, means)
        self._reader = shop_reader(settings, self._caller, ids)
        self.reads_each = self._reader.reads_each
        self._sell_out = compile_request(settings.sell_out.request)
        self._restore = compile_request(settings.restore.request)
        self._one_at_a_time = asyncio.Lock()

    async def read(
        self, skus: Collection[str], *, urgent: bool = False, restoring: bool = False
    ) -> ShopAnswer:
        """State of these products; urgent reads do not wait for a poll in flight. Raises SourceError."""
        wanted = [sku for sku in skus if sku in self._ids]
        if urgent or restoring:
            return await self._reader.read(wanted, Lane.RESTORE if restoring else Lane.MARK)
        async with self._one_at_a_time:
            return await self._reader.read(wanted, Lane.POLL)

    async def sell_out(self, command: SellOutCommand) -> CommandAnswer:
        """Send it once; never re-sends.

        A mark that could not be undone for want of a value read before is refused; a stop is sent regardless.
        """
        is_stop = command.urgent or command.until is None
        needed = self._sell_out.uses if is_stop else self._sell_out.uses | self._restore.uses
        if lacking := _lacking(needed, command.remembered):
            return _refused_for_want_of(lacking)
        values = self._values(command.sku, command.key, command.remembered)
        if command.until is not None:
            values["until"] = said_instant(command.until)
        return await self._send(self._sell_out, values, Lane.STOP if is_stop else Lane.MARK)

    async def restore(self, command: RestoreCommand) -> CommandAnswer:
        """Send it once, ahead of everything else to this storefront."""
        if lacking := _lacking(self._restore.uses, command.remembered):
            return _refused_for_want_of(lacking)
        values = self._values(command.sku, command.key, command.remembered)
        return await self._send(self._restore, values, Lane.RESTORE)

    async def close(self) -> None:
        """Release connections."""
        await self._caller.close()

    def _values(self, sku: str, key: str, remembered: Mapping[str, Scalar]) -> dict[str, object]:
        before = {BEFORE + name: value for name, value in remembered.items()}
        return {**before, "product_id": self._ids.get(sku), "sku": sku, "key": key}

    async def _send(
        self, template: RequestTemplate, values: Mapping[str, object], lane: Lane
    ) -> CommandAnswer:
        call = Call(template=template, values=values, lane=lane, repeatable=False)
        try:
            return self._meant(await self._caller.ask(call))
        except NotSent as error:
            text = _("Not sent: {why}").format(why=self._caller.redact(str(error)))
            return CommandAnswer(outcome=Outcome.REFUSED, text=text)
        except SourceError as error:
            return CommandAnswer(outcome=Outcome.UNKNOWN, text=self._caller.redact(str(error)))

    def _meant(self, heard: Heard) -> CommandAnswer:
        if heard.verdict is Verdict.GOOD:
            return CommandAnswer(outcome=Outcome.ACCEPTED)
        definite = heard.verdict in (Verdict.REFUSED, Verdict.NOT_ALLOWED)
        return CommandAnswer(
            outcome=Outcome.REFUSED if definite else Outcome.UNKNOWN,
            text=self._caller.redact(_words(heard)),
        )


def product_ids(settings: StorefrontSource, skus: Collection[str]) -> dict[str, str | int]:
    """The shop's id of each SKU it lists; the SKU itself where the settings name none."""
    return dict(settings.product_ids) or {sku: sku for sku in skus}


def product_pages(settings: StorefrontSource, skus: Collection[str]) -> dict[str, str]:
    """Where a person finds each product in the shop; empty where the settings do not say."""
    template = compile_template(settings.page)
    return {
        sku: fill_url(template, {"product_id": product_id, "sku": sku})
        for sku, product_id in product_ids(settings, skus).items()
        if settings.page
    }


def _lacking(uses: Collection[str], remembered: Mapping[str, Scalar]) -> list[str]:
    """Names under `before` that have no value."""
    names = sorted(name.removeprefix(BEFORE) for name in uses if name.startswith(BEFORE))
    return [name for name in names if remembered.get(name) is None]


def _refused_for_want_of(names: Collection[str]) -> CommandAnswer:
    text = _("Not sent: the shop did not say what must be put back later ({names}).").format(
        names=", ".join(names)
    )
    return CommandAnswer(outcome=Outcome.REFUSED, text=text)


def _words(heard: Heard) -> str:
    """What the shop said, in its words where it has any."""
    if heard.text:
        return heard.text
    return _("{host} answered {status}.").format(host=heard.host, status=heard.response.status)
