"""Judging a parsed settings file block by block, then what blocks mean for each other."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from app.config import judging
from app.config.blocks import (
    Block,
    Database,
    Desk,
    HostPage,
    Limits,
    Network,
    ProductBlock,
    PromotionBlock,
    Room,
    SeasonBlock,
    StockBlock,
    TextBlock,
)
from app.config.converting import Converter
from app.config.lines import Lines
from app.config.problems import Place, Problem, said_place
from app.config.registry import Kind, Registry, Surroundings
from app.config.rules import rulebook
from app.config.settings import ConfiguredNotice, ConfiguredSource, Settings
from app.config.truthful import request_problems, text_problems
from app.domain.catalogue import Product
from app.domain.readings import SourceRole
from app.domain.truth import Rulebook, Template
from app.words import _, or_nearest

BlockT = TypeVar("BlockT", bound=Struct)
EntryT = TypeVar("EntryT", bound=Block)

LISTS: Mapping[str, SourceRole] = {
    "warehouses": SourceRole.WAREHOUSE,
    "traffic": SourceRole.TRAFFIC,
    "sales": SourceRole.SALES,
    "offers": SourceRole.OFFERS,
    "storefronts": SourceRole.STOREFRONT,
}
BLOCKS = (
    "room", "desk", "limits", "database", "network", "host_page", "stock", "products", "seasons",
    "promotions", "texts", "notices", "accounts", *LISTS,
)  # fmt: skip


class Reader:
    """Judges one file. `problems` and `warnings` gather what it says."""

    def __init__(self, file: Path, lines: Lines, registry: Registry) -> None:
        self._file = file
        self._lines = lines
        self._registry = registry
        self._converter = Converter(self._problem)
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []

    def settings(self, table: Mapping[str, Any], *, digest: str, changed_at: datetime) -> Settings | None:
        """The whole file; None where `problems` says why not."""
        for key in table.keys() - set(BLOCKS):
            self._problem((key,), _("is no known block.") + or_nearest(key, BLOCKS))
        room = self._block(table, "room", Room)
        limits = self._block(table, "limits", Limits)
        database = self._block(table, "database", Database)
        desk = self._block(table, "desk", Desk)
        network = self._block(table, "network", Network)
        stock = self._block(table, "stock", StockBlock)
        seasons = tuple(self._plain(table, "seasons", SeasonBlock))
        promotions = tuple(self._plain(table, "promotions", PromotionBlock))
        host_page = self._block(table, "host_page", HostPage)
        products = tuple(self._products(table))
        book = rulebook(tuple(room.markets))
        texts = tuple(self._texts(table, book))
        accounts = dict(self._accounts(table))
        sources = self._sources(table)
        around = self._surroundings(sources, accounts, products)
        self._check_ids(sources)
        self._check_all(table, accounts, sources, around)
        notices = tuple(self._notices(table, around, book))
        if self.problems:
            return None
        return Settings(
            file=self._file,
            digest=digest,
            changed_at=changed_at,
            room=room,
            limits=limits,
            database=database,
            desk=desk,
            network=network,
            host_page=host_page,
            products=products,
            texts=texts,
            notices=notices,
            stock=stock.fact(seasons, promotions),
            accounts=accounts,
            sources=tuple(source for source, _kind, _place in sources),
            warehouses=around.warehouses,
            warnings=tuple(sorted(self.warnings, key=lambda warning: warning.line)),
        )

    def _problem(self, place: Place, text: str) -> None:
        self.problems.append(self._noted(place, text))

    def _warn(self, place: Place, text: str) -> None:
        self.warnings.append(self._noted(place, text))

    def _noted(self, place: Place, text: str) -> Problem:
        return Problem(file=self._file, line=self._lines.of(place), where=said_place(place), text=text)

    def _block(self, table: Mapping[str, Any], name: str, cls: type[BlockT]) -> BlockT:
        """One block, its defaults where it is missing or wrong."""
        found = self._converter.struct(table.get(name, {}), cls, (name,))
        if found is None:
            return cls()
        for key, text in judging.problems_of(found):
            self._problem((name, key), text)
        for key, text in judging.warnings_of(found):
            self._warn((name, key), text)
        return found

    def _entries(self, table: Mapping[str, Any], name: str) -> Iterator[tuple[Place, Mapping[str, Any]]]:
        """The tables of a list and their places."""
        entries = table.get(name, [])
        if not isinstance(entries, list) or any(not isinstance(entry, Mapping) for entry in entries):
            self._problem((name,), _("is a list of tables; begin each with [[{name}]]").format(name=name))
            return
        yield from (((name, number), entry) for number, entry in enumerate(entries))

    def _products(self, table: Mapping[str, Any]) -> Iterator[Product]:
        seen: set[str] = set()
        known = {entry.get("sku") for _place, entry in self._entries(table, "products")}
        for place, entry in self._entries(table, "products"):
            block = self._converter.struct(entry, ProductBlock, place)
            if block is None:
                continue
            product = block.fact()
            if product.sku in seen:
                self._problem((*place, "sku"), _("{sku!r} stands there twice").format(sku=product.sku))
            seen.add(product.sku)
            for key, text in judging.problems_of(block):
                self._problem((*place, key), text)
            if block.substitute is not None and block.substitute not in known:
                text = _("no product of this file has the SKU {sku!r}.").format(sku=block.substitute)
                self._warn(
                    (*place, "substitute"), text + or_nearest(block.substitute, sorted(map(str, known)))
                )
            yield product

    def _texts(self, table: Mapping[str, Any], book: Rulebook) -> Iterator[Template]:
        """The room's own texts; one that claims what is not so refuses the start."""
        for place, entry in self._entries(table, "texts"):
            block = self._converter.struct(entry, TextBlock, place)
            if block is None:
                continue
            template = block.fact()
            for text in text_problems(template, book):
                self._problem((*place, "text"), text)
            yield template

    def _plain(self, table: Mapping[str, Any], name: str, cls: type[EntryT]) -> Iterator[EntryT]:
        """The entries of a list that stand for themselves; those in order."""
        for place, entry in self._entries(table, name):
            block = self._converter.struct(entry, cls, place)
            said = [] if block is None else list(judging.problems_of(block))
            for key, text in said:
                self._problem((*place, key), text)
            if block is not None and not said:
                yield block

    def _notices(
        self, table: Mapping[str, Any], around: Surroundings, book: Rulebook
    ) -> Iterator[ConfiguredNotice]:
        """Who is to be told; what is typed in a request is held to the truth, too."""
        seen: set[str] = set()
        for place, entry in self._entries(table, "notices"):
            kind = self._named_kind(entry, self._registry.notices, place)
            notice: Any = None if kind is None else self._converter.struct(entry, kind.type, place)
            if kind is None or notice is None:
                continue
            if notice.id in seen:
                self._problem((*place, "id"), _("{id!r} stands there twice").format(id=notice.id))
            seen.add(notice.id)
            self._check(kind, notice, place, around)
            for inner, text in request_problems(entry.get("request"), book):
                self._problem((*place, "request", *inner), text)
            yield ConfiguredNotice(kind=entry["kind"], id=notice.id, settings=notice)

    def _accounts(self, table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        for place, entry in self._entries(table, "accounts"):
            account: Any = self._converter.struct(entry, self._registry.account.type, place)
            if account is None:
                continue
            if account.id in seen:
                self._problem((*place, "id"), _("{id!r} stands there twice").format(id=account.id))
            seen.add(account.id)
            yield account.id, account

    def _sources(self, table: Mapping[str, Any]) -> list[tuple[ConfiguredSource, Kind, Place]]:
        found: list[tuple[ConfiguredSource, Kind, Place]] = []
        for name, role in LISTS.items():
            for place, entry in self._entries(table, name):
                kind = self._kind(entry, role, place)
                if kind is None:
                    continue
                settings: Any = self._converter.struct(entry, kind.type, place)
                if settings is not None:
                    source = ConfiguredSource(
                        role=role,
                        kind=entry["kind"],
                        id=settings.id,
                        settings=settings,
                        line=self._lines.of(place),
                    )
                    found.append((source, kind, place))
        return found

    def _kind(self, entry: Mapping[str, Any], role: SourceRole, place: Place) -> Kind | None:
        return self._named_kind(entry, self._registry.sources.get(role, {}), place)

    def _named_kind(self, entry: Mapping[str, Any], kinds: Mapping[str, Kind], place: Place) -> Kind | None:
        name = entry.get("kind")
        if name is None:
            self._problem(place, _("lacks {key!r}").format(key="kind"))
            return None
        if not isinstance(name, str) or name not in kinds:
            text = _("there is no kind {name!r} of this.").format(name=name)
            self._problem((*place, "kind"), text + or_nearest(str(name), sorted(kinds)))
            return None
        return kinds[name]

    def _surroundings(
        self,
        sources: list[tuple[ConfiguredSource, Kind, Place]],
        accounts: Mapping[str, Any],
        products: tuple[Product, ...],
    ) -> Surroundings:
        places = [
            kind.places(source.settings)
            for source, kind, _place in sources
            if source.role is SourceRole.WAREHOUSE
        ]
        return Surroundings(
            accounts=accounts,
            skus=frozenset(product.sku for product in products),
            warehouses=frozenset[str]().union(*(known for known, _more in places)),
            # one that could not be read was reported; nobody is told that it does not exist
            more_warehouses=any(more for _known, more in places) or bool(self.problems),
        )

    def _check_ids(self, sources: list[tuple[ConfiguredSource, Kind, Place]]) -> None:
        times = Counter(source.id for source, _kind, _place in sources)
        for source, _kind, place in sources:
            if times[source.id] > 1:
                text = _("{id!r} is the id of several sources; each has its own").format(id=source.id)
                self._problem((*place, "id"), text)

    def _check_all(
        self,
        table: Mapping[str, Any],
        accounts: Mapping[str, Any],
        sources: list[tuple[ConfiguredSource, Kind, Place]],
        around: Surroundings,
    ) -> None:
        ids = {entry.get("id"): place for place, entry in self._entries(table, "accounts")}
        for name, account in accounts.items():
            self._check(self._registry.account, account, ids[name], around)
        for source, kind, place in sources:
            account = getattr(source.settings, "account", None)
            if account in accounts or account not in ids:
                self._check(kind, source.settings, place, around)

    def _check(self, kind: Kind, entry: object, place: Place, around: Surroundings) -> None:
        judged = kind.check(entry, around)
        for inner, text in judged.problems:
            self._problem((*place, *inner), text)
        for inner, text in judged.warnings:
            self._warn((*place, *inner), text)
