"""Paths that can't tell an error page from an answer: on an empty answer they find what a good one says.

What they find is only told as a warning; a system may be so sure that nothing else is needed.
"""

from app.words import _
from services.rest.findings import Findings, Place
from services.rest.paths import Failed, Path
from services.rest.settings import Pages
from services.rest.strict_json import Json

EMPTY: dict[str, Json] = {}


def doubt_answer(key: str, path: Path | None, findings: Findings) -> None:
    """`ok` and its like must not be true of an answer in which nothing stands."""
    if path is None or _found(path) is not True:
        return
    if key == "ok":
        text = _("is true of an empty answer too, so it can't tell an error page from an answer")
    else:
        text = _("is true of an empty answer too, so it would take every strange answer for one")
    findings.warn(("answer", key), text)


def doubt_state(place: Place, path: Path | None, findings: Findings) -> None:
    """Nor may a product's state be known from nothing."""
    if path is not None and isinstance(_found(path), bool):
        text = _("says {value} of an empty answer too; begin with the field itself: status && status != 'on'")
        findings.warn(place, text.format(value=str(_found(path)).lower()))


def doubt_items(place: Place, path: Path | None, pages: Pages, findings: Findings) -> None:
    """Nor may a list be found where none is; and rows that are filtered can't be counted."""
    if path is None:
        return
    if isinstance(_found(path), list | dict):
        findings.warn(
            place, _("finds a list in an empty answer too, so it can't tell an error page from an answer")
        )
    counted = pages.style in ("page", "offset") and pages.more is None
    if counted and _has(path, "filter_projection"):
        findings.warn(
            place,
            _("leaves rows out, but pages end by their number of rows; name `more` under pages"),
        )
    if counted and path.text.count("[]") > 1:
        findings.warn(
            place, _("makes several rows of one, but pages end by their number of rows; use `levels`")
        )


def _found(path: Path) -> Json:
    try:
        return path.search(EMPTY)
    except Failed:
        return None


def _has(path: Path, kind: str) -> bool:
    return f"'type': '{kind}'" in repr(path.tree)
