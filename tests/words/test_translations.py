"""All texts are said in both languages, and the compiled catalogue says what its sources say."""

import ast
from pathlib import Path

import pytest

from resources import translations
from resources.translations import KEYWORDS, ROOT

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def test_the_sources_do_not_contradict_themselves() -> None:
    """No text without translation, no other placeholders, nothing twice."""
    _, complaints = translations.read_sources()
    assert complaints == []


def test_every_text_of_the_code_is_translated_and_no_translation_is_left_over() -> None:
    """A text without translation would stand in English in a Chinese window."""
    catalogue, _ = translations.read_sources()
    uses = translations.used()
    assert translations.untranslated(catalogue, uses) == []
    assert translations.unused(catalogue, uses) == []


def test_the_compiled_catalogue_is_up_to_date() -> None:
    """`make translations` was run after the last change."""
    catalogue, _ = translations.read_sources()
    assert translations.up_to_date(catalogue)


def test_no_text_is_put_together_before_it_is_translated() -> None:
    """A text that is formatted first is never found in the catalogue."""
    assert [fault for path in translations._modules(ROOT) for fault in _formatted_too_early(path)] == []


def _formatted_too_early(path: Path) -> list[str]:
    calls = [
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
    ]
    said = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in KEYWORDS]
    return [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for call in said
        if any(isinstance(part, ast.JoinedStr | ast.BinOp | ast.Call) for part in call.args[:2])
    ]


@pytest.mark.parametrize(
    ("entries", "complaint"),
    [
        ('msgid "a {x}"\nmsgstr "{y}"\n', "has other placeholders"),
        ('msgid "a {x:.1f}"\nmsgstr "{x}"\n', "has other placeholders"),
        ('msgid "a {}"\nmsgstr "{}"\n', "needs a name"),
        ('msgid "a {x"\nmsgstr "{x}"\n', "broken placeholder"),
        ('msgid "a"\nmsgstr ""\n', "has no translation"),
        ('#, fuzzy\nmsgid "a"\nmsgstr "b"\n', "is marked fuzzy"),
        ('#~ msgid "a"\n#~ msgstr "b"\n', "is marked obsolete"),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', "stands there twice"),
        ('msgid "{n} unit"\nmsgid_plural "{n} units"\nmsgstr[0] "件"\n', "has other placeholders"),
    ],
)
def test_what_contradicts_itself_is_refused(tmp_path: Path, entries: str, complaint: str) -> None:
    """Each mistake that a translator can make is named with its file."""
    (tmp_path / "desk.po").write_text(HEADER + entries, encoding="utf-8")
    _, complaints = translations.read_sources(tmp_path)
    assert complaint in "\n".join(complaints)
    assert all(line.startswith("desk.po: ") for line in complaints)


def test_two_files_may_share_a_text_but_not_disagree(tmp_path: Path) -> None:
    """One English text has one translation, unless its context differs."""
    (tmp_path / "a.po").write_text(HEADER + 'msgid "Open"\nmsgstr "打开"\n', encoding="utf-8")
    (tmp_path / "b.po").write_text(HEADER + 'msgid "Open"\nmsgstr "打开"\n', encoding="utf-8")
    assert translations.read_sources(tmp_path)[1] == []

    (tmp_path / "b.po").write_text(HEADER + 'msgid "Open"\nmsgstr "开启"\n', encoding="utf-8")
    assert "translated differently" in translations.read_sources(tmp_path)[1][0]

    (tmp_path / "b.po").write_text(HEADER + 'msgctxt "sale"\nmsgid "Open"\nmsgstr "开启"\n', encoding="utf-8")
    assert translations.read_sources(tmp_path)[1] == []


def test_a_compiled_file_of_other_texts_is_out_of_date(tmp_path: Path) -> None:
    """A changed translation counts, not only a new one."""
    source, compiled = tmp_path / "a.po", tmp_path / "a.mo"
    source.write_text(HEADER + 'msgid "a"\nmsgstr "b"\n', encoding="utf-8")
    catalogue, _ = translations.read_sources(tmp_path)
    assert not translations.up_to_date(catalogue, compiled)

    compiled.write_bytes(translations.compiled(catalogue))
    assert translations.up_to_date(catalogue, compiled)

    source.write_text(HEADER + 'msgid "a"\nmsgstr "c"\n', encoding="utf-8")
    assert not translations.up_to_date(translations.read_sources(tmp_path)[0], compiled)


def test_texts_are_found_in_each_of_the_four_functions(tmp_path: Path) -> None:
    """Plain, plural, with context, and marked for later."""
    (tmp_path / "main.py").write_text(
        '_("one")\nN_("two")\nn_("{n} unit", "{n} units", 3)\np_("sale", "Open")\nother("five")\n'
    )
    uses = translations.used(tmp_path)
    assert [use.key for use in uses] == [
        ("", "one"), ("", "two"), ("", ("{n} unit", "{n} units")), ("sale", "Open"),
    ]  # fmt: skip
    catalogue, _ = translations.read_sources(tmp_path)
    assert len(translations.untranslated(catalogue, uses)) == 4
