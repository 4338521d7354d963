"""What may be typed about replenishment. Standard library only."""

import argparse
from pathlib import Path

from app.cli.plan_options import Commands, Make
from app.words import _

ORDER_FORMATS = ("csv", "xlsx")


def add_stock_commands(commands: Commands, make: Make, parser_class: type[argparse.ArgumentParser]) -> None:
    """Add `replenish`, `orders` and `review`."""
    del parser_class
    make(commands, name="replenish", text=_("what to order now, in which batches, and what lies too long"))
    orders = make(commands, name="orders", text=_("draft orders: list them, or write them to a file"))
    orders.add_argument("act", nargs="?", choices=("list", "export"), default="list")
    orders.add_argument("file", nargs="?", type=Path, metavar="FILE", default=None)
    review = make(
        commands, name="review", text=_("look back on a quarter: what was missing, what was too much")
    )
    review.add_argument(
        "--quarter", metavar="2026Q3", default=None, help=_("default: the last one that is over")
    )
    text = _("kind of file; default: what its name ends in, else csv")
    orders.add_argument("--format", choices=ORDER_FORMATS, default=None, help=text)
