"""Has the system start a desk again at the next login, and no longer: for while products are held.

Linux by an XDG autostart entry (tried). Windows by the user's Run key and macOS by a launch agent, both
written by their documentation and not tried. Only this user's own settings are touched, never the computer's.
"""

import asyncio
import importlib
import os
import plistlib
import re
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import structlog

log = structlog.get_logger("stockcue.autostart")

RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
_QUOTED_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPED = re.compile(r"\\(.)")
_QUOTED = str.maketrans({"\\": "\\\\", '"': '\\"', "`": "\\`", "$": "\\$"})


class SystemAutostart:
    """The port `Autostart` for one desk. `name` is its own among this user's, `command` what starts it."""

    def __init__(self, name: str, command: Sequence[str], folder: Path) -> None:
        self._name = name
        self._command = tuple(command)
        self._folder = folder

    async def set(self, *, wanted: bool) -> bool:
        """Whether the desk starts at login from now on, or no longer; False where that can't be arranged."""
        try:
            await asyncio.to_thread(self._set, wanted=wanted)
        except OSError as error:
            log.warning("autostart_not_set", wanted=wanted, why=str(error))
            return False
        return True

    def _set(self, *, wanted: bool) -> None:
        if sys.platform == "win32":
            _set_run_key(f"Stockcue {self._name}", list(self._command), wanted=wanted)
            return
        file, content = self._entry()
        if wanted:
            file.parent.mkdir(parents=True, exist_ok=True)
            beside = file.with_suffix(".new")
            beside.write_bytes(content)
            beside.replace(file)
        else:
            file.unlink(missing_ok=True)

    def _entry(self) -> tuple[Path, bytes]:
        if sys.platform == "darwin":
            label = f"stockcue.{self._name}"
            agents = Path.home() / "Library" / "LaunchAgents"
            return agents / f"{label}.plist", launch_agent(label, self._command, self._folder)
        return _autostart_folder() / f"stockcue-{self._name}.desktop", desktop_entry(
            self._command, self._folder
        )


def desktop_entry(command: Sequence[str], folder: Path) -> bytes:
    """An entry by the freedesktop.org Desktop Entry and Autostart specifications."""
    words = " ".join(_quoted(word) for word in command)
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        "Version=1.0",
        "Name=Stockcue",
        "Comment=Restores the products that were held when the computer went down",
        f"Exec={words.replace(chr(92), chr(92) * 2)}",
        f"Path={folder}",
        "Terminal=false",
        "X-GNOME-Autostart-enabled=true",
    )
    return "\n".join((*lines, "")).encode()


def words_of(entry: bytes) -> list[str]:
    """The command line of such an entry, as a session takes it apart."""
    line = next(each for each in entry.decode().splitlines() if each.startswith("Exec="))
    quoted = _QUOTED_WORD.findall(line.replace(chr(92) * 2, chr(92)))
    return [_ESCAPED.sub(r"\1", word).replace("%%", "%") for word in quoted]


def launch_agent(label: str, command: Sequence[str], folder: Path) -> bytes:
    """A launch agent that runs once at login."""
    agent: dict[str, Any] = {
        "Label": label,
        "ProgramArguments": list(command),
        "WorkingDirectory": str(folder),
        "RunAtLoad": True,
        "ProcessType": "Interactive",
    }
    return plistlib.dumps(agent)


def _quoted(word: str) -> str:
    return '"' + word.translate(_QUOTED).replace("%", "%%") + '"'


def _autostart_folder() -> Path:
    given = os.environ.get("XDG_CONFIG_HOME", "")
    return (Path(given) if given.strip() else Path.home() / ".config") / "autostart"


def _set_run_key(name: str, command: list[str], *, wanted: bool) -> None:
    winreg: Any = importlib.import_module("winreg")
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, RUN_KEY) as key:
        if wanted:
            winreg.SetValueEx(key, name, 0, winreg.REG_SZ, subprocess.list2cmdline(command))
        else:
            with suppress(FileNotFoundError):
                winreg.DeleteValue(key, name)
