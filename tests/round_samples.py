"""Rounds and texts as windows show them: one of each state, for the tests of windows and their pictures."""

from datetime import datetime

from app.domain.rounds import TrialDemand
from app.views.rounds import KeptView, RoundView
from app.views.texts import Audience, Moment, TextLine, TextsView
from tests.sample_gauges import NOW


def a_round(*, sold: int = 100, on_sale: bool = True, trial: bool = False, group: str = "") -> RoundView:
    """Round 2, of 120 units, 30 more kept for the community."""
    demand = TrialDemand(sold=sold, asked_after=3, per_minute=8.2, per_1000_viewers=3.5, minutes_to_go=12.0)
    return RoundView(
        number=2,
        units=120,
        sold=sold,
        left=120 - sold,
        buyers_left=120 - sold if on_sale else None,
        on_sale=on_sale,
        sold_out=sold == 120,
        trial=trial,
        group=group,
        started_at=NOW,
        kept=(KeptView(group="community", units=30),),
        next_units=120,
        demand=demand if trial else None,
    )


def some_texts(at: datetime = NOW, key: str = "mark") -> TextsView:
    """What is to be said after a mark."""
    said = {
        Audience.HOST: "Round 2 of Earbuds is sold: 120 units. It is back on sale at 21:14.",
        Audience.BUYERS: "Round 2 of Earbuds is sold: 120 units.",
        Audience.SERVICE: "Earbuds (EAR-01) was taken off sale at Web shop at 21:08 (Selling in rounds).",
    }
    return TextsView(
        key=key,
        sku="EAR-01",
        product="Earbuds",
        moment=Moment.MARK,
        heading="Earbuds is off sale",
        at=at,
        lines=tuple(TextLine(audience=who, title=who.value, text=text) for who, text in said.items()),
    )
