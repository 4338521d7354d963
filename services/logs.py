"""Log files: one JSON object a line, secrets taken out last, size bounded.

Not for the audit, which lives in the journal.
"""

import logging
import sys
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path

import structlog

QUIET = ("httpx2", "apscheduler", "alembic", "sqlalchemy", "asyncio", "keyring", "wakepy")
"""Libraries that speak too freely at INFO; some would log whole addresses."""


class _Redacting(logging.Formatter):
    """Formats through structlog, then takes secrets out of the finished line, tracebacks included."""

    def __init__(self, redact: Callable[[str], str]) -> None:
        super().__init__()
        self._redact = redact
        self._format = structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
            ],
            foreign_pre_chain=[structlog.stdlib.add_log_level, _stamp],
        )

    def format(self, record: logging.LogRecord) -> str:
        """One line; JSON escapes line breaks, so no text from outside can forge another."""
        return self._redact(self._format.format(record))


_stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)


def configure(
    folder: Path | None, redact: Callable[[str], str], *, name: str = "stockcue", to_stderr: bool = False
) -> None:
    """Log into `folder`/`name`.log (5 × 2 MB), and warnings to standard error where asked.

    Each process has a name of its own: two that turn over one file would lose lines.
    """
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.setLevel(logging.INFO)
    formatter = _Redacting(redact)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = RotatingFileHandler(
            folder / f"{name}.log", maxBytes=2_000_000, backupCount=5, encoding="utf-8", delay=True
        )
        file.setFormatter(formatter)
        root.addHandler(file)
    if to_stderr:
        stream = logging.StreamHandler(sys.stderr)
        stream.setLevel(logging.WARNING)
        stream.setFormatter(formatter)
        root.addHandler(stream)
    for library in QUIET:
        logging.getLogger(library).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            _stamp,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
