"""What may be typed that needs no running desk: checks, files, audit, rehearsals. Standard library only."""

from pathlib import Path

from app.cli.parsing import Commands, Parser
from app.words import _

FORMATS = ("csv", "xlsx", "html")
AUDIT_FORMATS = ("csv", "jsonl")
LAST = 20
"""Broadcasts that are looked back on; a test holds it to the domain's figure."""
FASTEST = 200.0
"""Nobody sees anything of a rehearsal that is faster."""


def add_local_commands(commands: Commands) -> None:
    """Add what this process answers by itself."""
    commands.add("check", _("contact each source once and say what is wrong"))
    commands.add("secret", _("store a secret in the system's key ring"), _secret)
    commands.add("import", _("import daily sales: date, sku, units"), _import)
    commands.add("export", _("write the report of a broadcast"), _export)
    text = _("compare real and virtual: true stock, true sales, what sold-outs did")
    commands.add("compare", text, _compare)
    commands.add("audit", _("verify the audit's chain, or write the audit to a file"), _audit)
    text = _("play a scenario or a recorded broadcast again, policies side by side")
    commands.add("rehearse", text, _rehearse)
    text = _("what the next broadcast should come to, and what stock to prepare")
    commands.add("forecast", text, _forecast)
    text = _("how often ranges held, and what became of cues, in one broadcast or the last ones")
    commands.add("calibration", text, _calibration)


def _secret(parser: Parser) -> None:
    parser.add_argument("act", choices=("set",))
    parser.add_argument("name", metavar="NAME")


def _import(parser: Parser) -> None:
    parser.add_argument("what", choices=("sales",))
    parser.add_argument("file", type=Path, metavar="FILE")


def _export(parser: Parser) -> None:
    parser.add_argument("--broadcast", type=int, required=True, metavar="ID")
    parser.add_argument("--format", choices=FORMATS, default="csv")
    parser.add_argument("--output", type=Path, metavar="FILE", default=None)


def _compare(parser: Parser) -> None:
    parser.add_argument("--broadcast", type=int, metavar="ID", default=None)


def _audit(parser: Parser) -> None:
    parser.add_argument("act", choices=("verify", "export"))
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", default=None)
    parser.add_argument("--format", choices=AUDIT_FORMATS, default="csv")
    parser.add_argument("--head", metavar="DIGEST", default="", help=_("a head known from an earlier export"))


def _rehearse(parser: Parser) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--scenario", metavar="NAME", default=None, help=_("default: evening"))
    which.add_argument("--broadcast", type=int, metavar="ID", default=None)
    parser.add_argument(
        "--policy", action="append", metavar="NAME", default=[], help=_("what people do; may be repeated")
    )
    parser.add_argument("--seed", type=int, metavar="N", default=1, help=_("same seed, same broadcast"))
    text = _("tell how far it is as JSON lines; ends with its standard input")
    parser.add_argument("--follow", action="store_true", default=False, help=text)
    text = _("open the desk on it, marked as a rehearsal")
    parser.add_argument("--window", action="store_true", default=False, help=text)
    text = _("with --follow or --window: how many times as fast as life, up to 200")
    parser.add_argument("--speed", type=_speed, metavar="X", default=None, help=text)


def _forecast(parser: Parser) -> None:
    text = _("viewers to expect; default: the mean of the last three hours")
    parser.add_argument("--viewers", type=int, metavar="N", default=None, help=text)
    text = _("people who asked to be reminded")
    parser.add_argument("--reservations", type=int, metavar="N", default=None, help=text)
    text = _("clicks on products in the warm-up")
    parser.add_argument("--clicks", type=int, metavar="N", default=None, help=text)
    text = _("what one order is worth")
    parser.add_argument("--order-value", type=_positive, metavar="V", default=None, help=text)
    text = _("the part of orders by buyers who have bought before, 0 to 1")
    parser.add_argument("--repeat-share", type=_share, metavar="S", default=None, help=text)


def _speed(text: str) -> float:
    value = _positive(text)
    if value > FASTEST:
        raise ValueError(text)
    return value


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise ValueError(text)
    return value


def _share(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise ValueError(text)
    return value


def _calibration(parser: Parser) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--broadcast", type=int, metavar="ID", default=None)
    text = _("the last N broadcasts together; default: 20")
    which.add_argument("--last", type=_count, metavar="N", nargs="?", const=LAST, default=None, help=text)
    text = _("with --last: tell how far it is as JSON lines; ends with its standard input")
    parser.add_argument("--follow", action="store_true", default=False, help=text)


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError(text)
    return value
