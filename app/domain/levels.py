"""Stock against its opening: share, and the levels 50, 30, 10 with their dead-band."""

from app.domain.policy import Policy


def share(available: int | None, opening: int | None) -> float | None:
    """Stock as 0…1 of the opening; None where either is unknown or there was none to begin with."""
    if available is None or not opening:
        return None
    return min(available / opening, 1.0)


def above_opening(available: int | None, opening: int | None) -> int:
    """Units beyond the 100 % of the gauge; only a person makes them the new 100 %."""
    if available is None or opening is None:
        return 0
    return max(0, available - opening)


def level(of_opening: float | None, before: int | None, policy: Policy) -> int | None:
    """The lowest level the share has fallen to, None above all of them.

    A level is entered at its figure and left only `level_dead_band` points above it, so that stock that
    swings around a level changes it once. `before` is the level judged last.
    """
    if of_opening is None:
        return None
    percent = 100 * of_opening
    fallen_to = [step for step in policy.levels if percent <= step]
    kept = [step for step in policy.levels if step == before and percent <= step + policy.level_dead_band]
    return min(fallen_to + kept, default=None)
