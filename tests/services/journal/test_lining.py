"""What people said of the line-up and of prices in the journal: the same in memory, SQLite and PostgreSQL."""

from datetime import timedelta
from decimal import Decimal

from app.domain.audit import AuditNote
from app.domain.places import NO_WISHES, Wishes
from app.domain.prices import PriceSaid
from tests.fakes.clock import START
from tests.services.journal.builders import LIN, Make, opened

_SAID = Wishes(pins={"EAR-01 \u8033\u673a": 1, "CUP-01": 3}, skips=frozenset({"LMP-05"}))


async def test_places_and_skips_come_back_after_a_restart(make: Make) -> None:
    """With a line in the audit of who said it."""
    note = AuditNote(at=START, what="line_up", who=LIN, sku="CUP-01", detail="pinned place=3")
    async with opened(make()) as journal:
        await journal.save_wishes(_SAID, note)
    async with opened(make()) as journal:
        assert (await journal.recall()).wishes == _SAID
        assert [(line.what, line.sku, line.detail) for line in await journal.audit_lines()] == [
            ("line_up", "CUP-01", "pinned place=3")
        ]


async def test_what_was_said_last_stands_alone(make: Make) -> None:
    """Nothing of before is left; what airing changes has no line of its own."""
    async with opened(make()) as journal:
        await journal.save_wishes(_SAID, None)
        await journal.save_wishes(Wishes(pins={"CUP-01": 1}), None)
        assert (await journal.recall()).wishes == Wishes(pins={"CUP-01": 1})
        await journal.save_wishes(NO_WISHES, None)
        assert (await journal.recall()).wishes == NO_WISHES
        assert await journal.audit_lines() == ()


async def test_prices_of_a_broadcast_come_back_to_the_last_digit(make: Make) -> None:
    """What was said before it began or after its end is none of its."""
    minutes = [START + timedelta(minutes=minute) for minute in (-1, 5, 9, 20)]
    before, first, second, after = (
        PriceSaid(at=at, sku="EAR-01", price=Decimal(price))
        for at, price in zip(minutes, ("30", "24.90", "19.9000", "5"), strict=True)
    )
    async with opened(make()) as journal:
        broadcast = await journal.start_broadcast(START, "Mei", {}, LIN)
        for said in (before, first, second, after):
            note = AuditNote(at=said.at, what="price", who=LIN, sku="EAR-01", detail=f"price={said.price}")
            await journal.add_price(said, note)
        assert (await journal.recall()).prices == (first, second, after)
    async with opened(make()) as journal:
        await journal.end_broadcast(broadcast.id, START + timedelta(minutes=15), LIN)
        outline = await journal.outline(broadcast.id)
        assert outline is not None
        assert outline.prices == (first, second)
        assert [str(each.price) for each in outline.prices] == ["24.90", "19.9000"]
        assert (await journal.recall()).prices == ()
