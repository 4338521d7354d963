"""The page's certificate: made on this computer, kept in its data directory, renewed before it ends.

Nobody vouches for it, so the phone's browser warns once; the fingerprint beside the QR code is how a person
can tell that it is this one. `cryptography` is loaded here alone, and only when the page is on.
"""

import hashlib
import os
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

LASTS = timedelta(days=397)
"""Phones distrust certificates that last longer."""
RENEWED_BEFORE = timedelta(days=14)
CERTIFICATE_FILE = "certificate.pem"
KEY_FILE = "key.pem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What the page shows of itself. `fingerprint`: SHA-256, pairs of hexadecimal digits with colons."""

    context: ssl.SSLContext
    fingerprint: str


def identity(folder: Path, address: str, now: datetime) -> Identity:
    """The certificate for this address, made where there is none that serves.

    Raises:
        OSError: The folder can't be written or what lies in it can't be read.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not _serves(folder, address, now):
        _make(folder, address, now)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(folder / CERTIFICATE_FILE, folder / KEY_FILE)
    return Identity(context=context, fingerprint=_fingerprint(folder / CERTIFICATE_FILE))


def _serves(folder: Path, address: str, now: datetime) -> bool:
    from cryptography import x509  # noqa: PLC0415 - not loaded where the page is off

    try:
        found = x509.load_pem_x509_certificate((folder / CERTIFICATE_FILE).read_bytes())
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(folder / CERTIFICATE_FILE, folder / KEY_FILE)
    except (OSError, ValueError):
        return False
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    begun = found.not_valid_before_utc <= now
    lasts = now < found.not_valid_after_utc - RENEWED_BEFORE
    return begun and lasts and IPv4Address(address) in names.get_values_for_type(x509.IPAddress)


def _make(folder: Path, address: str, now: datetime) -> None:
    from cryptography import x509  # noqa: PLC0415 - not loaded where the page is off
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415 - the same
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - the same
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID  # noqa: PLC0415 - the same

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Stockcue {address}")])
    begins = now.astimezone(UTC) - timedelta(hours=1)  # a phone's clock may be a little behind
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + LASTS)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_private(folder / KEY_FILE, private)
    write_private(folder / CERTIFICATE_FILE, made.public_bytes(serialization.Encoding.PEM))


def write_private(file: Path, content: bytes) -> None:
    """Write a file that only this user can read; what stood there stays until the new one is whole.

    Raises:
        OSError: It can't be written.
    """
    new = file.with_suffix(".new")
    new.unlink(missing_ok=True)
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    new.replace(file)


def _fingerprint(file: Path) -> str:
    der = ssl.PEM_cert_to_DER_cert(file.read_text("ascii"))
    digits = hashlib.sha256(der).hexdigest().upper()
    return ":".join(digits[place : place + 2] for place in range(0, len(digits), 2))
