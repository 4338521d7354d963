"""The one door to a room's facts, decisions and thresholds, for everyone outside the domain."""

from app.domain.decision import (
    ProductDecision,
    ProductStock,
    RoomDecision,
    ShopDecision,
    ShopState,
    SourceDecision,
    StockPart,
    TrafficDecision,
    Urgency,
    Verdict,
    VerdictCode,
)
from app.domain.facts import Demand, ProductFacts, RoomFacts, ShopFacts, SourceFacts, StockAt, TrafficFacts
from app.domain.policy import Policy
from app.domain.signals import (
    Alert,
    AlertCause,
    AlertKind,
    AlertLevel,
    AlertState,
    Cue,
    CueKind,
    Figures,
    Reorder,
    SellOut,
)
from app.domain.trade import Meter, TradeFacts

__all__ = [
    "Alert", "AlertCause", "AlertKind", "AlertLevel", "AlertState", "Cue", "CueKind", "Demand", "Figures",
    "Meter", "Policy", "ProductDecision", "ProductFacts", "ProductStock", "Reorder", "RoomDecision",
    "RoomFacts", "SellOut", "ShopDecision", "ShopFacts", "ShopState", "SourceDecision", "SourceFacts",
    "StockAt", "StockPart", "TradeFacts", "TrafficDecision", "TrafficFacts", "Urgency", "Verdict",
    "VerdictCode",
]  # fmt: skip
