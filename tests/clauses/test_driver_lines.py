"""Lines of drivers make one tree, or say what is wrong with them."""

from __future__ import annotations

import pytest

from accord.clauses.driver_lines import Driver, parse, root


def test_lines_become_a_tree_with_its_holders() -> None:
    nodes = parse(["revenue = visits * conversion", "visits = paid + free", "conversion: it", "free: both"])
    assert root(nodes) == "revenue"
    assert nodes["visits"] == Driver("visits", ("paid", "free"), "+")
    assert (nodes["conversion"].holder, nodes["free"].holder, nodes["paid"].holder) == ("it", "both", None)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["a equals b"], "is no driver"),
        (["a = b"], "only \\* or only \\+"),
        (["a = b * c + d"], "only \\* or only \\+"),
        (["a = b * 2"], "joins in no way"),
        (["a = b * b"], "a part twice"),
        (["a = b * c", "a = d * e"], "a second time"),
        (["a = b * c", "d = b * e"], "part of both a and d"),
        (["a = b * c", "b = a * d"], "made of itself"),
        ([f"n{n} = n{n + 1} * m{n}" for n in range(40)], "levels deep"),
        ([f"a{n} = b{n} + c{n}" for n in range(200)], "at most 400"),
    ],
)
def test_a_fault_names_itself_and_the_mend(lines: list[str], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse(lines)
