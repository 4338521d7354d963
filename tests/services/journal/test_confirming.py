"""What people said at shops worked by hand; the same in memory, SQLite and PostgreSQL."""

from datetime import timedelta

from app.domain.by_hand import Confirmation
from app.domain.hold import Hold
from app.ports import Journal
from tests.fakes.clock import START
from tests.services.journal.builders import LIN, Make, ended, new_hold, on_air, opened


async def say(
    journal: Journal, hold: Hold, *, sold_out: bool, attempt: int = 0, seconds: float = 1.0
) -> Confirmation:
    """Somebody says what the shop is now."""
    return await journal.add_confirmation(
        Confirmation(
            hold=hold.id,
            sku=hold.sku,
            storefront=hold.storefront,
            attempt=attempt,
            sold_out=sold_out,
            at=START + timedelta(seconds=seconds),
            who=LIN,
        )
    )


async def test_the_last_word_of_each_product_and_shop_is_recalled(make: Make) -> None:
    """Whatever hold it was said of, and in the order of saying: clocks may have been set back."""
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        (first,) = await journal.add_holds([new_hold(broadcast.id)])
        (other,) = await journal.add_holds([new_hold(broadcast.id, storefront="xet")])
        await say(journal, first, sold_out=True, seconds=100)
        there = await say(journal, other, sold_out=True)
        await say(journal, first, sold_out=False, attempt=1, seconds=50)
        await journal.save_holds([ended(first)])
        (second,) = await journal.add_holds([new_hold(broadcast.id)])
        last = await say(journal, second, sold_out=True, seconds=20)
    async with opened(make()) as journal:
        assert (await journal.recall()).confirmations == (there, last)


async def test_the_audit_says_who_said_what(make: Make) -> None:
    """A person's word is evidence like any command."""
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        (hold,) = await journal.add_holds([new_hold(broadcast.id)])
        await say(journal, hold, sold_out=True)
        line = (await journal.audit_lines())[-1]
    assert (line.what, line.who, line.hold, line.sku, line.storefront, line.detail) == (
        "said_off_sale", LIN, hold.id, "EAR-01", "shop", "attempt=0",
    )  # fmt: skip
