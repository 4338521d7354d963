"""What a source's entry gets wrong, told before the start; and what is doubtful, told by `check`."""

from pathlib import Path

from tests.config.test_load import SHOP, WAREHOUSE, only, problems, warnings
from tests.web import settings_of

LOGIN = (
    'login = { url = "https://wms.example/login", json = { pw = "${secret:la}" }, token = "body.token" }\n'
)


def test_a_jmespath_that_does_not_compile_is_refused(tmp_path: Path) -> None:
    """Wherever one stands."""
    assert "is no JMESPath" in only(tmp_path, WAREHOUSE.replace('"qty"', '"qty["'))
    assert "available[2]" in only(tmp_path, WAREHOUSE.replace('"qty"', '["qty", "-lo cked"]'))
    for line in (
        'answer = { ok = "a b" }', 'pages = { style = "cursor", next = "a[" }',
        LOGIN.replace("body.token", "body.["), LOGIN.replace(" }\n", ', expires_in = "body.[" }\n'),
    ):  # fmt: skip
        assert "is no JMESPath" in only(tmp_path, WAREHOUSE + line)
    assert "empty sum" in only(tmp_path, WAREHOUSE.replace('"qty"', "[]"))


def test_an_unknown_placeholder_is_refused_with_the_nearest(tmp_path: Path) -> None:
    """In its place: a cursor only in pages, a token only after a login, a deadline only in a mark."""
    for text, words in (
        (WAREHOUSE.replace("/stock", "/stock?o=${offset}"), "${offset} means nothing here"),
        (
            WAREHOUSE.replace("/stock", "/stock?o=${ofset}") + 'pages = { style = "link" }',
            "Did you mean 'offset'?",
        ),
        (WAREHOUSE.replace("/stock", "/${token}"), "no login"),
        (WAREHOUSE.replace("/stock", "/${since}"), "${since}"),
        (WAREHOUSE.replace("/stock", "/${secret:a b}"), "${secret:a b}"),
        (WAREHOUSE.replace("/stock", "/${size"), "closing brace"),
        (SHOP.replace("/on", "/${until}"), "${until}"),
        (SHOP.replace("/on", "/${before.qty}"), "${before.qty}"),
        (WAREHOUSE + LOGIN.replace("/login", "/${token}"), "${token}"),
    ):
        assert words in only(tmp_path, text), text


def test_a_products_page_is_a_web_address_with_nothing_but_the_product_in_it(tmp_path: Path) -> None:
    """It is opened in a browser, when a person has to put a product back by hand."""
    page = 'page = "https://shop.example/admin/${product_id}"\n'
    assert settings_of(tmp_path, _with_page(page)).sources[0].settings.page.endswith("${product_id}")
    assert "no web address" in only(tmp_path, _with_page('page = "shop.example"\n'))
    assert "${key} means nothing here" in only(tmp_path, _with_page(page.replace("product_id", "key")))


def _with_page(line: str) -> str:
    return SHOP.replace('kind = "rest"\n', f'kind = "rest"\n{line}', 1)


def test_known_placeholders_pass(tmp_path: Path) -> None:
    """Each where the contract gives it a meaning."""
    text = (
        WAREHOUSE.replace(
            "/stock", "/s?a=${size}&b=${page}&c=${offset}&d=${cursor}&e=${token}&f=${secret:x}&g=$${y}"
        )
        + 'pages = { style = "page" }\n'
        + LOGIN
        + SHOP.replace('sold_out = "off"', 'sold_out = "off", remember = { qty = "stock" }')
        .replace("/off", "/${until}/${key}/${sku}/${before.qty}")
        .replace("/on", "/${before.qty}/${key}")
    )
    assert settings_of(tmp_path, text).sources[0].id == "la"


def test_a_secret_written_out_is_refused(tmp_path: Path) -> None:
    """Under any key that names one, at any depth, in the address too."""
    for request in (
        '{ url = "https://x.example", headers = { Authorization = "Bearer abc" } }',
        '{ url = "https://x.example", headers = { X-Api-Key = "abc" } }',
        '{ url = "https://x.example", query = { access_token = "abc" } }',
        '{ url = "https://x.example", json = { auth = [ { client_secret = "abc" } ] } }',
        '{ url = "https://x.example", json = { password = { value = 1234 } } }',
        '{ url = "https://x.example", form = { pwd = "abc" } }',
        '{ url = "https://x.example", basic = { user = "a", password = "abc" } }',
        '{ url = "https://a:abc@x.example" }',
        '{ url = "https://x.example/?token=abc" }',
    ):
        said = only(tmp_path, WAREHOUSE.replace('{ url = "https://wms.example/stock" }', request))
        assert "plain text" in said, request
        assert "abc" not in said
        assert "1234" not in said


def test_what_only_looks_like_a_secret_passes(tmp_path: Path) -> None:
    """Placeholders, empty texts, truth values, paths, and keys that merely talk of one."""
    request = """{ url = "https://a:${secret:a}@x.example/?token=${secret:b}",
 headers = { Authorization = "Bearer ${secret:c}", X-Token-Type = "jwt" },
 json = { password = "", grant_type = "password", token = "${secret:d}", use_token = true, tokenizer = "x" },
 basic = { user = "desk", password = "${secret:e}" } }""".replace("\n", "")
    text = WAREHOUSE.replace('{ url = "https://wms.example/stock" }', request) + LOGIN
    assert warnings(settings_of(tmp_path, text)) == []


def test_credentials_in_the_clear_are_warned_of_outside_private_networks(tmp_path: Path) -> None:
    """F143: loopback, LAN and plain names are trusted; https is."""
    for host, warned in (
        ("wms.example", True), ("8.8.8.8", True), ("127.0.0.1:80", False), ("192.168.1.9", False),
        ("[::1]", False), ("erp", False), ("erp.local", False), ("10.0.0.1:80", False), ("172.32.0.1", True),
    ):  # fmt: skip
        request = f'{{ url = "http://{host}/s", headers = {{ X-Key = "${{secret:a}}" }} }}'
        text = WAREHOUSE.replace('{ url = "https://wms.example/stock" }', request)
        assert bool(warnings(settings_of(tmp_path, text))) is warned, host
    plain = WAREHOUSE.replace("https", "http")
    assert warnings(settings_of(tmp_path, plain)) == []


def test_paths_that_can_t_tell_an_error_page_are_warned_of(tmp_path: Path) -> None:
    """They find in an empty answer what a good one says."""
    for text, words in (
        (WAREHOUSE + 'answer = { ok = "!error" }', "true of an empty answer"),
        (WAREHOUSE + 'answer = { login_again = "!token" }', "true of an empty answer"),
        (WAREHOUSE.replace('"items"', '"items || `[]`"'), "finds a list in an empty answer"),
        (SHOP.replace('"off"', '''"status != 'on'"'''), "of an empty answer"),
        (SHOP.replace('"off"', '"!a.b && c"'), "belongs to the first name alone"),
        (
            WAREHOUSE.replace('"items"', '"items[?x]"').replace("/stock", "/${page}")
            + 'pages = { style = "page" }',
            "leaves rows out",
        ),
    ):
        assert any(words in warning for warning in warnings(settings_of(tmp_path, text))), text
    sound = (
        SHOP.replace('"off"', '''"status && status != 'on'"''')
        + WAREHOUSE
        + 'answer = { ok = "code == `0`" }'
    )
    assert warnings(settings_of(tmp_path, sound)) == []


def test_addresses_must_be_addresses(tmp_path: Path) -> None:
    """With a scheme we speak; a placeholder may stand in them."""
    for url in ("wms.example/stock", "ftp://wms.example/", "https://", "https:///x"):
        assert "no address" in only(tmp_path, WAREHOUSE.replace("https://wms.example/stock", url)), url
    assert settings_of(tmp_path, WAREHOUSE.replace("wms.example", "${secret:host}.example")).sources


def test_accounts_are_shared_and_known(tmp_path: Path) -> None:
    """Login and limit are the account's; a source of it has none of its own."""
    account = '[[accounts]]\nid = "erp"\n' + LOGIN
    text = account + WAREHOUSE.replace("/stock", "/${token}") + 'account = "erp"\n'
    assert settings_of(tmp_path, text).accounts["erp"].limit.per_second == 5.0
    assert "Did you mean 'erp'?" in only(tmp_path, account + WAREHOUSE + 'account = "epr"')
    assert "belongs to the account" in only(tmp_path, text + "limit = { burst = 1 }")
    broken = problems(tmp_path, text.replace("body.token", "token"))
    assert ["begins with `body`" in str(problem) for problem in broken] == [True]
    broken = problems(tmp_path, text.replace('id = "erp"', 'id = "erp"\nlimt = 1'))
    assert len(broken) == 1


def test_pages_need_their_placeholder(tmp_path: Path) -> None:
    """Else every page would be the first one."""
    assert "${offset}" in only(tmp_path, WAREHOUSE + 'pages = { style = "offset" }')
    assert "${page}" in only(tmp_path, WAREHOUSE + 'pages = { style = "page" }')
    assert "needs `next`" in only(tmp_path, WAREHOUSE + 'pages = { style = "cursor" }')


def test_what_levels_and_sites_need(tmp_path: Path) -> None:
    """Paths that begin with item or level; a place where the warehouse stands."""
    levels = WAREHOUSE.replace('items = "items"', 'items = "items", levels = "locations"')
    assert len(problems(tmp_path, levels)) == 2
    assert "needs `warehouse`" in only(tmp_path, WAREHOUSE + 'sites = { NJ = "nj" }')


def test_what_roles_need(tmp_path: Path) -> None:
    """Traffic has no pages; orders have ids; a shop has one way to say sold out, and says of what."""
    traffic = '[[traffic]]\nid = "t"\nkind = "rest"\nrequest = { url = "https://x.example" }\n'
    traffic += 'rows = { viewers = "n" }\n'
    assert "no pages" in only(tmp_path, traffic + 'pages = { style = "link" }')
    sales = '[[sales]]\nid = "s"\nkind = "rest"\nrequest = { url = "https://x.example" }\n'
    sales += 'rows = { items = "a", sku = "b", units = "c", counts = "orders" }'
    assert "needs `order`" in only(tmp_path, sales)
    assert "one of sold_out and on_sale" in only(tmp_path, SHOP.replace('sold_out = "off"', 'quantity = "q"'))
    assert "one of sold_out and on_sale" in only(tmp_path, SHOP.replace('"off"', '"off", on_sale = "on"'))
    assert "needs `product_id`" in only(tmp_path, SHOP.replace('"off"', '"off", items = "a"'))
    no_product = SHOP.replace('example/${product_id}" }, sold', 'example/all" }, sold').replace(
        "A = 1", "A = 1, B = 2"
    )
    assert "no certain product" in only(tmp_path, no_product)
    assert "id of A too" in only(tmp_path, SHOP.replace("A = 1", 'A = 1, B = "1"'))


def test_a_shop_names_warehouses_and_products_that_exist(tmp_path: Path) -> None:
    """Warehouses that answers may add, and SKUs that the file does not name, are warnings."""
    fed = SHOP + 'warehouses = ["la2"]\n'
    assert "Did you mean 'la'?" in only(tmp_path, WAREHOUSE + fed)
    sites = WAREHOUSE.replace('available = "qty"', 'available = "qty", warehouse = "w"')
    assert "no warehouse 'la2'" in warnings(settings_of(tmp_path, sites + fed))[0]
    named = '[[products]]\nsku = "A1"\n' + SHOP
    assert "no product of this file has the SKU 'A'" in warnings(settings_of(tmp_path, named))[0]


OFFERS = """
[[offers]]
id = "cards"
kind = "rest"
request = { url = "https://live.example/products" }
rows = { items = "rows", sku = "id", clicks = "clicks" }
"""


def test_offers_tell_something_of_products_that_are_known(tmp_path: Path) -> None:
    """A source of nothing is a slip of the pen; paths, placeholders and ids are checked as everywhere."""
    assert settings_of(tmp_path, OFFERS).sources[0].settings.poll_seconds is None
    assert "name clicks, impressions or price" in only(tmp_path, OFFERS.replace(', clicks = "clicks"', ""))
    assert "is no JMESPath" in only(tmp_path, OFFERS.replace('"clicks"', '["a[", "b"]'))
    assert "${since} means nothing here" in only(tmp_path, OFFERS.replace("/products", "/${since}"))
    assert "Did you mean 'clicks'?" in only(tmp_path, OFFERS.replace('"rows"', '"rows", click = "n"'))
    assert "is the id of A too" in only(tmp_path, OFFERS + 'product_ids = { A = "1", B = 1 }')
    assert "must be one of interval, since_start" in only(
        tmp_path, OFFERS.replace('"rows"', '"rows", counts = "orders"')
    )


def test_what_traffic_and_sales_tell_of_buyers_is_checked(tmp_path: Path) -> None:
    """Paths compile; with levels they say which."""
    traffic = """
[[traffic]]
id = "live"
kind = "rest"
request = { url = "https://live.example/room" }
rows = { viewers = "v", reservations = "r", order_value = "a", repeat_share = "s", cents = true }
"""
    sales = """
[[sales]]
id = "orders"
kind = "rest"
request = { url = "https://shop.example/orders" }
rows = { items = "orders", levels = "lines", sku = "level.sku", units = "level.n",\
 value = "level.v", repeat = "item.r" }
"""
    assert settings_of(tmp_path, traffic + sales).warnings == ()
    assert "is no JMESPath" in only(tmp_path, traffic.replace('"s"', '"s["'))
    assert "begins with item. or level." in only(tmp_path, sales.replace("level.v", "v"))
