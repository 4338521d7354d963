"""Tables as one page that needs nothing else: no script, no picture, nothing fetched; every text escaped."""

from datetime import datetime
from html import escape

from app.words import MISSING, language, number
from services.export.cells import cleaned
from services.export.table import Cell, Table

_STYLE = """
body { font: 14px/1.5 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", system-ui, sans-serif;
  margin: 24px; color: #1e1e1e; background: #fff; }
h1 { font-size: 24px; } h2 { font-size: 16px; margin-top: 32px; }
table { border-collapse: collapse; }
th, td { padding: 4px 12px 4px 0; text-align: left; vertical-align: top; }
th { border-bottom: 2px solid #767676; } td { border-bottom: 1px solid #c4c4c4; }
.n { text-align: right; font-variant-numeric: tabular-nums; }
@media print { h2 { break-after: avoid; } tr { break-inside: avoid; } }
"""


def html_bytes(title: str, tables: tuple[Table, ...]) -> bytes:
    """All tables as one page."""
    body = "\n".join(_section(table) for table in tables)
    lang = language().replace("_", "-")
    page = f"""<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{_escaped(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>{_escaped(title)}</h1>
{body}
</body>
</html>
"""
    return page.encode("utf-8")


def _section(table: Table) -> str:
    head = "".join(f"<th>{_escaped(column)}</th>" for column in table.columns)
    rows = "\n".join(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>" for row in table.rows)
    return f"<h2>{_escaped(table.title)}</h2>\n<table>\n<tr>{head}</tr>\n{rows}\n</table>"


def _cell(cell: Cell) -> str:
    if cell is None:
        return f"<td>{MISSING}</td>"
    if isinstance(cell, datetime):
        return f"<td>{cell:%Y-%m-%d %H:%M:%S}</td>"
    if isinstance(cell, int):
        return f'<td class="n">{number(cell)}</td>'
    if isinstance(cell, float):
        return f'<td class="n">{cell:g}</td>'
    return f"<td>{_escaped(cell)}</td>"


def _escaped(text: str) -> str:
    return escape(cleaned(text))
