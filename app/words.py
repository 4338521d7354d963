"""Words, numbers and times in the desk's language: the lowest layer beside resources.

Texts are English message ids translated through gettext. To add one: write `_("Sold {units} of {sku}")` with
named placeholders and `.format(…)` after it, never an f-string inside; add msgid and msgstr to the .po file
of your area in resources/locale/zh_CN; run `make translations`, which compiles and names what is missing.
Not for anything that judges; only for how things are said. Babel is imported when the first number is shown,
so that the command-line client stays light.
"""

import gettext
import unicodedata
from collections.abc import Collection
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

LOCALE_DIR = Path(__file__).resolve().parent.parent / "resources" / "locale"
DOMAIN = "stockcue"
LANGUAGES = ("zh_CN", "en")
MISSING = "—"
"""Stands for a figure that is not known; never 0."""
_ONE_PER_CENT = 0.01
_WITH_TENTHS = 9.95
"""Seconds up to which an age has a decimal; beyond, it would read 10.0."""
_TEN = 10
_MINUTE = 60


class _Tongue:
    """The one language of this process; set once at start, and when the person picks another.

    No dataclass: importing that costs the command-line client a tenth of its time.
    """

    def __init__(self) -> None:
        self.language = "en"
        self.catalogue = gettext.NullTranslations()


_tongue = _Tongue()


def known_language(wanted: str) -> str:
    """The nearest language we have: zh of any kind shows zh_CN until it has its own, else English."""
    return "zh_CN" if wanted.lower().startswith("zh") else "en"


def use_language(wanted: str) -> None:
    """Speak `wanted` from now on in this process."""
    language = known_language(wanted)
    _tongue.language = language
    _tongue.catalogue = (
        gettext.NullTranslations()
        if language == "en"
        else gettext.translation(DOMAIN, LOCALE_DIR, [language], fallback=True)
    )
    _grouping.cache_clear()


def language() -> str:
    """The language spoken now: zh_CN or en."""
    return _tongue.language


def _(message: str) -> str:
    """`message` in the desk's language."""
    return _tongue.catalogue.gettext(message)


def n_(singular: str, plural: str, count: int) -> str:
    """The form of a message that fits `count`; still holds its placeholders."""
    return _tongue.catalogue.ngettext(singular, plural, count)


def p_(context: str, message: str) -> str:
    """`message` as meant in `context`, where one English word has several translations."""
    return _tongue.catalogue.pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802 - the name gettext's tools look for
    """Mark `message` for translation where it is defined; `_` translates it where it is shown."""
    return message


@lru_cache(maxsize=1)
def _grouping() -> str:
    from babel.numbers import get_group_symbol  # noqa: PLC0415 - keeps the command-line client light

    return get_group_symbol(_tongue.language)


def number(value: int | None) -> str:
    """A whole number with the language's grouping: 1,312; a dash where it is not known."""
    return MISSING if value is None else f"{value:,}".replace(",", _grouping())


def rate(value: float | None) -> str:
    """A rate with one decimal, e.g. units per minute: 12.7, 1,204.0."""
    return MISSING if value is None else f"{value:,.1f}".replace(",", _grouping())


def percent(share: float | None) -> str:
    """A share of one as whole per cent: 28 %. What is more than nothing never reads 0 %."""
    if share is None:
        return MISSING
    return "< 1 %" if 0 < share < _ONE_PER_CENT / 2 else f"{number(round(share * 100))} %"


def minutes(value: float | None) -> str:
    """Minutes as a bare whole number; under one minute as one."""
    return MISSING if value is None else number(max(1, round(value)))


def money(value: Decimal | float, currency: str) -> str:
    """An amount in `currency` as the language writes it: $29.90, US$29.90."""
    return _money(value, currency, _tongue.language)


@lru_cache(maxsize=4096)
def _money(value: Decimal | float, currency: str, language: str) -> str:
    from babel.numbers import format_currency  # noqa: PLC0415 - keeps the command-line client light

    return format_currency(value, currency, locale=language)


def whole_money(value: Decimal | float, currency: str) -> str:
    """An amount without cents, for sums nobody counts in cents: $39,424, US$39,424."""
    return _whole_money(round(value), currency, _tongue.language)


@lru_cache(maxsize=4096)
def _whole_money(value: int, currency: str, language: str) -> str:
    from babel.core import Locale  # noqa: PLC0415 - keeps the command-line client light
    from babel.numbers import format_currency  # noqa: PLC0415 - the same

    pattern = Locale.parse(language).currency_formats["standard"].pattern
    whole = pattern.partition(";")[0].replace(".00", "")
    return format_currency(value, currency, format=whole, locale=language, currency_digits=False)


@lru_cache(maxsize=512)
def _day(value: date, language: str) -> str:
    from babel.dates import format_skeleton  # noqa: PLC0415 - keeps the command-line client light

    return format_skeleton("MMMd", value, locale=language)


def day(value: date) -> str:
    """A day of this season: Dec 1, 12月1日."""
    return _day(value, _tongue.language)


def age(seconds: float | None) -> str:
    """How old something is: 0.6 s, 12 s, 2:14, 1:02:14."""
    if seconds is None:
        return MISSING
    seconds = max(0.0, seconds)
    if seconds < _WITH_TENTHS:
        return f"{seconds:.1f} s"
    whole = max(_TEN, int(seconds))
    return f"{whole} s" if whole < _MINUTE else _clock_of(whole, pad=False)


def countdown(seconds: float) -> str:
    """Time left or run, two digits each: 03:42, 01:24:14. Round up what is left, so that 00:00 means over."""
    return _clock_of(max(0, int(seconds)), pad=True)


def _clock_of(seconds: int, *, pad: bool) -> str:
    mins, secs = divmod(seconds, _MINUTE)
    hours, mins = divmod(mins, _MINUTE)
    if hours:
        return f"{hours:02}:{mins:02}:{secs:02}" if pad else f"{hours}:{mins:02}:{secs:02}"
    return f"{mins:02}:{secs:02}" if pad else f"{mins}:{secs:02}"


def clock_time(at: datetime, zone: tzinfo, *, seconds: bool = True) -> str:
    """The wall time of an instant in the room's zone: 21:08:24 or 21:08."""
    local = at.astimezone(zone)
    hours_and_minutes = f"{local.hour:02}:{local.minute:02}"
    return f"{hours_and_minutes}:{local.second:02}" if seconds else hours_and_minutes


@lru_cache(maxsize=8)
def zone_named(name: str) -> ZoneInfo:
    """The time zone of that IANA name.

    Raises:
        ZoneInfoNotFoundError: No such zone on this system.
    """
    return ZoneInfo(name)


@lru_cache(maxsize=4096)
def plain(text: str, limit: int = 200) -> str:
    """Text from outside made safe to show on one line: no controls, no lone surrogates, bounded."""
    cut = text[: limit * 4].encode("utf-8", "replace").decode("utf-8")
    kept = "".join(" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter for letter in cut)
    kept = " ".join(kept.split())
    return kept if len(kept) <= limit else kept[: limit - 1] + "…"


def or_nearest(wrong: str, known: Collection[str]) -> str:
    """The end of a sentence about a wrong name: the one probably meant, else those that are known."""
    from difflib import get_close_matches  # noqa: PLC0415 - keeps the command-line client light

    close = get_close_matches(wrong, known, 1, 0.6)
    if close:
        return _(" Did you mean {nearest!r}?").format(nearest=close[0])
    return _(" Known are: {names}.").format(names=", ".join(known)) if known else ""
