"""A small named room for the tests of views: facts of tests.domain and the real rules, Chinese names."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from zoneinfo import ZoneInfo

from app.domain.catalogue import Warehouse
from app.domain.decide import decide_product
from app.domain.room import ProductDecision, ProductFacts, RoomFacts
from app.views.build_gauge import gauge_view
from app.views.gauge import GaugeView
from app.views.names import Names
from tests.domain.builders import NOW, POLICY
from tests.domain.builders import room as a_room

LANGUAGES = ("en", "zh_CN")
ZONE = ZoneInfo("Asia/Shanghai")
NAMES = Names(
    room="欧美夜场",
    zone=ZONE,
    currency="USD",
    titles={"EAR-01": "无线降噪耳机", "EAR-02": "开放式耳机"},
    warehouses={
        "la": Warehouse(id="la", name="洛杉矶三方仓", short="洛", source="la"),
        "nj": Warehouse(id="nj", name="新泽西三方仓", short="新", source="nj"),
    },
    storefronts={"shop": "独立站"},
    sources={"la": "洛杉矶三方仓", "nj": "新泽西三方仓", "tiktok": "流量"},
    pages={"shop": "https://shop.example/admin"},
)


def judged(facts: ProductFacts, room: RoomFacts | None = None, now: datetime = NOW) -> ProductDecision:
    """What the rules say of a product."""
    return decide_product(facts, a_room() if room is None else room, POLICY, now)


def gauge(facts: ProductFacts, room: RoomFacts | None = None, now: datetime = NOW) -> GaugeView:
    """The gauge of a product, judged by the real rules."""
    room = a_room() if room is None else room
    return gauge_view(facts, judged(facts, room, now), room, names=NAMES, now=now)


def texts(view: object) -> Iterator[str]:
    """Every text that a view can show; ids and names of states are no texts."""
    if isinstance(view, str) and not isinstance(view, Enum):
        yield view
    elif isinstance(view, tuple):
        for part in view:
            yield from texts(part)
    elif is_dataclass(view):
        for field in fields(view):
            yield from texts(getattr(view, field.name))


def assert_plain(view: object) -> None:
    """No placeholder left unfilled, no markup, no second line in any text of the view."""
    for text in texts(view):
        assert "{" not in text, text
        assert "}" not in text, text
        assert "<" not in text.replace("< 1 %", ""), text
        assert "\n" not in text, text
