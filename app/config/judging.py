"""What the blocks that are not sources get wrong beyond their types: languages, limits, addresses."""

from collections.abc import Callable, Iterator
from datetime import date
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from app.config.blocks import (
    HOLD_MINUTES,
    HOLDS_PER_BROADCAST,
    Database,
    HostPage,
    Limits,
    Network,
    ProductBlock,
    PromotionBlock,
    Room,
    SeasonBlock,
    StockBlock,
)
from app.words import _, or_nearest, zone_named

LANGUAGES = ("zh_CN", "en", "zh_TW")
_USUAL_CURRENCIES = frozenset(
    {"AUD", "BRL", "CAD", "CNY", "EUR", "GBP", "HKD", "IDR", "JPY", "KRW", "MXN", "MYR", "PHP", "SGD", "THB"}
    | {"TWD", "USD", "VND"}
)
"""Known without babel's tables, which would take 4 MB of every guardian for this alone."""

Said = tuple[str, str]
"""A key and what is to be said of it."""


def problems_of(block: Struct) -> Iterator[Said]:
    """What refuses the start."""
    judge = _JUDGES.get(type(block))
    if judge is not None:
        yield from judge(block)


def warnings_of(block: Struct) -> Iterator[Said]:
    """What `stockcue check` tells."""
    if isinstance(block, Limits):
        for key in _raised(block):
            yield key, _("is above the usual limit, because: {reason}").format(reason=block.override_reason)
    if isinstance(block, Database) and _password(block.url):
        yield "url", _("holds a password in plain text; ${secret:NAME} keeps it out of the file")


def _room(room: Room) -> Iterator[Said]:
    if room.language is not None and room.language not in LANGUAGES:
        text = _("{language!r} is no language we speak.").format(language=room.language)
        yield "language", text + or_nearest(room.language, LANGUAGES)
    if not _is_currency(room.currency):
        text = _("{currency!r} is no currency; write its three letters, like USD")
        yield "currency", text.format(currency=room.currency)
    if room.timezone is not None and not _is_zone(room.timezone):
        text = _("{zone!r} is no time zone; write one like Asia/Shanghai")
        yield "timezone", text.format(zone=room.timezone)


def _limits(limits: Limits) -> Iterator[Said]:
    if limits.override_reason.strip():
        return
    for key in _raised(limits):
        most = HOLD_MINUTES if key == "hold_minutes" else HOLDS_PER_BROADCAST
        text = _(
            "may be {most:g} at most; a higher one needs `override_reason`, which is kept with every hold"
        )
        yield key, text.format(most=most)


def _raised(limits: Limits) -> Iterator[str]:
    if limits.hold_minutes > HOLD_MINUTES:
        yield "hold_minutes"
    if limits.holds_per_broadcast > HOLDS_PER_BROADCAST:
        yield "holds_per_broadcast"


def _database(database: Database) -> Iterator[Said]:
    if database.url != "sqlite" and not database.url.startswith("postgresql+psycopg://"):
        yield "url", _('must be "sqlite" or begin with postgresql+psycopg://')


def _network(network: Network) -> Iterator[Said]:
    proxy = urlsplit(network.proxy)
    if network.proxy and (proxy.scheme not in ("http", "https") or not proxy.hostname):
        yield "proxy", _("is no address of a proxy; it begins with http:// or https://")
    if _password(network.proxy):
        yield "proxy", _("holds a password in plain text; write ${secret:NAME}")
    if network.ca_file and not Path(network.ca_file).expanduser().is_file():
        yield "ca_file", _("there is no file {file}").format(file=network.ca_file)


def _host_page(page: HostPage) -> Iterator[Said]:
    if not page.address:
        return
    try:
        address = IPv4Address(page.address)
    except ValueError:
        yield "address", _("is no IPv4 address of this computer; leave it out to find it")
        return
    if address.is_unspecified or address.is_multicast or not address.is_private:
        yield "address", _("is no address of a private network; the page is for the local network alone")


def _product(product: ProductBlock) -> Iterator[Said]:
    low, high = product.daily_sales, product.daily_sales_max
    if low is not None and high is not None and high < low:
        yield "daily_sales_max", _("is below daily_sales")
    if any(leg.days_max is not None and leg.days_max < leg.days for leg in product.legs):
        yield "legs", _("a leg's days_max is below its days")
    if product.substitute == product.sku:
        yield "substitute", _("is the product itself")
    if product.launched is not None and not _is_day(product.launched):
        yield "launched", _("there is no day {day}").format(day=product.launched)
    yield from _ways(product)


def _ways(product: ProductBlock) -> Iterator[Said]:
    """Another way stands for one leg of the usual way."""
    usual = [leg.name for leg in product.legs if not leg.instead_of]
    for leg in product.legs:
        if leg.instead_of and leg.instead_of not in usual:
            text = _("{name!r} stands for {other!r}, which is no leg of the usual way.")
            yield "legs", text.format(name=leg.name, other=leg.instead_of) + or_nearest(leg.instead_of, usual)


def _stock(stock: StockBlock) -> Iterator[Said]:
    if stock.slow_days <= stock.fast_days:
        yield "slow_days", _("must be more than fast_days")


def _days(block: SeasonBlock | PromotionBlock) -> Iterator[Said]:
    """Days that exist; a season may run over New Year, a promotion has a first and a last day."""
    # a leap year has every day there can be
    year = "2028-" if isinstance(block, SeasonBlock) else ""
    wrong = [(key, day) for key, day in (("from", block.from_), ("to", block.to)) if not _is_day(year + day)]
    for key, day in wrong:
        yield key, _("there is no day {day}").format(day=day)
    if not wrong and not year and block.to < block.from_:
        yield "to", _("is before its first day")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _password(url: str) -> bool:
    """Whether an address says a password that is no placeholder."""
    password = urlsplit(url).password if "://" in url else None
    return bool(password) and "${" not in (password or "")


def _is_currency(code: str) -> bool:
    if code in _USUAL_CURRENCIES:
        return True
    from babel.core import get_global  # noqa: PLC0415 - its tables are read where they are needed

    return code in get_global("all_currencies")


def _is_zone(name: str) -> bool:
    try:
        zone_named(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


_JUDGES: dict[type[Struct], Callable[[Any], Iterator[Said]]] = {
    Room: _room,
    Limits: _limits,
    Database: _database,
    Network: _network,
    StockBlock: _stock,
    HostPage: _host_page,
    ProductBlock: _product,
    SeasonBlock: _days,
    PromotionBlock: _days,
}
