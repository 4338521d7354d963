"""What may be typed to a running desk: marks, rounds, trials, the broadcast. Standard library only."""

from app.cli.parsing import Commands, Parser
from app.words import _

PHASES = ("daily", "warm_up", "live")


def add_acts(commands: Commands) -> None:
    """Add what acts on products, the round, the trial, the host's phone and the broadcast."""
    commands.add("sold-out", _("mark products sold out for a limited time"), _sold_out)
    commands.add("restore", _("end holds"), _some_products)
    commands.add("stop", _("emergency stop: off sale until released"), _stop)
    commands.add("release", _("end an emergency stop"), _within_reach)
    for name, text in (
        ("show", _("say what is on air")),
        ("next", _("say what is next")),
        ("call", _("call for stock")),
        ("text", _("what to say of a product now, filled with true figures")),
        ("confirm", _("say that what was asked for at a shop worked by hand is done")),
    ):
        commands.add(name, text, _one_product)
    commands.add("round", _("sell in rounds: units set aside and sold as one wave"), _round)
    commands.add("trial", _("compare variants of a sold-out mark in a fair trial"), _trial)
    commands.add("phone", _("pair the host's phone, or shut all phones out"), _phone)
    commands.add("broadcast", _("start, end, or set the phase of the broadcast"), _broadcast)
    commands.add("status", _("what the running desk knows"))


def _some_products(parser: Parser) -> None:
    parser.add_argument("skus", nargs="+", metavar="SKU")


def _one_product(parser: Parser) -> None:
    parser.add_argument("sku", metavar="SKU")


def _sold_out(parser: Parser) -> None:
    _some_products(parser)
    by_trial = _("take minutes and reason from the next variant of the product's trial")
    parser.add_argument("--trial", action="store_true", help=by_trial)


def _within_reach(parser: Parser) -> None:
    parser.add_argument("skus", nargs="*", metavar="SKU")
    parser.add_argument("--all", action="store_true", help=_("every product at every storefront"))


def _stop(parser: Parser) -> None:
    _within_reach(parser)
    parser.add_argument("--on-air", action="store_true", help=_("the product that is on air"))


def _round(parser: Parser) -> None:
    parser.add_argument("act", choices=("start", "next", "end", "list"))
    parser.add_argument("sku", nargs="?", default=None, metavar="SKU")
    reserve = _("keep units for a group beside the round; may be repeated")
    parser.add_argument("--reserve", action="append", metavar="GROUP=N", help=reserve)
    parser.add_argument("--group", metavar="GROUP", help=_("sell what is kept for this group"))
    parser.add_argument("--trial", action="store_true", help=_("a trial of a product not on the market yet"))
    parser.add_argument("--all", action="store_true", help=_("with end: give back what is kept too"))


def _trial(parser: Parser) -> None:
    parser.add_argument("act", choices=("start", "list", "show", "end"))
    parser.add_argument("name", nargs="?", default="", metavar="NAME")
    product = _("a product on trial; may be repeated")
    parser.add_argument("--sku", action="append", metavar="SKU", help=product)
    variant = _("a way to mark: NAME:minutes=M[,delay=M][,reason=CODE]; two to five")
    parser.add_argument("--variant", action="append", metavar="VARIANT", help=variant)
    parser.add_argument("--marks", type=int, metavar="N", help=_("how many marks it may use; default 40"))
    parser.add_argument("--seed", type=int, metavar="N", help=_("draws the order of the variants"))


def _phone(parser: Parser) -> None:
    parser.add_argument("act", choices=("invite", "revoke"))


def _broadcast(parser: Parser) -> None:
    parser.add_argument("act", choices=("start", "end", "phase"))
    parser.add_argument("phase", nargs="?", choices=PHASES, default=None)
