"""What an answer says of itself, before anybody looks at its rows: good, refused, log in again, slow down.

Some systems say "200, but" in the body; the source's `answer` rules are read from any JSON answer, whatever
its status.
"""

import codecs
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import Enum, auto
from zoneinfo import ZoneInfo

from app.ports import AnswerRejected, NotAllowed, SourceError, Throttled, Unavailable
from app.words import _, plain
from services.http import HttpResponse, target
from services.rest.bad_value import BadValue
from services.rest.paths import Path, compile_path
from services.rest.rereading import UNREAD, Elements, reread
from services.rest.settings import Answer
from services.rest.stamps import http_date, stamp
from services.rest.strict_json import Json, NotJson, Odd

UNAUTHORIZED, FORBIDDEN, TOO_MANY = 401, 403, 429
NOT_MODIFIED = 304
GONE = (404, 410)
SHOWN_ERROR = 200


class Verdict(Enum):
    """What an answer says of itself."""

    GOOD = auto()
    UNCHANGED = auto()
    LOGIN_AGAIN = auto()
    SLOW_DOWN = auto()
    REFUSED = auto()
    """A definite no: a 4xx, or `refused`."""
    NOT_ALLOWED = auto()
    FAULTY = auto()
    """Neither yes nor no: a server error, a redirect, `ok` not true, no JSON where there should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An answer as it was judged. `document` is None where there is no JSON in it."""

    verdict: Verdict
    response: HttpResponse
    document: Json
    elements: Elements
    is_json: bool
    text: str
    """The system's own words for what is wrong, plain and bounded; empty where it has none."""
    asked_at: datetime
    seen_at: datetime
    retry_after_s: float | None = None

    @property
    def host(self) -> str:
        """Who answered."""
        return target(self.response.url).host

    @property
    def clock_offset(self) -> timedelta | None:
        """The server's Date minus our clock."""
        date = http_date(self.response.headers.get("date"))
        return None if date is None else date - self.seen_at


class AnswerRules:
    """A source's `answer` table, compiled."""

    def __init__(self, settings: Answer, zone: str | None) -> None:
        """Raises BadPath."""
        self._ok = _path(settings.ok)
        self._error = _path(settings.error)
        self._login_again = _path(settings.login_again)
        self._slow_down = _path(settings.slow_down)
        self._refused = _path(settings.refused)
        self._as_of = _path(settings.as_of)
        self._zone: tzinfo | None = ZoneInfo(zone) if zone else None

    def hear(
        self, response: HttpResponse, before: Elements = UNREAD, *, asked_at: datetime, seen_at: datetime
    ) -> Heard:
        """Judge an answer, most of which may be what was said `before`; never raises."""
        document, elements, is_json = _document(response, before)
        return Heard(
            verdict=self._verdict(response.status, document, is_json=is_json),
            response=response,
            document=document,
            elements=elements,
            is_json=is_json,
            text=self._text(document) if is_json else "",
            asked_at=asked_at,
            seen_at=seen_at,
            retry_after_s=_retry_after(response, seen_at),
        )

    def as_of(self, document: Json) -> datetime | None:
        """The stamp for the whole answer.

        Raises:
            AnswerRejected: It is no instant.
        """
        if self._as_of is None:
            return None
        try:
            return stamp(self._as_of.find(document), self._zone)
        except BadValue as error:
            raise AnswerRejected(_("The answer's stamp is not believed: {why}.").format(why=error)) from error

    def _verdict(self, status: int, document: Json, *, is_json: bool) -> Verdict:
        if is_json and (said := self._said(document)) is not None:
            return said
        by_status = _by_status(status)
        if (
            by_status is Verdict.GOOD
            and self._ok is not None
            and not _true(self._ok, document, is_json=is_json)
        ):
            return Verdict.FAULTY
        return by_status

    def _said(self, document: Json) -> Verdict | None:
        if _true(self._login_again, document):
            return Verdict.LOGIN_AGAIN
        if _true(self._slow_down, document):
            return Verdict.SLOW_DOWN
        if _true(self._refused, document):
            return Verdict.REFUSED
        return None

    def _text(self, document: Json) -> str:
        """The text under `error`; else what RFC 9457 puts there."""
        found = self._error.find(document) if self._error else None
        if found is None and self._error is None and isinstance(document, dict):
            parts = [document.get(name) for name in ("title", "detail")]
            found = ": ".join(part for part in parts if isinstance(part, str))
        if found is None or isinstance(found, dict | list | Odd):
            return ""
        return plain(str(found), SHOWN_ERROR)


def complaint(heard: Heard) -> SourceError:
    """The error for a read that was not answered well. Not for LOGIN_AGAIN, which is the login's matter."""
    host = heard.host
    said = says(heard)
    status = heard.response.status
    if heard.verdict is Verdict.SLOW_DOWN:
        return Throttled(
            _("{host} asks us to slow down.").format(host=host) + said,
            remedy=_("Where this happens often, raise `poll_seconds` or lower `limit`."),
            retry_after_s=heard.retry_after_s,
        )
    if heard.verdict is Verdict.NOT_ALLOWED:
        return NotAllowed(
            _("{host} does not allow this ({status}).").format(host=host, status=status) + said,
            remedy=_("Ask for the right to read this with these credentials."),
        )
    if heard.verdict is Verdict.REFUSED:
        return AnswerRejected(
            _("{host} refuses the request ({status}).").format(host=host, status=status) + said,
            remedy=_("Check the address and the values of the request in the settings."),
        )
    return _faulty(heard, host, said)


def _faulty(heard: Heard, host: str, said: str) -> SourceError:
    status = heard.response.status
    if status >= 500 or status in (408, 425):  # noqa: PLR2004 - server errors; too slow, too early
        return Unavailable(
            _("{host} is in trouble ({status}).").format(host=host, status=status) + said,
            remedy=_("Nothing to do but wait; we go on asking."),
            retry_after_s=heard.retry_after_s,
        )
    if 300 <= status < 400:  # noqa: PLR2004 - a redirect that was not followed
        return AnswerRejected(
            _("{host} sends us on ({status}) instead of answering.").format(host=host, status=status),
            remedy=_("Write the address it leads to in the settings."),
        )
    if heard.is_json:
        return AnswerRejected(
            _("{host} answers that something is wrong.").format(host=host) + said,
            remedy=_("Check the request in the settings."),
        )
    return no_json(heard.response, host)


def says(heard: Heard) -> str:
    """The system's own words, as the end of a sentence of ours; empty where it has none."""
    return _(" It says: {text}").format(text=heard.text) if heard.text else ""


def no_json(response: HttpResponse, host: str) -> AnswerRejected:
    """An answer that should be JSON and is none."""
    if _is_page(response):
        return AnswerRejected(
            _("Wrong answer from the network: a web page came instead of {host}'s data.").format(host=host),
            remedy=_("On a guest network, sign in first in a browser. Else check the address."),
        )
    if not response.body.strip():
        return AnswerRejected(_("{host} answered with nothing.").format(host=host))
    return AnswerRejected(
        _("The answer of {host} is no JSON.").format(host=host),
        remedy=_("Check the address in the settings."),
    )


def _is_page(response: HttpResponse) -> bool:
    kind = response.headers.get("content-type", "").lower()
    return "html" in kind or response.body.lstrip()[:1] == b"<"


def _by_status(status: int) -> Verdict:
    known = {
        UNAUTHORIZED: Verdict.LOGIN_AGAIN,
        FORBIDDEN: Verdict.NOT_ALLOWED,
        TOO_MANY: Verdict.SLOW_DOWN,
        NOT_MODIFIED: Verdict.UNCHANGED,
        408: Verdict.FAULTY,
        409: Verdict.FAULTY,
        425: Verdict.FAULTY,
    }
    if status in known:
        return known[status]
    if 200 <= status < 300:  # noqa: PLR2004 - the range that means success
        return Verdict.GOOD
    return Verdict.REFUSED if 400 <= status < 500 else Verdict.FAULTY  # noqa: PLR2004 - our mistake


def _document(response: HttpResponse, before: Elements) -> tuple[Json, Elements, bool]:
    try:
        return *reread(_in_utf8(response), before), True
    except NotJson:
        return None, UNREAD, False


def _in_utf8(response: HttpResponse) -> bytes:
    """The body; some systems still speak GBK, and say so."""
    _kind, _mark, charset = response.headers.get("content-type", "").lower().partition("charset=")
    name = charset.partition(";")[0].strip(" \"'")
    if not name or name in ("utf-8", "utf8"):
        return response.body
    try:
        codecs.lookup(name)
        return response.body.decode(name, "replace").encode("utf-8", "replace")
    except (LookupError, ValueError):
        return response.body


def _path(text: str | None) -> Path | None:
    return compile_path(text) if text is not None else None


def _true(path: Path | None, document: Json, *, is_json: bool = True) -> bool:
    """Whether the path finds the JSON value true, and nothing else."""
    return path is not None and is_json and path.find(document) is True


def _retry_after(response: HttpResponse, seen_at: datetime) -> float | None:
    """Seconds a Retry-After header asks for: a number, or a date counted from the server's own."""
    text = (response.headers.get("retry-after") or response.headers.get("x-retry-after") or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    until = http_date(text)
    if until is None:
        return None
    now = http_date(response.headers.get("date")) or seen_at
    return max(0.0, (until - now).total_seconds())
