"""Every built-in text is held to the same rules as a room's own, in both languages."""

import pytest

from app.config.rules import rulebook
from app.domain.hold import Reason
from app.domain.truth import Moment, Use, breaches
from app.views import plan_words, texts, wording
from app.words import _, use_language
from tests.views.scenes import LANGUAGES

BOOK = rulebook(())
SOLD = {*texts._ROUND_SOLD, *wording._BUYERS[Reason.ROUND]}
"""What is said only of a round every unit of which is sold."""


def said(form: str) -> str:
    """The form in the language spoken now, its figures as placeholders."""
    return _(form).replace("{", "${")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", Reason)
def test_what_is_said_at_a_mark_is_true_for_its_reason(reason: Reason, language: str) -> None:
    """Only a round that is sold is called sold."""
    use_language(language)
    forms = [*texts._MARKED[reason], *wording._BUYERS[reason]]
    if reason is Reason.ROUND:
        forms += [*texts._ROUND_SOLD, *texts._ROUND_OVER, *wording._ROUND_OVER]
    if reason is Reason.TRIAL:
        forms += texts._TRIAL_OVER
    for form in forms:
        use = Use(moment=Moment.MARK, reason=reason, round_sold=form in SOLD)
        assert breaches(said(form), use, BOOK) == (), form


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_at_other_moments_claims_nothing(language: str) -> None:
    """Before a mark, at a restore, while it is on sale."""
    use_language(language)
    restore = (*texts._BACK_ROUND, *texts._ON_SALE, *texts._SERVICE[Moment.RESTORE])
    for form in (*restore, *plan_words._TO_SAY.values(), *texts._SERVICE[Moment.MARK]):
        for moment in Moment:
            assert breaches(said(form), Use(moment=moment), BOOK) == (), form
