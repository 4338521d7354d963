"""The settings file, read and judged: typed settings, or every problem at once with its line.

Reads TOML and knows the blocks that are not sources; what a source's entry may hold it learns from the
registry it is handed. Not for contacting anything.
"""

from app.config.blocks import Database, HostPage, Limits, Network, Room
from app.config.loading import digest_of, load
from app.config.problems import Problem, SettingsError
from app.config.registry import Judged, Kind, Registry, Surroundings
from app.config.settings import ConfiguredNotice, ConfiguredSource, Settings

__all__ = [
    "ConfiguredNotice",
    "ConfiguredSource",
    "Database",
    "HostPage",
    "Judged",
    "Kind",
    "Limits",
    "Network",
    "Problem",
    "Registry",
    "Room",
    "Settings",
    "SettingsError",
    "Surroundings",
    "digest_of",
    "load",
]
