"""What a person can ask for, from any window, key or command: frozen wishes that the engine judges.

An intent says nothing about how it is carried out. Its answer says what became of it.
"""

from app.domain.broadcast import Phase
from app.domain.hold import Reason, Who
from app.domain.orders import OrderState
from app.domain.plan import Draft, When, WhenKind
from app.domain.rounds import Slice
from app.domain.trials import Variant
from app.intents.answers import Answer, Code, TargetResult
from app.intents.holding import (
    AllowUnguarded,
    ConfirmByHand,
    EmergencyStop,
    MarkSoldOut,
    Reach,
    ReadHoldAgain,
    Release,
    Restore,
    UndoMark,
)
from app.intents.looking_back import (
    CalibrateBroadcast,
    CloseRehearsalDesk,
    CompareBroadcast,
    LookOverBroadcasts,
    LookUpRehearsals,
    OpenRehearsalDesk,
    StartRehearsal,
    Steer,
    SteerRehearsal,
    StudyProduct,
)
from app.intents.plans import (
    AddPlans,
    AnswerPlan,
    ArmPlans,
    CallOff,
    ChangePlan,
    ExportPlans,
    ImportPlans,
    MovePlan,
    RemovePlans,
    SaveTemplate,
    UseTemplate,
)
from app.intents.room import (
    AcknowledgeAlert,
    ActOnCue,
    CheckReady,
    FreezeAutomation,
    InvitePhone,
    RefreshSource,
    ResetOpening,
    RevokePhones,
    ShelveAlert,
    SnoozeCue,
)
from app.intents.rounds import EndRound, EndTrial, NextRound, StartRound, StartTrial
from app.intents.showing import (
    EndBroadcast,
    PlaceInLineUp,
    SayNext,
    SayOnAir,
    SayPrice,
    SetPhase,
    SkipInLineUp,
    StartBroadcast,
)
from app.intents.stock import AcceptProposal, CallStock, RestProposal, UpdateCall, UpdateOrder
from app.intents.wish import Intent

__all__ = [
    "AcceptProposal", "AcknowledgeAlert", "ActOnCue", "AddPlans", "AllowUnguarded", "Answer", "AnswerPlan",
    "ArmPlans", "CalibrateBroadcast", "CallOff", "CallStock", "ChangePlan", "CheckReady",
    "CloseRehearsalDesk", "Code", "CompareBroadcast", "ConfirmByHand", "Draft", "EmergencyStop",
    "EndBroadcast", "EndRound", "EndTrial", "ExportPlans", "FreezeAutomation", "ImportPlans", "Intent",
    "InvitePhone", "LookOverBroadcasts", "LookUpRehearsals", "MarkSoldOut", "MovePlan", "NextRound",
    "OpenRehearsalDesk",
    "OrderState", "Phase", "PlaceInLineUp", "Reach", "ReadHoldAgain", "Reason", "RefreshSource", "Release",
    "RemovePlans", "ResetOpening", "RestProposal", "Restore", "RevokePhones", "SaveTemplate", "SayNext",
    "SayOnAir", "SayPrice", "SetPhase", "ShelveAlert", "SkipInLineUp", "Slice", "SnoozeCue", "StartBroadcast",
    "StartRehearsal", "StartRound", "StartTrial", "Steer", "SteerRehearsal", "StudyProduct", "TargetResult",
    "UndoMark", "UpdateCall", "UpdateOrder", "UseTemplate", "Variant", "When", "WhenKind", "Who",
]  # fmt: skip
