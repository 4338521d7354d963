"""The demo's own levers, for people and tests: what is on air, deliveries, faults, and what the world is at.

No desk needs them; a desk sees only the systems. GET /control/state, /control/history and /control/evenings,
POST /control/on_air {sku, draw}, /control/delivery {site, sku, units} and /control/price {sku, price},
GET, POST and DELETE /control/faults.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from http import HTTPStatus
from typing import Any

from services.demo.evenings import LASTS, Evening, evenings
from services.demo.faults import SITES, SOURCES, Fault, FaultKind
from services.demo.orders import Line
from services.demo.scenario import MINUTE
from services.demo.snapshot import take_snapshot
from services.demo.stage import Stage
from services.demo.stock import Figures
from services.demo.warehouses import DALLAS_CLOCK
from services.demo.web import BadRequest, Reply, Request, error_reply, json_reply
from services.demo.weeks import daily_sales
from services.demo.world import Moment

DRAW = 1.5


def _shown(past: list[Moment]) -> Iterator[tuple[float, str]]:
    """When each product came on air."""
    before: str | None = None
    for moment in past:
        if moment.on_air is not None and moment.on_air != before:
            yield moment.at, moment.on_air
        before = moment.on_air


class Control:
    """The levers."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def state(self, _request: Request) -> Reply:
        """The truth: minute, audience, what every site holds and held at the start, what is on sale."""
        world = self._stage.world
        crowd = world.audience.crowd
        stock = {site: world.stock.figures(site) for site in world.sites}
        return json_reply(
            {
                "minute": round(world.now / MINUTE, 3),
                "on_air": crowd.on_air,
                "viewers": crowd.viewers,
                "available": _available(stock),
                "opening": _available(world.opening),
                "off_sale": [item.sku for item in world.shop.items if not item.on_sale],
            }
        )

    def history(self, _request: Request) -> Reply:
        """The broadcast so far, for a desk that opens in the middle of it; stamps are seconds since 1970.

        `viewers` are [at, organic, paid], `shown` [at, sku], `sold` [at, sku, units], `moved` [at, site, sku,
        units more or fewer to sell], `clicked` [at, sku, clicks, impressions], `repriced` [at, sku, price],
        oldest first; `days` are [midnight, sku, units] of the half year before.
        """
        world, stamp = self._stage.world, self._stamp
        every = world.orders.changed_since(0.0, world.now)
        lines = [line for line in every if not line.cancelled]
        return json_reply(
            {
                "started_at": stamp(0.0),
                "opening": _available(world.opening),
                "viewers": [[stamp(m.at), m.organic, m.paid] for m in world.past],
                "shown": [[stamp(at), sku] for at, sku in _shown(world.past)],
                "sold": [[stamp(line.paid_at), line.sku, line.units] for line in lines],
                "clicked": [
                    [stamp(one.at), one.sku, one.clicks, one.impressions] for one in world.interest.past
                ],
                "repriced": [[stamp(at), sku, str(price)] for at, sku, price in world.repriced],
                "moved": [[stamp(at), *moved] for at, *moved in _moved(every, world.arrived)],
                "days": [[day.timestamp(), sku, units] for day, sku, units in daily_sales(self._midnight())],
            }
        )

    def evenings(self, _request: Request) -> Reply:
        """Broadcasts of the evenings before, oldest first, each as `history` tells today's, without `moved`.

        They ran in real time, however fast the demo's own goes.
        """
        world = self._stage.world
        began = self._stage.instant(0.0)
        return json_reply(
            {"evenings": [_evening(one, began) for one in evenings(world.scenario, seed=world.seed)]}
        )

    def _midnight(self) -> datetime:
        """When the day of the broadcast began in the room."""
        began = self._stage.instant(0.0).astimezone(DALLAS_CLOCK)
        return began.replace(hour=0, minute=0, second=0, microsecond=0)

    def _stamp(self, second: float) -> float:
        return round(self._stage.instant(second).timestamp(), 3)

    def on_air(self, request: Request) -> Reply:
        """Show a product, or none for null, until the next line of the run of show."""
        wanted = request.object()
        draw = _seconds(wanted, "draw", DRAW)
        try:
            self._stage.world.show(wanted.get("sku"), draw)
        except KeyError:
            return error_reply(HTTPStatus.NOT_FOUND, "no such product")
        return json_reply({"on_air": wanted.get("sku")})

    def delivery(self, request: Request) -> Reply:
        """Bring units to a site; fewer than none are what a recount misses."""
        wanted = request.object()
        units = wanted.get("units")
        if not isinstance(units, int):
            raise BadRequest("units is no whole number")
        try:
            self._stage.world.deliver(wanted.get("site", ""), wanted.get("sku", ""), units)
        except KeyError:
            return error_reply(HTTPStatus.NOT_FOUND, "that site does not list that product")
        return json_reply({"delivered": units})

    def price(self, request: Request) -> Reply:
        """Sell a product at another price."""
        wanted = request.object()
        price = _amount(wanted.get("price"))
        try:
            self._stage.world.reprice(wanted.get("sku", ""), price)
        except KeyError:
            return error_reply(HTTPStatus.NOT_FOUND, "no such product")
        return json_reply({"price": str(price)})

    def faults(self, _request: Request) -> Reply:
        """The faults in force."""
        now = self._stage.monotonic()
        return json_reply({"faults": [_told(fault) for fault in self._stage.faults.in_force(now)]})

    def order_fault(self, request: Request) -> Reply:
        """Misbehave: {target, kind, seconds, delay, count, method}; only the first two are needed."""
        wanted = request.object()
        self._stage.faults.order(self._fault(wanted))
        return self.faults(request)

    def heal(self, request: Request) -> Reply:
        """Be well again: /control/faults heals everything, /control/faults/TARGET one target."""
        parts = request.path.split("/")
        target = parts[3] if len(parts) > 3 else None  # noqa: PLR2004 - "", control, faults, target
        self._stage.faults.heal(target)
        return self.faults(request)

    def _fault(self, wanted: dict[str, Any]) -> Fault:
        kind, target = _kind(wanted.get("kind")), _target(wanted.get("target"))
        if not kind.stands_still:
            target = SITES.get(target, target)
        seconds, count = wanted.get("seconds"), wanted.get("count")
        if not (count is None or isinstance(count, int)):
            raise BadRequest("count is no whole number")
        return Fault(
            target=target,
            kind=kind,
            delay=_seconds(wanted, "delay", kind.default_delay),
            method=wanted.get("method") or ("POST" if kind.concerns_effects and target == "shop" else ""),
            snapshot=take_snapshot(self._stage.world),
            ends_at=None if seconds is None else self._stage.monotonic() + _seconds(wanted, "seconds", 0.0),
            left=count,
        )


def _evening(one: Evening, began: datetime) -> dict[str, object]:
    start = (began - timedelta(days=one.days_ago)).timestamp()
    return {
        "started_at": round(start, 3),
        "ended_at": round(start + LASTS, 3),
        "opening": one.opening,
        "viewers": [[round(start + at, 3), organic, paid] for at, organic, paid in one.viewers],
        "shown": [[round(start + at, 3), sku] for at, sku in one.shown],
        "sold": [[round(start + at, 3), sku, units] for at, sku, units in one.sold],
    }


def _available(stock: Mapping[str, tuple[Figures, ...]]) -> dict[str, dict[str, int]]:
    return {site: {row.sku: row.available for row in figures} for site, figures in stock.items()}


def _kind(name: object) -> FaultKind:
    try:
        return FaultKind(str(name))
    except ValueError as error:
        raise BadRequest(f"kind must be one of {', '.join(FaultKind)}") from error


def _target(name: object) -> str:
    if name not in {*SOURCES, *SITES}:
        raise BadRequest(f"target must be one of {', '.join((*SOURCES, *SITES))}")
    return str(name)


def _seconds(wanted: dict[str, Any], name: str, default: float) -> float:
    value = wanted.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise BadRequest(f"{name} is no number of seconds")
    return float(value)


def _amount(value: object) -> Decimal:
    try:
        amount = Decimal(str(value))
    except InvalidOperation as error:
        raise BadRequest("price is no amount") from error
    if not amount.is_finite() or amount <= 0:
        raise BadRequest("price is no amount")
    return amount


def _told(fault: Fault) -> dict[str, object]:
    return {
        "target": fault.target,
        "kind": fault.kind,
        "delay": fault.delay,
        "method": fault.method,
        "left": fault.left,
        "met": fault.met,
    }


def _moved(
    lines: Iterable[Line], arrived: Iterable[tuple[float, str, str, int]]
) -> list[tuple[float, str, str, int]]:
    """Every change of what a shelf can sell, oldest first: sales, what was given back, what came in."""
    moved = [(line.paid_at, line.site, line.sku, -line.units) for line in lines if line.paid_at >= 0]
    moved += [(line.changed_at, line.site, line.sku, line.units) for line in lines if line.cancelled]
    moved += [one for one in arrived if one[0] >= 0]
    return sorted(moved, key=lambda one: one[0])
