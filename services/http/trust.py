"""Which certificates are believed: the system's authorities', whatever the environment says. Not for our own.

httpx2 decides the same way (a test compares), but loads the whole of httpcore2 for it, 2 MB of each guardian.
"""

import ssl
import sys
from pathlib import Path

_ELSEWHERE = (
    "/etc/ssl/cert.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/cert.pem",
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/ssl/ca-bundle.pem",
)
"""Where distributions keep them, for an OpenSSL that was built on another and looks where nothing is."""


def system_trust() -> ssl.SSLContext:
    """A client's context; takes some 40 ms."""
    if sys.platform in {"win32", "darwin"}:
        from truststore import SSLContext  # noqa: PLC0415 - asks the system itself, where it can be asked

        return SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    built_in = ssl.get_default_verify_paths()
    # not its `cafile` and `capath`, which follow SSL_CERT_FILE and SSL_CERT_DIR
    file, folder = _file(built_in.openssl_cafile), _folder(built_in.openssl_capath)
    if file is None and folder is None:
        file = next((found for place in _ELSEWHERE if (found := _file(place))), None)
    if file or folder:
        trust.load_verify_locations(file, folder)
    return trust


def _file(place: str) -> str | None:
    return place if Path(place).is_file() else None


def _folder(place: str) -> str | None:
    """The folder where it holds certificates by the hash of their names, as OpenSSL looks for them."""
    return place if any(Path(place).glob("[0-9a-f]*.[0-9]")) else None
