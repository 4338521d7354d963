"""What a platform writes by itself at a product off sale, said before a press where it would not be true.

Whether it is true is the domain's to judge; this only says so.
"""

from app.domain.hold import Reason
from app.domain.truth import label_is_true
from app.views.gauge import GaugeView
from app.words import _

__all__ = ["untrue_label"]


def untrue_label(gauge: GaugeView, reason: Reason) -> str:
    """At which shop a mark for that reason would make the platform say what is not so; empty for none."""
    one = gauge.selling_round
    sold = one is not None and one.sold_out
    for line in gauge.shops:
        means = frozenset(line.label_means)
        if line.label and not label_is_true(means, reason, round_sold=sold, available=gauge.available):
            return _("{shop} would write “{label}”, not true for this reason: it stays on sale there").format(
                shop=line.name, label=line.label
            )
    return ""
