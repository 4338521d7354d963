"""The settings file that connects a desk to the demo, and the scenario behind it."""

import re
import tomllib
from typing import Any

import pytest

from services.demo import settings_text
from tests.services.demo.site import SCENARIO

CHINESE = re.compile("[\u4e00-\u9fff]")


def _settings(language: str = "zh_CN", port: int = 4321) -> dict[str, Any]:
    return tomllib.loads(settings_text(port, language))


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _strings(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _strings(inner)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_address_has_the_port(language: str) -> None:
    """No request goes where the file was written for."""
    addresses = [text for text in _strings(_settings(language)) if text.startswith("http")]
    assert len(addresses) >= 8
    assert all(address.startswith("http://127.0.0.1:4321/") for address in addresses)


def test_names_are_in_the_asked_language() -> None:
    """Not a Chinese name is left in the English file, and nothing but names differs."""
    chinese, english = _strings(_settings("zh_CN")), _strings(_settings("en"))
    known = {**SCENARIO.english, "zh_CN": "en"}
    assert not any(CHINESE.search(text) for text in english)
    assert english == [known.get(text, text) for text in chinese]
    titles = [product["title"] for product in _settings("en")["products"]]
    assert titles == [article.english for article in SCENARIO.articles]


def test_settings_and_scenario_speak_of_the_same_things() -> None:
    """The same SKUs, the same shop ids, and warehouses for every site."""
    settings = _settings()
    shop_ids = settings["storefronts"][0]["product_ids"]
    assert shop_ids == {article.sku: article.shop_id for article in SCENARIO.articles}
    warehouses = {row["id"] for row in settings["warehouses"]}
    sites = {site["id"] for row in settings["warehouses"] for site in row.get("sites", {}).values()}
    assert set(SCENARIO.sites) <= warehouses | sites


def test_products_are_about_forty_and_whole() -> None:
    """With price above cost, a way to the shelf, and substitutes that exist."""
    products = _settings()["products"]
    skus = {product["sku"] for product in products}
    assert len(products) == len(skus) == 40
    for product in products:
        assert float(product["price"]) > float(product["cost"]) > 0
        assert len(product["legs"]) >= 3
        assert product["daily_sales"] < product["daily_sales_max"]
        assert product.get("substitute", product["sku"]) in skus


def test_products_cost_what_the_settings_say() -> None:
    """Until the scenario changes a price; what it changes is on sale."""
    prices = {product["sku"]: product["price"] for product in _settings()["products"]}
    assert prices == {article.sku: str(article.price) for article in SCENARIO.articles}
    assert all(line.sku in prices and line.price > 0 for line in SCENARIO.repricings)


def test_no_secret_stands_in_the_file() -> None:
    """Its one password comes from the environment, as anybody's would."""
    text = settings_text(1, "zh_CN")
    assert set(re.findall(r"\$\{secret:(\w+)\}", text)) == {"demo_password"}
    assert 'password = "demo"' not in text


def test_the_scenario_names_only_what_it_has() -> None:
    """Run of show and deliveries speak of products on sale, and sites that list them."""
    opening = {article.sku: article.opening for article in SCENARIO.articles}
    assert all(line.sku is None or line.sku in opening for line in SCENARIO.run_of_show)
    assert all(delivery.site in opening[delivery.sku] for delivery in SCENARIO.deliveries)
    starts = [line.at for line in SCENARIO.run_of_show]
    assert starts == sorted(starts)
