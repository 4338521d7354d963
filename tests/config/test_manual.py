"""A storefront that only people can work, as the settings file describes it."""

from pathlib import Path

from tests.config.test_load import only, warnings
from tests.web import settings_of

PRODUCT = '[[products]]\nsku = "EAR-01"\n'
MANUAL = '[[storefronts]]\nid = "xet"\nkind = "manual"\nname = "小鹅通"\n'


def test_an_id_and_the_kind_are_enough(tmp_path: Path) -> None:
    """It lists every product of the file then."""
    (shop,) = settings_of(tmp_path, PRODUCT + MANUAL).sources
    assert (shop.kind, shop.id, shop.settings.enforces_quantity) == ("manual", "xet", True)


def test_addresses_must_be_of_the_web(tmp_path: Path) -> None:
    """They are opened in a browser by one press."""
    assert "is no web address" in only(tmp_path, PRODUCT + MANUAL + 'page = "javascript:alert(1)"')
    assert "is no web address" in only(tmp_path, PRODUCT + MANUAL + 'pages = { "EAR-01" = "file:///etc" }')


def test_a_key_that_only_an_interface_has_is_refused(tmp_path: Path) -> None:
    """Nothing is read there, so nothing can be told how to be read."""
    assert "no known key" in only(tmp_path, PRODUCT + MANUAL + "poll_seconds = 5")


def test_a_warehouse_that_is_not_there_is_refused_and_a_product_is_doubted(tmp_path: Path) -> None:
    """As for every storefront."""
    assert "no warehouse 'la'" in only(tmp_path, PRODUCT + MANUAL + 'warehouses = ["la"]')
    (doubt,) = warnings(settings_of(tmp_path, PRODUCT + MANUAL + 'product_ids = { "EAR-1" = "p_5f1" }'))
    assert "Did you mean 'EAR-01'?" in doubt
