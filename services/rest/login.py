"""Logging in: once for all who wait, again when a token ends, never in a loop.

The token is a header or a path into the login's answer. A login that is refused is not tried again at once:
some systems lock the account after a few tries.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.ports import AnswerRejected, Clock, LoginRefused, NotAllowed, SourceError
from app.words import _
from services.rest.answers import Heard, Verdict, complaint, no_json, says
from services.rest.bad_value import BadValue
from services.rest.composing import RequestTemplate, compile_request
from services.rest.figures import figure
from services.rest.paths import Path, compile_path, header_name
from services.rest.settings import Login

FIRST_REST_S = 10.0
LONGEST_REST_S = 60.0
EARLY_SHARE = 0.05
EARLY_AT_MOST_S = 30.0
"""A token is given up a little before its end, so that it does not end on the way."""

NOT_HERE = (404, 405, 410)
"""Statuses of a wrong address rather than of wrong credentials."""

Send = Callable[[RequestTemplate], Awaitable[Heard]]
"""Sends a login request and judges its answer."""


@dataclass(slots=True, eq=False)
class Token:
    """A token and when it ends on the monotonic clock, seconds; compared by identity.

    `proven`: a request with it was taken, so it is not the login that is wrong when it no longer is.
    """

    value: str
    ends_at: float | None = None
    proven: bool = False


class Rest:
    """How long something that was refused is left alone: ten seconds, doubling up to a minute."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._length_s = 0.0
        self._tried_at = float("-inf")

    def begin(self) -> None:
        """It was refused now."""
        self._length_s = min(LONGEST_REST_S, self._length_s * 2 or FIRST_REST_S)
        self._tried_at = self._clock.monotonic()

    def end(self) -> None:
        """It was not refused."""
        self._length_s = 0.0

    def left_s(self, *, urgent: bool) -> float:
        """Seconds before the next try; one for a restore is never more than ten away."""
        length = min(self._length_s, FIRST_REST_S) if urgent else self._length_s
        return self._tried_at + length - self._clock.monotonic() if length else 0.0


class LoginKeeper:
    """The login of a source or an account, and its token of now."""

    def __init__(self, settings: Login, clock: Clock, hide: Callable[[str], None]) -> None:
        """`hide` is told every token, so that no log shows it. Raises BadPath."""
        self._template = compile_request(settings)
        self._header = header_name(settings.token)
        self._path = None if self._header else compile_path(settings.token)
        self._expires_in = settings.expires_in
        self._expires_path: Path | None = (
            compile_path(settings.expires_in) if isinstance(settings.expires_in, str) else None
        )
        self._clock = clock
        self._hide = hide
        self._token: Token | None = None
        self._running: asyncio.Task[Token] | None = None
        self._rest = Rest(clock)
        self._refusal: LoginRefused | NotAllowed | None = None

    async def token(self, send: Send, *, urgent: bool) -> Token:
        """A token that has not ended; logs in where there is none. All who wait share one login.

        Raises:
            LoginRefused, NotAllowed: The credentials are not taken, now or a moment ago.
            SourceError: The login could not be reached or understood.
        """
        if self._running is None and self._token is not None and not self._ended(self._token):
            return self._token
        if self._running is None:
            self._refuse_while_resting(urgent=urgent)
            self._running = asyncio.create_task(self._log_in(send), name="login")
            self._running.add_done_callback(self._forget_running)
        return await asyncio.shield(self._running)

    def drop(self, token: Token) -> None:
        """That token is not taken any more; one that came after it stays."""
        if self._token is token:
            self._token = None

    async def close(self) -> None:
        """End a login in flight."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    def _refuse_while_resting(self, *, urgent: bool) -> None:
        left = self._rest.left_s(urgent=urgent)
        if self._refusal is not None and left > 0:
            raise type(self._refusal)(str(self._refusal), remedy=self._refusal.remedy)

    def _forget_running(self, task: asyncio.Task[Token]) -> None:
        self._running = None
        if not task.cancelled():
            # everybody who waited may be gone; then nobody else looks at it
            task.exception()

    def _ended(self, token: Token) -> bool:
        return token.ends_at is not None and self._clock.monotonic() >= token.ends_at

    async def _log_in(self, send: Send) -> Token:
        try:
            token = self._token_of(await send(self._template))
        except (LoginRefused, NotAllowed) as error:
            self._rest.begin()
            self._refusal = error
            raise
        self._rest.end()
        self._token = token
        return token

    def _token_of(self, heard: Heard) -> Token:
        if heard.verdict is not Verdict.GOOD:
            raise _refusal(heard)
        if self._path is not None and not heard.is_json:
            raise no_json(heard.response, heard.host)
        value = self._value(heard)
        if not value:
            raise LoginRefused(
                _("The login's answer holds no token.") + says(heard),
                remedy=_("Check the login's values, and `token` in its settings."),
            )
        self._hide(value)
        return Token(value, self._ends_at(heard))

    def _value(self, heard: Heard) -> str:
        if self._header is not None:
            return heard.response.headers.get(self._header, "")
        found = self._path.find({"body": heard.document}) if self._path is not None else None
        if isinstance(found, str):
            return found
        return str(found) if type(found) is int else ""

    def _ends_at(self, heard: Heard) -> float | None:
        seconds = self._lifetime(heard)
        if seconds is None or seconds <= 0:
            return None
        return self._clock.monotonic() + seconds - min(seconds * EARLY_SHARE, EARLY_AT_MOST_S)

    def _lifetime(self, heard: Heard) -> float | None:
        if self._expires_path is None:
            return float(self._expires_in) if self._expires_in is not None else None
        try:
            return figure(self._expires_path.find({"body": heard.document}))
        except BadValue as error:
            raise AnswerRejected(
                _("The login does not say when its token ends: {why}.").format(why=error)
            ) from error


def _refusal(heard: Heard) -> SourceError:
    """What a login that was not answered well means."""
    status = heard.response.status
    definite = heard.verdict in (Verdict.LOGIN_AGAIN, Verdict.REFUSED)
    says_no = heard.verdict is Verdict.FAULTY and heard.is_json and status < 300  # noqa: PLR2004 - 200, but
    if (definite and status not in NOT_HERE) or says_no:
        return refused(says(heard))
    return complaint(heard)


def refused(said: str = "") -> LoginRefused:
    """The credentials are not taken."""
    return LoginRefused(
        _("The login is refused.") + said,
        remedy=_("Check user and password; `stockcue secret set NAME` stores a new one."),
    )
