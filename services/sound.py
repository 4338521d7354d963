"""A sound through whatever the system offers, without waiting for it: two notes, louder with each step.

Windows by its own sounds; elsewhere by the first player that is installed, of those every desktop has one of.
Not for what it means, and silent where nothing can play: whoever rings says it in another way too.
"""

import importlib
import io
import math
import shutil
import struct
import subprocess
import sys
import tempfile
import wave
from collections.abc import Sequence
from pathlib import Path

PLAYERS: Sequence[tuple[str, ...]] = (("pw-play",), ("paplay",), ("aplay", "-q"), ("afplay",))
"""PipeWire, PulseAudio, ALSA, macOS: each plays the file it is given."""
RATE = 22_050
NOTES_HZ = (880.0, 660.0)
NOTE_S = 0.18
VOLUMES = (0.25, 0.6, 1.0)


class SystemSound:
    """Rings with loudness 1 to 3. Files are made when they are first needed and go with the process."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._playing: subprocess.Popen[bytes] | None = None

    def ring(self, loudness: int) -> bool:
        """Begin to sound; False where nothing can. A ring that still sounds is not rung over."""
        if self._playing is not None and self._playing.poll() is None:
            return True
        if sys.platform == "win32":
            return _ring_on_windows()
        player = next((each for each in PLAYERS if shutil.which(each[0])), None)
        if player is None:
            return False
        return self._play(player, loudness)

    def close(self) -> None:
        """End what sounds."""
        if self._playing is not None:
            self._playing.kill()
            self._playing.wait()
        if self._folder is not None:
            self._folder.cleanup()

    def _play(self, player: tuple[str, ...], loudness: int) -> bool:
        try:
            if self._folder is None:
                self._folder = tempfile.TemporaryDirectory(prefix="stockcue-")
            file = Path(self._folder.name) / f"ring-{loudness}.wav"
            if not file.exists():
                file.write_bytes(notes(loudness))
            nothing = subprocess.DEVNULL
            command = [shutil.which(player[0]) or player[0], *player[1:], str(file)]
            self._playing = subprocess.Popen(  # noqa: S603 - one of our players and our own file
                command, stdin=nothing, stdout=nothing, stderr=nothing
            )
        except OSError:
            return False
        return True


def notes(loudness: int) -> bytes:
    """Two notes as a WAV file; once for the first step, twice and three times for the next."""
    times = min(max(loudness, 1), len(VOLUMES))
    peak = VOLUMES[times - 1] * 32_000
    count = round(RATE * NOTE_S)
    samples = [
        round(peak * math.sin(2 * math.pi * hertz * n / RATE) * min(1.0, n / 200, (count - n) / 200))
        for _time in range(times)
        for hertz in NOTES_HZ
        for n in range(count)
    ]
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return made.getvalue()


def _ring_on_windows() -> bool:
    """Windows' own sound for something critical; written by its documentation, not tried."""
    winsound = importlib.import_module("winsound")
    winsound.MessageBeep(winsound.MB_ICONHAND)
    return True
