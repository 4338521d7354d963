"""A room's own texts, markets and second initials in the settings file: what is untrue is refused."""

from pathlib import Path

import pytest

from app.config import SettingsError
from app.domain.hold import Reason
from app.domain.truth import Audience, Moment, Template
from app.words import use_language
from tests.web import settings_of

TRUE = """
[room]
markets = ["eu"]

[limits]
second_initials = ["error", "incident"]

[[texts]]
at = "mark"
reason = "round"
text = "Round ${round} is sold out: ${units} units. Back at ${back_at}."

[[texts]]
at = "restore"
audience = "service"
text = "${product} 已恢复销售"
"""


def said(folder: Path, text: str) -> list[str]:
    """Every problem as a person reads it."""
    with pytest.raises(SettingsError) as raised:
        settings_of(folder, text)
    return [str(problem) for problem in raised.value.problems]


def test_true_texts_are_taken_over(tmp_path: Path) -> None:
    """With the reason and the people they are for."""
    settings = settings_of(tmp_path, TRUE)
    assert settings.texts == (
        Template(
            moment=Moment.MARK,
            audience=Audience.HOST,
            reason=Reason.ROUND,
            text="Round ${round} is sold out: ${units} units. Back at ${back_at}.",
        ),
        Template(moment=Moment.RESTORE, audience=Audience.SERVICE, text="${product} 已恢复销售"),
    )
    assert settings.limits.second_initials == [Reason.ERROR, Reason.INCIDENT]
    assert settings.room.markets == ["eu"]


def test_a_text_that_claims_what_is_not_so_refuses_the_start_with_its_line_and_the_rule(
    tmp_path: Path,
) -> None:
    """The rule is one of the room's markets, its article named."""
    text = '[room]\nmarkets = ["cn"]\n\n[[texts]]\nat = "mark"\nreason = "stage"\ntext = "最后3件，已抢光"\n'
    sold, count = said(tmp_path, text)
    assert sold.startswith("room.toml:7: texts[1].text: '抢光' says that it is sold")
    assert "第三十四条" in sold
    assert "'最后3件' holds a typed count" in count
    use_language("zh_CN")
    try:
        assert "不得作虚假或引人误解的宣传" in said(tmp_path, text)[0]
    finally:
        use_language("en")


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ('at = "mark"\ntext = "${lef} left"', "no placeholder 'lef'. Did you mean 'left'?"),
        ('at = "mark"\ntext = "from ${starts_at}"', "no placeholder 'starts_at'"),
        ('at = "announce"\ntext = "${left} left soon"', "no placeholder 'left'"),
        ('at = "announce"\ntext = "soon sold out, from ${starts_at}"', "only at the mark of a round"),
        ('at = "mark"\ntext = "${product}: only 5 left"', "Annex I No 18"),
        ('at = "restore"\nreason = "round"\ntext = "all sold out"', "only at the mark of a round"),
        ('at = "later"\ntext = "x"', "one of announce, mark, restore"),
        ('at = "mark"\nreason = "whim"\ntext = "x"', "one of stage, round"),
        ('at = "mark"', "lacks 'text'"),
    ],
)
def test_what_is_wrong_with_a_text_is_said(tmp_path: Path, entry: str, words: str) -> None:
    """One problem each, in words."""
    (problem,) = said(tmp_path, f"[[texts]]\n{entry}\n")
    assert words in problem
