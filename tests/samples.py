"""A whole sample room for windows and pictures: everything they show, without an engine.

`gauge_samples` has one gauge per state; `room_sample` one evening's second as a delta; `room_store` a store
that has taken it over. For tests and for looking at windows by hand.
"""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from app.views.delta import ViewDelta
from app.views.room import (
    AlertLevel,
    AlertState,
    AlertView,
    BroadcastView,
    CueKind,
    CueView,
    Guidance,
    MarkKind,
    MarkView,
    Phase,
    PlanBar,
    PlanState,
    SourceRole,
    SourceState,
    SourceView,
    TrafficPoint,
    TrafficView,
    UndoView,
)
from tests.sample_gauges import NOW, ago, gauge_samples
from tests.sample_wall import wall_gauges
from widgets.store import RoomStore

__all__ = ["NOW", "ZONE", "ago", "gauge_samples", "room_sample", "room_store", "wall_gauges"]

ZONE = ZoneInfo("Asia/Shanghai")
_GRAPH_FROM = datetime(2026, 11, 22, 12, 8, 24, tzinfo=UTC)
_MINUTES = 60


def room_store(language: str = "zh_CN", now: datetime = NOW) -> RoomStore:
    """A store that has taken over the sample room; its clock stands at `now`."""
    store = RoomStore(now=lambda: now, zone=ZONE, account="sample")
    store.apply(room_sample(language))
    return store


def room_sample(language: str = "zh_CN") -> ViewDelta:
    """Everything the windows show in one second of one evening."""
    zh = language == "zh_CN"
    gauges = wall_gauges(language)
    skus = tuple(view.sku for view in gauges)
    return ViewDelta(
        revision=1,
        at=NOW,
        gauges=gauges,
        order=skus,
        panel=(
            "EAR-01",
            "EAR-02",
            "SPK-03",
            "TEE-09",
            "PET-03",
            "KSC-02",
            "AFP-01",
            "BND-04",
            "CAR-02",
            "HUM-04",
            "SUN-01",
            "PRJ-01",
        ),
        broadcast=_broadcast(zh=zh),
        sources=_sources(zh=zh),
        traffic=(traffic_sample(language),),
        cues=_cues(zh=zh),
        alerts=_alerts(zh=zh),
        criticals_in_ten_minutes=2,
        undo=(_undo(zh=zh),),
        calls=(),
    )


def _broadcast(*, zh: bool) -> BroadcastView:
    return BroadcastView(
        room="欧美夜场" if zh else "US evening show",
        number=12,
        host="小林" if zh else "Lin",
        phase=Phase.LIVE,
        started_at=ago(hours=1, minutes=24, seconds=14),
        on_air="EAR-01",
        on_air_since=ago(minutes=6, seconds=24),
        next_sku="EAR-02",
        open_holds=3,
        hands_off=False,
        starting=False,
    )


def _sources(*, zh: bool) -> tuple[SourceView, ...]:
    lines = (
        ("dal", "达拉斯自营仓", "Dallas own", SourceRole.WAREHOUSE, 0.6),
        ("la", "洛杉矶三方仓", "Los Angeles 3PL", SourceRole.WAREHOUSE, 1.2),
        ("nj", "新泽西三方仓", "New Jersey 3PL", SourceRole.WAREHOUSE, 134),
        ("fba", "美国 FBA", "FBA US", SourceRole.WAREHOUSE, 12),
        ("tiktok", "TikTok Shop", "TikTok Shop", SourceRole.STOREFRONT, 0.8),
        ("web", "独立站", "Web shop", SourceRole.STOREFRONT, 1.4),
        ("traffic", "流量", "Traffic", SourceRole.TRAFFIC, 0.9),
        ("sales", "销售", "Sales", SourceRole.SALES, 1.1),
        ("returns", "退款", "Refunds", SourceRole.SALES, 4),
    )
    return tuple(
        _source(name, chinese if zh else english, role, seconds, zh=zh)
        for name, chinese, english, role, seconds in lines
    )


def _source(name: str, title: str, role: SourceRole, seconds: float, *, zh: bool) -> SourceView:
    live = SourceView(
        id=name,
        name=title,
        role=role,
        state=SourceState.LIVE,
        age_from=ago(seconds=seconds),
        units_at_risk=None,
        rejected_rows=1 if name == "fba" else 0,
        standing_still_since=None,
        retry_at=None,
        text="",
        remedy="",
    )
    if name != "nj":
        return live
    return replace(
        live,
        state=SourceState.STALE,
        units_at_risk=15,
        text="没有回答" if zh else "No answer",
        remedy="检查网络，或联系仓库" if zh else "Check the network or call the warehouse",
        retry_at=NOW + timedelta(seconds=4),
    )


def traffic_sample(language: str = "zh_CN") -> TrafficView:
    """An hour of viewers at one figure a second, ending in a surge."""
    zh = language == "zh_CN"
    points = tuple(_viewers(second) for second in range(_MINUTES * 60 + 1))
    return TrafficView(
        source="traffic",
        name="流量" if zh else "Traffic",
        reset=True,
        added=points,
        viewers=2316,
        organic=1402,
        paid=914,
        baseline=1480.0,
        surge_ratio=1.56,
        surge_from=ago(minutes=5),
        surge_line=2220.0,
        freshness=SourceState.LIVE,
        age_from=ago(seconds=0.9),
        marks=_marks(zh=zh),
        plan=_plan(zh=zh),
    )


def _viewers(second: int) -> TrafficPoint:
    minute = second / 60
    ripple = 9 * math.sin(second * 0.9) + 7 * math.sin(second * 0.37)
    organic = (
        832 + 1.2 * minute + ripple + _bumps(minute, ((6, 180, 5), (19, 320, 6), (33, 150, 4), (42, 260, 6)))
    )
    organic += 500 * math.exp(-(((minute - 60) / 5.2) ** 2) / 2)
    paid = 470 + 0.6 * minute + ripple / 2 + _bumps(minute, ((19, 110, 8), (59, 410, 5.2)))
    if second == _MINUTES * 60:
        organic, paid = 1402, 914
    return TrafficPoint(
        at=_GRAPH_FROM + timedelta(seconds=second),
        viewers=round(organic) + round(paid),
        organic=round(organic),
        paid=round(paid),
        baseline=1405 + 75 * minute / _MINUTES,
    )


def _bumps(minute: float, bumps: tuple[tuple[float, float, float], ...]) -> float:
    return sum(height * math.exp(-(((minute - at) / spread) ** 2) / 2) for at, height, spread in bumps)


def _marks(*, zh: bool) -> tuple[MarkView, ...]:
    lines = (
        (MarkKind.HOLD, 7.0, "EAR-01", "无线降噪耳机 虚拟售罄 6 分", "Earbuds held 6 min"),
        (MarkKind.ON_AIR, 19.0, "CUP-07", "保温随行杯 在播", "Travel mug on air"),
        (MarkKind.STOP, 29.3, "SUN-01", "儿童防晒霜 紧急下架", "Sunscreen stopped"),
        (MarkKind.CUE, 33.0, "", "按提示切换", "Cue followed"),
        (MarkKind.SOLD_OUT, 43.0, "PRJ-01", "口袋投影仪 售罄", "Projector sold out"),
        (MarkKind.ON_AIR, 48.5, "EAR-01", "无线降噪耳机 在播", "Earbuds on air"),
        (MarkKind.RESTOCK, 54.0, "KSC-02", "厨房电子秤 到货 240", "Kitchen scale +240"),
        (MarkKind.HOLD, 58.1, "SPK-03", "便携蓝牙音箱 虚拟售罄 6 分", "Speaker held 6 min"),
    )
    return tuple(
        MarkView(
            kind=kind, at=_GRAPH_FROM + timedelta(minutes=at - 0.4), sku=sku, text=chinese if zh else english
        )
        for kind, at, sku, chinese, english in lines
    )


def _plan(*, zh: bool) -> tuple[PlanBar, ...]:
    lines = (
        ("无线降噪耳机", "Earbuds", 6.6, 12.6, PlanState.PAST),
        ("保温随行杯", "Travel mug", 20.6, 25.6, PlanState.PAST),
        ("智能手环", "Band", 13.6, 17.6, PlanState.PAST),
        ("蓝牙音箱", "Speaker", 30.6, 38.6, PlanState.PAST),
        ("手机防水袋", "Pouch", 43.6, 48.6, PlanState.PAST),
        ("智能手环", "Band", 53.3, 59.3, PlanState.NOT_RESTORED),
        ("蓝牙音箱", "Speaker", 57.7, 63.7, PlanState.RUNNING),
        ("化妆镜", "Mirror", 59.93, 64.93, PlanState.RUNNING),
    )
    return tuple(
        PlanBar(
            hold=number,
            title=chinese if zh else english,
            start=_GRAPH_FROM + timedelta(minutes=start),
            end=_GRAPH_FROM + timedelta(minutes=end),
            state=state,
        )
        for number, (chinese, english, start, end, state) in enumerate(lines, start=1)
    )


def _cues(*, zh: bool) -> tuple[CueView, ...]:
    lines = _CUES_ZH if zh else _CUES_EN
    kinds = (
        (CueKind.SHOW_NEXT, "EAR-02"),
        (CueKind.PRE_SALE, "BLD-02"),
        (CueKind.REORDER, "EAR-01"),
        (CueKind.RESTORE_EARLY, "SPK-03"),
        (CueKind.HOLD_BACK, "HUM-04"),
    )
    return tuple(
        CueView(
            id=f"cue-{slot}",
            slot=slot,
            kind=kind,
            sku=sku,
            text=text,
            short=short,
            reason=reason,
            action=action,
        )
        for slot, ((kind, sku), (text, short, reason, action)) in enumerate(zip(kinds, lines, strict=True))
    )


_CUES_ZH = (
    (
        "约 8 分钟内切到 开放式耳机",
        "8 分钟内切到 开放式耳机",
        "在播耳机 14 分钟（11–20）后售完；替代款 655 件，够播完",
        "提示主播",
    ),
    (
        "便携榨汁杯 转预售",
        "便携榨汁杯 转预售",
        "剩 31 件，约 6 分钟（4–9）售完；无替代款，补货 26 天",
        "开启预售",
    ),
    (
        "无线降噪耳机 补货 3,520 件，分 3 批",
        "补耳机 3,520 件，分 3 批",
        "实销为预测的 2.3 倍；库存位置 1,382，低于补货点 3,610",
        "生成草案",
    ),
    (
        "便携蓝牙音箱 可提前恢复",
        "蓝牙音箱 可提前恢复",
        "观众 2,316，为基线的 1.56 倍；真实库存 486 件",
        "立即恢复",
    ),
    (
        "暂缓主推 香薰加湿器 等 3 件",
        "暂缓主推 加湿器等 3 件",
        "新泽西三方仓 2:14 无新数据，约 15 件不明",
        "移出推荐",
    ),
)
_CUES_EN = (
    (
        "Move to Open-ear headphones within 8 min",
        "Go to Open-ear within 8 min",
        "Earbuds sell out in 14 min (11–20); 655 of the substitute last the show",
        "Cue host",
    ),
    (
        "Portable blender: open pre-sale",
        "Open pre-sale: blender",
        "31 left, gone in 6 min (4–9); no substitute, 26 days to restock",
        "Open",
    ),
    (
        "Reorder 3,520 earbuds in 3 batches",
        "Reorder 3,520 earbuds",
        "Selling 2.3 × forecast; position 1,382 is below the reorder point 3,610",
        "Draft",
    ),
    (
        "Bluetooth speaker: restore early",
        "Restore the speaker early",
        "2,316 viewers, 1.56 × baseline; true stock 486",
        "Restore",
    ),
    (
        "Hold back the humidifier and 2 more",
        "Hold back 3 New Jersey items",
        "New Jersey silent for 2:14, about 15 units in doubt",
        "Skip",
    ),
)


def _alerts(*, zh: bool) -> tuple[AlertView, ...]:
    texts = _ALERTS_ZH if zh else _ALERTS_EN
    active, info = AlertState.ACTIVE, AlertLevel.INFO
    critical, warning = AlertLevel.CRITICAL, AlertLevel.WARNING
    lines = (
        (critical, active, ago(seconds=42), True, Guidance.HANDLE, "BND-04", "need"),
        (
            critical,
            AlertState.ACKNOWLEDGED,
            ago(minutes=3, seconds=20),
            False,
            Guidance.NONE,
            "BLD-02",
            "crit",
        ),
        (warning, active, ago(seconds=134), True, Guidance.SHELVE, "", "clock"),
        (warning, active, ago(minutes=7), False, Guidance.SHELVE, "SCL-01", "unknown"),
        (info, active, ago(seconds=20), False, Guidance.ACKNOWLEDGE, "LMP-05", "low"),
    )
    return tuple(
        AlertView(
            id=f"alert-{number}",
            level=level,
            state=state,
            text=text,
            short=short,
            remedy="",
            since=since,
            counting=counting,
            button=button,
            sku=sku,
            icon=icon,
        )
        for number, ((level, state, since, counting, button, sku, icon), (text, short)) in enumerate(
            zip(lines, texts, strict=True)
        )
    )


_ALERTS_ZH = (
    ("智能手环 恢复未确认，已重试 4 次", "智能手环 恢复未确认"),
    ("便携榨汁杯 剩 31 件（8 %）", "便携榨汁杯 剩 31 件（8 %）"),
    ("新泽西三方仓 无新数据，3 个商品约 15 件不明", "新泽西无新数据，约 15 件不明"),
    ("智能体脂秤 读数被拒：不是整数", "智能体脂秤 读数被拒"),
    ("露营氛围灯 降到 30 %", "露营氛围灯 降到 30 %"),
)
_ALERTS_EN = (
    ("Fitness band not read back as restored, 4 attempts", "Fitness band not restored"),
    ("Portable blender 31 left (8 %)", "Portable blender 31 left"),
    ("New Jersey silent: 3 products, about 15 units in doubt", "New Jersey silent, 15 in doubt"),
    ("Body-fat scale: reading rejected, not whole", "Body-fat scale: rejected"),
    ("Camping lantern down to 30 %", "Camping lantern at 30 %"),
)


def _undo(*, zh: bool) -> UndoView:
    return UndoView(
        holds=(42,),
        text="折叠化妆镜 售罄 5 分，已读回" if zh else "Mirror held 5 min, read back",
        at=ago(seconds=4),
        until=NOW + timedelta(seconds=6),
    )
