"""Compile the translations: all .po files of resources/locale/zh_CN into the one catalogue the program reads.

One .po file per area of the program (views, engine, desk, …), so that people can work side by side: msgid is
the English text with named placeholders (`{sku}`), msgstr the Chinese. `make translations` runs this, names
what the code says without a translation and what is translated for nothing, and refuses to compile what
contradicts itself. Not imported by the program, which needs only the compiled file.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import TypeAlias

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import PoFileError, read_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "resources" / "locale" / "zh_CN"
COMPILED = SOURCES / "LC_MESSAGES" / "stockcue.mo"
CODE = ("main.py", "app", "services", "widgets")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "n_": (1, 2),
    "p_": ((1, "c"), 2),
}
"""The functions of app.words and which of their arguments are texts."""

_ENTRY = re.compile(r'^(?:msgctxt .*\n(?:".*\n)*)?msgid .*\n(?:".*\n)*', re.MULTILINE)

Text: TypeAlias = str | tuple[str, ...]
Key: TypeAlias = tuple[str, Text]
"""Context, and the English text (singular and plural where it counts)."""


@dataclass(frozen=True, slots=True)
class Use:
    """One text in the code and where it stands."""

    key: Key
    file: str
    line: int

    def __str__(self) -> str:
        """Where and what, for a person."""
        return f"{self.file}:{self.line}: {self.key[1]!r}"


def key_of(message: Message) -> Key:
    """What a message of a catalogue translates."""
    return (message.context or "", tuple(message.id) if isinstance(message.id, list | tuple) else message.id)


def read_sources(folder: Path = SOURCES) -> tuple[Catalog, list[str]]:
    """All .po files of `folder` as one catalogue, and what contradicts itself in them."""
    gathered = Catalog(locale="zh_CN", project="Stockcue", creation_date=datetime(2026, 1, 1, tzinfo=UTC))
    gathered.revision_date = gathered.creation_date
    complaints: list[str] = []
    for path in sorted(folder.glob("*.po")):
        for message in _messages(path, complaints):
            complaints += [f"{path.name}: {key_of(message)[1]!r}: {fault}" for fault in _faults(message)]
            _gather(message, gathered, path, complaints)
    return gathered, complaints


def _messages(path: Path, complaints: list[str]) -> Iterator[Message]:
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, locale="zh_CN", abort_invalid=True)
    except PoFileError as error:
        complaints.append(f"{path.name}: {error}")
        return
    complaints += [
        f"{path.name}: stands there twice: {entry.strip()}"
        for entry, times in Counter(_ENTRY.findall(path.read_text(encoding="utf-8"))).items()
        if times > 1
    ]
    complaints += [f"{path.name}: {text!r} is marked obsolete; delete it" for text in catalogue.obsolete]
    yield from (message for message in catalogue if message.id)


def _gather(message: Message, gathered: Catalog, path: Path, complaints: list[str]) -> None:
    known = gathered.get(message.id, message.context)
    if known is not None and known.string != message.string:
        complaints.append(f"{path.name}: {message.id!r} is translated differently in another file")
    gathered.add(message.id, message.string, context=message.context)


def _faults(message: Message) -> Iterator[str]:
    english = message.id if isinstance(message.id, list | tuple) else (message.id,)
    said = message.string if isinstance(message.string, list | tuple) else (message.string,)
    chinese = [text for text in said if text]
    if message.fuzzy:
        yield "is marked fuzzy"
    if len(chinese) < len(said):
        yield "has no translation"
        return
    try:
        wanted = {frozenset(placeholders(text)) for text in english}
        given = {frozenset(placeholders(text)) for text in chinese}
    except ValueError as error:
        yield f"has a broken placeholder: {error}"
        return
    if frozenset().union(*wanted) not in given or len(given) > 1:
        yield f"has other placeholders: {sorted(map(sorted, wanted))} became {sorted(map(sorted, given))}"


def placeholders(text: str) -> set[str]:
    """The names between braces, with their formats.

    Raises:
        ValueError: A brace without its partner, or a placeholder without a name.
    """
    found = {
        f"{name}:{form}" if form else name for _, name, form, _ in Formatter().parse(text) if name is not None
    }
    if any(not name or not name[0].isalpha() for name in found):
        raise ValueError(f"{text!r}: a placeholder needs a name, so that a translation can move it")
    return found


def used(root: Path = ROOT) -> list[Use]:
    """Every text that the code passes to `_`, `N_`, `n_` or `p_`."""
    return [use for path in _modules(root) for use in _uses(path, root)]


def _modules(root: Path) -> Iterator[Path]:
    for name in CODE:
        place = root / name
        yield from sorted(place.rglob("*.py")) if place.is_dir() else [place] * place.exists()


def _uses(path: Path, root: Path) -> Iterator[Use]:
    for line, text, _comments, context in extract_from_file("python", path, keywords=KEYWORDS):
        yield Use((context or "", text), path.relative_to(root).as_posix(), line)


def untranslated(catalogue: Catalog, uses: Iterable[Use]) -> list[str]:
    """Texts of the code that the catalogue does not know."""
    known = {key_of(message) for message in catalogue}
    return [str(use) for use in uses if use.key not in known]


def unused(catalogue: Catalog, uses: Iterable[Use]) -> list[str]:
    """Texts of the catalogue that the code does not say."""
    said = {use.key for use in uses}
    return [repr(message.id) for message in catalogue if message.id and key_of(message) not in said]


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as gettext reads it; the same bytes for the same messages."""
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def texts(catalogue: Catalog) -> dict[Key, Text]:
    """What a catalogue translates and how, without its header."""
    return {
        key_of(message): tuple(message.string)
        if isinstance(message.string, list | tuple)
        else message.string or ""
        for message in catalogue
        if message.id
    }


def up_to_date(catalogue: Catalog, path: Path = COMPILED) -> bool:
    """Whether the compiled file says what the sources say; headers may differ with Babel's release."""
    if not path.exists():
        return False
    with path.open("rb") as file:
        standing = read_mo(file)
    again = read_mo(BytesIO(compiled(catalogue)))
    return texts(standing) == texts(again)


def main() -> int:
    """Compile, and say what is missing or left over; 1 when the sources contradict themselves."""
    catalogue, complaints = read_sources()
    say = sys.stdout.write
    if complaints:
        say("\n".join([*complaints, "nothing compiled\n"]))
        return 1
    if not up_to_date(catalogue):
        COMPILED.parent.mkdir(parents=True, exist_ok=True)
        COMPILED.write_bytes(compiled(catalogue))
    uses = used()
    for line in untranslated(catalogue, uses):
        say(f"not translated: {line}\n")
    for line in unused(catalogue, uses):
        say(f"not used: {line}\n")
    say(f"{len(catalogue)} texts compiled\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
