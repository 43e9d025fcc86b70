"""A mend of rewards is said in plain sentences."""

from __future__ import annotations

from dataclasses import replace

from accord.clauses.incentives import Incentive
from accord.findings.format import Format
from accord.pages.incentives.words import Speech, mend_says

SPEECH = Speech(Format("en_IE", "Europe/Paris", "EUR"), "EUR", {}, 24)
SHOP = Incentive("Open shop", "4000 * ramp(uptime, 99 %, 100 %)", side="it", role="CIO", horizon="month")
REVENUE = Incentive("Revenue", "0.02 * revenue", side="marketing", role="CMO")


def test_only_what_changes_is_said() -> None:
    assert mend_says((SHOP, REVENUE), (SHOP, REVENUE), SPEECH) == ()
    assert mend_says((SHOP,), (replace(SHOP, weight=0.25),), SPEECH) == (
        "“Open shop” is paid 0.25 times what it is now",
    )
    assert mend_says((SHOP,), (replace(SHOP, weight=0.0),), SPEECH) == ("“Open shop” is paid no more",)
    assert mend_says((replace(SHOP, weight=0.0),), (SHOP,), SPEECH) == ("“Open shop” is paid, times 1",)


def test_a_longer_frame_at_the_same_money_is_as_much_as_now() -> None:
    after = replace(SHOP, horizon="year", weight=12.0)
    assert mend_says((SHOP,), (after,), SPEECH) == (
        "“Open shop” is paid each year instead of each month, as much as now",
    )


def test_a_line_that_a_side_takes_over_is_said_with_its_side() -> None:
    shared = replace(REVENUE, name="Revenue, shared with IT", side="it", weight=0.5)
    assert mend_says((REVENUE,), (REVENUE, shared), SPEECH) == (
        "IT shares in it: “Revenue, shared with IT” pays 0.02 * revenue, times 0.5",
    )
