"""What old figures may hide."""

from app.domain.decide import decide_product
from app.domain.risk import product_at_risk, risks_by_source, units_at_risk
from app.domain.stock import product_stock
from tests.domain.builders import NOW, POLICY, ago, at_warehouse, facts, later, room


def test_lag_times_rate_is_units_at_risk() -> None:
    """Rather one too many: 134 seconds at 2.2 a minute are 5."""
    assert units_at_risk(ago(134), NOW, 2.2) == 5
    assert units_at_risk(later(5), NOW, 2.2) == 0


def test_the_oldest_stale_part_counts_for_the_whole_product() -> None:
    """Any warehouse may be the one that sells."""
    parts = product_stock((at_warehouse(9, age_s=60), at_warehouse(9, "nj", age_s=134)), (), NOW).parts
    assert product_at_risk(parts, NOW, 3.0) == 7
    assert product_at_risk(parts, NOW, None) is None
    assert product_at_risk(product_stock((at_warehouse(9),), (), NOW).parts, NOW, 3.0) is None


def test_risks_add_up_behind_the_silent_source_only() -> None:
    """A product in two of its warehouses counts once."""
    both = facts("A", stock=[at_warehouse(80, sku="A"), at_warehouse(80, "nj", sku="A", age_s=134)], rate=1.1)
    alone = facts("B", stock=[at_warehouse(160, "nj", sku="B", age_s=134)], rate=3.0)
    well = facts("C")
    risks = risks_by_source([decide_product(one, room(), POLICY, NOW) for one in (both, alone, well)])
    assert set(risks) == {"nj"}
    assert (round(risks["nj"].per_minute, 6), risks["nj"].products, risks["nj"].riskiest) == (4.1, 2, "B")
