"""Texts held to what is so: what words claim, when that is true, and a count-down that begins again."""

from datetime import timedelta
from itertools import product

import pytest

from app.config.rules import MARKETS, rulebook
from app.domain.hold import Reason
from app.domain.truth import (
    Audience,
    Claim,
    Countdown,
    Moment,
    Template,
    Use,
    breaches,
    filled,
    label_is_true,
    placeholders,
    restarts,
)
from tests.domain.builders import NOW

BOOK = rulebook(())
FALSE = {
    Claim.GONE_FOR_GOOD: (
        "Gone for good!", "This will not come back", "no restock planned",
        "永久售罄", "绝版了", "以后都没有了", "不补货",
    ),
    Claim.SOLD_OUT: ("${product} is sold out", "all gone", "out of stock",
        "已抢光", "秒空", "本轮已售完", "卖完啦"),
    Claim.TYPED_COUNT: (
        "only 3 left", "last 12", "just two", "20 units remaining",
        "仅剩3件", "最后十件", "库存 5 件", "剩８件", "已售 300 件",
    ),
    Claim.TYPED_TIME: (
        "ends in 5 minutes", "10 minutes left", "back at 21:15",
        "限时5分钟", "倒计时 30 秒", "5分钟后恢复", "21:15 恢复",
    ),
    Claim.TYPED_PEOPLE: ("500 people are watching", "thousands of buyers", "3000人在看", "上千人在抢"),
    Claim.LAST_CHANCE: ("last chance", "now or never", "最后机会", "错过今天"),
}  # fmt: skip
TRUE = (
    "${product} is not available now, back at ${back_at}",
    "The sale of ${product} is paused",
    "Only ${left} of ${units} left in round ${round}",
    "仅剩 ${left} 件，${back_at} 恢复",
    "${product} 暂停销售，${minutes} 分钟后恢复",
    "暂不可购，稍后恢复销售",
    "第 ${round} 轮放出 ${units} 件",
    "Thank you, see you in a moment!",
    "这款耳机有 3 种颜色，每一位朋友都能选到",
    "Two earbuds and a case for $29.90",
)


@pytest.mark.parametrize(("claim", "text"), [(claim, text) for claim in FALSE for text in FALSE[claim]])
def test_words_that_claim_what_may_not_be_so_are_found_in_both_languages(claim: Claim, text: str) -> None:
    """With the claim's own words and a rule of the markets."""
    found = {breach.claim: breach for breach in breaches(text, Use(moment=Moment.MARK), BOOK)}
    assert claim in found, found
    assert found[claim].found
    assert claim in found[claim].rule.claims


@pytest.mark.parametrize("text", TRUE)
def test_counts_and_times_that_come_from_the_facts_are_no_claims(text: str) -> None:
    """Nor are words that say no more than is so."""
    for moment, reason in product(Moment, (None, *Reason)):
        assert breaches(text, Use(moment=moment, reason=reason), BOOK) == ()


def test_sold_may_be_said_at_the_mark_of_a_round_that_is() -> None:
    """For no other reason, at no other moment, and of no round that is merely over."""
    text = "第 ${round} 轮已售完"
    allowed = [
        (moment, reason, sold)
        for moment, reason, sold in product(Moment, Reason, (False, True))
        if not breaches(text, Use(moment=moment, reason=reason, round_sold=sold), BOOK)
    ]
    assert allowed == [(Moment.MARK, Reason.ROUND, True)]
    own = Template(moment=Moment.MARK, audience=Audience.HOST, text=text, reason=Reason.ROUND)
    assert breaches(text, own.use, BOOK) == ()


@pytest.mark.parametrize("market", MARKETS)
def test_every_market_forbids_every_claim_with_a_dated_source(market: str) -> None:
    """Laws are named with article, source and the day they were read."""
    book = rulebook((market,))
    assert {rule.market for rule in book.rules} == {market}
    for claim in Claim:
        rule = book.rule_for(claim)
        assert rule is not None, (market, claim)
    for rule in book.rules:
        assert rule.law
        assert rule.article
        assert rule.source
        assert rule.consulted.year >= 2026
        assert set(rule.says) == {"en", "zh_CN"}
    assert len({rule.id for rule in BOOK.rules}) == len(BOOK.rules)


def test_a_count_down_does_not_begin_again() -> None:
    """An earlier end is fine, and so is another subject, or the same once its time has come."""
    five = timedelta(minutes=5)
    said = Countdown(subject="EAR-01", said_at=NOW, ends_at=NOW + five)

    def again(subject: str, after_s: float, ends_s: float) -> bool:
        new = Countdown(
            subject=subject,
            said_at=NOW + timedelta(seconds=after_s),
            ends_at=NOW + timedelta(seconds=ends_s),
        )
        return restarts([said], new)

    assert again("EAR-01", 60, 360)
    assert not again("EAR-01", 60, 299)
    assert not again("EAR-02", 60, 360)
    assert not again("EAR-01", 300, 600)


@pytest.mark.parametrize(
    ("reason", "sold", "available", "true"),
    [
        (Reason.ROUND, True, 50, True),
        (Reason.ROUND, False, 50, False),
        (Reason.STAGE, True, 50, False),
        (Reason.STAGE, False, 0, True),
        (Reason.STAGE, False, None, False),
    ],
)
def test_a_platforms_own_label_is_true_for_what_is_sold(
    reason: Reason, sold: bool, available: int | None, true: bool
) -> None:
    """The round it stands for, or nothing left at all."""
    means = frozenset({Reason.ROUND})
    assert label_is_true(means, reason, round_sold=sold, available=available) is true


def test_a_text_whose_figures_are_not_all_known_is_not_said() -> None:
    """A dash or a zero would be a claim, too."""
    assert filled("${left} of ${units}", {"left": "3", "units": "9"}) == "3 of 9"
    assert filled("${left} of ${units}", {"left": "", "units": "9"}) is None
    assert placeholders("${left} of ${units} {x} $y") == ("left", "units")
