"""Plans as a table: what is written is read again as it was; every row is believed or none is."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.domain.hold import Reason
from app.domain.plan import Draft, Plan, When, WhenKind
from app.engine.plan_table import COLUMNS, PlanTableError, plan_rows, read_plans
from app.views.plan_times import instant_of, read_moment, wall_time, write_moment
from services.export.csv_files import csv_bytes
from services.export.table import Table
from tests.engine.desk_under_test import ME
from tests.fakes.clock import START

SHANGHAI = ZoneInfo("Asia/Shanghai")


def moments() -> list[When]:
    """One of each kind."""
    return [
        When(kind=WhenKind.AT, at=datetime(2026, 11, 29, 12, 15, tzinfo=UTC)),
        When(kind=WhenKind.AFTER_START, minutes=40),
        When(kind=WhenKind.LIVE),
        When(kind=WhenKind.SOLD, amount=80),
        When(kind=WhenKind.STOCK, amount=20),
        When(kind=WhenKind.LEVEL, amount=30),
        When(kind=WhenKind.SURGE),
    ]


def test_what_is_exported_is_imported_again_as_it_was() -> None:
    """Through the file that spreadsheets open, whatever the words are made of."""
    drafts = [
        Draft(
            skus=("EAR-01", "耳机 2"), when=when, minutes=6.5, storefronts=("shop",), reason=Reason.ROUND,
            note='=2+2, "quoted"', announce_minutes=2.0, asks=False,
        )
        for when in moments()
    ]  # fmt: skip
    plans = [Plan(id=1, draft=draft, who=ME, made_at=START) for draft in drafts]
    table = Table(key="plans", title="Plans", columns=COLUMNS, rows=plan_rows(plans, SHANGHAI))
    read = read_plans(csv_bytes(table).decode("utf-8"))
    resolved = [
        (draft.skus, instant_of(draft.when, START, SHANGHAI, running=False), draft.note) for draft in read
    ]
    assert resolved == [(draft.skus, draft.when.at, draft.note) for draft in drafts]
    assert [(d.when.kind, d.when.minutes, d.when.amount) for d in read] == [
        (d.when.kind, d.when.minutes, d.when.amount) for d in drafts
    ]
    assert {(d.minutes, d.storefronts, d.reason, d.announce_minutes, d.asks) for d in read} == {
        (6.5, ("shop",), Reason.ROUND, 2.0, False)
    }


def test_two_columns_are_enough() -> None:
    """What is left out is as the house does it."""
    (draft,) = read_plans("skus,when\r\nEAR-01,20:15\r\n\r\n")
    assert draft == Draft(skus=("EAR-01",), when=When(kind=WhenKind.AT, clock="20:15"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "line 1"),
        ("skus,minutes\nEAR-01,5", "line 1"),
        ("skus,when,when\nEAR-01,20:15,20:15", "line 1"),
        ("skus,when,price\nEAR-01,20:15,5", "line 1"),
        ("skus,when\n", "1 to 500 rows"),
        ("skus,when\nEAR-01,quarter past\nEAR-01,20:15", "line 2: 'quarter past' is no moment"),
        ("skus,when\nEAR-01,24:15", "line 2"),
        ("skus,when\nEAR-01,+40m,5", "line 2"),
        ("skus,when\n ; ,+40m", "line 2: no product"),
        ("skus,when,minutes\nEAR-01,+40m,five", "'five' is no number of minutes"),
        ("skus,when,minutes\nEAR-01,+40m,５", "'５' is no number of minutes"),
        ("skus,when,minutes\nEAR-01,+40m,inf", "'inf' is no number of minutes"),
        ("skus,when,reason\nEAR-01,+40m,fun", "no such reason: fun"),
        ("skus,when,ask\nEAR-01,stock 5,perhaps", "ask is yes or no"),
        ('skus,when\n"EAR-01,+40m', "no CSV"),
    ],
)
def test_a_table_with_a_wrong_row_is_refused_whole(text: str, words: str) -> None:
    """And the line is named."""
    with pytest.raises(PlanTableError, match=words.replace("(", r"\(")):
        read_plans(text)


def test_a_moment_is_written_as_it_is_typed() -> None:
    """Both ways, in the room's zone."""
    written = [write_moment(when, SHANGHAI) for when in moments()]
    assert written == ["2026-11-29 20:15", "+40m", "live", "sold 80", "stock 20", "level 30", "surge"]
    assert [read_moment(text).kind for text in written] == [when.kind for when in moments()]


@pytest.mark.parametrize(
    ("typed", "running", "minutes"),
    [
        ("21:05", True, 5),
        ("20:59", False, 24 * 60 - 1),
        ("20:59", True, -1),
        ("0:10", True, 190),
        ("00:10", False, 190),
    ],
)
def test_a_wall_time_is_the_next_one_unless_it_has_passed_this_evening(
    typed: str, running: bool, minutes: int
) -> None:
    """It is 21:00 in the room; while a broadcast runs, a minute ago does not mean tomorrow."""
    when = read_moment(typed)
    assert instant_of(when, START, SHANGHAI, running=running) == START + timedelta(minutes=minutes)


def test_a_template_holds_wall_times() -> None:
    """So that it serves any evening."""
    draft = Draft(skus=("EAR-01",), when=moments()[0])
    assert wall_time(draft, SHANGHAI).when == When(kind=WhenKind.AT, clock="20:15")
