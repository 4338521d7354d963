"""Every address of the demo world, and who answers it: a system, a fault in its place, or a lever.

Not for how the systems answer or how bytes travel.
"""

import re
from dataclasses import dataclass, replace
from http import HTTPStatus

from services.demo.chat import Chat
from services.demo.control import Control
from services.demo.faults import Fault, FaultKind
from services.demo.misbehaviour import misbehave
from services.demo.stage import Stage
from services.demo.storefront import LiveRoom, Orders, Storefront, known_to_the_shop
from services.demo.warehouses import Dallas, Fba, ThirdParty
from services.demo.web import BadRequest, Handler, Reply, Request, error_reply


@dataclass(frozen=True, slots=True)
class Route:
    """One address. Without a target it cannot misbehave; `shop` wants the shop's token."""

    method: str
    path: re.Pattern[str]
    target: str
    handler: Handler
    shop: bool = False


class Api:
    """The one handler behind the server."""

    def __init__(self, stage: Stage, *, token_seconds: float) -> None:
        self._stage = stage
        self._routes = [*self._systems(token_seconds), *self._levers()]

    def handle(self, request: Request) -> Reply:
        """Answer one request at the world's present second."""
        if "origin" in request.headers:
            return error_reply(HTTPStatus.FORBIDDEN, "not for web pages")
        self._stage.catch_up()
        here = [route for route in self._routes if route.path.fullmatch(request.path)]
        route = next((route for route in here if route.method == request.method), None)
        if route is None:
            missing = HTTPStatus.METHOD_NOT_ALLOWED if here else HTTPStatus.NOT_FOUND
            return error_reply(missing, missing.phrase)
        fault = self._stage.faults.meet(route.target, request.method, self._stage.monotonic())
        return self._misbehave(fault, route, request) if fault else _honest(route, request)

    def _misbehave(self, fault: Fault, route: Route, request: Request) -> Reply:
        unheard = replace(request, heard=False)
        if fault.kind is FaultKind.LATE_EFFECT:
            self._stage.later(fault.delay, lambda: _honest(route, unheard))
        if fault.kind is FaultKind.LOST_ANSWER:
            request = unheard
        return misbehave(fault, lambda: _honest(route, request))

    def _systems(self, token_seconds: float) -> list[Route]:
        dallas, fba = Dallas(self._stage), Fba(self._stage)
        third_party = ThirdParty(self._stage, token_seconds=token_seconds)
        shop, chat, live = Storefront(self._stage), Chat(self._stage), LiveRoom(self._stage)
        return [
            _route("GET", "/dallas/stock", "dal", dallas.stock),
            _route("POST", "/3pl/login", "3pl_login", third_party.login),
            _route("GET", "/3pl/stock", "3pl", third_party.stock),
            _route("GET", "/fba/inventory/summaries", "fba", fba.summaries),
            _route("GET", "/live/rooms/1", "live", live.room),
            _route("GET", "/live/rooms/1/products", "cards", live.products),
            _route("GET", "/shop/orders", "orders", Orders(self._stage).orders, shop=True),
            _route("GET", "/shop/items", "shop", shop.items, shop=True),
            _route("GET", "/shop/items/[^/]+", "shop", shop.item, shop=True),
            _route("POST", "/shop/items/[^/]+/(on|off)", "shop", shop.command, shop=True),
            _route("GET", "/shop/ledger", "", shop.ledger),
            _route("POST", "/chat/send", "chat", chat.send),
            _route("GET", "/chat", "", chat.messages),
        ]

    def _levers(self) -> list[Route]:
        control = Control(self._stage)
        return [
            _route("GET", "/control/state", "", control.state),
            _route("GET", "/control/history", "", control.history),
            _route("GET", "/control/evenings", "", control.evenings),
            _route("POST", "/control/on_air", "", control.on_air),
            _route("POST", "/control/delivery", "", control.delivery),
            _route("POST", "/control/price", "", control.price),
            _route("GET", "/control/faults", "", control.faults),
            _route("POST", "/control/faults", "", control.order_fault),
            _route("DELETE", "/control/faults(/[^/]+)?", "", control.heal),
        ]


def _route(method: str, path: str, target: str, handler: Handler, *, shop: bool = False) -> Route:
    return Route(method, re.compile(path), target, handler, shop)


def _honest(route: Route, request: Request) -> Reply:
    """What the address answers when nothing is wrong with it."""
    if route.shop and not known_to_the_shop(request):
        return error_reply(HTTPStatus.UNAUTHORIZED, "the shop does not know you")
    try:
        return route.handler(request)
    except BadRequest as error:
        return error_reply(HTTPStatus.BAD_REQUEST, str(error))
