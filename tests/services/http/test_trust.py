"""Whom we trust: those the library would, and nobody the environment names."""

from pathlib import Path

import httpx2
import pytest

from services.http.trust import system_trust


def test_it_is_the_library_s(certificates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Authorities, versions and checks alike, whatever SSL_CERT_FILE says."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates / "good.pem"))
    ours, library = system_trust(), httpx2.create_ssl_context(trust_env=False)
    assert ours.cert_store_stats() == library.cert_store_stats()
    assert ours.get_ca_certs() == library.get_ca_certs()
    for said in ("verify_mode", "verify_flags", "check_hostname", "options", "minimum_version"):
        assert getattr(ours, said) == getattr(library, said)
