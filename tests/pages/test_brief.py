"""The page of a brief, before any rendering."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accord.findings.finding import AUDIENCES, Audience
from accord.pages.brief import FIRST, brief_page
from tests.pages import made_up


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_amounts_are_the_same_for_every_audience(audience: Audience) -> None:
    page, other = brief_page(made_up.brief(), audience), brief_page(made_up.brief(), "finance")
    assert [f.amount for f in page.findings] == [f.amount for f in other.findings]
    assert page.cells == other.cells
    assert page.numbers == other.numbers


def test_each_audience_reads_its_own_words() -> None:
    bodies = {brief_page(made_up.brief(), audience).first[1].say for audience in AUDIENCES}
    assert len(bodies) == len(AUDIENCES)


def test_what_costs_most_to_wait_stands_first_whatever_the_order_it_came_in() -> None:
    brief = made_up.brief()
    turned = replace(brief, findings=brief.findings[::-1])
    assert brief_page(turned, "it").first == brief_page(brief, "it").first
    assert brief_page(turned, "it").first[0].analysis == "clashes"
    assert len(brief_page(turned, "it").first) == FIRST


def test_a_cell_without_facts_says_what_would_measure_it() -> None:
    cells = {c.cell: c for c in brief_page(made_up.brief(), "it").cells}
    empty = cells["it_earned_marketing"]
    assert (empty.measured, empty.totals, empty.says) == (False, (), "Not measured")
    assert empty.missing[0].how_to_get == "the Jira export with Created and Resolved"
    assert cells["marketing_cost_it"].says == "1 finding, none with a sum of money"


def test_unlike_amounts_stand_beside_each_other_and_are_not_added() -> None:
    cell = brief_page(made_up.brief(), "it").cells[0]
    assert [(t.amount.kind, t.amount.mid) for t in cell.totals] == [("at_risk", 2_680_000), ("lost", 2_140_000)]


def test_two_findings_on_the_same_money_are_counted_once_and_both_say_so() -> None:
    page = brief_page(made_up.brief(), "finance")
    lost = page.cells[0].totals[1]
    by_id = {f.id: f for f in page.findings}
    assert (len(lost.counted), len(lost.left_out)) == (1, 1)
    assert "counted once" in lost.says
    assert by_id[lost.left_out[0]].overlaps == (
        "Speaks of the same as “Checkout was down for 41 minutes during Autumn Sale” and is not added to it: "
        "counted once.",
    )
    assert by_id[lost.counted[0]].overlaps == (
        "“Payments degraded while checkout was down” speaks of the same: counted once.",
    )


def test_the_notices_stand_only_where_they_are_true() -> None:
    assert brief_page(made_up.brief(), "it").made_up
    assert brief_page(made_up.brief(), "it").draft
    real = brief_page(made_up.brief(made_up=False, signed=True), "it")
    assert (real.made_up, real.draft) == ("", "")


def test_the_bars_of_the_first_findings_share_one_scale() -> None:
    turned = replace(made_up.brief(), findings=tuple(f for f in made_up.findings() if f.analysis != "lift"))
    amounts = [f.amount for f in brief_page(turned, "it").first if f.amount]
    zero = {a.track.zero for a in amounts}
    assert len(zero) == 1
    (nil,) = zero
    assert nil is not None
    per_cent = {round((a.track.mid - nil) / (a.mid / 100), 6) for a in amounts}
    assert max(per_cent) - min(per_cent) < 1e-5


def test_beyond_the_first_page_bars_of_one_kind_share_a_scale() -> None:
    small = [replace(made_up.provider(), subject=f"S{n}", amount=made_up.money(n, n - 1, n + 1)) for n in range(2, 9)]
    page = brief_page(replace(made_up.brief(), findings=(*made_up.findings(), *small)), "it")
    tracks = [f.amount.track for f in page.others if f.amount and f.kind == "lost"]
    assert len(tracks) == 8
    assert max(t.high for t in tracks) > 70
    assert {t.zero for t in tracks} == {None}


def test_findings_of_unlike_kinds_on_the_same_money_say_that_they_are_not_added() -> None:
    whole = replace(made_up.findings()[5], claims=made_up.outage().claims)
    page = brief_page(replace(made_up.brief(), findings=(made_up.outage(), whole)), "it")
    said = {f.analysis: (f.overlaps, f.beside) for f in page.findings}
    assert said["outages"] == (
        (),
        "Speaks of the same as “Fewer visitors bought: revenue fell although visits rose”; "
        "unlike amounts are not added.",
    )
    assert said["drivers"][0] == ()


def test_files_of_one_kind_and_side_are_told_together() -> None:
    brief = made_up.brief()
    page = brief_page(replace(brief, sources=(*brief.sources, replace(brief.sources[0], file="more.csv"))), "it")
    assert [(e.recognised_as, e.files) for e in page.exports][:2] == [("Shopify orders", 2), ("iCalendar", 1)]
    assert page.exports[0].says == "108,422 rows in 2 files, 19 Nov 2026 to 19 Nov 2026"


def test_what_cannot_be_told_in_money_stands_apart() -> None:
    page = brief_page(made_up.brief(), "it")
    assert [f.analysis for f in page.untold] == ["load"]
    assert set(page.others) == {*page.told, *page.untold}


def test_the_line_above_tells_sums_of_money_alone() -> None:
    made = made_up.brief()
    page = brief_page(replace(made, findings=(made_up.word(), *made.findings[:1])), "it")
    assert page.numbers == tuple(f"{f.amount.text} {f.amount.kind_word}" for f in page.first if f.amount)
    assert brief_page(replace(made, findings=(made_up.word(),)), "it").numbers == ()


def test_a_brief_without_findings_is_still_a_page() -> None:
    page = brief_page(replace(made_up.brief(), findings=(), sources=()), "it")
    assert (page.title, page.first, page.numbers) == ("Nothing to decide", (), ())
    assert page.sources_line == "No files were read"
