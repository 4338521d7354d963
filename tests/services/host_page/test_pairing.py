"""Codes pair one phone once; tokens end with time, or with one press on the desk. Only hashes are kept."""

import stat
from datetime import timedelta
from itertools import count
from pathlib import Path

from services.host_page.pairing import MOST_PHONES, MOST_TRIES, Pairing
from tests.fakes.clock import FakeClock


def pairing(folder: Path, clock: FakeClock) -> Pairing:
    """As after a start of the desk."""
    numbers = count(int(clock.now().timestamp()))
    return Pairing(
        folder / "phones.json",
        clock.now,
        lambda size: next(numbers).to_bytes(8, "big").rjust(max(size, 8), b"x")[-size:],
        code_lasts=timedelta(minutes=3),
        phone_lasts=timedelta(hours=12),
    )


def test_a_code_pairs_one_phone_once(tmp_path: Path, clock: FakeClock) -> None:
    """Whoever photographed the screen comes too late."""
    made = pairing(tmp_path, clock)
    code, _until = made.invite()
    token = made.pair(code.lower(), "<b>MEI</b> from the studio")
    assert token is not None
    phone = made.phone(token)
    assert phone is not None
    assert phone.name == "<b>MEI</b> …"
    assert made.pair(code, "other") is None


def test_a_code_ends_with_its_time_and_with_the_next(tmp_path: Path, clock: FakeClock) -> None:
    """Three minutes, and never two at once."""
    made = pairing(tmp_path, clock)
    first, _until = made.invite()
    second, until = made.invite()
    assert made.pair(first, "") is None
    assert made.invited_until == until
    clock.advance(180)
    assert made.invited_until is None
    assert made.pair(second, "") is None


def test_guessing_ends_the_code(tmp_path: Path, clock: FakeClock) -> None:
    """The right one does not work any more after five wrong ones."""
    made = pairing(tmp_path, clock)
    code, _until = made.invite()
    for _try in range(MOST_TRIES):
        assert made.pair("AAAAAAAA", "") is None
    assert made.pair(code, "") is None
    assert made.invited_until is None


def test_tokens_outlive_the_desk_but_not_their_hours(tmp_path: Path, clock: FakeClock) -> None:
    """A restart in the middle of a broadcast does not lose the phone; tomorrow it is paired anew."""
    made = pairing(tmp_path, clock)
    token = made.pair(made.invite()[0], "MEI")
    assert token is not None
    again = pairing(tmp_path, clock)
    found = again.phone(token)
    assert found is not None
    assert found.name == "MEI"
    clock.advance(12 * 3600)
    assert again.phone(token) is None
    assert pairing(tmp_path, clock).phones == ()


def test_revoked_is_revoked_for_good(tmp_path: Path, clock: FakeClock) -> None:
    """Here and after a restart, and the code that stood with it."""
    made = pairing(tmp_path, clock)
    token = made.pair(made.invite()[0], "MEI")
    code, _until = made.invite()
    assert [phone.name for phone in made.revoke()] == ["MEI"]
    assert token is not None
    assert made.phone(token) is None
    assert made.pair(code, "") is None
    assert pairing(tmp_path, clock).phone(token) is None


def test_what_is_kept_opens_nothing(tmp_path: Path, clock: FakeClock) -> None:
    """Hashes alone, readable by this user alone; a damaged file pairs nobody."""
    made = pairing(tmp_path, clock)
    token = made.pair(made.invite()[0], "MEI")
    file = tmp_path / "phones.json"
    assert token is not None
    assert token not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_text("{")
    assert pairing(tmp_path, clock).phones == ()


def test_so_many_phones_and_no_more(tmp_path: Path, clock: FakeClock) -> None:
    """One room has one host, or a few."""
    made = pairing(tmp_path, clock)
    tokens = [made.pair(made.invite()[0], "") for _number in range(MOST_PHONES + 1)]
    assert [token is not None for token in tokens] == [True] * MOST_PHONES + [False]
