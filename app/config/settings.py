"""Typed settings: what a sound file says."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from app.config.blocks import Database, Desk, HostPage, Limits, Network, Room
from app.config.problems import Problem
from app.domain.catalogue import Product
from app.domain.readings import SourceRole
from app.domain.stock_policy import StockPolicy
from app.domain.truth import Template


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfiguredSource:
    """One source of the file. `settings` is of the type its kind registered; it has at least `id`."""

    role: SourceRole
    kind: str
    id: str
    settings: Any
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfiguredNotice:
    """Somebody to be told. `settings` is of the type its kind registered; it has at least `id`."""

    kind: str
    id: str
    settings: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One room. `digest` names the file's content, so that a change can be announced."""

    file: Path
    digest: str
    changed_at: datetime
    room: Room
    limits: Limits
    database: Database
    desk: Desk
    network: Network
    host_page: HostPage = field(default_factory=HostPage)
    products: tuple[Product, ...]
    texts: tuple[Template, ...] = ()
    """The room's own texts to say; those the file does not have are built in."""
    stock: StockPolicy = field(default_factory=StockPolicy)
    notices: tuple[ConfiguredNotice, ...] = ()
    accounts: dict[str, Any] = field(default_factory=dict)
    sources: tuple[ConfiguredSource, ...] = ()
    warehouses: frozenset[str] = frozenset()
    """Every warehouse the file names: sources that are one, and sites."""
    warnings: tuple[Problem, ...] = ()

    def of(self, role: SourceRole) -> tuple[ConfiguredSource, ...]:
        """The sources of one role, in the file's order."""
        return tuple(source for source in self.sources if source.role is role)
