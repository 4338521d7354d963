"""The demo's shop, its orders and its live room as they look from outside.

The shop: GET /shop/items, GET /shop/items/{id}, POST /shop/items/{id}/off and /on with Idempotency-Key,
GET /shop/ledger, GET /shop/orders?since=. All but the ledger want the bearer token demo.
The live room: GET /live/rooms/1 and /live/rooms/1/products, open to everybody.
"""

from dataclasses import asdict
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import quote, urlencode

from services.demo.orders import Line
from services.demo.shop import Action, Command, Item, Verdict
from services.demo.stage import Stage
from services.demo.web import SECRET, BadRequest, Reply, Request, error_reply, json_reply

LOOK_BACK = 600.0
"""Real seconds of orders handed out to somebody who does not say since when."""
ORDER_PAGE = 500
"""Lines on one page of orders."""
SECONDS_BELOW = 1e11
"""A bare number under this is seconds since 1970, else milliseconds."""


class Storefront:
    """Products on sale."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def items(self, _request: Request) -> Reply:
        """Every product with its status and quantity."""
        return json_reply({"items": [_item(item) for item in self._stage.items()]})

    def item(self, request: Request) -> Reply:
        """One product."""
        product_id = request.path.split("/")[3]
        found = next((item for item in self._stage.items() if item.id == product_id), None)
        return json_reply(_item(found)) if found else error_reply(HTTPStatus.NOT_FOUND, "no such product")

    def command(self, request: Request) -> Reply:
        """Take a product off sale or put it back, once for each key."""
        _, _, _, product_id, action = request.path.split("/")
        command = Command(
            action=Action(action),
            product_id=product_id,
            at=self._stage.wall(),
            key=request.headers.get("idempotency-key"),
            until=_until(request.object().get("until")),
            answered=request.heard,
        )
        return _told(product_id, self._stage.world.shop.obey(command))

    def ledger(self, _request: Request) -> Reply:
        """Every command of the shop's life, oldest first."""
        return json_reply({"entries": [asdict(entry) for entry in self._stage.world.shop.ledger.entries]})


class Orders:
    """Paid lines, and lines given back."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def orders(self, request: Request) -> Reply:
        """Orders with lines paid or given back since an instant; a Link header leads to the next page."""
        start, page = self._since(request), request.number("page", 0)
        lines, until = self._stage.lines(start)
        here = lines[page * ORDER_PAGE : (page + 1) * ORDER_PAGE]
        body = {"orders": self._orders(here, until)}
        if len(lines) <= (page + 1) * ORDER_PAGE:
            return json_reply(body)
        onward = urlencode({"since": request.query.get("since", ""), "page": page + 1}, quote_via=quote)
        return json_reply(body, HTTPStatus.OK, ("Link", f'</shop/orders?{onward}>; rel="next"'))

    def _since(self, request: Request) -> float:
        text = request.query.get("since", "")
        if not text:
            return self._stage.second_of(self._stage.wall()) - LOOK_BACK
        return self._stage.second_of(_instant(text))

    def _orders(self, lines: list[Line], until: float) -> list[dict[str, object]]:
        orders: dict[int, list[dict[str, object]]] = {}
        for line in lines:
            orders.setdefault(line.order, []).append(self._line(line, until))
        return [{"order_no": f"US{number:07}", "lines": rows} for number, rows in orders.items()]

    def _line(self, line: Line, until: float) -> dict[str, object]:
        return {
            "line_id": f"L{line.number:07}",
            "sku": line.sku,
            "qty": line.units,
            "paid_at": int(self._stage.instant(line.paid_at).timestamp()),
            "refunded": line.cancelled and line.changed_at <= until,
            "amount": str(line.price * line.units),
            "returning": line.returning,
        }


class LiveRoom:
    """Who watches."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def room(self, _request: Request) -> Reply:
        """Viewers now, why they came and what they see; stamps in milliseconds."""
        crowd, at = self._stage.crowd()
        buyers = self._stage.buyers()
        data = {
            "online": crowd.viewers,
            "organic": crowd.organic,
            "paid": crowd.paid,
            "interactions": crowd.interactions,
            "reserved": self._stage.world.scenario.habits.reservations,
            "order_value": None if buyers.order_value is None else str(buyers.order_value),
            "returning_share": buyers.returning_share,
            "showing": crowd.on_air,
            "showing_since": int(self._stage.instant(crowd.on_air_since).timestamp() * 1000),
            "at": int(self._stage.instant(at).timestamp() * 1000),
        }
        return json_reply({"data": data})

    def products(self, _request: Request) -> Reply:
        """How often each product's card was seen and clicked, from the warm-up on, and its price in cents."""
        cards = [
            {
                "seller_sku": card.sku,
                "clicks": card.clicks,
                "impressions": card.impressions,
                "price_cents": int(card.price * 100),
            }
            for card in self._stage.cards()
        ]
        return json_reply({"data": {"products": cards}})


def known_to_the_shop(request: Request) -> bool:
    """Whether the caller brings the shop's token."""
    return request.headers.get("authorization") == f"Bearer {SECRET}"


def _item(item: Item) -> dict[str, object]:
    return {
        "id": int(item.id),
        "seller_sku": item.sku,
        "title": item.title,
        "status": item.status,
        "stock": item.quantity,
        "off_until": item.until.isoformat() if item.until else None,
    }


def _told(product_id: str, verdict: Verdict) -> Reply:
    if verdict.error:
        return error_reply(verdict.code, verdict.error)
    return json_reply({"id": int(product_id), "status": verdict.status})


def _until(value: object) -> datetime | None:
    if value is None:
        return None
    return _instant(str(value))


def _instant(text: str) -> datetime:
    """An ISO 8601 stamp with a zone, or seconds or milliseconds since 1970. Raises BadRequest."""
    try:
        if text.isascii() and text.isdigit():
            number = int(text)
            return datetime.fromtimestamp(number if number < SECONDS_BELOW else number / 1000, UTC)
        instant = datetime.fromisoformat(text.replace(" ", "+"))
    except (ValueError, OverflowError, OSError) as error:
        raise BadRequest(f"{text} is no instant") from error
    if instant.tzinfo is None:
        raise BadRequest(f"{text} has no zone")
    return instant
