"""The status object as lines for a person at a terminal; scripts read the object itself."""

from collections.abc import Mapping
from typing import Any

from app.words import MISSING, _, age, number, rate

Status = Mapping[str, Any]


def status_lines(status: Status) -> list[str]:
    """A few lines on the room, one a product, one a source that is not well."""
    return [
        f"{status['at']}  {room_line(status)}",
        *_tasks(status),
        *map(_product, status["products"]),
        *_unwell(status),
    ]


def room_line(status: Status) -> str:
    """The room in one line; the same words as long as nothing in it changed."""
    broadcast = status["broadcast"]
    live = sum(source["state"] == "live" for source in status["sources"])
    parts = [
        status["room"],
        _("broadcast {id}").format(id=broadcast["id"]) if broadcast["id"] else _("no broadcast"),
        broadcast["phase"],
        _("on air {sku}").format(sku=broadcast["on_air"] or MISSING),
        _("viewers {count}").format(count=number(_viewers(status))),
        _("sources {live}/{all}").format(live=live, all=len(status["sources"])),
        _("off sale by us {count}").format(count=sum(_held(product) for product in status["products"])),
        _("alerts {count}").format(count=len(status["alerts"])),
    ]
    return "  ".join(parts)


def _tasks(status: Status) -> list[str]:
    return [f"→ {task['text']}  {task['page'] or ''}".rstrip() for task in status["tasks"]]


def _viewers(status: Status) -> int | None:
    known = [one["viewers"] for one in status["traffic"] if one["viewers"] is not None]
    return sum(known) if known else None


def _held(product: Mapping[str, Any]) -> bool:
    return any(shop["hold"] is not None for shop in product["storefronts"].values())


def _product(product: Mapping[str, Any]) -> str:
    left = product["sell_out_minutes"]
    minutes = MISSING if left is None else f"{left['p10']:.0f}–{left['p50']:.0f}–{left['p90']:.0f} min"
    shops = "  ".join(f"{name}: {_shop(shop)}" for name, shop in product["storefronts"].items())
    stale = "" if product["freshness"] == "live" else f" {product['freshness']} {age(product['age_s'])}"
    figure, pace = number(product["available"]), rate(product["units_per_minute"])
    return f"{product['sku']:<12} {figure:>7}{stale}  {pace}/min  {minutes}  {shops}"


def _shop(shop: Mapping[str, Any]) -> str:
    hold = shop["hold"]
    if hold is None or hold["seconds_left"] is None:
        return str(shop["state"])
    return f"{shop['state']} {hold['seconds_left']:.0f} s"


def round_line(one: Mapping[str, Any]) -> str:
    """One round in one line; `one` is its part of the status and the SKU."""
    kept = "  ".join(f"{each['group']}={each['units']}" for each in one["kept"])
    name = one["group"] or (_("trial") if one["trial"] else _("round"))
    figures = _("{sold} of {units} sold, {left} left").format(
        sold=number(one["sold"]), units=number(one["units"]), left=number(one["left"])
    )
    line = f"{one['sku']:<12} {name} {one['number']}  {one['state']}  {figures}"
    line += _trial(one["trial"]) if one["trial"] else ""
    return "  ".join((line, _("kept"), kept)) if kept else line


def _trial(trial: Mapping[str, Any]) -> str:
    words = _("{pace}/min  {thousand} per 1000 viewers  gone in {minutes} min  asked after {after}")
    return "  " + words.format(
        pace=rate(trial["per_minute"]),
        thousand=rate(trial["per_1000_viewers"]),
        minutes=rate(trial["minutes_to_go"]),
        after=number(trial["asked_after"]),
    )


def _unwell(status: Status) -> list[str]:
    return [
        f"! {source['id']}: {source['state']}  {source['error'] or ''}".rstrip()
        for source in status["sources"]
        if source["state"] != "live"
    ]
