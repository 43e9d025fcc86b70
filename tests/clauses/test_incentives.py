"""The clause of rewards: strict reading, the same text back, differences in words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from accord.clauses import yaml_io
from accord.clauses.changes import changes
from accord.clauses.charter import PERSONAL, Charter
from accord.clauses.contents import contents, joined
from accord.clauses.incentives import Incentive
from accord.clauses.merging import merged
from accord.clauses.schema import ClauseError
from tests.clauses.strategies import incentives

STABLE = Incentive(
    "Stable shop", "40000 * ramp(uptime, 99 %, 99.9 %)", side="it", role="CIO", cap_minor=4_000_000, weight=0.5
)


def _data(*lines: Incentive) -> list[dict[str, object]]:
    found: list[dict[str, object]] = contents(Charter(incentives=lines))["incentives"]
    return found


def test_rewards_are_personal() -> None:
    assert "incentives" in PERSONAL


@given(incentives())
def test_any_clause_reads_back_as_it_was_written(lines: tuple[Incentive, ...]) -> None:
    assert joined(contents(Charter(incentives=lines))).incentives == lines
    assert yaml_io.load(yaml_io.dump(Charter(incentives=lines))).incentives == lines


def test_a_line_is_read_with_what_its_kind_says() -> None:
    text = """
incentives:
  - {name: Stable shop, side: it, role: CIO, pays: "40000 * ramp(uptime, 99 %, 99.9 %)", weight: 0.5, cap: 40000.00}
  - {name: Shop, kind: worth, horizon: month, pays: 0.42 * revenue}
  - {name: New basket, kind: decision, pays: 60000, changes: [uptime - 0.1 %]}
"""
    stable, shop, basket = yaml_io.load(text).incentives
    assert stable == STABLE
    assert (shop.kind, shop.metrics, shop.months) == ("worth", ("revenue",), 1)
    assert (basket.moves, basket.metrics) == ({"uptime": -0.001}, ("uptime",))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{name: A, pays: x}", "side is missing"),
        ("{name: A, side: it, role: CIO}", "pays is missing"),
        ("{name: A, side: it, role: CIO, pays: x * y}", "position 3"),
        ("{name: A, kind: worth, pays: x, cap: 3}", "a worth has no cap"),
        ("{name: A, kind: decision, pays: 5}", "changes is missing"),
        ("{name: A, kind: decision, pays: 5 * x, changes: [x + 1]}", "a decision brings an amount"),
        ("{name: A, kind: decision, pays: 5, changes: [x + 1, x + 2]}", "a metric is moved twice"),
        ("{name: A, kind: decision, pays: 5, changes: [2 * x]}", "does not say by how much"),
        ("{name: A, side: it, role: CIO, pays: x, weight: -1}", "is not a weight"),
        ("{name: A, side: it, role: CIO, pays: x, threshold: 5, cap: 4}", "the cap is below the threshold"),
        ("{name: A, side: it, role: CIO, pays: 5 USD * x}", "the amount is in USD"),
        ("{name: A, side: it, role: CIO, pays: x, currency: JPY, cap: 4.5}", "more digits than the currency has"),
    ],
)
def test_a_fault_names_the_line_the_key_and_the_mend(line: str, says: str) -> None:
    with pytest.raises(ClauseError) as caught:
        yaml_io.load(f"incentives: [{line}]")
    assert re.search(says, caught.value.whole)
    assert caught.value.reason not in str(caught.value), "a message may reach anybody"
    assert "incentives[1]" in caught.value.key
    assert caught.value.mend


def test_a_change_is_told_in_words_and_two_changes_are_brought_together() -> None:
    base = _data(STABLE)
    mine = [{**base[0], "weight": 0.8}]
    theirs = [{**base[0], "cap": "30000.00"}]
    assert [c.says for c in changes("incentives", base, mine)] == ["Stable shop: times 0.5 → 0.8"]
    together = merged("incentives", base, mine, theirs)
    assert (together.open, together.content[0]["weight"], together.content[0]["cap"]) == ((), 0.8, "30000.00")
