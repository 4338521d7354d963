"""Asking one source's system: placeholders filled, logged in, in turn, judged, asked again after a new login.

Reads raise what is wrong; commands get a definite yes, a definite no, or neither. Not for rows or pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from app.ports import AnswerRejected, Clock, Jitter, LoginRefused, SecretMissing, Secrets, SourceError
from services.http import Http, HttpClient, HttpRequest
from services.rest import login
from services.rest.answers import AnswerRules, Heard, Verdict, complaint, no_json, says
from services.rest.composing import RequestTemplate, Unsendable
from services.rest.limiter import Lane, Limiter
from services.rest.login import LoginKeeper, Rest, Token
from services.rest.placeholders import SECRET
from services.rest.rereading import UNREAD, Elements
from services.rest.settings import Account, Limit, Login, Reached

TOKEN = "token"  # noqa: S105 - a placeholder's name


class NotSent(Exception):
    """The request never left: no login, no secret, or values that make none. `why` is what a read raises."""

    def __init__(self, why: SourceError) -> None:
        super().__init__(str(why))
        self.why = why


class Redactor(Protocol):
    """Knows what no log and no message may show."""

    def hide(self, secret: str) -> None:
        """Never show this value."""
        ...

    def redact(self, text: str) -> str:
        """The text without hidden values."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What every source is built with; accounts that several sources share are kept here."""

    http: Http
    secrets: Secrets
    clock: Clock
    jitter: Jitter
    redactor: Redactor
    accounts: "Mapping[str, SharedAccount]" = field(default_factory=dict)


class SharedAccount:
    """Login, token and limit of a source, or of all sources of an account."""

    def __init__(self, settings_login: Login | None, limit: Limit, *, means: Means) -> None:
        self.limiter = Limiter(
            per_second=limit.per_second, burst=limit.burst, clock=means.clock, jitter=means.jitter
        )
        self.login = LoginKeeper(settings_login, means.clock, means.redactor.hide) if settings_login else None
        self.sources = 0
        """How many use it."""

    async def leave(self) -> None:
        """One source less; the last ends what waits."""
        self.sources -= 1
        if self.sources > 0:
            return
        await self.limiter.close()
        if self.login is not None:
            await self.login.close()


def with_accounts(means: Means, accounts: Mapping[str, Account]) -> Means:
    """The same means, with the settings' accounts opened."""
    opened = {
        name: SharedAccount(account.login, account.limit, means=means) for name, account in accounts.items()
    }
    return replace(means, accounts=opened)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request to make."""

    template: RequestTemplate
    values: Mapping[str, object] = field(default_factory=dict)
    lane: Lane = Lane.POLL
    repeatable: bool = True
    address: str | None = None
    """Out of an answer, already judged; replaces the template's own."""
    conditions: Mapping[str, str] = field(default_factory=dict)
    """Headers that ask "only if it has changed"."""
    before: Elements = UNREAD
    """Of the last answer, most of which this one may say again."""


@dataclass(frozen=True, slots=True)
class _Try:
    heard: Heard
    token: Token | None


class Caller:
    """One source's way to its system."""

    def __init__(self, settings: Reached, means: Means) -> None:
        """Raises BadPath; the settings were checked before."""
        self._means = means
        self._account = means.accounts.get(settings.account or "") or SharedAccount(
            settings.login, settings.limit or Limit(), means=means
        )
        self._account.sources += 1
        self._rules = AnswerRules(settings.answer, settings.zone)
        self._client: HttpClient = means.http.client(
            timeout_seconds=settings.timeout_seconds, max_bytes=int(settings.max_mb * 1_000_000)
        )
        self._barred: Token | None = None
        self._rest = Rest(means.clock)

    async def read(self, call: Call) -> Heard:
        """Ask; a good answer with JSON, or an unchanged one.

        Raises:
            SourceError: No usable answer.
        """
        return self.usable(await self.hear(call))

    async def hear(self, call: Call) -> Heard:
        """Ask; whatever comes, judged.

        Raises:
            SourceError: Nothing came.
        """
        try:
            return await self.ask(call)
        except NotSent as error:
            raise self._shown(error.why) from error
        except SourceError as error:
            raise self._shown(error) from error

    def usable(self, heard: Heard) -> Heard:
        """The same answer, if it can be read.

        Raises:
            SourceError: It says that something is wrong, or is no JSON.
        """
        if heard.verdict is Verdict.LOGIN_AGAIN:
            raise self._shown(login.refused(says(heard)))
        if heard.verdict not in (Verdict.GOOD, Verdict.UNCHANGED):
            raise self._shown(complaint(heard))
        if heard.verdict is Verdict.GOOD and not heard.is_json:
            raise no_json(heard.response, heard.host)
        return heard

    async def ask(self, call: Call) -> Heard:
        """Ask, logging in before where the request has a token, and once more where the answer wants it.

        Raises:
            NotSent: Nothing has left, or only what was answered with "log in again", without effect.
            SourceError: There was no answer.
        """
        first = await self._try(call)
        if first.heard.verdict is not Verdict.LOGIN_AGAIN or first.token is None:
            return first.heard
        if not self._may_log_in_again(first.token, call.lane):
            self._bar(first.token)
            return first.heard
        if self._account.login is not None:
            self._account.login.drop(first.token)
        second = await self._try(call)
        if second.heard.verdict is Verdict.LOGIN_AGAIN and second.token is not None:
            self._bar(second.token)
        return second.heard

    def as_of(self, heard: Heard) -> datetime | None:
        """The stamp for the whole answer. Raises AnswerRejected."""
        return self._rules.as_of(heard.document)

    def now(self) -> datetime:
        """The wall clock."""
        return self._means.clock.now()

    def redact(self, text: str) -> str:
        """The text without secrets."""
        return self._means.redactor.redact(text)

    async def close(self) -> None:
        """Close connections; an account closes with the last of its sources."""
        await self._account.leave()
        await self._client.close()

    async def _try(self, call: Call) -> _Try:
        token = await self._token(call)
        if token is None:
            return _Try(await self._send(call), None)
        heard = await self._send(replace(call, values={**call.values, TOKEN: token.value}))
        if heard.verdict not in (Verdict.LOGIN_AGAIN, Verdict.FAULTY):
            token.proven = True
            self._barred = None
            self._rest.end()
        return _Try(heard, token)

    async def _token(self, call: Call) -> Token | None:
        keeper = self._account.login
        if keeper is None or TOKEN not in call.template.uses:
            return None
        try:
            return await keeper.token(self._send_login, urgent=call.lane is Lane.RESTORE)
        except SourceError as error:
            raise NotSent(error) from error
        except NotSent as error:
            raise NotSent(error.why) from error

    async def _send_login(self, template: RequestTemplate) -> Heard:
        """Everything waits for a login, so it goes first."""
        return await self._send(Call(template=template, lane=Lane.RESTORE))

    async def _send(self, call: Call) -> Heard:
        request = await self._composed(call)
        await self._account.limiter.turn(call.lane)
        asked_at = self._means.clock.now()
        response = await self._client.send(request)
        seen_at = self._means.clock.now()
        return self._note_pace(self._rules.hear(response, call.before, asked_at=asked_at, seen_at=seen_at))

    async def _composed(self, call: Call) -> HttpRequest:
        try:
            secrets = {SECRET + name: await self._secret(name) for name in call.template.secrets}
            request = call.template.compose(
                {**call.values, **secrets}, repeatable=call.repeatable, at=call.address
            )
        except SecretMissing as error:
            raise NotSent(LoginRefused(str(error))) from error
        except Unsendable as error:
            raise NotSent(AnswerRejected(str(error))) from error
        return (
            replace(request, headers={**request.headers, **call.conditions}) if call.conditions else request
        )

    async def _secret(self, name: str) -> str:
        value = await self._means.secrets.get(name)
        self._means.redactor.hide(value)
        return value

    def _note_pace(self, heard: Heard) -> Heard:
        if heard.verdict is Verdict.SLOW_DOWN:
            return replace(heard, retry_after_s=self._account.limiter.pause(heard.retry_after_s))
        if heard.verdict is Verdict.FAULTY and heard.retry_after_s is not None:
            self._account.limiter.pause(heard.retry_after_s)
        else:
            self._account.limiter.answered()
        return heard

    def _shown(self, error: SourceError) -> SourceError:
        """The error without secrets that the system may have repeated."""
        error.args = tuple(self.redact(str(part)) for part in error.args)
        return error

    def _may_log_in_again(self, token: Token, lane: Lane) -> bool:
        """Whether the token may simply have ended.

        One that no request was ever taken with came straight from a login: it is the login that is wrong.
        Such a one, and one refused to this source straight after a login, rests before the next try.
        """
        if token is self._barred:
            return self._rest.left_s(urgent=lane is Lane.RESTORE) <= 0
        return token.proven

    def _bar(self, token: Token) -> None:
        if token is not self._barred:
            self._barred = token
            self._rest.begin()
