"""Secrets: where they are found, and that nothing shows them."""

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from app.ports import SecretMissing
from services.logs import configure
from services.secrets import HIDDEN, Redactor, SecretStoreFailed, SystemSecrets, variable
from tests.fakes.clock import FakeClock


class Ring(KeyringBackend):
    """A key ring in memory, which can hang or fail."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.asked = 0
        self.hang: threading.Event | None = None
        self.fails = False

    def get_password(self, service: str, username: str) -> str | None:
        """What is kept under that name."""
        self.asked += 1
        if self.hang is not None:
            self.hang.wait(10)
        if self.fails:
            raise KeyringError("no backend")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        if self.fails:
            raise KeyringError("no backend")
        self.kept[service, username] = password


@pytest.fixture
def ring() -> Iterator[Ring]:
    """The key ring of this test alone."""
    before = keyring.get_keyring()
    ring = Ring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def secrets(clock: FakeClock, *, seconds: float = 2.0) -> SystemSecrets:
    """Secrets with a redactor of their own."""
    return SystemSecrets(clock, look_up_seconds=seconds, hidden=Redactor())


async def test_the_environment_comes_first(
    clock: FakeClock, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under STOCKCUE_ and the name in capitals."""
    ring.kept["stockcue", "la_password"] = "from the ring"
    assert await secrets(clock).get("la_password") == "from the ring"
    monkeypatch.setenv("STOCKCUE_LA_PASSWORD", "from outside")
    assert await secrets(clock).get("la_password") == "from outside"
    assert variable("wms-2.key") == "STOCKCUE_WMS_2_KEY"


async def test_a_missing_secret_says_how_to_store_it(clock: FakeClock, ring: Ring) -> None:
    """In the words that help."""
    with pytest.raises(SecretMissing, match="stockcue secret set la_password"):
        await secrets(clock).get("la_password")
    assert ring.asked == 1


async def test_a_stored_secret_is_found_again(clock: FakeClock, ring: Ring) -> None:
    """In the ring, and at once in this process."""
    mine = secrets(clock)
    await mine.set("la_password", "n3w")
    assert ring.kept == {("stockcue", "la_password"): "n3w"}
    assert await mine.get("la_password") == "n3w"


async def test_the_ring_is_not_asked_for_every_request(clock: FakeClock, ring: Ring) -> None:
    """Once a minute: it costs time, and a changed secret is still found soon."""
    mine = secrets(clock)
    ring.kept["stockcue", "pw"] = "old"
    assert [await mine.get("pw") for _ in range(5)] == ["old"] * 5
    assert ring.asked == 1
    ring.kept["stockcue", "pw"] = "new"
    clock.advance(61)
    assert await mine.get("pw") == "new"


async def test_a_ring_that_hangs_is_given_up(clock: FakeClock, ring: Ring) -> None:
    """It may be waiting for a person; the desk does not wait with it."""
    ring.hang = threading.Event()
    with pytest.raises(SecretMissing, match=r"does not answer.*STOCKCUE_PW"):
        await secrets(clock, seconds=0.05).get("pw")
    ring.hang.set()


async def test_a_computer_without_a_ring_is_told(clock: FakeClock, ring: Ring) -> None:
    """With the way out."""
    ring.fails = True
    with pytest.raises(SecretMissing, match=r"no key ring.*STOCKCUE_PW"):
        await secrets(clock).get("pw")
    with pytest.raises(SecretStoreFailed, match="no key ring"):
        await secrets(clock).set("pw", "x")


async def test_what_was_handed_out_is_hidden_in_every_spelling(clock: FakeClock, ring: Ring) -> None:
    """F168, F169: as it is, percent-encoded, in a form, in JSON, in basic authentication."""
    hidden = Redactor()
    ring.kept["stockcue", "pw"] = 'p@ss wörd"/1'
    await SystemSecrets(clock, hidden=hidden).get("pw")
    spellings = [
        'p@ss wörd"/1',
        "p%40ss%20w%C3%B6rd%22%2F1",
        "p%40ss+w%C3%B6rd%22%2F1",
        "cEBzcyB3w7ZyZCIvMQ==",
    ]
    for text in spellings:
        assert hidden.redact(f"before {text} after") == f"before {HIDDEN} after"


def test_what_looks_like_a_secret_is_hidden_unknown(tmp_path: Path) -> None:
    """Headers, tokens, passwords in addresses; ordinary text stays."""
    del tmp_path
    hidden = Redactor()
    for text in (
        "Authorization: Bearer abcdefgh12345", '{"authorization": "Basic ZGVzazpwdw=="}',
        "access_token=hushhush&x=1",
        '"password": "hushhush"', "http://desk:hushhush@wms.example/", "X-Api-Key: hushhush",
    ):  # fmt: skip
        shown = hidden.redact(text)
        assert HIDDEN in shown, text
        assert "hush" not in shown
        assert "abcdefgh" not in shown
    plain = "source la went quiet after 31 s; the basic plan says so"
    assert hidden.redact(plain) == plain


def test_short_values_are_left_alone() -> None:
    """They would blot out half of every line."""
    hidden = Redactor()
    hidden.hide("ab")
    assert hidden.redact("a table about abbots") == "a table about abbots"


def test_log_files_hold_no_secret(tmp_path: Path) -> None:
    """F169: not even out of a traceback."""
    hidden = Redactor()
    hidden.hide("hush-hush-hush")
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    configure(tmp_path, hidden.redact)
    try:
        int("hush-hush-hush")
    except ValueError:
        logging.getLogger("test").info("it broke with hush-hush-hush", exc_info=True)
    finally:
        for handler in set(root.handlers) - set(before):
            handler.close()
        root.handlers[:] = before
        root.setLevel(level)
    written = (tmp_path / "stockcue.log").read_text(encoding="utf-8")
    assert "it broke with" in written
    assert "hush-hush" not in written
