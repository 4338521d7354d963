"""What is read back of a broadcast: its outline, and slices of readings for the products asked for."""

from datetime import datetime, timedelta

from app.domain.broadcast import Mark, MarkKind
from app.domain.calibration import Measure, Tally
from app.domain.cue_outcomes import CueEnding
from app.domain.cue_stories import CueNote, CueStep
from app.domain.evidence import Audience, Sale, StockLevel
from app.domain.losses import Losses
from app.domain.room import CueKind
from app.domain.track_record import Calibrated, CueRecord, ProductRecord, Seller
from app.ports import SoldUnits, StockChange, TrafficSample
from tests.fakes.clock import START
from tests.services.journal.builders import LIN, Make, new_hold, on_air, opened


def after(seconds: float) -> datetime:
    """So long after the start."""
    return START + timedelta(seconds=seconds)


def stock(seconds: float, available: int | None, sku: str = "EAR-01", warehouse: str = "la") -> StockChange:
    """A changed figure."""
    return StockChange(at=after(seconds), warehouse=warehouse, sku=sku, available=available)


def level(seconds: float, available: int | None, warehouse: str = "la") -> StockLevel:
    """The same, read back."""
    return StockLevel(at=after(seconds), warehouse=warehouse, sku="EAR-01", available=available)


async def test_the_outline_of_a_broadcast_is_found_by_id_or_as_the_newest(make: Make) -> None:
    """Its holds, marks and sums; None where there was none yet."""
    mark = Mark(kind=MarkKind.ON_AIR, at=after(1), sku="EAR-01")
    async with opened(make()) as journal:
        assert await journal.outline(None) is None
        first = await on_air(journal)
        await journal.add_facts(
            marks=[mark], sold=[SoldUnits(at=after(2), sku="EAR-01", units=3, source="orders")]
        )
        await journal.end_broadcast(first.id, after(100), LIN)
        second = await journal.start_broadcast(after(200), "", {}, LIN)
        (hold,) = await journal.add_holds([new_hold(second.id, started_at=after(210), deadline=after(300))])
        newest = await journal.outline(None)
        earlier = await journal.outline(first.id)
        assert await journal.outline(99) is None
    assert newest is not None
    assert (newest.broadcast.id, newest.holds, dict(newest.sold)) == (second.id, (hold,), {})
    assert earlier is not None
    assert earlier.broadcast.ended_at == after(100)
    assert (earlier.holds, earlier.marks, dict(earlier.sold)) == ((), (mark,), {"EAR-01": 3})


async def test_stock_is_read_back_by_slice_and_product(make: Make) -> None:
    """From an instant to before another, oldest first; what is not known stays so."""
    async with opened(make()) as journal:
        await journal.add_facts(
            stock=[
                stock(5, 8),
                stock(1, 10),
                stock(3, None),
                stock(3, 7, "EAR-02"),
                stock(2, 4, warehouse="nj"),
            ]
        )
        found = await journal.levels(after(1), after(5), ["EAR-01"])
        nobody = await journal.levels(after(1), after(5), [])
        last = await journal.levels_before(after(0), after(5), ["EAR-01"])
    assert found == (level(1, 10), level(2, 4, "nj"), level(3, None))
    assert nobody == ()
    assert set(last) == {level(2, 4, "nj"), level(3, None)}


async def test_sales_and_audience_are_read_back_by_slice(make: Make) -> None:
    """Cancellations and gaps as they are; of the audience the means of ten seconds."""
    async with opened(make()) as journal:
        await journal.add_facts(
            sold=[
                SoldUnits(at=after(seconds), sku=sku, units=units, source="orders")
                for seconds, sku, units in (
                    (2, "EAR-01", -1),
                    (1, "EAR-01", 5),
                    (1, "EAR-02", 2),
                    (9, "EAR-01", 1),
                )
            ],
            traffic=[
                TrafficSample(at=after(1), source="tiktok", viewers=900, interactions=40),
                TrafficSample(at=after(2), source="tiktok", viewers=1001),
                TrafficSample(at=after(12), source="tiktok", viewers=None),
                TrafficSample(at=after(20), source="tiktok", viewers=1),
            ],
        )
        sales = await journal.sales(after(0), after(9), ["EAR-01"])
        audience = await journal.audience(after(0), after(20))
    assert sales == (Sale(at=after(1), sku="EAR-01", units=5), Sale(at=after(2), sku="EAR-01", units=-1))
    assert audience == (
        Audience(at=after(0), source="tiktok", viewers=950, interactions=40),
        Audience(at=after(10), source="tiktok", viewers=None),
    )


async def test_what_became_of_cues_is_read_back_with_its_broadcast(make: Make) -> None:
    """A cue outside of a broadcast is nothing to look back on."""

    def note(seconds: float, step: CueStep) -> CueNote:
        return CueNote(
            at=after(seconds),
            key="show_next:EAR-01",
            kind=CueKind.SHOW_NEXT,
            sku="EAR-01",
            other="EAR-02",
            step=step,
        )

    async with opened(make()) as journal:
        await journal.add_facts(cues=[note(0, CueStep.SHOWN)])
        broadcast = await on_air(journal)
        kept = (note(1, CueStep.SHOWN), note(9, CueStep.FOLLOWED))
        await journal.add_facts(cues=kept)
        assert await journal.cue_notes(broadcast.id) == kept
        assert await journal.cue_notes(99) == ()


async def test_calibration_is_kept_once_for_each_broadcast_and_read_back_the_newest_first(make: Make) -> None:
    """Worked out anew it takes the place of what was there; of one product it comes without the rest."""
    async with opened(make()) as journal:
        assert await journal.calibrations(20) == ()
        for number in (1, 2, 3):
            one = await journal.start_broadcast(after(1000 * number), "", {}, LIN)
            await journal.end_broadcast(one.id, after(1000 * number + 500), LIN)
        first, second = calibrated(1, "old", "EAR-01", "EAR-02"), calibrated(2, "old", "EAR-02")
        nothing = Calibrated(broadcast=3, at=after(9000), code="old", recorded=False)
        for found in (second, first, nothing):
            await journal.keep_calibration(found)
        anew = calibrated(1, "new", "EAR-01")
        await journal.keep_calibration(anew)
        every = await journal.calibrations(20)
        newest = await journal.calibrations(2)
        of_one = await journal.calibrations(20, "EAR-02")
    assert every == (nothing, second, anew)
    assert newest == (nothing, second)
    assert [(one.broadcast, len(one.products), one.cues) for one in of_one] == [
        (3, 0, ()),
        (2, 2, ()),
        (1, 0, ()),
    ]


def calibrated(broadcast: int, code: str, *skus: str) -> Calibrated:
    """Two measures of each product, and two endings of a cue."""
    return Calibrated(
        broadcast=broadcast,
        at=after(9000),
        code=code,
        recorded=True,
        products=tuple(
            ProductRecord(
                sku=sku,
                measure=measure,
                seller=Seller.MAIN,
                fell=Tally(under=1, lower=2, upper=3, over=broadcast),
                losses=Losses(forecasts=7, ours=10.25, mean=20.5, weighted=15.0),
            )
            for sku in skus
            for measure in sorted(Measure)
        ),
        cues=tuple(
            CueRecord(
                kind=CueKind.SHOW_NEXT,
                ending=ending,
                cues=2,
                before_minutes=20.0,
                before_units=14,
                after_minutes=18.5,
                after_units=40,
            )
            for ending in (CueEnding.FOLLOWED, CueEnding.IGNORED)
        ),
    )
