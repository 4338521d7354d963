"""Sample gauges: one per state a gauge can have, and the products of one evening's wall.

Figures only a test or a picture needs; nothing here is what a real warehouse said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from app.views.gauge import (
    Chip,
    ChipKind,
    Freshness,
    GaugeView,
    HoldState,
    HoldView,
    Reason,
    Segment,
    SellOutView,
    ShopLine,
    ShopLineState,
    Urgency,
)

NOW = datetime(2026, 11, 22, 13, 8, 24, tzinfo=UTC)
"""The second all samples show: 21:08:24 in Shanghai."""
LIMIT = 3

_WAREHOUSES = {
    "dal": ("达拉斯自营仓", "达", "Dallas own", "DAL"),
    "la": ("洛杉矶三方仓", "洛", "Los Angeles 3PL", "LA"),
    "nj": ("新泽西三方仓", "新", "New Jersey 3PL", "NJ"),
    "fba": ("美国 FBA", "FBA", "FBA US", "FBA"),
}
_SHOPS = {"tiktok": ("TikTok Shop", "TikTok Shop"), "web": ("独立站", "Web shop")}
_STALE_FROM = NOW - timedelta(minutes=2, seconds=14)


def ago(*, hours: float = 0, minutes: float = 0, seconds: float = 0) -> datetime:
    """That long before the second the samples show."""
    return NOW - timedelta(hours=hours, minutes=minutes, seconds=seconds)


@dataclass(frozen=True, slots=True)
class Goods:
    """One product of the sample room: figures alone."""

    sku: str
    zh: str
    en: str
    opening: int
    split: Mapping[str, int] | None
    rate: float | None = None
    sell_out: tuple[float, float, float] | None = None
    safety: float = 0.12
    used: int = 0


def gauge(goods: Goods, *, zh: bool = True, **changes: object) -> GaugeView:
    """The gauge of `goods` as if nothing special were going on; `changes` are fields that differ."""
    segments = tuple(_segment(name, units, zh=zh) for name, units in (goods.split or {}).items())
    available = None if goods.split is None else sum(goods.split.values())
    share = None if available is None else available / goods.opening
    view = GaugeView(
        sku=goods.sku,
        title=goods.zh if zh else goods.en,
        available=available,
        opening=goods.opening,
        share=share,
        oversold=0,
        freshness=Freshness.UNKNOWN if available is None else Freshness.LIVE,
        age_from=None if available is None else ago(seconds=0.6),
        segments=segments,
        missing=(),
        safety_stock=round(goods.opening * goods.safety),
        units_per_minute=goods.rate,
        trend=-1,
        per_1000_viewers=None if goods.rate is None else goods.rate / 2.3,
        sell_out=_sell_out(goods),
        lasts_the_show=goods.sell_out is None and bool(goods.rate),
        units_at_risk=None,
        chip=_chip(share),
        second_chip=None,
        hold=None,
        holds_used=goods.used,
        holds_limit=LIMIT,
        shops=tuple(_shop(name, goods.used, zh=zh) for name in _SHOPS),
        on_air=False,
        is_next=False,
        substitute="",
        restocked=None,
        restocked_at=None,
        inbound=None,
        group=_group(share),
        rank=0,
        line_up=0,
        cannot_mark="",
        cannot_restore="没有进行中的虚拟售罄" if zh else "Nothing of it is held",
        cannot_stop="",
        price="US$29.90",
        margin="US$13.60",
    )
    return replace(view, **changes)  # type: ignore[arg-type] # fields of GaugeView by name; a wrong one fails


def _sell_out(goods: Goods) -> SellOutView | None:
    if goods.sell_out is None:
        return None
    low, middle, high = goods.sell_out
    return SellOutView(p10=low, p50=middle, p90=high)


def _segment(warehouse: str, units: int, *, zh: bool) -> Segment:
    name, short, name_en, short_en = _WAREHOUSES[warehouse]
    return Segment(
        warehouse=warehouse,
        name=name if zh else name_en,
        short=short if zh else short_en,
        available=units,
        freshness=Freshness.LIVE,
        age_from=ago(seconds=0.6),
    )


def _chip(share: float | None) -> Chip:
    if share is None:
        return Chip(kind=ChipKind.UNKNOWN)
    if share == 0:
        return Chip(kind=ChipKind.SOLD_OUT, share=0.0, since=datetime(2026, 11, 22, 12, 51, tzinfo=UTC))
    if share <= 0.1:
        return Chip(kind=ChipKind.CRITICAL, share=share)
    return Chip(kind=ChipKind.LOW if share <= 0.3 else ChipKind.SHARE, share=share)


def _group(share: float | None) -> Urgency:
    if share is None:
        return Urgency.DOUBTFUL
    if share <= 0.1:
        return Urgency.ACT_NOW
    return Urgency.WATCH if share <= 0.3 else Urgency.NORMAL


def _shop(name: str, used: int, *, zh: bool) -> ShopLine:
    chinese, english = _SHOPS[name]
    return ShopLine(
        storefront=name,
        name=chinese if zh else english,
        state=ShopLineState.ON_SALE,
        quantity=None,
        hold=None,
        holds_used=used,
        holds_limit=LIMIT,
        cannot_mark="",
        cannot_restore="",
    )


def hold(goods: Goods, state: HoldState = HoldState.ACTIVE, **changes: object) -> HoldView:
    """A hold of `goods` on the first shop; `changes` are fields that differ."""
    view = HoldView(
        id=41,
        sku=goods.sku,
        storefront="tiktok",
        is_stop=False,
        state=state,
        reason=Reason.STAGE,
        note="",
        who="小林",
        started_at=ago(seconds=138),
        deadline=NOW + timedelta(seconds=222),
        needs_attention=False,
        attempts=0,
        error="",
    )
    return replace(view, **changes)  # type: ignore[arg-type] # fields of HoldView by name; a wrong one fails


def held(goods: Goods, left_s: float, whole_s: float, *, zh: bool = True) -> GaugeView:
    """`goods` while virtually sold out, with so much of the time left."""
    until = NOW + timedelta(seconds=left_s)
    view = hold(goods, started_at=until - timedelta(seconds=whole_s), deadline=until)
    return _ours(goods, ChipKind.HELD, view, zh=zh, until=until)


def _ours(
    goods: Goods,
    kind: ChipKind,
    view: HoldView,
    *,
    zh: bool = True,
    until: datetime | None = None,
    since: datetime | None = None,
) -> GaugeView:
    """`goods` with a hold of ours in some phase: off sale, so without a rate."""
    return gauge(
        goods,
        zh=zh,
        chip=Chip(kind=kind, until=until, since=since),
        hold=view,
        group=Urgency.OFF_SALE,
        units_per_minute=None,
        sell_out=None,
        lasts_the_show=False,
        cannot_mark="已是虚拟售罄" if zh else "Already held",
        cannot_restore="",
    )


def stale(goods: Goods, at_risk: int, *, zh: bool = True) -> GaugeView:
    """`goods` where New Jersey has been silent for 2:14."""
    view = gauge(goods, zh=zh)
    segments = tuple(
        replace(part, freshness=Freshness.STALE, age_from=_STALE_FROM) if part.warehouse == "nj" else part
        for part in view.segments
    )
    low = view.chip if view.chip.kind in (ChipKind.LOW, ChipKind.CRITICAL) else None
    return replace(
        view,
        segments=segments,
        freshness=Freshness.STALE,
        age_from=_STALE_FROM,
        chip=Chip(kind=ChipKind.STALE, since=_STALE_FROM, share=view.share),
        second_chip=low,
        units_at_risk=at_risk,
        sell_out=None,
        lasts_the_show=False,
        group=Urgency.DOUBTFUL,
    )


def unknown(goods: Goods, *, zh: bool = True) -> GaugeView:
    """`goods` without any believable figure, and why."""
    note = "读数被拒：不是整数" if zh else "rejected: not whole"
    return gauge(goods, zh=zh, note=note, safety_stock=None)


def not_restored(goods: Goods, *, zh: bool = True) -> GaugeView:
    """`goods` whose restore the shop has not confirmed for 42 seconds."""
    view = hold(goods, HoldState.CLOSING, needs_attention=True, attempts=4, deadline=ago(seconds=42))
    made = _ours(goods, ChipKind.NOT_RESTORED, view, zh=zh, since=ago(seconds=42))
    return replace(made, group=Urgency.ACT_NOW)


def stopped(goods: Goods, *, zh: bool = True) -> GaugeView:
    """`goods` under an emergency stop since 20:37."""
    since = ago(minutes=31, seconds=6)
    note, who = ("批次标签有误", "小林") if zh else ("wrong label", "Lin")
    view = hold(
        goods, is_stop=True, deadline=None, started_at=since, note=note, who=who, reason=Reason.INCIDENT
    )
    return _ours(goods, ChipKind.STOPPED, view, zh=zh, since=since)


def announced(goods: Goods, left_s: float, *, zh: bool = True) -> GaugeView:
    """`goods` that will be marked in `left_s` seconds."""
    until = NOW + timedelta(seconds=left_s)
    return gauge(goods, zh=zh, chip=Chip(kind=ChipKind.ANNOUNCED, until=until), group=Urgency.OFF_SALE)


def gauge_samples(language: str = "zh_CN") -> dict[str, GaugeView]:
    """One gauge for each state, by its English name; on air, next and restocked among them."""
    zh = language == "zh_CN"
    liners = Goods("AFP-01", "空气炸锅纸", "Air-fryer liners", 2400, {"dal": 940, "la": 1200}, 3.3, used=1)
    mirror = Goods("MIR-02", "折叠化妆镜", "Folding make-up mirror", 450, {"dal": 96, "la": 221}, used=1)
    return _plain_samples(liners, zh=zh) | _doubtful_samples(zh=zh) | _hold_samples(liners, mirror, zh=zh)


def _plain_samples(liners: Goods, *, zh: bool) -> dict[str, GaugeView]:
    brush = Goods(
        "TBH-08", "电动牙刷头", "Toothbrush heads", 1600, {"dal": 240, "la": 520}, 6.4, (98, 119, 150)
    )
    yoga = Goods(
        "YOG-11", "高腰瑜伽裤", "High-waist yoga pants", 600, {"dal": 58, "la": 90}, 4.4, (27, 34, 45)
    )
    blender = Goods(
        "BLD-02", "便携榨汁杯", "Portable blender", 400, {"dal": 13, "la": 18}, 5.2, (4, 6, 9), 0.15
    )
    projector = Goods("PRJ-01", "口袋投影仪", "Pocket projector", 150, {"la": 0}, None, None, 0.15)
    scale = Goods("KSC-02", "厨房电子秤", "Kitchen scale", 600, {"dal": 240, "la": 300}, 1.6)
    earbuds = Goods(
        "EAR-01",
        "无线降噪耳机",
        "Noise-cancelling earbuds",
        640,
        {"dal": 64, "la": 118},
        12.7,
        (11, 14, 20),
        0.18,
        1,
    )
    open_ear = Goods("EAR-02", "开放式耳机", "Open-ear headphones", 700, {"dal": 275, "la": 380}, 1.2)
    return {
        "normal": gauge(liners, zh=zh),
        "half": gauge(brush, zh=zh),
        "low": gauge(yoga, zh=zh),
        "critical": gauge(blender, zh=zh),
        "sold_out": gauge(projector, zh=zh),
        "oversold": gauge(projector, zh=zh, oversold=4),
        "restocked": gauge(
            scale, zh=zh, trend=1, restocked=240, restocked_at=datetime(2026, 11, 22, 13, 2, tzinfo=UTC)
        ),
        "on_air": gauge(earbuds, zh=zh, on_air=True),
        "next": gauge(open_ear, zh=zh, is_next=True),
    }


def _doubtful_samples(*, zh: bool) -> dict[str, GaugeView]:
    fountain = Goods("PET-03", "宠物喂水器", "Pet water fountain", 520, {"la": 407}, 1.4)
    bottle = Goods("BOT-06", "硅胶折叠水壶", "Collapsible bottle", 700, {"la": 190, "nj": 240}, 3.0)
    humidifier = Goods("HUM-04", "香薰加湿器", "Aroma humidifier", 560, {"nj": 318}, 2.2)
    mat = Goods("MAT-02", "加厚瑜伽垫", "Thick yoga mat", 350, {"nj": 96}, 1.1, None, 0.14)
    body_scale = Goods("SCL-01", "智能体脂秤", "Body-fat scale", 260, None)
    aging = Chip(kind=ChipKind.AGING, since=ago(seconds=11), share=407 / 520)
    return {
        "aging": gauge(fountain, zh=zh, freshness=Freshness.AGING, age_from=ago(seconds=11), chip=aging),
        "part_stale": stale(bottle, 7, zh=zh),
        "stale": stale(humidifier, 5, zh=zh),
        "stale_and_low": stale(mat, 3, zh=zh),
        "unknown": unknown(body_scale, zh=zh),
    }


def _hold_samples(liners: Goods, mirror: Goods, *, zh: bool) -> dict[str, GaugeView]:
    shirt = Goods(
        "TEE-09", "速干运动T恤", "Quick-dry T-shirt", 1000, {"la": 481, "fba": 240}, 6.1, (92, 118, 155), 0.1
    )
    speaker = Goods("SPK-03", "便携蓝牙音箱", "Bluetooth speaker", 800, {"dal": 186, "la": 300}, used=2)
    band = Goods("BND-04", "智能手环", "Fitness band", 500, {"dal": 190, "la": 84}, None, None, 0.14, 2)
    pouch = Goods(
        "WPB-01", "手机防水袋", "Waterproof phone pouch", 1000, {"dal": 393, "la": 500}, 1.9, used=3
    )
    mount = Goods("CAR-02", "车载手机支架", "Car phone mount", 480, {"dal": 133}, 1.9, (54, 70, 96), used=1)
    sunscreen = Goods("SUN-01", "儿童防晒霜", "Kids' sunscreen", 300, {"la": 268}, None, None, 0.15)
    refused = "3 次已用完" if zh else "3 of 3 used"
    return {
        "announced": announced(shirt, 135, zh=zh),
        "sending": _ours(
            mirror, ChipKind.SENDING, hold(mirror, HoldState.SENDING), zh=zh, since=ago(seconds=0.3)
        ),
        "held": held(speaker, 222, 360, zh=zh),
        "restoring": _ours(
            mirror, ChipKind.RESTORING, hold(mirror, HoldState.CLOSING), zh=zh, since=ago(seconds=0.4)
        ),
        "outcome_unknown": _ours(liners, ChipKind.OUTCOME_UNKNOWN, hold(liners, HoldState.UNKNOWN), zh=zh),
        "not_restored": not_restored(band, zh=zh),
        "refused": gauge(pouch, zh=zh, chip=Chip(kind=ChipKind.REFUSED, text=refused)),
        "handed_over": gauge(mount, zh=zh, chip=Chip(kind=ChipKind.HANDED_OVER)),
        "stopped": stopped(sunscreen, zh=zh),
    }
