"""From a request's settings and the values of its placeholders to the request that is sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from json import dumps
from typing import Any
from urllib.parse import quote, urlencode

from app.ports import Secrets
from app.words import _
from services.http import BadAddress, HttpRequest, target
from services.http.addresses import basic
from services.rest.placeholders import (
    SECRET,
    Filled,
    LeftOut,
    Text,
    compile_template,
    fill,
    fill_url,
    names,
    said,
)
from services.rest.settings import Request


class Unsendable(ValueError):
    """The values at hand make no request that can be sent; `str()` says why. Nothing has left."""


@dataclass(frozen=True, slots=True)
class RequestTemplate:
    """One request of the settings, compiled."""

    method: str
    url: str | Text
    headers: Any
    query: Any
    json: Any
    form: Any
    basic: Any
    uses: frozenset[str]

    @property
    def secrets(self) -> frozenset[str]:
        """Names of the secrets it needs."""
        return frozenset(name.removeprefix(SECRET) for name in self.uses if name.startswith(SECRET))

    def compose(
        self, values: Mapping[str, object], *, repeatable: bool, at: str | None = None
    ) -> HttpRequest:
        """The request with these values; `at` is an address out of an answer that replaces its own.

        Raises:
            Unsendable: A value fits neither address nor header.
        """
        try:
            aim = target(at or _with_query(fill_url(self.url, values), fill(self.query, values)))
        except BadAddress as error:
            raise Unsendable(_("{address} is no address that can be asked").format(address=error)) from error
        body, kind = self._body(values)
        headers = {"Content-Type": kind} if kind else {}
        user = _basic(fill(self.basic, values)) or aim.authorization
        headers |= {"Authorization": user} if user else {}
        own = {name: _header(name, value) for name, value in fill(self.headers, values).items()}
        taken = {name.lower() for name in own}
        headers = {name: value for name, value in headers.items() if name.lower() not in taken} | own
        return HttpRequest(method=self.method, url=aim.url, headers=headers, body=body, repeatable=repeatable)

    def _body(self, values: Mapping[str, object]) -> tuple[bytes | None, str]:
        try:
            return _body(fill(self.json, values), fill(self.form, values))
        except UnicodeError as error:
            raise Unsendable(_("a value holds half a character and can't be sent")) from error


def compile_request(request: Request) -> RequestTemplate:
    """Compile the texts of a request."""
    parts = {
        "headers": compile_template(request.headers),
        "query": compile_template(request.query),
        "json": compile_template(request.json),
        "form": compile_template(request.form),
        "basic": compile_template(_basic_table(request)),
    }
    url = compile_template(request.url)
    uses = names(url).union(*(names(part) for part in parts.values()))
    return RequestTemplate(method=request.method, url=url, uses=uses, **parts)


async def fill_secrets(address: str, secrets: Secrets) -> str:
    """An address outside any source (a proxy's, the database's) with its `${secret:NAME}` filled in.

    Raises:
        SecretMissing: One is not stored.
    """
    template = compile_template(address)
    wanted = [name for name in names(template) if name.startswith(SECRET)]
    return fill_url(template, {name: await secrets.get(name.removeprefix(SECRET)) for name in wanted})


def _basic_table(request: Request) -> dict[str, str] | None:
    return {"user": request.basic.user, "password": request.basic.password} if request.basic else None


def _with_query(url: str, query: Mapping[str, Filled]) -> str:
    if not query:
        return url
    address, mark, fragment = url.partition("#")
    joiner = "&" if "?" in address else "?"
    return address + joiner + urlencode(list(_pairs(query)), quote_via=quote) + mark + fragment


def _pairs(table: Mapping[str, Filled]) -> Iterator[tuple[str, str]]:
    """Keys and values in order; a list repeats its key."""
    for key, value in table.items():
        for each in value if isinstance(value, list) else (value,):
            if each is not None:
                yield key, said(each)


def _body(json: Filled, form: Filled) -> tuple[bytes | None, str]:
    if form is not None and not isinstance(form, LeftOut):
        return urlencode(list(_pairs(form))).encode(), "application/x-www-form-urlencoded"
    if json is not None and not isinstance(json, LeftOut):
        # the standard library's: it writes numbers of any size back as they were read
        return dumps(json, ensure_ascii=False, separators=(",", ":")).encode(), "application/json"
    return None, ""


def _basic(table: Filled) -> str | None:
    if not table:
        return None
    return basic(said(table.get("user", "")), said(table.get("password", "")))


def _header(name: str, value: object) -> str:
    text = said(value)
    if not text.isprintable():
        raise Unsendable(_("the value of header {name} can't be sent").format(name=name))
    return text
