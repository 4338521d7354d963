"""What a person reads who comes back: why the desk was away, and one line for each hold."""

from dataclasses import replace
from datetime import UTC

import pytest

from app.domain.away import Away, AwayCause, concerned, worth_telling
from app.domain.hold import Hold, HoldKind, HoldState
from app.views.away import away_view
from app.views.names import Names
from tests.domain.builders import NOW, ago, hold, later

NAMES = Names(room="x", zone=UTC, titles={"EAR-01": "Buds"}, storefronts={"shop": "Web shop"})
HELD = replace(hold(), sku="EAR-01", storefront="shop", started_at=ago(300), deadline=ago(60))


def _line(found: Hold) -> str:
    view = away_view(Away(cause=AwayCause.CLOSED, at=NOW, holds=(found,)), NAMES)
    assert view is not None
    (line,) = view.lines
    return line


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (replace(HELD, state=HoldState.RESTORED, ended_at=ago(60)), "back on sale at 13:07:24"),
        (replace(HELD, state=HoldState.RESTORED, ended_at=NOW), "back on sale at 13:08:24, 1:00 late"),
        (replace(HELD, state=HoldState.CLOSING), "overdue by 1:00, being restored"),
        (replace(HELD, deadline=later(60)), "off sale until 13:09:24"),
        (replace(HELD, state=HoldState.HANDED_OVER, ended_at=NOW), "changed by somebody else"),
        (replace(HELD, state=HoldState.NOT_APPLIED, ended_at=NOW), "did not take effect"),
        (replace(HELD, kind=HoldKind.STOP, deadline=None), "stopped until somebody releases it"),
    ],
)
def test_each_hold_has_its_line(found: Hold, said: str) -> None:
    """Product, shop, and what became of it; late is said where it was."""
    assert _line(found).startswith("Buds · Web shop: ")
    assert said in _line(found)


def test_it_is_about_open_holds_and_those_that_ended_meanwhile() -> None:
    """What had ended before is no news."""
    before = replace(HELD, id=1, state=HoldState.RESTORED, ended_at=ago(100))
    during = replace(HELD, id=2, state=HoldState.RESTORED, ended_at=ago(50))
    assert concerned([before, during, replace(HELD, id=3)], ago(60)) == {2, 3}
    assert concerned([before, during, replace(HELD, id=3)], None) == {3}


def test_a_short_restart_in_the_middle_of_a_hold_is_no_news() -> None:
    """But a guardian that stood in is, and so is one that ran over."""
    calm = replace(HELD, deadline=later(60))
    assert not worth_telling([calm], AwayCause.CLOSED, NOW)
    assert worth_telling([calm], AwayCause.STOOD_IN, NOW)
    assert worth_telling([HELD], AwayCause.CLOSED, NOW)
    assert not worth_telling([], AwayCause.SLEPT, NOW)
