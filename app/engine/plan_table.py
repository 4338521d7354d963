"""Plans as a table and back: columns skus, when, minutes, storefronts, reason, note, announce, ask.

Every row is believed or none is. Codes stand as on the command line, so a table made in one language is read
in another. Not for files; whoever asks brings the text.
"""

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from io import StringIO

from app.domain.hold import Reason
from app.domain.plan import Draft, Plan
from app.views.plan_times import read_moment, write_moment
from app.words import _, plain

COLUMNS = ("skus", "when", "minutes", "storefronts", "reason", "note", "announce", "ask")
REQUIRED = ("skus", "when")
MOST_BYTES = 1_000_000
MOST_ROWS = 500
MOST_TOLD = 10
"""Wrong rows that are named; the rest is only counted."""
_YES = {"yes": True, "no": False, "": True}


class PlanTableError(Exception):
    """The table can't be used; `str()` names each wrong line."""


def read_plans(text: str) -> tuple[Draft, ...]:
    """Every row of the table. Raises PlanTableError."""
    if len(text) > MOST_BYTES:
        raise PlanTableError(_("the table is too large"))
    try:
        rows = list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    except csv.Error as error:
        raise PlanTableError(_("this is no CSV: {why}").format(why=plain(str(error)))) from error
    order = _order(rows[0] if rows else [])
    drafts: list[Draft] = []
    wrong: list[str] = []
    for line, row in _numbered(rows):
        try:
            drafts.append(_draft(dict(zip(order, row, strict=True))))
        except ValueError as error:
            wrong.append(_("line {line}: {why}").format(line=line, why=error))
    if wrong:
        raise PlanTableError(_told(wrong))
    if not 0 < len(drafts) <= MOST_ROWS:
        raise PlanTableError(_("a table of plans has 1 to {most} rows").format(most=MOST_ROWS))
    return tuple(drafts)


def plan_rows(plans: Sequence[Plan], zone: tzinfo) -> tuple[tuple[str, ...], ...]:
    """The cells of each plan, in the order of COLUMNS."""
    return tuple(_row(plan.draft, zone) for plan in plans)


def _row(draft: Draft, zone: tzinfo) -> tuple[str, ...]:
    announce = "" if draft.announce_minutes is None else f"{draft.announce_minutes:g}"
    return (
        "; ".join(draft.skus),
        write_moment(draft.when, zone),
        f"{draft.minutes:g}",
        "; ".join(draft.storefronts),
        draft.reason.value,
        draft.note,
        announce,
        "yes" if draft.asks else "no",
    )


def _order(head: Sequence[str]) -> tuple[str, ...]:
    names = tuple(name.strip().lower() for name in head)
    known = all(name in COLUMNS for name in names) and len(set(names)) == len(names)
    if not known or not set(REQUIRED) <= set(names):
        text = _("line 1: the first line names columns: skus and when, and of {columns} what there is")
        raise PlanTableError(text.format(columns=", ".join(COLUMNS[2:])))
    return names


def _numbered(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, Sequence[str]]]:
    return ((line, row) for line, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row))


def _draft(row: Mapping[str, str]) -> Draft:
    # a spreadsheet's mark before what could be read as a formula, as our own export writes it
    cells = {name: cell.strip().removeprefix("'") for name, cell in row.items()}
    skus = _names(cells["skus"])
    if not skus:
        raise ValueError(_("no product is named"))
    return Draft(
        skus=skus,
        when=read_moment(cells["when"]),
        minutes=_minutes(cells.get("minutes", "")) or 5.0,
        storefronts=_names(cells.get("storefronts", "")),
        reason=_reason(cells.get("reason", "")),
        note=plain(cells.get("note", "")),
        announce_minutes=_minutes(cells.get("announce", "")),
        asks=_yes(cells.get("ask", "")),
    )


def _names(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in cell.split(";") if name.strip()))


def _minutes(cell: str) -> float | None:
    if not cell:
        return None
    try:
        minutes = float(cell) if cell.isascii() else math.nan
    except ValueError:
        minutes = math.nan
    if not math.isfinite(minutes) or minutes < 0:
        raise ValueError(_("{value!r} is no number of minutes").format(value=plain(cell, 40)))
    return minutes


def _reason(cell: str) -> Reason:
    try:
        return Reason(cell.lower() or "stage")
    except ValueError as error:
        raise ValueError(_("no such reason: {name}").format(name=plain(cell, 40))) from error


def _yes(cell: str) -> bool:
    if cell.lower() not in _YES:
        raise ValueError(_("ask is yes or no, not {value!r}").format(value=plain(cell, 40)))
    return _YES[cell.lower()]


def _told(wrong: Sequence[str]) -> str:
    more = len(wrong) - MOST_TOLD
    lines = [*wrong[:MOST_TOLD], *([_("… and {count} more").format(count=more)] if more > 0 else [])]
    return "\n".join((*lines, _("Nothing was imported.")))
