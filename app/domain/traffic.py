"""Viewers of one room: what is believed of each sample, the baseline, and surges. Folded sample by sample.

The baseline is the median of the last half hour outside surges; until half an hour is known, that of the same
slot earlier where there is one, else of everything so far. Not for the stock tier that a surge lifts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median

from app.domain.facts import TrafficFacts
from app.domain.freshness import freshness
from app.domain.lean import lean
from app.domain.policy import Policy
from app.domain.readings import Freshness

_BUCKET = timedelta(seconds=10)
_LEAST_BUCKETS = 30
"""With fewer of them outside surges, all count: what has lasted this long is the new normal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Viewers as a source told them at one instant."""

    at: datetime
    viewers: int | None
    organic: int | None = None
    paid: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Ten seconds of believed viewers; `surging` ones do not make a baseline."""

    start: datetime
    total: int = 0
    samples: int = 0
    surging: bool = False

    @property
    def mean(self) -> float:
        """Viewers on average."""
        return self.total / self.samples


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One source's viewers so far. `seen` is the last sample as believed: figures None where it is a gap.

    `earlier` is the baseline of the same slot in earlier broadcasts, if known. `believed` is the last figure
    that was; `doubted`: it fell to nothing in the last sample, and one more must say so.
    """

    started_at: datetime
    earlier: float | None = None
    seen: Sample | None = None
    believed: int | None = None
    doubted: bool = False
    baseline: float | None = None
    surge_from: datetime | None = None
    over_from: datetime | None = None
    under_from: datetime | None = None
    bucket: Bucket | None = None
    buckets: tuple[Bucket, ...] = ()


def begun(at: datetime, earlier: float | None = None) -> Track:
    """A new broadcast's track, or that of a desk that has just started."""
    return Track(started_at=at, earlier=earlier, baseline=earlier)


def observed(track: Track, sample: Sample, policy: Policy) -> Track:
    """The track with one more sample; one that is not newer than the last changes nothing."""
    if track.seen is not None and sample.at <= track.seen.at:
        return track
    viewers = sample.viewers
    if viewers is None or viewers < 0 or (viewers == 0 and track.believed and not track.doubted):
        gap = replace(sample, viewers=None, organic=None, paid=None)
        return replace(track, seen=gap, doubted=viewers == 0)
    believed = replace(track, seen=sample, believed=viewers, doubted=False)
    return _judged(_gathered(believed, sample.at, viewers, policy), sample.at, viewers, policy)


def facts(track: Track, source: str, age_from: datetime | None, stale_after_s: float) -> TrafficFacts:
    """What decisions need of the track."""
    seen = track.seen
    return TrafficFacts(
        source=source,
        viewers=seen.viewers if seen else None,
        organic=seen.organic if seen else None,
        paid=seen.paid if seen else None,
        baseline=track.baseline,
        surge_from=track.surge_from,
        age_from=age_from,
        stale_after_s=stale_after_s,
    )


def viewers_now(traffic: Iterable[TrafficFacts], now: datetime) -> int | None:
    """Viewers of all sources together that are not stale; None where none is known."""
    known = [one.viewers for one in traffic if one.viewers is not None and is_current(one, now)]
    return sum(known) if known else None


def is_surge(traffic: Iterable[TrafficFacts], now: datetime) -> bool:
    """Whether a surge runs on any source that is not stale."""
    return any(one.surge_from is not None and is_current(one, now) for one in traffic)


def is_current(one: TrafficFacts, now: datetime) -> bool:
    """Whether the source's figures may still be judged by."""
    return freshness(one.age_from, now, one.stale_after_s) in (Freshness.LIVE, Freshness.AGING)


def ratio(one: TrafficFacts) -> float | None:
    """Viewers against the baseline; None where either is missing or nobody was there."""
    if one.viewers is None or not one.baseline:
        return None
    return one.viewers / one.baseline


def _gathered(track: Track, at: datetime, viewers: int, policy: Policy) -> Track:
    """The sample put into its bucket; a bucket that is over moves the baseline."""
    bucket = track.bucket
    if bucket is not None and at < bucket.start + _BUCKET:
        return replace(
            track, bucket=replace(bucket, total=bucket.total + viewers, samples=bucket.samples + 1)
        )
    begun_now = replace(track, bucket=Bucket(start=at, total=viewers, samples=1))
    return begun_now if bucket is None else _closed(begun_now, bucket, at, policy)


def _closed(track: Track, bucket: Bucket, at: datetime, policy: Policy) -> Track:
    full = replace(bucket, surging=track.over_from is not None)
    oldest = at - timedelta(minutes=policy.baseline_minutes)
    buckets = (*(kept for kept in track.buckets if kept.start >= oldest), full)
    return replace(track, buckets=buckets, baseline=_baseline(track, buckets, at, policy))


def _baseline(track: Track, buckets: tuple[Bucket, ...], at: datetime, policy: Policy) -> float | None:
    whole = at - track.started_at >= timedelta(minutes=policy.baseline_minutes)
    if not whole and track.earlier is not None:
        return track.earlier
    if at - track.started_at < timedelta(seconds=policy.baseline_least_seconds):
        return None
    calm = [bucket.mean for bucket in buckets if not bucket.surging]
    if whole and len(calm) >= _LEAST_BUCKETS:
        return median(calm)
    return median(bucket.mean for bucket in buckets)


def _judged(track: Track, at: datetime, viewers: int, policy: Policy) -> Track:
    if not track.baseline:
        return track
    times = viewers / track.baseline
    if track.surge_from is None:
        return _maybe_begins(track, at, policy, over=times >= policy.surge_ratio)
    return _maybe_ends(track, at, policy, under=times < policy.surge_end_ratio)


def _maybe_begins(track: Track, at: datetime, policy: Policy, *, over: bool) -> Track:
    if not over:
        return replace(track, over_from=None)
    over_from = track.over_from or at
    lasted = at - over_from >= timedelta(seconds=policy.surge_seconds)
    return replace(track, over_from=over_from, surge_from=over_from if lasted else None, under_from=None)


def _maybe_ends(track: Track, at: datetime, policy: Policy, *, under: bool) -> Track:
    if not under:
        return replace(track, under_from=None)
    under_from = track.under_from or at
    if at - under_from < timedelta(seconds=policy.surge_end_seconds):
        return replace(track, under_from=under_from)
    return replace(track, surge_from=None, over_from=None, under_from=None)
