"""The report of a broadcast as files people can open: CSV, a spreadsheet, or one self-contained page.

`write_report` is the door. Not for what is in the report; the journal gathers that.
"""

from services.export.files import CannotWrite, Form, write_report

__all__ = ["CannotWrite", "Form", "write_report"]
