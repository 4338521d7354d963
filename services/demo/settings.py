"""The settings file that connects a desk to a running demo world."""

from services.demo.scenario import DEMO_FILES, load_scenario
from services.demo.web import SECRET

FILE_ADDRESS = "http://127.0.0.1:8765"
"""The address that stands in resources/demo/room.toml."""
PASSWORD_VARIABLE = "STOCKCUE_DEMO_PASSWORD"  # noqa: S105 - the name of a variable
PASSWORD = SECRET
"""What the variable must hold for the demo to open its doors."""


def settings_text(port: int, language: str) -> str:
    """The demo's settings file with this port, and its names in zh_CN or en.

    Every name in the file is a quoted string of its own, and scenario.toml says what it is called in English.
    """
    text = (DEMO_FILES / "room.toml").read_text("utf-8")
    text = text.replace(FILE_ADDRESS, f"http://127.0.0.1:{port}")
    if language != "en":
        return text
    text = text.replace('language = "zh_CN"', 'language = "en"')
    for chinese, english in load_scenario().english.items():
        text = text.replace(f'"{chinese}"', f'"{english}"')
    return text
