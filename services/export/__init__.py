"""The report of a broadcast as files people can open: CSV, a spreadsheet, or one self-contained page.

`write_report` is the door, `write_table` that for any other table. Not for what is in the report; the
journal gathers that.
"""

from services.export.files import CannotWrite, Form, write_report, write_table
from services.export.table import Table

__all__ = ["CannotWrite", "Form", "Table", "write_report", "write_table"]
