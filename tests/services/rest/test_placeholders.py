"""Placeholders in settings."""

from services.rest.placeholders import LEFT_OUT, compile_template, fill, fill_url, names, unclosed

VALUES = {"size": 100, "offset": 0, "token": "t0k", "flag": True, "id": "a/b c?&", "cursor": None}


FILLED: tuple[tuple[object, object], ...] = (
    ("${size}", 100),
    ("${flag}", True),
    ("Bearer ${token}", "Bearer t0k"),
    ("${size}/${offset}", "100/0"),
    ("a${cursor}b", "ab"),
    ("flag=${flag}", "flag=true"),
    ("$${size}", "${size}"),
    ("$${size} ${size}", "${size} 100"),
    ("plain", "plain"),
    (12, 12),
    ({"page": {"after": "${cursor}", "first": "${size}"}}, {"page": {"first": 100}}),
    (["${cursor}", "${size}", "x"], [100, "x"]),
    ([{"deep": ["${offset}"]}], [{"deep": [0]}]),
)


def test_values_take_the_place_of_placeholders() -> None:
    """One alone keeps its type; without a value the entry goes; inside longer text it is empty."""
    for template, wanted in FILLED:
        assert fill(compile_template(template), VALUES) == wanted, template


def test_one_placeholder_without_a_value_is_left_out() -> None:
    """What holds it decides how: a key, a list's entry, a parameter disappear."""
    assert fill(compile_template("${cursor}"), VALUES) is LEFT_OUT


def test_in_an_address_each_value_is_encoded_whole() -> None:
    """Slash too: an id can't climb to another path."""
    template = compile_template("https://shop.example/items/${id}/off?c=${cursor}")

    assert fill_url(template, VALUES) == "https://shop.example/items/a%2Fb%20c%3F%26/off?c="


def test_the_names_in_a_tree_are_known() -> None:
    """So that unknown ones can be refused and secrets fetched."""
    tree = {"a": ["${one} ${two}"], "b": {"c": "${secret:three}"}, "d": "$${four}"}

    assert names(compile_template(tree)) == {"one", "two", "secret:three"}


def test_a_placeholder_without_an_end_is_noticed() -> None:
    """It would be sent as it stands."""
    for text, wanted in [("${a", True), ("${a${b}}", True), ("$${a} ${b}", False), ("$5", False)]:
        assert unclosed(text) is wanted
