"""The 24 products of the sample room, each in the state it has in that second."""

from dataclasses import replace
from datetime import UTC, datetime

from app.views.gauge import GaugeView, Urgency
from tests.sample_gauges import (
    Goods,
    announced,
    gauge,
    held,
    not_restored,
    stale,
    stopped,
    unknown,
)

_WALL = (
    Goods("BLD-02", "便携榨汁杯", "Portable blender", 400, {"dal": 13, "la": 18}, 5.2, (4, 6, 9), 0.15),
    Goods("PWR-05", "磁吸充电宝", "Magnetic power bank", 500, {"la": 44}, 2.9, (11, 15, 22)),
    Goods("BND-04", "智能手环", "Fitness band", 500, {"dal": 190, "la": 84}, None, None, 0.14, 2),
    Goods("PRJ-01", "口袋投影仪", "Pocket projector", 150, {"la": 0}, None, None, 0.15, 1),
    Goods(
        "EAR-01",
        "无线降噪耳机",
        "Noise-cancelling earbuds",
        640,
        {"dal": 64, "la": 118},
        12.7,
        (11, 14, 20),
        0.18,
        1,
    ),
    Goods("YOG-11", "高腰瑜伽裤", "High-waist yoga pants", 600, {"dal": 58, "la": 90}, 4.4, (27, 34, 45)),
    Goods(
        "CUP-07", "保温随行杯", "Insulated travel mug", 900, {"la": 135, "fba": 80}, 3.0, (58, 72, 93), 0.1, 1
    ),
    Goods("CAR-02", "车载手机支架", "Car phone mount", 480, {"dal": 133}, 1.9, (54, 70, 96)),
    Goods("SPK-03", "便携蓝牙音箱", "Bluetooth speaker", 800, {"dal": 186, "la": 300}, used=2),
    Goods("MIR-02", "折叠化妆镜", "Folding make-up mirror", 450, {"dal": 96, "la": 221}, used=1),
    Goods(
        "TEE-09", "速干运动T恤", "Quick-dry T-shirt", 1000, {"la": 481, "fba": 240}, 6.1, (92, 118, 155), 0.1
    ),
    Goods("SUN-01", "儿童防晒霜", "Kids' sunscreen", 300, {"la": 268}, None, None, 0.15),
    Goods("HUM-04", "香薰加湿器", "Aroma humidifier", 560, {"nj": 318}, 2.2),
    Goods("BOT-06", "硅胶折叠水壶", "Collapsible bottle", 700, {"la": 190, "nj": 240}, 3.0),
    Goods("MAT-02", "加厚瑜伽垫", "Thick yoga mat", 350, {"nj": 96}, 1.1, None, 0.14),
    Goods("SCL-01", "智能体脂秤", "Body-fat scale", 260, None, None, None, 0.15),
    Goods("EAR-02", "开放式耳机", "Open-ear headphones", 700, {"dal": 275, "la": 380}, 1.2),
    Goods("LMP-05", "露营氛围灯", "Camping lantern", 560, {"la": 168}, 3.4, (38, 49, 66)),
    Goods("KSC-02", "厨房电子秤", "Kitchen scale", 600, {"dal": 240, "la": 300}, 1.6),
    Goods("PET-03", "宠物喂水器", "Pet water fountain", 520, {"la": 407}, 1.4),
    Goods("TBH-08", "电动牙刷头", "Toothbrush heads", 1600, {"la": 812, "fba": 500}, 2.8),
    Goods("WPB-01", "手机防水袋", "Waterproof phone pouch", 1000, {"dal": 393, "la": 500}, 1.9, used=3),
    Goods("AFP-01", "空气炸锅纸", "Air-fryer liners", 2400, {"dal": 940, "la": 1200}, 3.3),
    Goods("HAI-04", "真丝发圈", "Silk scrunchies", 2000, {"la": 1005, "fba": 950}, 0.8),
)


def wall_gauges(language: str = "zh_CN") -> tuple[GaugeView, ...]:
    """The 24 products of the sample room in urgency order, with their ranks and places in the line-up."""
    zh = language == "zh_CN"
    views = [_wall_gauge(goods, zh=zh) for goods in _WALL]
    return tuple(
        replace(view, rank=number, line_up=(number * 7) % len(views)) for number, view in enumerate(views)
    )


def _wall_gauge(goods: Goods, *, zh: bool) -> GaugeView:
    at_risk = {"HUM-04": 5, "BOT-06": 7, "MAT-02": 3}
    holds = {"SPK-03": (222.0, 360.0), "MIR-02": (296.0, 300.0)}
    if goods.sku in at_risk:
        return stale(goods, at_risk[goods.sku], zh=zh)
    if goods.sku in holds:
        return held(goods, *holds[goods.sku], zh=zh)
    make = {"BND-04": not_restored, "SUN-01": stopped, "SCL-01": unknown}.get(goods.sku)
    if make is not None:
        return make(goods, zh=zh)
    if goods.sku == "TEE-09":
        return announced(goods, 135, zh=zh)
    return gauge(goods, zh=zh, **_special(goods.sku))


def _special(sku: str) -> dict[str, object]:
    changes: dict[str, dict[str, object]] = {
        "EAR-01": {"on_air": True},
        "EAR-02": {"is_next": True},
        # fell to 30 % after the last re-sort, so it still stands among the normal ones
        "LMP-05": {"group": Urgency.NORMAL},
        "KSC-02": {
            "trend": 1,
            "restocked": 240,
            "restocked_at": datetime(2026, 11, 22, 13, 2, tzinfo=UTC),
        },
    }
    return changes.get(sku, {})
