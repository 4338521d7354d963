"""By which address this computer is reached in its local network. Sends nothing."""

import errno
import os
import socket
from ipaddress import IPv4Address

from app.words import _

_NOWHERE = ("192.0.2.1", 9)
"""An address that belongs to nobody (RFC 5737): asking for the way there sends no packet."""


def lan_address() -> str:
    """The IPv4 address other devices of the network reach this computer by.

    Raises:
        OSError: It is in no network.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(_NOWHERE)
        address: str = probe.getsockname()[0]
    if address.startswith(("0.", "127.")):
        raise OSError(errno.ENETUNREACH, os.strerror(errno.ENETUNREACH))
    return address


def private(address: str) -> str:
    """The address, where nobody beyond the local network can reach it.

    Raises:
        ValueError: Everybody can; the words say so.
    """
    if not IPv4Address(address).is_private:
        text = _(
            "{address} is reachable from everywhere; name an address of the local network in [host_page]"
        )
        raise ValueError(text.format(address=address))
    return address
