"""The host's page as the desk knows it: where it is, who is paired, and the invitation that stands."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """One paired phone. `name` is what its owner typed, as claimed. `seen_at` None: not since the start."""

    name: str
    paired_at: datetime
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A code that pairs one phone once, until `until`. `link` holds it; `modules` is its QR code, row by row.

    Each row is a text of 0 and 1, the quiet zone included.
    """

    link: str
    until: datetime
    modules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageState:
    """The host's page now. `trouble` says in words why it can't be reached; empty while it can."""

    address: str = ""
    fingerprint: str = ""
    """SHA-256 of the certificate, pairs of hexadecimal digits with colons."""
    phones: tuple[Phone, ...] = ()
    invitation: Invitation | None = None
    trouble: str = ""
