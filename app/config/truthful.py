"""What a settings file's own texts claim that is not so, in words with the rule they break.

The judgement is the domain's; this goes through texts and says what was found.
"""

from collections.abc import Iterator, Mapping

from app.config.problems import Place
from app.domain.truth import FIGURES, Breach, Claim, Moment, Rulebook, Template, Use, breaches, placeholders
from app.words import N_, _, language, or_nearest

_CLAIMS = {
    Claim.GONE_FOR_GOOD: N_("says that it is gone for good, but every virtual sold-out comes back"),
    Claim.SOLD_OUT: N_("says that it is sold, which is so only at the mark of a round that is"),
    Claim.TYPED_COUNT: N_("holds a typed count; write a placeholder such as ${left}, which is true"),
    Claim.TYPED_TIME: N_("holds a typed time, which begins anew each time it is said; write ${back_at}"),
    Claim.TYPED_PEOPLE: N_("says how many people are there or want it as a typed number"),
    Claim.LAST_CHANCE: N_("says that there is no other chance, but the product comes back"),
    Claim.RESTARTED: N_("counts down anew to what was announced for earlier"),
}


def text_problems(template: Template, book: Rulebook) -> Iterator[str]:
    """Why one of the room's own texts can't be said; nothing where it can."""
    known = FIGURES[template.moment]
    for name in placeholders(template.text):
        if name not in known:
            yield _("there is no placeholder {name!r}.").format(name=name) + or_nearest(name, known)
    for breach in breaches(template.text, template.use, book):
        yield breach_words(breach)


def request_problems(request: object, book: Rulebook) -> Iterator[tuple[Place, str]]:
    """The same for every text in a notice's request: it is said at any time, of any product."""
    for place, text in _texts(request, ()):
        for breach in breaches(text, Use(moment=Moment.MARK), book):
            yield place, breach_words(breach)


def breach_words(breach: Breach) -> str:
    """What a text claims, in its own words, and the rule that forbids it."""
    rule = breach.rule
    says = rule.says.get(language()) or rule.says["en"]
    return _("{found!r} {claim}. {law}, {article}: {says}").format(
        found=breach.found, claim=_(_CLAIMS[breach.claim]), law=rule.law, article=rule.article, says=says
    )


def _texts(value: object, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _texts(entry, (*place, str(key)))
    elif isinstance(value, list | tuple):
        for number, entry in enumerate(value):
            yield from _texts(entry, (*place, number))
