"""What an alert says: what happened, what to do, and what its button does, in both languages."""

from dataclasses import replace

import pytest

from app.domain.room import Alert, AlertCause, AlertKind, AlertLevel, AlertState, Figures, SellOut
from app.views import room as views
from app.views.build_alerts import alert_view
from app.words import use_language
from tests.domain.builders import ago
from tests.views.scenes import LANGUAGES, NAMES, assert_plain

FULL = Figures(
    units=31,
    share=0.08,
    sell_out=SellOut(p10=4, p50=6, p90=9),
    age_from=ago(134),
    at_risk=15,
    count=3,
    seconds=-75.2,
    attempts=4,
    quantity=40,
    text="not whole.",
)


def cause(
    kind: AlertKind, figures: Figures = FULL, *, sku: str = "", storefront: str = "", source: str = ""
) -> AlertCause:
    """A warning of that kind."""
    return AlertCause(
        id=f"{kind}:x",
        kind=kind,
        level=AlertLevel.WARNING,
        figures=figures,
        sku=sku,
        storefront=storefront,
        source=source,
    )


def said(what: AlertCause, language: str = "en", state: AlertState = AlertState.ACTIVE) -> views.AlertView:
    """The alert in a language."""
    use_language(language)
    return alert_view(Alert(cause=what, since=ago(42), state=state), NAMES)


@pytest.mark.parametrize(
    ("kind", "zh", "en"),
    [
        (
            AlertKind.HOLD_ATTENTION,
            "无线降噪耳机 在 独立站 恢复未确认，已重试 4 次",
            "无线降噪耳机 is not read back as restored at 独立站, attempt 4",
        ),
        (AlertKind.CRITICAL_LOW, "无线降噪耳机 剩 31 件（8 %）", "无线降噪耳机: 31 left (8 %)"),
        (AlertKind.LOW, "无线降噪耳机 降到 8 %", "无线降噪耳机 down to 8 %"),
        (AlertKind.REJECTED, "无线降噪耳机 读数被拒：not whole", "无线降噪耳机: reading rejected, not whole"),
        (
            AlertKind.SHOP_MISMATCH,
            "独立站 挂出 无线降噪耳机 40 件，仓库只有 31 件",
            "独立站 offers 40 of 无线降噪耳机, its warehouses hold 31",
        ),
    ],
)
def test_an_alert_of_a_product_says_which_and_how_bad(kind: AlertKind, zh: str, en: str) -> None:
    """Names and figures, in both languages."""
    what = cause(kind, sku="EAR-01", storefront="shop")
    assert said(what, "zh_CN").text == zh
    assert said(what, "en").text == en
    assert said(what).sku == "EAR-01"


def test_a_silent_source_says_what_it_hides() -> None:
    """Ages become units; one alert for all products behind it."""
    quiet = cause(AlertKind.SOURCE_QUIET, source="nj")
    assert said(quiet, "zh_CN").text == "新泽西三方仓 无新数据，3 个商品约 15 件不明"
    assert said(quiet).remedy == "Its last answer: not whole."

    harmless = cause(AlertKind.SOURCE_QUIET, Figures(age_from=ago(134), at_risk=0, count=3), source="nj")
    assert said(harmless).text == "新泽西三方仓 gives no new data since 21:06:10"
    never = cause(AlertKind.SOURCE_QUIET, Figures(), source="nj")
    assert said(never).text == "新泽西三方仓 has not answered yet"


def test_rows_of_a_source_are_rejected_under_its_name() -> None:
    """What no product answers for."""
    rows = cause(AlertKind.REJECTED, Figures(count=2, text="no SKU"), source="la")
    assert said(rows).text == "洛杉矶三方仓: rows rejected 2, no SKU"


@pytest.mark.parametrize(
    ("kind", "level", "state", "button"),
    [
        (AlertKind.HOLD_ATTENTION, AlertLevel.CRITICAL, AlertState.ACTIVE, views.Guidance.HANDLE),
        (AlertKind.CRITICAL_LOW, AlertLevel.CRITICAL, AlertState.ACTIVE, views.Guidance.ACKNOWLEDGE),
        (AlertKind.SOURCE_QUIET, AlertLevel.WARNING, AlertState.ACTIVE, views.Guidance.SHELVE),
        (AlertKind.LOW, AlertLevel.INFO, AlertState.ACTIVE, views.Guidance.ACKNOWLEDGE),
        (AlertKind.LOW, AlertLevel.INFO, AlertState.ACKNOWLEDGED, views.Guidance.NONE),
        (AlertKind.SOURCE_QUIET, AlertLevel.WARNING, AlertState.SHELVED, views.Guidance.NONE),
        (AlertKind.HOLD_ATTENTION, AlertLevel.CRITICAL, AlertState.RECOVERING, views.Guidance.NONE),
    ],
)
def test_the_button_is_what_a_person_may_do(
    kind: AlertKind, level: AlertLevel, state: AlertState, button: views.Guidance
) -> None:
    """A critical alert is never put aside; what somebody has seen needs no second press."""
    assert said(replace(cause(kind), level=level), state=state).button is button


def test_only_what_goes_on_counts() -> None:
    """A silent source ages; a level reached is an event with a time."""
    assert said(cause(AlertKind.SOURCE_QUIET)).counting
    assert not said(cause(AlertKind.LOW)).counting
    assert said(cause(AlertKind.LOW)).since == ago(42)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_words_whatever_is_known(language: str) -> None:
    """With all figures and with none: whole sentences, an icon, both languages."""
    for kind in AlertKind:
        for figures in (FULL, Figures()):
            of_product = cause(kind, figures, sku="EAR-01", storefront="shop")
            for what in (of_product, cause(kind, figures, source="nj")):
                view = said(what, language)
                assert_plain(view)
                assert view.icon
        whole = said(cause(kind, sku="EAR-01", storefront="shop", source="nj"), language)
        assert whole.text
        assert whole.short
