"""What went wrong between us and a server, in plain words with a remedy.

Knows our own and the system's errors; not for what a server says in its answer.
"""

import errno
import socket
import ssl
from collections.abc import Iterator

from app.ports import AnswerRejected, SourceError, Unavailable
from app.words import _
from services.http.connection import Unsendable
from services.http.network import NotConnected
from services.http.routes import ProxyRefused

_EXPIRED, _NOT_YET_VALID, _HOST_MISMATCH = 10, 9, 62
"""OpenSSL's codes for the three faults of a certificate that have a cause of their own."""


def explain(error: Exception, host: str, *, proxied: bool) -> SourceError:
    """The error as a person should read it; `proxied` where a proxy of the settings stands in between."""
    causes = tuple(_causes(error))
    known = next((found for cause in causes if (found := _by_cause(cause, host, proxied=proxied))), None)
    if known is not None:
        return known
    if isinstance(error, ProxyRefused):
        return _proxy_refuses()
    return _network(error, causes, host, proxied=proxied)


def _by_cause(cause: BaseException, host: str, *, proxied: bool) -> SourceError | None:
    """What can be told from one cause alone."""
    if isinstance(cause, ssl.SSLCertVerificationError):
        return _certificate(cause, host)
    if isinstance(cause, ssl.SSLError):
        return _no_tls(host)
    if isinstance(cause, socket.gaierror):
        return _no_such_host(host, proxied=proxied)
    if isinstance(cause, Unsendable):
        return _unsendable(host)
    return None


def _unsendable(host: str) -> AnswerRejected:
    return AnswerRejected(
        _("The request to {host} holds a character that no header can carry.").format(host=host),
        remedy=_("Look at the values in its headers."),
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and everything it came from, groups of attempts included."""
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            for each in error.exceptions:
                yield from _causes(each)
        error = error.__cause__ or error.__context__


def _network(error: Exception, causes: tuple[BaseException, ...], host: str, *, proxied: bool) -> SourceError:
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return _refused(host, proxied=proxied)
    if any(_unreachable(cause) for cause in causes):
        return Unavailable(
            _("There is no way to {host} from this computer.").format(host=host),
            remedy=_("Look at the cable, the Wi-Fi or the VPN."),
        )
    if isinstance(error, NotConnected):
        return Unavailable(
            _("{host} can't be reached.").format(host=host), remedy=_reach_remedy(proxied=proxied)
        )
    return Unavailable(_("The connection to {host} broke off before the answer was whole.").format(host=host))


def _unreachable(cause: BaseException) -> bool:
    return isinstance(cause, OSError) and cause.errno in (
        errno.ENETUNREACH,
        errno.EHOSTUNREACH,
        errno.ENETDOWN,
    )


def _refused(host: str, *, proxied: bool) -> Unavailable:
    return Unavailable(
        _("{host} is there, but nothing answers on that port.").format(host=host),
        remedy=_("Check the address in the settings; if it is right, the system behind it is not running.")
        if not proxied
        else _reach_remedy(proxied=True),
    )


def _no_such_host(host: str, *, proxied: bool) -> Unavailable:
    return Unavailable(
        _("The name {host} can't be found.").format(host=host),
        remedy=_("Check the spelling of the address, and whether this computer is online.")
        if not proxied
        else _reach_remedy(proxied=True),
    )


def _reach_remedy(*, proxied: bool) -> str:
    if proxied:
        return _("Check `proxy` under [network] in the settings file.")
    return _("Check whether this computer is online and the address is right.")


def _proxy_refuses() -> Unavailable:
    return Unavailable(
        _("The proxy does not let the request through."),
        remedy=_("Check `proxy` under [network] in the settings file."),
    )


def _certificate(error: ssl.SSLCertVerificationError, host: str) -> Unavailable:
    code = getattr(error, "verify_code", 0)
    if code == _EXPIRED:
        return Unavailable(
            _("The certificate of {host} has expired.").format(host=host),
            remedy=_("Its owner must renew it. If this computer's date is wrong, set it right."),
        )
    if code == _NOT_YET_VALID:
        return Unavailable(
            _("The certificate of {host} is not valid yet: this computer's clock is probably wrong.").format(
                host=host
            ),
            remedy=_("Set date and time of this computer."),
        )
    if code == _HOST_MISMATCH or "match" in str(error).lower():
        return Unavailable(
            _("The certificate shown for {host} belongs to another name.").format(host=host),
            remedy=_(
                "Check the address; on a guest network, sign in first. We don't go on without a right one."
            ),
        )
    return Unavailable(
        _("The certificate of {host} is not trusted here.").format(host=host),
        remedy=_("Where a company inspects traffic, name its root certificate as `ca_file` under [network]."),
    )


def _no_tls(host: str) -> Unavailable:
    return Unavailable(
        _("{host} does not answer with a secure connection on that port.").format(host=host),
        remedy=_("Check whether the address begins with the right one of http:// and https://."),
    )


def too_late(host: str, seconds: float) -> Unavailable:
    """No whole answer within the time for one request."""
    return Unavailable(
        _("{host} gave no whole answer within {seconds:g} s.").format(host=host, seconds=seconds),
        remedy=_("It may be busy; `timeout_seconds` says how long we wait."),
    )


def too_large(host: str, max_bytes: int) -> AnswerRejected:
    """More bytes than one page may have."""
    return AnswerRejected(
        _("The answer of {host} is larger than {megabytes:g} MB.").format(
            host=host, megabytes=max_bytes / 1e6
        ),
        remedy=_("Ask for smaller pages, or raise `max_mb`."),
    )


def packed_twice(host: str) -> AnswerRejected:
    """More than one content coding, or one we did not offer."""
    return AnswerRejected(_("The answer of {host} is packed in a way we don't accept.").format(host=host))


def packed_wrongly(host: str) -> AnswerRejected:
    """It is not packed as it says."""
    return AnswerRejected(_("The answer of {host} can't be unpacked.").format(host=host))


def leads_away(host: str, location: str) -> AnswerRejected:
    """A redirect to another origin."""
    return AnswerRejected(
        _("{host} sends us on to another address ({location}); we don't follow.").format(
            host=host, location=location
        ),
        remedy=_("On a guest network, sign in first. If the system has moved, write its new address."),
    )


def runs_in_circles(host: str) -> AnswerRejected:
    """Too many redirects."""
    return AnswerRejected(_("{host} keeps sending us on and never answers.").format(host=host))
