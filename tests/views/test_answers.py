"""Every refusal has words: short beside a button, a sentence after a press, in both languages."""

import pytest

from app.domain.room import VerdictCode
from app.intents import Code
from app.views.answers import Circumstances, answer_words, cannot_words
from app.words import use_language
from tests.domain.builders import ago, later
from tests.views.scenes import LANGUAGES, ZONE, assert_plain

NOTHING_KNOWN = Circumstances(zone=ZONE)
ALL_KNOWN = Circumstances(
    zone=ZONE,
    product="无线降噪耳机",
    shop="独立站",
    until=later(300),
    since=ago(60),
    detail="item locked.",
)
CODES = (*Code, *VerdictCode)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("about", [NOTHING_KNOWN, ALL_KNOWN], ids=["nothing known", "all known"])
def test_every_code_has_a_sentence_and_a_short_reason(about: Circumstances, language: str) -> None:
    """Whatever is known of the case, the person gets a whole sentence; what is done needs none."""
    use_language(language)
    for code in CODES:
        done = code.value in ("ok", "done")
        assert bool(answer_words(code, about)) is not done
        assert bool(cannot_words(code, about)) is not done
        assert_plain((answer_words(code, about), cannot_words(code, about)))


def test_the_fourth_mark_is_refused_with_a_sentence_a_person_understands() -> None:
    """What happened, and when there will be more."""
    assert answer_words(Code.LIMIT_COUNT, ALL_KNOWN) == (
        "无线降噪耳机 has used all 3 virtual sold-outs of this broadcast. "
        "The next broadcast gives 3 new ones."
    )
    assert answer_words(Code.LIMIT_COUNT, NOTHING_KNOWN).startswith("This product has used all 3")
    use_language("zh_CN")
    assert (
        answer_words(Code.LIMIT_COUNT, ALL_KNOWN)
        == "无线降噪耳机 本场 3 次虚拟售罄已用完。下一场重新有 3 次。"
    )


def test_what_is_known_of_the_case_is_named() -> None:
    """Times are those of the room; the platform's words end without a second full stop."""
    assert answer_words(Code.PLATFORM_REFUSED, ALL_KNOWN) == (
        "独立站 refused: item locked. 无线降噪耳机 is unchanged there, and no mark is used up."
    )
    assert cannot_words(Code.ALREADY_HELD, ALL_KNOWN) == "Already off sale until 21:13:24"
    assert cannot_words(VerdictCode.STOPPED, ALL_KNOWN) == "Stopped since 21:07:24; release it first"


def test_a_length_over_the_limit_names_the_limit() -> None:
    """The limit of the settings, which may be lower than thirty."""
    shorter = Circumstances(zone=ZONE, minutes=12.5)
    assert "12.5 minutes at most" in answer_words(Code.LIMIT_TIME, shorter)
    assert cannot_words(VerdictCode.LIMIT_TIME, shorter) == "12.5 min at most"


def test_words_from_outside_stay_on_one_line() -> None:
    """A platform's message may hold anything."""
    wild = Circumstances(zone=ZONE, shop="web", product="X", detail="a\x1b[31m\nb {c}")
    assert "a [31m b {c}" in answer_words(Code.PLATFORM_REFUSED, wild)
