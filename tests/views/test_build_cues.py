"""What a cue says: what to do, why in figures, and one word on its button, in both languages."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from app.domain.room import Cue, CueKind, Figures, Reorder, SellOut
from app.views import room as views
from app.views.build_cues import cue_view
from app.words import use_language
from tests.domain.builders import ago
from tests.views.scenes import LANGUAGES, NAMES, assert_plain

SOON = SellOut(p10=11.0, p50=14.2, p90=20.1)
SWITCH = Cue(
    key="show_next:EAR-01",
    kind=CueKind.SHOW_NEXT,
    sku="EAR-01",
    other="EAR-02",
    slot=2,
    figures=Figures(units=182, sell_out=SOON, minutes=8.0, other_units=655, other_lasts=True),
)
FULL = Figures(
    units=31,
    share=0.08,
    sell_out=SOON,
    minutes=8.0,
    other_units=655,
    other_lasts=True,
    age_from=ago(134),
    at_risk=15,
    count=3,
    viewers=2316,
    ratio=1.5649,
    reorder=Reorder(point=3610, quantity=3520, position=1382, by=date(2026, 12, 1)),
    lead_days=26.0,
    quantity=3520,
)


def said(cue: Cue, language: str = "en") -> views.CueView:
    """The cue in a language."""
    use_language(language)
    return cue_view(cue, NAMES)


def test_a_switch_says_where_to_when_and_why() -> None:
    """What ends when, and what the other has."""
    view = said(SWITCH)
    assert view.text == "Move to 开放式耳机 within 8 min"
    assert view.short == "In 8 min: 开放式耳机"
    assert view.reason == "无线降噪耳机 is gone in 14 min (11–20); 655 of 开放式耳机 last the show"
    assert (view.id, view.slot, view.kind) == ("show_next:EAR-01", 2, views.CueKind.SHOW_NEXT)
    assert (view.sku, view.action) == ("EAR-02", "Cue host")

    zh = said(SWITCH, "zh_CN")
    assert zh.text == "约 8 分钟内切到 开放式耳机"
    assert zh.reason == "无线降噪耳机 14 分（11–20）后售完；开放式耳机 655 件，够播完"
    assert zh.action == "提示主播"


def test_a_product_that_is_gone_asks_for_the_switch_now() -> None:
    """No minutes are named where there are none left."""
    gone = replace(SWITCH, figures=replace(SWITCH.figures, minutes=0.0, other_lasts=False))
    view = said(gone)
    assert view.text == "Move to 开放式耳机 now"
    assert view.reason == "无线降噪耳机 can't be bought now; 655 of 开放式耳机 left"


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        (
            CueKind.SUBSTITUTE,
            "用 开放式耳机 代替 无线降噪耳机",
            "无线降噪耳机 14 分（11–20）后售完；开放式耳机 655 件，够播完",
        ),
        (
            CueKind.PRE_SALE,
            "无线降噪耳机 转预售",
            "剩 31 件，约 14 分（11–20）售完；无替代款，补货 26 天",
        ),
        (
            CueKind.CALL_STOCK,
            "无线降噪耳机 叫货 3,520 件",
            "剩 31 件，约 14 分（11–20）售完；本场还能多卖 3,520 件",
        ),
        (
            CueKind.REORDER,
            "无线降噪耳机 补货 3,520 件",
            "库存位置 1,382，补货点 3,610",
        ),
        (
            CueKind.RESTORE_EARLY,
            "无线降噪耳机 可提前恢复",
            "观众 2,316，为基线的 1.56 倍；真实库存 31 件",
        ),
        (
            CueKind.HOLD_BACK,
            "暂缓主推 无线降噪耳机 等 3 件",
            "新泽西三方仓 21:06:10 起无新数据；约 15 件不明",
        ),
    ],
)
def test_each_kind_names_its_reason_in_figures(kind: CueKind, text: str, reason: str) -> None:
    """Figures and clock times, no ages: a cue's text does not change while nothing happens."""
    cue = Cue(key="k", kind=kind, sku="EAR-01", other="EAR-02", source="nj", figures=FULL)
    view = said(cue, "zh_CN")
    assert (view.text, view.reason) == (text, reason)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_missing_leaves_whole_sentences(language: str) -> None:
    """A clause whose figure is not known is not said; nothing is half filled."""
    for kind, figures in product(CueKind, (FULL, Figures(), Figures(quantity=12, units=0))):
        for other in ("EAR-02", ""):
            view = said(Cue(key="k", kind=kind, sku="EAR-01", other=other, figures=figures), language)
            assert_plain(view)
            assert view.action
    assert said(Cue(key="k", kind=CueKind.HOLD_BACK, sku="EAR-01")).text == "Hold back 无线降噪耳机"
