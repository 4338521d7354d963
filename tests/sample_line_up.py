"""A sample line-up on the sample room's products, for windows."""

from app.views.line_up import LeftOutView, LinedView, LineUpView
from tests.samples import wall_gauges

_PLACES = (
    ("EAR-02", 47.0, 655, None, "sells about {} in 8 min on air"),
    ("YOG-11", 38.0, 148, 31.0, "sells about {} in 8 min on air; 12 % of it would be missing later"),
    ("SPK-03", 33.0, 96, 22.0, "sells about {} in 8 min on air"),
    ("CUP-07", 21.0, 215, None, "sells about {} in 8 min on air; little known of it yet"),
    ("CAR-02", 9.4, 133, None, "sells about {} in 8 min on air"),
    ("TEE-09", 4.6, 58, 47.0, "sells about {} in 8 min on air; 41 % of it would be missing later"),
    ("AFP-01", None, 77, None, "hardly sells on air"),
)


def line_up_sample(language: str = "en", *, running: bool = True) -> LineUpView:
    """On air is nearly out, one product is pinned, three are left out."""
    titles = {view.sku: view.title for view in wall_gauges(language)}
    places = tuple(
        LinedView(
            sku=sku,
            title=titles.get(sku, sku),
            place=place,
            pinned=place == 3,
            why=_spoken(why.format(56 - 7 * place), language),
            per_minute=margin,
            available=units,
            minutes=minutes,
        )
        for place, (sku, margin, units, minutes, why) in enumerate(_PLACES, start=1)
    )
    on_air = LinedView(
        sku="EAR-01",
        title=titles["EAR-01"],
        place=0,
        pinned=False,
        why=_spoken("sells about 42 in 8 min on air; 63 % of it would be missing later", language),
        per_minute=15.0,
        available=62,
        minutes=5.0,
        low=True,
        plan_b="EAR-02",
        plan_b_title=titles["EAR-02"],
    )
    return LineUpView(
        on_air=on_air if running else None,
        places=places,
        left_out=(
            LeftOutView(
                sku="PWR-05", title=titles.get("PWR-05", "PWR-05"), why=_out("held", language), skipped=False
            ),
            LeftOutView(
                sku="BLD-02", title=titles.get("BLD-02", "BLD-02"), why=_out("ends", language), skipped=False
            ),
            LeftOutView(
                sku="PRJ-01", title=titles.get("PRJ-01", "PRJ-01"), why=_out("skip", language), skipped=True
            ),
        ),
        currency="USD",
        running=running,
    )


def _spoken(words: str, language: str) -> str:
    """The engine tells reasons in the desk's language."""
    if language == "en":
        return words
    first, _semicolon, second = words.partition("; ")
    units = "".join(letter for letter in first.split(" in ")[0] if letter.isdigit())
    said = f"在播 8 分钟约卖 {units} 件" if units else "在播也几乎不卖"
    share = second.split(" %", maxsplit=1)[0]
    more = f"；其中 {share} % 会挤占后面的销量" if share.isdigit() else "；数据还少" if second else ""
    return said + more


def _out(why: str, language: str) -> str:
    said = {
        "held": ("marked sold out", "虚拟售罄中"),
        "ends": ("would be gone before its slot ends", "不够播完一段"),
        "skip": ("skipped for this broadcast", "本场跳过"),
    }
    return said[why][language != "en"]
