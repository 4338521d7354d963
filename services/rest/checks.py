"""Judging a source's settings before the start: what several keys together get wrong, each with its place.

Types and ranges of single keys stand in `services.rest.settings` and are checked by whoever reads the file.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.domain.notices import NOTICE_VALUES
from app.domain.readings import SalesCount
from app.words import _, or_nearest
from services.http import BadAddress, target
from services.rest.doubts import doubt_answer, doubt_items, doubt_state
from services.rest.findings import Around, Findings, Place
from services.rest.literals import find_literals, warn_of_clear_text
from services.rest.placeholders import BEFORE, SECRET, compile_template, names, unclosed
from services.rest.settings import (
    Account,
    Answer,
    Figure,
    Login,
    OffersSource,
    Pages,
    Reached,
    Request,
    SalesSource,
    Source,
    StorefrontSource,
    TrafficSource,
    WarehouseSource,
    WebhookNotice,
    poll_of,
)

PAGE_NAMES = ("size", "page", "offset", "cursor")
SHOP_NAMES = ("product_id", "sku", "key")
_SAYS_200_BUT = re.compile(r"//(oapi\.dingtalk\.com|open\.(feishu|larksuite)|qyapi\.weixin\.qq\.com)")
"""Bots of group chats that answer 200 with an error in the body."""


@dataclass(frozen=True, slots=True)
class _Use:
    """One request of a source, where it stands, and the placeholders that mean something in it."""

    place: Place
    request: Request
    known: tuple[str, ...]
    before: tuple[str, ...] = ()


def check_account(account: Account, _around: Around) -> Findings:
    """What is wrong in an `[[accounts]]` entry."""
    findings = Findings()
    if account.login is not None:
        _check_login(account.login, findings)
    return findings


def check_source(source: Source, around: Around) -> Findings:
    """What is wrong, or doubtful, in a source's entry."""
    findings = Findings()
    _check_common(source, around, findings)
    _check_answer(source.answer, findings)
    _check_pages(source.pages, findings)
    for use in _uses(source, around):
        _check_request(use, findings)
    if isinstance(source, WarehouseSource):
        _check_warehouse(source, findings)
    if isinstance(source, TrafficSource):
        _check_traffic(source, findings)
    if isinstance(source, SalesSource):
        _check_sales(source, findings)
    if isinstance(source, OffersSource):
        _check_offers(source, around, findings)
    if isinstance(source, StorefrontSource):
        _check_storefront(source, around, findings)
    return findings


def check_notice(notice: WebhookNotice, around: Around) -> Findings:
    """What is wrong, or doubtful, in the entry of somebody to be told."""
    findings = Findings()
    _check_reached(notice, around, findings)
    _check_answer(notice.answer, findings)
    token = ("token",) if _login_of(notice, around) is not None else ()
    _check_request(_Use(("request",), notice.request, (*token, *NOTICE_VALUES)), findings)
    if notice.answer.ok is None and _SAYS_200_BUT.search(notice.request.url):
        feishu = "//open." in notice.request.url
        ok, error = ("code == `0`", "msg") if feishu else ("errcode == `0`", "errmsg")
        text = _("this system says 200 to a refusal, too; add answer = {{ ok = {ok!r}, error = {error!r} }}")
        findings.warn(("request", "url"), text.format(ok=ok, error=error))
    return findings


def _check_common(source: Source, around: Around, findings: Findings) -> None:
    _check_reached(source, around, findings)
    _check_age(source, findings)


def _check_reached(source: Reached, around: Around, findings: Findings) -> None:
    if source.zone is not None and not _is_zone(source.zone):
        findings.problem(("zone",), _("{zone!r} is no time zone").format(zone=source.zone))
    if source.account is not None:
        if source.account not in around.accounts:
            names_ = sorted(around.accounts)
            text = _("there is no account {name!r}.").format(name=source.account)
            findings.problem(("account",), text + or_nearest(source.account, names_))
        for key in ("login", "limit"):
            if getattr(source, key) is not None:
                findings.problem(
                    (key,), _("belongs to the account; a source with `account` has none of its own")
                )
    if source.login is not None:
        _check_login(source.login, findings)


def _login_of(source: Reached, around: Around) -> Login | None:
    account = around.accounts.get(source.account or "")
    return source.login or (account.login if account is not None else None)


def _check_age(source: Source, findings: Findings) -> None:
    least = 2 * poll_of(source)
    if source.stale_after_seconds is not None and source.stale_after_seconds < least:
        text = _("must be at least twice poll_seconds ({least:g})")
        findings.problem(("stale_after_seconds",), text.format(least=least))


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _check_login(login: Login, findings: Findings) -> None:
    _check_request(_Use(("login",), login, ()), findings)
    if not login.token.startswith("header."):
        path = findings.path(("login", "token"), login.token)
        if path is not None and not login.token.startswith("body"):
            findings.problem(
                ("login", "token"), _("begins with `body` (a path into the answer) or is header.NAME")
            )
    if isinstance(login.expires_in, str):
        findings.path(("login", "expires_in"), login.expires_in)


def _check_answer(answer: Answer, findings: Findings) -> None:
    for key in ("ok", "error", "login_again", "slow_down", "refused", "as_of"):
        path = findings.path(("answer", key), getattr(answer, key))
        doubt_answer(key, path, findings)


def _check_pages(pages: Pages, findings: Findings) -> None:
    findings.header_or_path(("pages", "total"), pages.total)
    findings.path(("pages", "next"), pages.next)
    findings.path(("pages", "more"), pages.more)
    if pages.style == "cursor" and pages.next is None:
        findings.problem(("pages",), _("style cursor needs `next`: where the next cursor stands"))


def _uses(source: Source, around: Around) -> Iterator[_Use]:
    token = ("token",) if _login_of(source, around) is not None else ()
    paged = PAGE_NAMES if source.pages.style != "none" else ()
    if isinstance(source, WarehouseSource | OffersSource):
        yield _Use(("request",), source.request, (*token, *paged))
    elif isinstance(source, TrafficSource):
        yield _Use(("request",), source.request, token)
    elif isinstance(source, SalesSource):
        yield _Use(("request",), source.request, (*token, *paged, "since"))
    elif isinstance(source, StorefrontSource):
        before = tuple(source.read.remember)
        shop = (*token, *SHOP_NAMES)
        yield _Use(("read", "request"), source.read.request, (*shop, *paged))
        yield _Use(("sell_out", "request"), source.sell_out.request, (*shop, "until"), before)
        yield _Use(("restore", "request"), source.restore.request, shop, before)


def _check_request(use: _Use, findings: Findings) -> None:
    request = use.request
    if request.json is not None and request.form is not None:
        findings.problem(use.place, _("has json and form; a request has one of them"))
    for place, text in _texts(request):
        if unclosed(text):
            findings.problem((*use.place, *place), _("a placeholder lacks its closing brace"))
        for name in sorted(names(compile_template(text))):
            _check_placeholder(use, place, name, findings)
    _check_address(use, findings)
    find_literals(request, use.place, findings)
    warn_of_clear_text(request, use.place, findings)


def _check_placeholder(use: _Use, place: Place, name: str, findings: Findings) -> None:
    known = [*use.known, *(BEFORE + each for each in use.before), SECRET + "NAME"]
    if name in known[:-1] or (name.startswith(SECRET) and _is_secret_name(name.removeprefix(SECRET))):
        return
    text = _("${{{name}}} means nothing here.").format(name=name)
    if name == "token":
        text += _(" There is no login that gives one.")
    findings.problem((*use.place, *place), text + or_nearest(name, known))


def _is_secret_name(name: str) -> bool:
    return name.isascii() and name.replace("_", "").replace("-", "").isalnum()


def _texts(request: Request) -> Iterator[tuple[Place, str]]:
    """Every text of a request that may hold placeholders, and where it stands."""
    yield ("url",), request.url
    for key in ("headers", "query", "json", "form"):
        yield from _texts_in(getattr(request, key), (key,))
    if request.basic is not None:
        yield ("basic", "user"), request.basic.user
        yield ("basic", "password"), request.basic.password


def _texts_in(value: Any, place: Place) -> Iterator[tuple[Place, str]]:  # noqa: ANN401 - any table
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield from _texts_in(entry, (*place, key))
    elif isinstance(value, list):
        for number, entry in enumerate(value):
            yield from _texts_in(entry, (*place, number))


def _check_address(use: _Use, findings: Findings) -> None:
    """What stands in for a placeholder must not change what is checked; a letter does not."""
    template = compile_template(use.request.url)
    address = (
        template if isinstance(template, str) else template.joined(dict.fromkeys(names(template), "x"), str)
    )
    try:
        target(address)
    except BadAddress:
        findings.problem((*use.place, "url"), _("is no address; it begins with http:// or https://"))


def _check_warehouse(source: WarehouseSource, findings: Findings) -> None:
    rows = source.rows
    _check_rows(source, ("sku", "available", "on_hand", "reserved", "inbound", "unsellable", "warehouse",
                         "as_of", "changed_at"), findings)  # fmt: skip
    if source.sites and rows.warehouse is None:
        findings.problem(("sites",), _("needs `warehouse` under rows: where a row names its warehouse"))
    _check_page_names(source.pages, source.request, ("request",), findings)


def _check_sales(source: SalesSource, findings: Findings) -> None:
    rows = source.rows
    _check_rows(source, ("sku", "units", "order", "at", "cancelled", "value", "repeat"), findings)
    if rows.counts is SalesCount.ORDERS and rows.order is None:
        findings.problem(("rows",), _('counts = "orders" needs `order`: the id that makes each count once'))
    _check_page_names(source.pages, source.request, ("request",), findings)


def _check_traffic(source: TrafficSource, findings: Findings) -> None:
    for key in ("viewers", "organic", "paid", "interactions", "on_air", "reservations", "order_value",
                "repeat_share", "as_of"):  # fmt: skip
        _check_figure(("rows", key), getattr(source.rows, key), findings)
    if source.pages.style != "none":
        findings.problem(("pages",), _("viewers are one answer; it has no pages"))


def _check_offers(source: OffersSource, around: Around, findings: Findings) -> None:
    told = ("clicks", "impressions", "price")
    _check_rows(source, ("sku", *told), findings)
    if all(getattr(source.rows, key) is None for key in told):
        findings.problem(("rows",), _("tells nothing yet; name clicks, impressions or price"))
    _check_page_names(source.pages, source.request, ("request",), findings)
    _check_product_ids(source.product_ids, around, findings)


def _check_rows(
    source: WarehouseSource | SalesSource | OffersSource, keys: tuple[str, ...], findings: Findings
) -> None:
    items = findings.path(("rows", "items"), source.rows.items)
    doubt_items(("rows", "items"), items, source.pages, findings)
    levels = findings.row_path(("rows", "levels"), source.rows.levels)
    for key in keys:
        figure = getattr(source.rows, key)
        _check_figure(("rows", key), figure, findings)
        if levels is not None:
            _check_level_path(("rows", key), figure, findings)


def _check_level_path(place: Place, figure: Figure | None, findings: Findings) -> None:
    for text in [figure] if isinstance(figure, str) else figure or []:
        path = text.removeprefix("-").strip()
        if path.replace("_", "").replace(".", "").isalnum() and path.split(".")[0] not in ("item", "level"):
            findings.problem(
                place,
                _("with `levels`, a path begins with item. or level. ({path!r} finds nothing)").format(
                    path=path
                ),
            )


def _check_figure(place: Place, figure: Figure | None, findings: Findings) -> None:
    if isinstance(figure, str):
        findings.row_path(place, figure)
    elif figure is not None:
        if not figure:
            findings.problem(place, _("is an empty sum"))
        for number, term in enumerate(figure):
            findings.row_path((*place, number), term.removeprefix("-").strip())


def _check_page_names(pages: Pages, request: Request, place: Place, findings: Findings) -> None:
    wanted = {"page": "page", "offset": "offset"}.get(pages.style)
    if wanted is None:
        return
    used = frozenset[str]().union(*(names(compile_template(text)) for _place, text in _texts(request)))
    if wanted not in used:
        text = _("style {style} needs ${{{wanted}}} in the request; else every page is the first")
        findings.problem(place, text.format(style=pages.style, wanted=wanted))


def _check_storefront(source: StorefrontSource, around: Around, findings: Findings) -> None:
    read = source.read
    if (read.sold_out is None) == (read.on_sale is None):
        findings.problem(("read",), _("needs one of sold_out and on_sale"))
    for key in ("sold_out", "on_sale"):
        doubt_state(("read", key), findings.path(("read", key), getattr(read, key)), findings)
    _check_figure(("read", "quantity"), read.quantity, findings)
    for name, path in read.remember.items():
        findings.row_path(("read", "remember", name), path)
    _check_shop_list(source, around, findings)
    _check_page_names(source.pages, read.request, ("read", "request"), findings)
    _check_ids(source, around, findings)
    _check_page(source.page, findings)


def _check_page(page: str, findings: Findings) -> None:
    """Where a person finds a product: an address, with nothing in it but what names the product."""
    if page and not page.startswith(("https://", "http://")):
        findings.problem(("page",), _("is no web address; it begins with https://"))
    for name in sorted(names(compile_template(page)) - {"product_id", "sku"}):
        text = _("${{{name}}} means nothing here.").format(name=name)
        findings.problem(("page",), text + or_nearest(name, ("product_id", "sku")))


def _check_shop_list(source: StorefrontSource, around: Around, findings: Findings) -> None:
    read = source.read
    items = findings.path(("read", "items"), read.items)
    doubt_items(("read", "items"), items, source.pages, findings)
    findings.row_path(("read", "product_id"), read.product_id)
    if read.items is not None and read.product_id is None:
        findings.problem(("read",), _("items needs `product_id`: where a row names its product"))
    used = frozenset[str]().union(*(names(compile_template(text)) for _place, text in _texts(read.request)))
    products = len(source.product_ids or around.skus)
    if read.items is None and not used & {"product_id", "sku"} and products > 1:
        findings.problem(
            ("read",),
            _("asks for no certain product; put ${product_id} in the request, or name `items`"),
        )


def _check_product_ids(product_ids: Mapping[str, str | int], around: Around, findings: Findings) -> None:
    seen: dict[str, str] = {}
    for sku, product_id in product_ids.items():
        before = seen.setdefault(str(product_id), sku)
        if before != sku:
            findings.problem(("product_ids", sku), _("is the id of {other} too").format(other=before))
        if around.skus and sku not in around.skus:
            text = _("no product of this file has the SKU {sku!r}.").format(sku=sku)
            findings.warn(("product_ids", sku), text + or_nearest(sku, sorted(around.skus)))


def _check_ids(source: StorefrontSource, around: Around, findings: Findings) -> None:
    _check_product_ids(source.product_ids, around, findings)
    for number, warehouse in enumerate(source.warehouses or []):
        if warehouse not in around.warehouses:
            text = _("there is no warehouse {name!r}.").format(name=warehouse)
            text += or_nearest(warehouse, sorted(around.warehouses))
            say = findings.warn if around.more_warehouses else findings.problem
            say(("warehouses", number), text)
