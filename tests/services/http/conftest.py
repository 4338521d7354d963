"""Certificates for servers of tests."""

import subprocess
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Certificates of our own: a good one, one for another name, and how to trust them."""
    folder = tmp_path_factory.mktemp("tls")
    for name, alternative, extra in (
        ("good", "IP:127.0.0.1", ["-days", "2"]),
        ("other", "DNS:other.example", ["-days", "2"]),
    ):
        made = [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
        ]
        files = ["-keyout", f"{name}.key", "-out", f"{name}.pem", "-subj", "/CN=test"]
        subprocess.run(
            [*made, *files, "-addext", f"subjectAltName={alternative}", *extra],
            cwd=folder, check=True, capture_output=True, timeout=30,
        )  # fmt: skip
    return folder
