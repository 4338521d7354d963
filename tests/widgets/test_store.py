"""The windows' one copy of the room: what it makes of a part of it."""

from dataclasses import replace

from app.views.delta import ViewDelta
from tests.samples import NOW, ago, gauge_samples, room_sample, room_store


def test_a_figure_is_as_old_as_its_source_says_by_now() -> None:
    """A gauge is told when it changes; its warehouse may have been asked again since."""
    store = room_store()
    lamps = room_sample().sources or ()
    store.apply(
        ViewDelta(revision=2, at=NOW, sources=tuple(replace(each, age_from=ago(seconds=1)) for each in lamps))
    )
    told = replace(gauge_samples("en")["low"].segments[0], age_from=ago(seconds=60))
    assert store.age_from(replace(told, source="la")) == ago(seconds=1)
    assert store.age_from(replace(told, source="not told yet")) == ago(seconds=60)
    assert store.age_from(told) == ago(seconds=60)
