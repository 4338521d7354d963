"""What is written for a login, as each system takes it apart again; Linux alone is tried for real."""

import plistlib
import stat
import sys
from pathlib import Path

import pytest

from services.autostart import SystemAutostart, desktop_entry, launch_agent, words_of
from tests.guards import Logs

COMMAND = ("/opt/my stock/python", "-c", 'print("x")', "--data-dir", "/home/林/50% $HOME `a` \\ b")


def test_an_entry_gives_back_the_words_it_was_made_of() -> None:
    """Blanks, quotes, dollars, per cent signs and backslashes among them."""
    assert words_of(desktop_entry(COMMAND, Path("/opt/stock cue"))) == list(COMMAND)


def test_an_agent_is_a_property_list_that_runs_once_at_login() -> None:
    """Nothing keeps it alive: the desk ends by itself."""
    agent = plistlib.loads(launch_agent("stockcue.abc", COMMAND, Path("/opt")))
    assert (agent["ProgramArguments"], agent["RunAtLoad"]) == (list(COMMAND), True)
    assert "KeepAlive" not in agent


@pytest.mark.skipif(sys.platform != "linux", reason="the freedesktop.org way is what is tried")
async def test_it_is_there_while_wanted_and_gone_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the user's own folder, one for each desk; to take away what is not there is no trouble."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    login = SystemAutostart("abc", COMMAND, tmp_path)
    entry = tmp_path / "config" / "autostart" / "stockcue-abc.desktop"
    assert await login.set(wanted=False)
    assert await login.set(wanted=True)
    assert words_of(entry.read_bytes()) == list(COMMAND)
    assert not entry.stat().st_mode & stat.S_IXUSR
    assert [each.name for each in entry.parent.iterdir()] == [entry.name]
    assert await login.set(wanted=False)
    assert not entry.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="the same")
async def test_a_folder_that_can_t_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, logs: Logs
) -> None:
    """It is a help, not a condition."""
    logs.expect("autostart_not_set")
    (tmp_path / "config").write_text("no folder")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert not await SystemAutostart("abc", COMMAND, tmp_path).set(wanted=True)
