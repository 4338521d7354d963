"""The demo's three warehouse systems, each with its own door, pages and shape of answer.

Dallas: basic login, pages by offset, ETag, stamps without a zone. The third party: a token that ends,
numbered pages, a row with two sites in it. FBA: an API key, cursors, two requests a second.
"""

from base64 import b64encode, urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta, timezone
from hashlib import blake2s
from hmac import compare_digest
from http import HTTPStatus
from itertools import islice
from math import ceil
from typing import Any

from services.demo.gates import Bucket, Tokens
from services.demo.stage import Stage
from services.demo.stock import Figures
from services.demo.web import SECRET, BadRequest, Reply, Request, error_reply, json_reply

MAX_PAGE = 200
DALLAS_CLOCK = timezone(timedelta(hours=8))
"""The clock on the wall of the office that runs it; the settings file says Asia/Shanghai."""
FBA_PER_SECOND = 2.0


class Dallas:
    """GET /dallas/stock?offset=&limit= with basic login desk:demo."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._pass = "Basic " + b64encode(f"desk:{SECRET}".encode()).decode()

    def stock(self, request: Request) -> Reply:
        """One page of rows, or 304 where it is the page the caller already has."""
        if not compare_digest(request.headers.get("authorization", ""), self._pass):
            challenge = ("WWW-Authenticate", 'Basic realm="Dallas"')
            return error_reply(HTTPStatus.UNAUTHORIZED, "wrong user or password", challenge)
        offset, limit = request.number("offset", 0), min(request.number("limit", 20), MAX_PAGE)
        shown = self._stage.figures("dal").figures
        rows = [self._row(figures) for figures in shown[offset : offset + limit]]
        if offset + limit >= len(shown):
            self._stage.listed("dal")
        meta = {"total": len(shown), "offset": offset, "limit": limit}
        return _unless_known(json_reply({"meta": meta, "items": rows}), request)

    def _row(self, figures: Figures) -> dict[str, object]:
        changed = self._stage.instant(figures.changed_at).astimezone(DALLAS_CLOCK)
        return {
            "item_no": figures.sku,
            "qty": figures.on_hand,
            "locked": figures.reserved,
            "damaged": figures.unsellable,
            "onway": figures.inbound,
            "updated_at": changed.replace(tzinfo=None).isoformat(timespec="seconds"),
        }


class ThirdParty:
    """POST /3pl/login, then GET /3pl/stock?page=&page_size= with its bearer token."""

    SITES = ("la", "nj")

    def __init__(self, stage: Stage, *, token_seconds: float) -> None:
        self._stage = stage
        self._tokens = Tokens(token_seconds)

    def login(self, request: Request) -> Reply:
        """A token for user desk and password demo; a wrong password is told with 200 and a code."""
        wanted = request.object()
        if (wanted.get("user"), wanted.get("password")) != ("desk", SECRET):
            return json_reply({"code": 4001, "message": "wrong user or password", "data": None})
        token = self._tokens.issue(self._stage.monotonic())
        data = {"token": token, "expires_in": ceil(self._tokens.lifetime)}
        return json_reply({"code": 0, "message": "", "data": data})

    def stock(self, request: Request) -> Reply:
        """One page of products, each with its sites."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not self._tokens.good(token, self._stage.monotonic()):
            return json_reply({"code": 4010, "message": "token expired"}, HTTPStatus.UNAUTHORIZED)
        page, size = max(1, request.number("page", 1)), min(request.number("page_size", 50), MAX_PAGE)
        products = self._products()
        if page * size >= len(products):
            for site in self.SITES:
                self._stage.listed(site)
        rows = [
            {"sku": sku, "locations": locations}
            for sku, locations in islice(products.items(), (page - 1) * size, page * size)
        ]
        data = {"total": len(products), "page": page, "items": rows}
        return json_reply({"code": 0, "message": "", "data": data})

    def _products(self) -> dict[str, list[dict[str, object]]]:
        products: dict[str, list[dict[str, object]]] = {}
        for site in self.SITES:
            shown = self._stage.figures(site)
            counted_at = _zulu(self._stage.instant(shown.at))
            for figures in shown.figures:
                location = self._location(site, figures) | {"counted_at": counted_at}
                products.setdefault(figures.sku, []).append(location)
        return products

    @staticmethod
    def _location(site: str, figures: Figures) -> dict[str, object]:
        return {
            "code": site.upper(),
            "qty": figures.on_hand,
            "locked": figures.reserved,
            "sellable": figures.available,
            "damaged": figures.unsellable,
            "onway": figures.inbound,
        }


class Fba:
    """GET /fba/inventory/summaries?pageSize=&nextToken= with an API key."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._bucket = Bucket(FBA_PER_SECOND, stage.monotonic())

    def summaries(self, request: Request) -> Reply:
        """One page, and the cursor of the next; 429 above two requests a second."""
        if not compare_digest(request.headers.get("x-api-key", ""), SECRET):
            return _fba_error(HTTPStatus.FORBIDDEN, "Unauthorized", "access to the resource is denied")
        wait = self._bucket.wait(self._stage.monotonic())
        if wait:
            after = ("Retry-After", str(ceil(wait)))
            text = "you exceeded your quota"
            return _fba_error(HTTPStatus.TOO_MANY_REQUESTS, "QuotaExceeded", text, after)
        start = _position(request.query.get("nextToken", ""))
        end = start + max(1, min(request.number("pageSize", 50), MAX_PAGE))
        shown = self._stage.figures("fba").figures
        more = end < len(shown)
        if not more:
            self._stage.listed("fba")
        rows = [self._row(figures) for figures in shown[start:end]]
        pagination = {"nextToken": _cursor(end)} if more else {}
        return json_reply({"payload": {"inventorySummaries": rows}, "pagination": pagination})

    def _row(self, figures: Figures) -> dict[str, Any]:
        return {
            "sellerSku": figures.sku,
            "condition": "NewItem",
            "totalQuantity": figures.on_hand,
            "lastUpdatedTime": _zulu(self._stage.instant(figures.changed_at)),
            "inventoryDetails": {
                "fulfillableQuantity": figures.available,
                "inboundShippedQuantity": figures.inbound,
                "reservedQuantity": {"totalReservedQuantity": figures.reserved},
                "unfulfillableQuantity": {"totalUnfulfillableQuantity": figures.unsellable},
            },
        }


def _unless_known(reply: Reply, request: Request) -> Reply:
    tag = ("ETag", f'"{blake2s(reply.body, digest_size=12).hexdigest()}"')
    if request.headers.get("if-none-match") == tag[1]:
        return Reply(code=HTTPStatus.NOT_MODIFIED, headers=(tag,))
    return Reply(body=reply.body, headers=(tag,))


def _zulu(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _cursor(position: int) -> str:
    return urlsafe_b64encode(f"from:{position}".encode()).decode()


def _position(cursor: str) -> int:
    """Where a cursor points, 0 for none. Raises BadRequest for one that was never handed out."""
    if not cursor:
        return 0
    try:
        word, _, digits = urlsafe_b64decode(cursor.encode()).decode().partition(":")
    except ValueError as error:
        raise BadRequest("nextToken is not one of ours") from error
    if word != "from" or not digits.isdigit():
        raise BadRequest("nextToken is not one of ours")
    return int(digits)


def _fba_error(code: HTTPStatus, name: str, message: str, *headers: tuple[str, str]) -> Reply:
    return json_reply({"errors": [{"code": name, "message": message, "details": ""}]}, code, *headers)
