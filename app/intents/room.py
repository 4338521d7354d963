"""The room itself: sources, alerts, cues, the host's phone, the ready-for-air check."""

from dataclasses import dataclass

from app.intents.wish import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshSource(Intent):
    """Read this source now, within its limit."""

    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetOpening(Intent):
    """Take the stock of now as the new 100 % of these products' gauges."""

    skus: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeAlert(Intent):
    """A person has seen this alert."""

    alert: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelveAlert(Intent):
    """Put this alert aside for some minutes; criticals about a stuck product can't be shelved."""

    alert: str
    minutes: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ActOnCue(Intent):
    """Do what the cue proposes."""

    cue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SnoozeCue(Intent):
    """Do not show this cue for some minutes."""

    cue: str
    minutes: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeAutomation(Intent):
    """Hands off: no automatic act but restores while `frozen`."""

    frozen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitePhone(Intent):
    """Make a code that pairs the host's phone; `withdraw`: the standing one ends instead."""

    withdraw: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokePhones(Intent):
    """No phone may use the host's page any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReady(Intent):
    """Run the ready-for-air check; with `test_sku`, flip that product off and on once at each shop."""

    test_sku: str | None = None
