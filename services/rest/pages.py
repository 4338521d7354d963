"""Lists that come in pages: which page is asked next, and whether all of them came.

A list that may lack rows is not believed at all. Not for what the rows mean.
"""

import re
from dataclasses import dataclass, field

from app.ports import AnswerRejected
from app.words import _
from services.http import BadAddress, join, same_origin, target
from services.rest.answers import Heard
from services.rest.bad_value import BadValue
from services.rest.figures import figure
from services.rest.paths import compile_path, header_name
from services.rest.settings import Pages

_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_NEXT = re.compile(r";\s*rel\s*=\s*(?:\"[^\"]*\bnext\b[^\"]*\"|next\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """A page to ask for: values of its placeholders, or an address out of the page before."""

    values: dict[str, object] = field(default_factory=dict)
    address: str | None = None


@dataclass(slots=True)
class _Progress:
    number: int = 0
    rows: int = 0
    total: int | None = None
    cursors: set[object] = field(default_factory=set)


class Paging:
    """How one source pages, compiled from its settings."""

    def __init__(self, settings: Pages, *, cursor_in_request: bool) -> None:
        """`cursor_in_request`: without it the next cursor is an address to be followed. Raises BadPath."""
        self._settings = settings
        self._cursor_in_request = cursor_in_request
        self._total_header = header_name(settings.total) if settings.total else None
        self._total = compile_path(settings.total) if settings.total and not self._total_header else None
        self._next = compile_path(settings.next) if settings.next else None
        self._more = compile_path(settings.more) if settings.more else None

    @property
    def is_single(self) -> bool:
        """Whether there is never more than one page."""
        return self._settings.style == "none"

    def start(self) -> "Walk":
        """A walk through the pages of one read."""
        return Walk(self)

    def values(self, number: int, cursor: object) -> dict[str, object]:
        """The placeholders of page `number`, counted from 0."""
        size = self._settings.size
        return {
            "size": size,
            "page": self._settings.first + number,
            "offset": number * size,
            "cursor": cursor,
        }

    def total(self, heard: Heard) -> int | None:
        """Rows in all, as this page says.

        Raises:
            AnswerRejected: It should, and does not.
        """
        if self._settings.total is None:
            return None
        found = heard.response.headers.get(self._total_header) if self._total_header else None
        found = self._total.find(heard.document) if self._total is not None else found
        try:
            total = figure(found)
        except BadValue as error:
            raise _bad(_("the number of rows in all is wrong: {why}").format(why=error)) from error
        return total if total is None or total >= 0 else None

    def more(self, heard: Heard) -> bool | None:
        """Whether there are more pages, as this one says; None where the settings name nothing for it."""
        if self._more is None:
            return None
        found = self._more.find(heard.document)
        if not isinstance(found, bool):
            raise _bad(_("it does not say whether there are more pages"))
        return found

    def cursor(self, heard: Heard) -> object:
        """The next cursor, None at the end."""
        found = self._next.find(heard.document) if self._next is not None else None
        if found is None or found == "":
            return None
        if isinstance(found, bool | dict | list) or not isinstance(found, str | int | float):
            raise _bad(_("its cursor is neither text nor number"))
        return found

    def after(self, heard: Heard, rows: int, progress: _Progress) -> Page | None:
        """The page after this one, None where it was the last."""
        style = self._settings.style
        if style == "none":
            return None
        if style in ("page", "offset"):
            return (
                None if self._counted_out(heard, rows, progress) else Page(self.values(progress.number, None))
            )
        following = _linked(heard) if style == "link" else self._by_cursor(heard, progress)
        if following is not None:
            _never_twice(following.address or following.values["cursor"], progress)
        return following

    def _counted_out(self, heard: Heard, rows: int, progress: _Progress) -> bool:
        if progress.total is not None:
            # an empty page before the total: nothing more will come, and the list is short
            return progress.rows >= progress.total or rows == 0
        more = self.more(heard)
        return not more if more is not None else rows < self._settings.size

    def _by_cursor(self, heard: Heard, progress: _Progress) -> Page | None:
        cursor = self.cursor(heard)
        if cursor is None or self.more(heard) is False:
            return None
        if self._cursor_in_request:
            return Page(self.values(progress.number, cursor))
        return Page(address=_at_home(heard, str(cursor)))

    @property
    def expects_total(self) -> bool:
        """Whether answers say how many rows there are in all."""
        return self._settings.total is not None

    @property
    def size(self) -> int:
        """Rows asked for per page."""
        return self._settings.size

    @property
    def max_pages(self) -> int:
        """Pages of one read at most."""
        return self._settings.max_pages


class Walk:
    """The pages of one read, one after the other."""

    def __init__(self, paging: Paging) -> None:
        self._paging = paging
        self._progress = _Progress()

    def first(self) -> Page:
        """Where to begin."""
        return Page(self._paging.values(0, None))

    def after(self, heard: Heard, rows: int) -> Page | None:
        """The page after an answer with so many rows; None at the end.

        Raises:
            AnswerRejected: The list is incomplete, or the answer says nothing of its pages.
        """
        progress = self._progress
        progress.number += 1
        progress.rows += rows
        said = self._paging.total(heard)
        if said is None and progress.total is None and self._paging.expects_total:
            raise _bad(_("it does not say how many rows there are in all"))
        progress.total = said if said is not None else progress.total
        following = self._paging.after(heard, rows, progress)
        if following is None:
            self._count(rows)
        elif progress.number >= self._paging.max_pages:
            raise _incomplete(_("more than {pages} pages").format(pages=self._paging.max_pages))
        return following

    @property
    def says_empty(self) -> bool:
        """Whether the answer itself said that there are no rows."""
        return self._progress.total == 0

    def _count(self, last: int) -> None:
        progress, size = self._progress, self._paging.size
        if progress.total is None or progress.rows >= progress.total:
            return
        hint = ""
        if progress.number > 1 and 0 < progress.rows < size * (progress.number - 1) and last < size:
            hint = _("The system may give fewer rows a page than `size` asks for; write the number it gives.")
        raise _incomplete(
            _("{rows} of {total} rows came").format(rows=progress.rows, total=progress.total), hint
        )


def _never_twice(cursor: object, progress: _Progress) -> None:
    if cursor in progress.cursors:
        raise _incomplete(_("the same page comes again and again"))
    progress.cursors.add(cursor)


def _linked(heard: Heard) -> Page | None:
    """The address of the Link header with rel="next"."""
    for address, parameters in _LINK.findall(heard.response.headers.get("link", "")):
        if _NEXT.search(parameters):
            return Page(address=_at_home(heard, address))
    return None


def _at_home(heard: Heard, address: str) -> str:
    """An address out of an answer, absolute, of the origin it came from and without a user part."""
    base = heard.response.url
    try:
        url = join(base, address)
        if same_origin(base, url):
            return target(url).url
    except BadAddress:
        pass
    raise _bad(_("its next page lies at another address than the list itself"))


def _bad(why: str) -> AnswerRejected:
    return AnswerRejected(
        _("The list can't be followed: {why}.").format(why=why),
        remedy=_("Check `pages` in the settings of this source."),
    )


def _incomplete(why: str, remedy: str = "") -> AnswerRejected:
    return AnswerRejected(_("The list is incomplete: {why}.").format(why=why), remedy=remedy)
