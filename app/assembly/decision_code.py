"""The name of the code that decides and foretells, so that what another worked out can be told apart.

It changes with every change of that code, wanted or not: a broadcast judged once too often costs seconds.
"""

import hashlib
from pathlib import Path

_APP = Path(__file__).resolve().parents[1]
_FOLDERS = ("domain", "engine/rehearsing")
_DIGITS = 12


def decision_code() -> str:
    """Digits of the digest of every module that has a part in decisions, and in playing broadcasts again."""
    digest = hashlib.sha256()
    for folder in _FOLDERS:
        for file in sorted((_APP / folder).rglob("*.py")):
            digest.update(file.name.encode() + b"\n" + file.read_bytes())
    return digest.hexdigest()[:_DIGITS]
