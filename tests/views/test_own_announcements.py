"""What is said before a planned mark in the room's own words, where it has some."""

from datetime import timedelta

from app.domain.hold import Reason
from app.domain.plan import Draft, When, WhenKind
from app.domain.truth import Audience, Moment, Template
from app.views.plan_words import said_before
from tests.domain.builders import NOW
from tests.views.scenes import NAMES

DRAFT = Draft(
    skus=("EAR-01",),
    minutes=6,
    reason=Reason.ROUND,
    when=When(kind=WhenKind.AT, at=NOW + timedelta(minutes=5)),
)


def own(text: str, reason: Reason | None = None, at: Moment = Moment.ANNOUNCE) -> Template:
    """A text of the room's own."""
    return Template(moment=at, audience=Audience.HOST, text=text, reason=reason)


def test_the_rooms_own_text_is_said_with_the_times_of_the_plan() -> None:
    """One for the reason goes before one for every reason; those of other moments are not looked at."""
    start = NOW + timedelta(minutes=5)
    every = own("${product}：${starts_at} 起暂不可购 ${minutes} 分钟，${back_at} 恢复")
    said = said_before(DRAFT, start, NAMES, (own("no", at=Moment.MARK), every))
    assert said == "无线降噪耳机：21:13:24 起暂不可购 6 分钟，21:19:24 恢复"
    of_round = own("${product} 这一轮 ${starts_at} 收", Reason.ROUND)
    assert said_before(DRAFT, start, NAMES, (every, of_round)) == "无线降噪耳机 这一轮 21:13:24 收"
    assert said_before(DRAFT, start, NAMES, (own("x", Reason.ERROR),)).endswith(
        "this round ends at 21:13:24."
    )
