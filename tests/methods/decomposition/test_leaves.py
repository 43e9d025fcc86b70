"""From rows to leaves."""

from __future__ import annotations

import numpy as np
import pytest

from accord.methods.decomposition import Rows, TreeError, definitions, drivers, parse
from accord.methods.decomposition.leaves import stock

REVENUE = parse("revenue = visits * conversion * order_value")


def rows(**columns: list[float]) -> Rows:
    return Rows({name: np.array(column, float) for name, column in columns.items()})


def leaf_values(formula: str, given: Rows, leaves: dict[str, str] | None = None) -> list[float]:
    tree = parse(formula)
    found = drivers(given, given, tree, rng=np.random.default_rng(0), leaves=leaves)
    return found.leaf_before[:, 0].tolist()


def test_raw_columns_serve_the_usual_ratios() -> None:
    given = rows(visits=[100, 300], orders=[10, 6], revenue=[500, 240])
    assert definitions(REVENUE, given.columns) == {
        "visits": "visits",
        "conversion": "orders / visits",
        "order_value": "revenue / orders",
    }
    assert leaf_values("r = visits * conversion * order_value", given) == [400, 16 / 400, 740 / 16]


def test_rates_in_the_rows_are_weighted_by_what_stands_before_them() -> None:
    given = rows(visits=[100, 300], conversion=[0.1, 0.02], order_value=[50, 40])
    assert leaf_values("r = visits * conversion * order_value", given) == pytest.approx([400, 16 / 400, 740 / 16])


def test_a_rate_divided_by_is_weighted_so_that_the_total_holds() -> None:
    given = rows(spend=[100, 300], cost_per_click=[1, 2], value=[3, 5])
    spend, cost, value = leaf_values("r = spend / cost_per_click * value", given)
    assert spend / cost * value == pytest.approx(100 * 3 + 150 * 5)
    assert cost == pytest.approx(400 / 250)


def test_a_rate_within_a_sum_takes_the_weight_of_the_whole_sum() -> None:
    given = rows(visits=[100, 300], online=[0.1, 0.02], by_phone=[0.0, 0.04])
    assert leaf_values("r = visits * (online + by_phone)", given) == pytest.approx([400, 16 / 400, 12 / 400])


def test_what_weighs_the_rates_may_stand_anywhere() -> None:
    given = rows(visits=[100, 300], orders=[10, 6], order_value=[50, 40])
    conversion, value, visits = leaf_values("r = conversion * order_value * visits", given)
    assert (visits, conversion) == (400, 0.04)
    assert visits * conversion * value == pytest.approx(10 * 50 + 6 * 40)


def test_the_volume_may_be_named() -> None:
    given = rows(price=[2, 3], units=[10, 30])
    tree = parse("r = price * units")
    found = drivers(given, given, tree, rng=np.random.default_rng(0), volume="units")
    assert found.leaf_before[:, 0].tolist() == [110 / 40, 40]


def test_definitions_may_be_given() -> None:
    given = rows(sessions=[100], sales=[4], returned=[1], money=[90])
    leaves = {
        "visits": "sessions",
        "conversion": "(sales - returned) / sessions",
        "order_value": "money / (sales - returned)",
    }
    assert leaf_values("r = visits * conversion * order_value", given, leaves) == pytest.approx([100, 0.03, 30])


def test_plain_sums_need_no_weights() -> None:
    assert leaf_values("r = web + store", rows(web=[1, 2], store=[3, 4])) == [3, 7]


@pytest.mark.parametrize(
    ("leaves", "message"),
    [
        ({"visits": "hits"}, "visits = hits needs the missing column hits"),
        ({"clicks": "visits"}, "not in the formula: clicks"),
        ({"conversion": "orders / visits / visits"}, "divides twice"),
    ],
)
def test_definitions_that_cannot_be_used_are_refused(leaves: dict[str, str], message: str) -> None:
    given = rows(visits=[100], orders=[4], revenue=[90])
    with pytest.raises(TreeError, match=message):
        stock(REVENUE, given, definitions(REVENUE, given.columns, leaves))


def test_a_missing_column_is_named_with_what_would_serve() -> None:
    with pytest.raises(TreeError, match=r"no column 'conversion' .*visits.*orders / visits"):
        definitions(REVENUE, {"visits": None})


def test_a_missing_value_is_named_by_row_and_leaf() -> None:
    with pytest.raises(ValueError, match="row 1: 'visits' has no value"):
        leaf_values("r = visits * rate", rows(visits=[1, np.nan], rate=[1, 1]))


def test_a_missing_rate_of_no_visits_says_nothing() -> None:
    assert leaf_values("r = visits * rate", rows(visits=[4, 0], rate=[0.5, np.nan])) == [4, 0.5]


def test_columns_of_unlike_length_are_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        rows(visits=[1, 2], orders=[1])
    with pytest.raises(ValueError, match="group has 1 rows"):
        Rows({"visits": np.ones(2)}, np.array(["web"]))
