"""A sound through whatever is installed, never waited for."""

import io
import stat
import sys
import wave
from pathlib import Path

import pytest

from services.sound import SystemSound, notes
from tests.program import eventually


def test_each_step_is_longer_and_louder() -> None:
    """A WAV file that any player knows."""
    found = []
    for loudness in (1, 2, 3):
        with wave.open(io.BytesIO(notes(loudness))) as file:
            samples = memoryview(file.readframes(file.getnframes())).cast("h")
            found.append((file.getnframes(), max(samples)))
    assert found == sorted(found)
    assert len({peak for _frames, peak in found}) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="Windows rings by itself")
def test_the_player_that_is_there_is_handed_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first of those that are known; the call returns at once."""
    player, heard = tmp_path / "aplay", tmp_path / "heard"
    player.write_text(f'#!/bin/sh\nwc -c < "$2" > {heard}\n')
    player.chmod(player.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setattr("services.sound.PLAYERS", (("no-such-player",), ("aplay", "-q")))
    sound = SystemSound()
    assert sound.ring(2)
    eventually(lambda: heard.exists() and heard.read_text().strip() == str(len(notes(2))))
    sound.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows rings by itself")
def test_where_nothing_can_play_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever rings uses the system's bell then."""
    monkeypatch.setenv("PATH", str(tmp_path))
    sound = SystemSound()
    assert not sound.ring(3)
    sound.close()
