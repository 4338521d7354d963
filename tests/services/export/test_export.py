"""Reports as files: what stands in them, and what can't do harm when somebody opens them."""

import csv
import html
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.domain.audit import AuditNote, chained
from app.domain.broadcast import Broadcast, Mark, MarkKind
from app.domain.hold import CallState, Hold, HoldState, Reason, StockCall, Who
from app.ports import BroadcastReport, TrafficSample
from app.words import use_language
from services.export import CannotWrite, Form, write_report

START = datetime(2026, 11, 22, 11, 44, 10, tzinfo=UTC)
WHO = Who(account="lin", through="desk", initials="=L")
TITLES = {"EAR-01": "无线降噪耳机", "EVIL": '=HYPERLINK("http://x")'}
ZONE = ZoneInfo("Asia/Shanghai")
TABLES = ("summary", "sold", "holds", "rounds", "calls", "marks", "traffic", "audit")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("en")


def report() -> BroadcastReport:
    """A broadcast with one of everything, and texts that somebody meant badly."""
    hold = Hold(
        id=7,
        broadcast=12,
        sku="EAR-01",
        storefront="shop",
        number=1,
        state=HoldState.RESTORED,
        reason=Reason.ROUND,
        note="@SUM(1)<script>alert(1)</script>",
        who=WHO,
        started_at=START + timedelta(minutes=31),
        deadline=START + timedelta(minutes=36),
        ended_at=START + timedelta(minutes=36, seconds=1),
        true_stock=500,
        error="line\none\x07",
    )
    note = AuditNote(at=START, what="broadcast_started", who=WHO, detail="+1")
    return BroadcastReport(
        broadcast=Broadcast(id=12, started_at=START, host="小林 & 阿美"),
        holds=(hold,),
        sold={"EAR-01": 3, "EVIL": 1318},
        traffic=(TrafficSample(at=START, source="tiktok", viewers=2316), _gap()),
        marks=(Mark(kind=MarkKind.ON_AIR, at=START, sku="EAR-01"),),
        calls=(
            StockCall(
                id=1, sku="EAR-01", units=120, state=CallState.ASKED, asked_at=START, who=WHO, reason="-"
            ),
        ),
        audit=(chained(note, number=1, previous=""),),
        audit_head="abc",
    )


def _gap() -> TrafficSample:
    return TrafficSample(at=START + timedelta(seconds=1), source="tiktok", viewers=None)


def written(form: Form, output: Path) -> tuple[Path, ...]:
    """The files of the report."""
    return write_report(report(), form, output, titles=TITLES, zone=ZONE, now=START)


def rows(path: Path) -> list[list[str]]:
    """A CSV file as a spreadsheet reads it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_csv_is_one_file_a_table_named_after_it(tmp_path: Path) -> None:
    """A table a file, so that each opens as one sheet."""
    files = written(Form.CSV, tmp_path / "show.csv")
    assert [file.name for file in files] == [f"show-{name}.csv" for name in TABLES]
    assert files[0].read_bytes().startswith(b"\xef\xbb\xbf")
    assert [row[0] for row in rows(files[0])] == [
        "What",
        "Broadcast",
        "Host",
        "Started",
        "Ended",
        "Units sold",
        "Virtual sold-outs and stops",
        "Most viewers at once",
        "Head of the audit",
    ]


def test_times_are_those_of_the_room_with_their_offset_and_missing_is_empty(tmp_path: Path) -> None:
    """Nobody has to guess the zone; a gap is no zero."""
    files = dict(zip(TABLES, written(Form.CSV, tmp_path / "show.csv"), strict=True))
    first, gap = rows(files["traffic"])[1:]
    assert first == ["2026-11-22T19:44:10.000+08:00", "tiktok", "2316", "", "", ""]
    assert gap[2] == ""


def test_what_sold_best_comes_first(tmp_path: Path) -> None:
    """Numbers stay numbers."""
    sold = written(Form.CSV, tmp_path / "show.csv")[1]
    assert [row[2] for row in rows(sold)] == ["Units", "1318", "3"]


def test_no_cell_of_a_csv_file_is_a_formula(tmp_path: Path) -> None:
    """Titles, notes, initials and reasons come from outside."""
    files = written(Form.CSV, tmp_path / "show.csv")
    cells = [cell for file in files for row in rows(file) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert '\'=HYPERLINK("http://x")' in cells
    assert {"'@SUM(1)<script>alert(1)</script>", "'=L", "'-", "'+1", "line one "} <= set(cells)


def test_the_page_escapes_everything_and_needs_nothing(tmp_path: Path) -> None:
    """One file, no script, nothing fetched."""
    [path] = written(Form.HTML, tmp_path / "show.html")
    page = path.read_text(encoding="utf-8")

    assert html.escape("@SUM(1)<script>alert(1)</script>") in page
    assert "小林 &amp; 阿美" in page
    assert "default-src 'none'" in page
    assert "<td>2026-11-22 19:44:10</td>" in page
    assert '<td class="n">1,318</td>' in page
    tags = _Tags()
    tags.feed(page)
    assert not tags.seen & {"script", "img", "link", "iframe", "object", "a", "form"}
    assert tags.references == []


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.references: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.references += [name for name, _value in attrs if name in ("src", "href")]


def test_the_spreadsheet_has_a_sheet_a_table_and_no_formula(tmp_path: Path) -> None:
    """Texts as texts, whatever they begin with."""
    [path] = written(Form.XLSX, tmp_path / "show.xlsx")
    with zipfile.ZipFile(path) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        content = [book.read(name).decode() for name in sheets]
        shared = book.read("xl/sharedStrings.xml").decode()
    assert len(sheets) == len(TABLES)
    assert not [one for one in content if "<f>" in one or "<hyperlink" in one]
    assert "=HYPERLINK" in shared
    assert "无线降噪耳机" in shared
    assert "<v>2316</v>" in content[TABLES.index("traffic")]


@pytest.mark.parametrize("form", Form)
def test_headings_are_in_the_desk_s_language(tmp_path: Path, form: Form) -> None:
    """Codes stay what scripts know."""
    use_language("zh_CN")
    files = written(form, tmp_path / f"show.{form}")
    if form is Form.XLSX:
        with zipfile.ZipFile(files[0]) as book:
            content = book.read("xl/sharedStrings.xml").decode()
    else:
        content = "".join(file.read_text(encoding="utf-8") for file in files)
    assert "售出件数" in content
    assert "restored" in content


def test_a_long_table_name_fits_a_sheet(tmp_path: Path) -> None:
    """Spreadsheets refuse names over 31 letters and some signs; ours must never meet that."""
    for language in ("en", "zh_CN"):
        use_language(language)
        assert written(Form.XLSX, tmp_path / f"{language}.xlsx")


def test_a_place_that_can_t_be_written_is_named_with_the_reason(tmp_path: Path) -> None:
    """What happened and what to do; no half file."""
    with pytest.raises(CannotWrite, match=r"show\.html could not be written: No such file or directory"):
        written(Form.HTML, tmp_path / "missing" / "show.html")
    (tmp_path / "show.html").mkdir()
    with pytest.raises(CannotWrite, match="Choose another place with --output"):
        written(Form.HTML, tmp_path / "show.html")
    assert [path.name for path in tmp_path.iterdir()] == ["show.html"]


def test_a_broadcast_with_nothing_in_it_is_a_report_too(tmp_path: Path) -> None:
    """Empty tables with their headings."""
    empty = replace(report(), holds=(), sold={}, traffic=(), marks=(), calls=(), audit=())
    for form in Form:
        files = write_report(empty, form, tmp_path / f"x.{form}", titles={}, zone=ZONE, now=START)
        assert all(file.stat().st_size > 0 for file in files)
