"""The settings file: typed settings, or everything that is wrong, with lines."""

from decimal import Decimal
from pathlib import Path

import pytest

from app.config import Problem, Settings, SettingsError, digest_of, load
from app.domain.catalogue import Leg
from app.domain.readings import SourceRole
from services.demo import settings_text
from services.rest.settings import StorefrontSource, WarehouseSource
from tests.web import registry, settings_of

WAREHOUSE = """
[[warehouses]]
id = "la"
kind = "rest"
request = { url = "https://wms.example/stock" }
rows = { items = "items", sku = "sku", available = "qty" }
"""
SHOP = """
[[storefronts]]
id = "shop"
kind = "rest"
product_ids = { A = 1 }
read = { request = { url = "https://shop.example/${product_id}" }, sold_out = "off" }
sell_out = { request = { method = "POST", url = "https://shop.example/${product_id}/off" } }
restore = { request = { method = "POST", url = "https://shop.example/${product_id}/on" } }
"""


def problems(folder: Path, text: str) -> tuple[Problem, ...]:
    """Everything that is wrong in that text."""
    with pytest.raises(SettingsError) as raised:
        settings_of(folder, text)
    return raised.value.problems


def only(folder: Path, text: str) -> str:
    """The one problem, as a person reads it."""
    (problem,) = problems(folder, text)
    return str(problem)


def warnings(settings: Settings) -> list[str]:
    """All warnings, as a person reads them."""
    return [str(warning) for warning in settings.warnings]


def test_an_empty_file_is_a_room_with_defaults(tmp_path: Path) -> None:
    """Nothing is required but what a source needs."""
    settings = settings_of(tmp_path, "")
    assert (settings.room.currency, settings.room.language, settings.room.timezone) == ("USD", None, None)
    assert (settings.limits.hold_minutes, settings.limits.holds_per_broadcast) == (30.0, 3)
    assert (settings.database.url, settings.network.proxy) == ("sqlite", "")
    assert (settings.products, settings.sources, settings.warnings) == ((), (), ())


def test_the_demo_s_file_is_sound(tmp_path: Path) -> None:
    """Seven sources, forty products, nothing to warn of."""
    settings = settings_of(tmp_path, settings_text(8765, "zh_CN"))
    assert [len(settings.of(role)) for role in SourceRole] == [3, 1, 1, 1, 1]
    assert len(settings.products) == 40
    assert settings.warehouses == {"dal", "la", "nj", "fba"}
    assert warnings(settings) == []


def test_products_are_typed(tmp_path: Path) -> None:
    """Amounts exactly as written; the title falls back to the SKU, which is composed after NFC."""
    text = """
[[products]]
sku = "Cafe\u0301"
price = "29.90"
cost = 11.2
substitute = "B"
legs = [ { name = "sea", days = 22, days_max = 30, cost_per_unit = "0.9" }, { name = "receiving", days = 2 } ]
daily_sales = 40
daily_sales_max = 110
pack_size = 20
[[products]]
sku = "B"
title = "无线降噪耳机"
"""
    first, second = settings_of(tmp_path, text).products
    assert (first.sku, first.title, first.price, first.cost) == (
        "Café",
        "Cafe\u0301",
        Decimal("29.90"),
        Decimal("11.2"),
    )
    assert first.legs == (
        Leg(name="sea", days=22.0, days_max=30.0, cost_per_unit=Decimal("0.9")),
        Leg(name="receiving", days=2.0),
    )
    assert (first.daily_sales, first.daily_sales_max, first.pack_size, first.min_order) == (
        40.0,
        110.0,
        20,
        0,
    )
    assert second.title == "无线降噪耳机"


def test_sources_are_of_their_kind_s_type(tmp_path: Path) -> None:
    """With role, id and the line they begin at."""
    settings = settings_of(tmp_path, WAREHOUSE + SHOP)
    warehouse, shop = settings.sources
    assert isinstance(warehouse.settings, WarehouseSource)
    assert isinstance(shop.settings, StorefrontSource)
    assert (warehouse.role, warehouse.kind, warehouse.id, warehouse.line) == (
        SourceRole.WAREHOUSE,
        "rest",
        "la",
        2,
    )


def test_an_unknown_key_is_told_with_its_line_and_the_nearest_known_one(tmp_path: Path) -> None:
    """F144: a slip of the pen is never ignored; at any depth."""
    assert only(tmp_path, WAREHOUSE + "poll_secnds = 3") == (
        "room.toml:7: warehouses[1].poll_secnds: is no known key. Did you mean 'poll_seconds'?"
    )
    assert "'available'" in only(tmp_path, WAREHOUSE.replace("available", 'availabel = "x", available'))
    assert "'warehouses'" in only(tmp_path, WAREHOUSE.replace("[[warehouses]]", "[[warehouse]]"))
    assert "begin each with [[warehouses]]" in only(
        tmp_path, WAREHOUSE.replace("[[warehouses]]", "[warehouses]")
    )
    assert "Did you mean 'rest'" in only(tmp_path, WAREHOUSE.replace('"rest"', '"rset"'))


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    """Nobody mends a file one message at a time."""
    text = (
        '[room]\nlanguage = "fr"\ncurrency = "EURO"\ntimezone = "Mars/Base"\n'
        + WAREHOUSE.replace('"sku"', '"sku["').replace('"la"', '"LA"')
        + SHOP.replace("${product_id}/off", "${produkt_id}/off")
        + '[[products]]\nsku = 3\n[network]\nproxy = "socks5://x"\nca_file = "/nowhere.pem"\n'
    )
    found = problems(tmp_path, text)
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)
    said = "\n".join(map(str, found))
    for words in (
        "'fr'",
        "'EURO'",
        "'Mars/Base'",
        "text of a-z",
        "produkt_id",
        "must be text",
        "address of a proxy",
        "nowhere.pem",
    ):
        assert words in said


def test_broken_toml_is_told_with_its_line(tmp_path: Path) -> None:
    """F140: and nothing is guessed."""
    assert only(tmp_path, '[room]\nname = "x\n').startswith("room.toml:2: is no TOML")


def test_a_file_that_is_missing_or_not_utf_8_is_told(tmp_path: Path) -> None:
    """An editor on an old Chinese Windows saves GBK; one on a new one puts a mark in front."""
    with pytest.raises(SettingsError, match="no such settings file"):
        load(tmp_path / "none.toml", registry())
    file = tmp_path / "room.toml"
    file.write_bytes('[room]\nname = "夜场"'.encode("gbk"))
    with pytest.raises(SettingsError, match="UTF-8") as raised:
        load(file, registry())
    assert raised.value.problems[0].line == 2
    file.write_bytes('\ufeff[room]\r\nname = "夜场"\r\n'.encode())
    assert load(file, registry()).room.name == "夜场"


def test_a_changed_file_can_be_noticed(tmp_path: Path) -> None:
    """It is announced, not applied."""
    settings = settings_of(tmp_path, "")
    assert digest_of(settings.file) == settings.digest
    settings.file.write_text("# changed")
    assert digest_of(settings.file) != settings.digest
    settings.file.unlink()
    assert digest_of(settings.file) is None


def test_ranges_are_kept(tmp_path: Path) -> None:
    """F141, F142: each names the key and what it may hold."""
    for line, words in (
        ("poll_seconds = 0", "a number of at least 0.5, not 0"),
        ("poll_seconds = 0.001", "at least 0.5"),
        ("poll_seconds = nan", "no finite number"),
        ("poll_seconds = true", "must be a number"),
        ("max_mb = -1", "above 0"),
        ("limit = { per_second = 0 }", "above 0"),
        ("limit = { burst = 1.5 }", "a whole number of at least 1, not 1.5"),
        ("poll_seconds = 5\nstale_after_seconds = 9", "at least twice poll_seconds (10)"),
        ("stale_after_seconds = 3", "at least twice poll_seconds (4)"),
        ('zone = "Asia/Shanghay"', "no time zone"),
        ('mode = "ownn"', "Did you mean 'own'?"),
        ('pages = { style = "ofset" }', "Did you mean 'offset'?"),
        ("cost = { handling = -1 }", "an amount, not negative"),
        ("name = 1979-05-27", "write it as text"),
    ):
        assert words in only(tmp_path, WAREHOUSE + line), line


def test_limits_may_only_be_lowered(tmp_path: Path) -> None:
    """F145: higher needs a reason, and is noted."""
    lower = settings_of(tmp_path, "[limits]\nhold_minutes = 10\nholds_per_broadcast = 1")
    assert (lower.limits.hold_minutes, lower.warnings) == (10.0, ())
    assert "may be 30 at most" in only(tmp_path, "[limits]\nhold_minutes = 31")
    assert "may be 3 at most" in only(tmp_path, '[limits]\nholds_per_broadcast = 4\noverride_reason = " "')
    raised = settings_of(tmp_path, '[limits]\nhold_minutes = 45\noverride_reason = "double show"')
    assert raised.limits.hold_minutes == 45.0
    assert "because: double show" in warnings(raised)[0]


def test_the_environment_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F145: a limit can't be raised past the file."""
    for name in ("STOCKCUE_HOLD_MINUTES", "STOCKCUE_LIMITS__HOLD_MINUTES", "HTTP_PROXY"):
        monkeypatch.setenv(name, "999")
    settings = settings_of(tmp_path, "")
    assert (settings.limits.hold_minutes, settings.network.proxy) == (30.0, "")


def test_ids_are_unique(tmp_path: Path) -> None:
    """Over all roles; SKUs too."""
    assert len(problems(tmp_path, WAREHOUSE + SHOP.replace('"shop"', '"la"'))) == 2
    assert "twice" in only(tmp_path, '[[products]]\nsku = "A"\n[[products]]\nsku = "A"\n')
    assert "twice" in only(tmp_path, '[[accounts]]\nid = "a"\n[[accounts]]\nid = "a"\n')


def test_the_database_is_sqlite_or_postgresql(tmp_path: Path) -> None:
    """A password in the address is warned of."""
    assert "postgresql+psycopg://" in only(tmp_path, '[database]\nurl = "mysql://x"')
    text = '[database]\nurl = "postgresql+psycopg://desk:hush@db/room"'
    assert "plain text" in warnings(settings_of(tmp_path, text))[0]
    text = text.replace("hush", "${secret:db}")
    assert warnings(settings_of(tmp_path, text)) == []


def test_slips_between_products_are_told(tmp_path: Path) -> None:
    """A substitute nobody knows is a warning: a warehouse may."""
    assert "below daily_sales" in only(
        tmp_path, '[[products]]\nsku = "A"\ndaily_sales = 5\ndaily_sales_max = 4'
    )
    assert "itself" in only(tmp_path, '[[products]]\nsku = "A"\nsubstitute = "A"')
    settings = settings_of(
        tmp_path, '[[products]]\nsku = "EAR-01"\nsubstitute = "EAR-2"\n[[products]]\nsku = "EAR-02"'
    )
    assert "Did you mean 'EAR-02'?" in warnings(settings)[0]


def test_stock_rules_and_calendars_are_read(tmp_path: Path) -> None:
    """Ways with alternatives, shares of warehouses, seasons over New Year, promotions of some products."""
    settings = settings_of(
        tmp_path,
        """
        [stock]
        service_level = 0.98
        safety = "quantile"
        batches = 2

        [[products]]
        sku = "EAR-01"
        legs = [ { name = "sea", days = 22, capacity = 900 }, { name = "air", days = 4, instead_of = "sea" } ]
        supplier_ready = 480
        supplier_weekly = 900
        custom = true
        launched = "2026-03-01"
        ship_to = { la = 3, nj = 1 }

        [[seasons]]
        name = "winter"
        from = "11-15"
        to = "01-31"
        factor = 1.4

        [[promotions]]
        name = "friday"
        from = "2026-11-27"
        to = "2026-11-30"
        factor = 3
        skus = ["EAR-01"]
        """,
    )
    stock, (product,) = settings.stock, settings.products
    assert (stock.service_level, stock.safety, stock.batches) == (0.98, "quantile", 2)
    assert [(season.name, season.first, season.last) for season in stock.seasons] == [
        ("winter", (11, 15), (1, 31))
    ]
    assert stock.promotions[0].skus == {"EAR-01"}
    assert product.ship_to == (("la", 0.75), ("nj", 0.25))
    assert (product.supplier_ready, product.supplier_weekly, product.custom) == (480, 900, True)
    assert product.launched is not None
    assert [leg.instead_of for leg in product.legs] == ["", "sea"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[stock]\nsafety = 'quantil'", "Did you mean 'quantile'?"),
        ("[stock]\nservice_level = 1", "a number of at least 0.5"),
        ("[stock]\nfast_days = 90", "must be more than fast_days"),
        ("[[seasons]]\nname = 'x'\nfrom = '11-31'\nto = '12-01'\nfactor = 1", "there is no day 11-31"),
        (
            "[[promotions]]\nname = 'x'\nfrom = '2026-11-27'\nto = '2026-11-26'\nfactor = 1",
            "is before its first day",
        ),
        ("[[promotions]]\nname = 'x'\nto = '2026-11-26'\nfactor = 1", "lacks 'from'"),
        (
            "[[products]]\nsku = 'A'\nlegs = [{ name = 'air', days = 9, instead_of = 'sea' }]",
            "which is no leg of the usual way",
        ),
        ("[[products]]\nsku = 'A'\nlaunched = '2026-02-30'", "there is no day 2026-02-30"),
        ("[[products]]\nsku = 'A'\nship_to = { la = 0 }", "a number above 0"),
    ],
)
def test_stock_rules_that_make_no_sense_refuse_the_start(tmp_path: Path, text: str, words: str) -> None:
    """Each with its line, its key and what it may be."""
    assert words in only(tmp_path, text)
