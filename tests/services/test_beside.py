"""Our own program beside this one: real processes, what they say, and that they end."""

import pytest

from app.ports import HelperFailed
from services.beside import BesideProcesses, HelperProcess


async def test_what_it_says_is_heard_line_by_line_to_the_end() -> None:
    """And it ends well."""
    helper = await BesideProcesses(["--lang", "en"]).start(["--version"])
    try:
        assert len([line async for line in helper.lines()]) == 1
    finally:
        await helper.end()


async def test_what_ends_badly_is_an_error_in_its_own_words() -> None:
    """The last line it complained with."""
    helper = await BesideProcesses(["--lang", "en"]).start(["no-such-command"])
    with pytest.raises(HelperFailed, match=r"--help"):
        assert [line async for line in helper.lines()] == []
    await helper.end()


async def test_a_rehearsal_that_is_followed_ends_with_its_input(tmp_path: object) -> None:
    """It stands while it is told to, and plays at the pace asked for: an hour would take it an hour."""
    words = ["rehearse", "--follow", "--scenario", "calm", "--speed", "20", "--policy", "none"]
    helper = await BesideProcesses(["--data-dir", str(tmp_path), "--lang", "en"]).start(words)
    said = helper.lines()
    assert b'"playing"' in await anext(said)
    helper.tell("pause")
    assert b'"paused"' in await anext(line async for line in said if b'"paused"' in line)
    helper.tell("resume")
    assert b'"playing"' in await anext(said)
    await helper.end()
    assert not [line async for line in said if b'"over"' in line]


async def test_a_desk_opened_beside_ends_with_its_input(tmp_path: object) -> None:
    """Its windows stand on the played room, and it goes in order when the desk that opened it goes."""
    words = ["rehearse", "--window", "--follow", "--scenario", "few_products", "--speed", "20"]
    helper = await BesideProcesses(["--data-dir", str(tmp_path), "--lang", "en"]).start(words)
    said = helper.lines()
    assert b"sources 4/4" in await anext(line async for line in said if b"sources 4/4" in line)
    assert isinstance(helper, HelperProcess)
    stdin = helper._process.stdin
    assert stdin is not None
    stdin.close()
    assert [line async for line in said if b"Traceback" in line] == []
    assert helper._process.returncode == 0
