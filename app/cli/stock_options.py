"""What may be typed about what to show and what to order. Standard library only."""

from pathlib import Path

from app.cli.parsing import Commands, Parser
from app.words import _

ORDER_FORMATS = ("csv", "xlsx")


def add_stock_commands(commands: Commands) -> None:
    """Add `line-up`, `price`, `replenish`, `orders` and `review`."""
    commands.add("line-up", _("what to show next and why; after a broadcast, what to show in the next"))
    commands.add("price", _("say what a product costs from now on, until the broadcast ends"), _price)
    commands.add("replenish", _("what to order now, in which batches, and what lies too long"))
    commands.add("orders", _("draft orders: list them, or write them to a file"), _orders)
    commands.add("review", _("look back on a quarter: what was missing, what was too much"), _review)


def _price(parser: Parser) -> None:
    parser.add_argument("sku", metavar="SKU")
    parser.add_argument("price", metavar="AMOUNT")


def _orders(parser: Parser) -> None:
    parser.add_argument("act", nargs="?", choices=("list", "export"), default="list")
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", default=None)
    text = _("kind of file; default: what its name ends in, else csv")
    parser.add_argument("--format", choices=ORDER_FORMATS, default=None, help=text)


def _review(parser: Parser) -> None:
    text = _("default: the last one that is over")
    parser.add_argument("--quarter", metavar="2026Q3", default=None, help=text)
