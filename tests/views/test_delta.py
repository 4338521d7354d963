"""Deltas of one frame joined: the later wins part by part, and no point of a graph is lost."""

from dataclasses import replace

from app.views.delta import ViewDelta
from app.views.room import TrafficView
from tests.sample_gauges import NOW, gauge_samples
from tests.samples import room_sample, traffic_sample

GAUGES = gauge_samples("en")


def test_a_later_part_replaces_and_a_missing_one_keeps() -> None:
    """None means unchanged."""
    first, sample = ViewDelta(revision=1, at=NOW, order=("a",), answers=("x",)), room_sample("en")

    joined = first.then(sample).then(ViewDelta(revision=3, at=NOW, cues=(), answers=("y",)))

    assert (joined.revision, joined.cues, joined.answers) == (3, (), ("x", "y"))
    assert (joined.order, joined.panel) == (sample.order, sample.panel)
    assert (joined.broadcast, joined.alerts, joined.undo) == (sample.broadcast, sample.alerts, sample.undo)
    assert joined.criticals_in_ten_minutes == 2


def test_each_product_keeps_its_last_gauge() -> None:
    """Two polls in one frame."""
    held = GAUGES["held"]
    first = ViewDelta(revision=1, at=NOW, gauges=(held, GAUGES["normal"]))
    later = ViewDelta(revision=2, at=NOW, gauges=(replace(held, available=1),))
    joined = first.then(later)
    assert {view.sku: view.available for view in joined.gauges} == {
        held.sku: 1,
        GAUGES["normal"].sku: GAUGES["normal"].available,
    }


def test_points_of_a_graph_are_added_up_and_a_reset_forgets_them() -> None:
    """Points are news; figures are states."""
    whole = traffic_sample("en")
    start = replace(whole, added=whole.added[:3])
    step = replace(whole, reset=False, added=whole.added[3:5], viewers=7)

    joined = _traffic(start).then(_traffic(step)).traffic
    assert joined is not None
    assert (joined[0].added, joined[0].reset, joined[0].viewers) == (whole.added[:5], True, 7)

    again = _traffic(step).then(_traffic(start)).traffic
    assert again is not None
    assert (again[0].added, again[0].reset) == (whole.added[:3], True)


def test_sources_that_are_not_in_the_later_delta_stay() -> None:
    """One traffic source moves, the other does not."""
    one, other = traffic_sample("en"), replace(traffic_sample("en"), source="other")
    joined = _traffic(one, other).then(_traffic(replace(one, reset=False, added=()))).traffic
    assert joined is not None
    assert [view.source for view in joined] == ["traffic", "other"]
    assert _traffic(one).then(ViewDelta(revision=2, at=NOW)).traffic == (one,)


def _traffic(*views: TrafficView) -> ViewDelta:
    return ViewDelta(revision=1, at=NOW, traffic=views)
