"""A shop without an interface: a person presses there, and the desk believes what that person says.

Commands only say that somebody was asked; reads answer from what was confirmed, which whoever keeps the
confirmations hands in. Until then a read has no answer, so that a mark or a restore nobody confirmed is never
taken for done. Not for reminding; that is the engine's.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Annotated, TypeAlias
from urllib.parse import urlsplit

from msgspec import Meta, Struct, field

from app.domain.by_hand import MANUAL as MANUAL  # noqa: PLC0414 - the kind is this module's name
from app.domain.by_hand import HandGuide
from app.domain.hold import Reason
from app.domain.readings import ShopAnswer, ShopReading, SourceRole
from app.ports import (
    Clock,
    CommandAnswer,
    Outcome,
    RestoreCommand,
    SellOutCommand,
    SourceInfo,
    Unavailable,
)
from app.words import _, or_nearest
from services.rest.findings import Around, Findings
from services.rest.settings import Ident

LOOK_SECONDS = 5.0
"""How often its lamp is renewed; nothing is sent for it."""

Words: TypeAlias = Annotated[str, Meta(max_length=500)]


class HandSteps(Struct, frozen=True, kw_only=True):
    """What exactly to press there, in the words of that shop."""

    take_off: Words = ""
    put_back: Words = ""


class ManualStorefront(Struct, frozen=True, kw_only=True):
    """A `[[storefronts]]` entry of kind manual."""

    id: Ident
    kind: str
    name: str = ""
    product_ids: dict[str, str | int] = field(default_factory=dict)
    page: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    steps: HandSteps = HandSteps()
    warehouses: list[str] | None = None
    enforces_quantity: bool = True
    label: Annotated[str, Meta(max_length=60)] = ""
    label_means: list[Reason] = field(default_factory=lambda: [Reason.ROUND])


def check(settings: ManualStorefront, around: Around) -> Findings:
    """What is wrong in the entry."""
    findings = Findings()
    _check_pages(settings, findings)
    _check_skus(settings, around, findings)
    if not around.more_warehouses:
        _check_warehouses(settings, around, findings)
    return findings


def _check_pages(settings: ManualStorefront, findings: Findings) -> None:
    said = _("is no web address; it begins with https://")
    if settings.page and not _is_web(settings.page):
        findings.problem(("page",), said)
    for sku, page in settings.pages.items():
        if not _is_web(page):
            findings.problem(("pages", sku), said)


def _check_skus(settings: ManualStorefront, around: Around, findings: Findings) -> None:
    for place in ("product_ids", "pages"):
        for sku in getattr(settings, place).keys() - around.skus:
            text = _("no product of this file has the SKU {sku!r}.").format(sku=sku)
            findings.warn((place, sku), text + or_nearest(sku, sorted(around.skus)))


def _check_warehouses(settings: ManualStorefront, around: Around, findings: Findings) -> None:
    for number, warehouse in enumerate(settings.warehouses or ()):
        if warehouse not in around.warehouses:
            text = _("there is no warehouse {name!r}.").format(name=warehouse)
            text += or_nearest(warehouse, sorted(around.warehouses))
            findings.problem(("warehouses", number), text)


def build(settings: ManualStorefront, clock: Clock, *, skus: Collection[str]) -> "ByHandStorefront":
    """A storefront from its checked settings; without `product_ids` it lists every product of the file."""
    return ByHandStorefront(settings, clock, skus=skus)


class ByHandStorefront:
    """The port `ManualStorefront`: a shop that answers with what people said."""

    late_effect_seconds = 0.0
    reads_each = True

    def __init__(self, settings: ManualStorefront, clock: Clock, *, skus: Collection[str]) -> None:
        self.info = SourceInfo(
            id=settings.id,
            name=settings.name or settings.id,
            role=SourceRole.STOREFRONT,
            kind=MANUAL,
            poll_seconds=LOOK_SECONDS,
            stale_after_seconds=5 * LOOK_SECONDS,
        )
        self.skus = frozenset(settings.product_ids or skus)
        self.warehouses = frozenset(settings.warehouses or ())
        self.enforces_quantity = settings.enforces_quantity
        self.label = settings.label
        self.label_means = frozenset(settings.label_means)
        self.guide = _guide(settings)
        self._clock = clock
        self._told: Callable[[str], bool | None] = _nobody

    def believe(self, told: Callable[[str], bool | None]) -> None:
        """From now on reads answer what this says of a SKU; None: asked, and not confirmed by anybody."""
        self._told = told

    async def read(
        self, skus: Collection[str], *, urgent: bool = False, restoring: bool = False
    ) -> ShopAnswer:
        """What people confirmed of these products; what nobody has confirmed yet is left out of a poll.

        Raises:
            Unavailable: One product is asked for on behalf of a hold, and nobody has confirmed it.
        """
        now = self._clock.now()
        known = {sku: self._told(sku) for sku in skus if sku in self.skus}
        if (urgent or restoring) and None in known.values():
            raise Unavailable(_("nobody has confirmed it at {shop} yet").format(shop=self.info.name))
        readings = tuple(
            ShopReading(sku=sku, sold_out=sold_out) for sku, sold_out in known.items() if sold_out is not None
        )
        return ShopAnswer(source=self.info.id, asked_at=now, seen_at=now, readings=readings)

    async def sell_out(self, _command: SellOutCommand) -> CommandAnswer:
        """A person has been asked; whether it was done is what they say."""
        return CommandAnswer(outcome=Outcome.ACCEPTED)

    async def restore(self, _command: RestoreCommand) -> CommandAnswer:
        """The same for putting it back."""
        return CommandAnswer(outcome=Outcome.ACCEPTED)

    async def close(self) -> None:
        """There is nothing to release."""


def _nobody(_sku: str) -> None:
    """Before anybody keeps confirmations, nothing is known."""


def _guide(settings: ManualStorefront) -> HandGuide:
    ids: Mapping[str, str] = {sku: str(known) for sku, known in settings.product_ids.items()}
    return HandGuide(
        page=settings.page,
        pages=dict(settings.pages),
        product_ids=ids,
        take_off=settings.steps.take_off,
        put_back=settings.steps.put_back,
    )


def _is_web(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("https", "http") and bool(parts.hostname)
