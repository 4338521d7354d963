"""How a desk is started again at login while products are held, where its settings ask for it."""

import sys
from argparse import Namespace
from pathlib import Path

from app.config import Settings
from services.autostart import SystemAutostart
from services.control.address import desk_name

PROJECT = Path(__file__).resolve().parents[2]
START = "from app.cli import main; raise SystemExit(main())"
"""The same whether the program is installed or run from its folder."""


def autostart(options: Namespace, settings: Settings) -> SystemAutostart | None:
    """None where nobody asked for it; a demo's world would be gone."""
    if not settings.desk.restart_at_login or getattr(options, "demo", False):
        return None
    data_dir = Path(options.data_dir)
    return SystemAutostart(desk_name(data_dir), _command(options, settings, data_dir), PROJECT)


def _command(options: Namespace, settings: Settings, data_dir: Path) -> list[str]:
    words = ["--config", str(settings.file.absolute()), "--data-dir", str(data_dir.absolute())]
    words += ["--lang", options.lang] if options.lang else []
    words += ["--headless"] if getattr(options, "headless", False) else []
    return [sys.executable, "-c", START, *words]
