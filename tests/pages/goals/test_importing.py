"""Goals brought along stand beside those that are there, and a target without a deadline is only watched."""

from __future__ import annotations

from datetime import date

from accord.clauses.charter import Charter, Owner
from accord.clauses.yaml_io import dump, load
from accord.pages.goals.importing import goals_in
from tests.methods.goal_files.test_reading import OKRS, OPENSLO

CHARTER = Charter(owners=(Owner("goals", "Head of brand", "Head of platform"),))


def test_entries_are_key_results_that_the_charter_reads_back() -> None:
    got = goals_in(CHARTER, OKRS.encode(), file="okrs.csv")
    assert (got.taken, got.aimed) == (4, 3)
    assert load(dump(got.charter)) == got.charter
    [objective] = got.charter.objectives
    first = objective.key_results[0]
    assert (first.name, first.target, first.by) == ("raise_nps", 45.0, date(2026, 12, 31))
    assert (first.owner_marketing, first.owner_it) == ("Head of brand", "Head of platform")
    assert ("Answer fast", "its target (4) has no deadline: name it in the clause, or with --by") in got.unsaid


def test_a_deadline_given_beside_the_file_makes_targets_of_them() -> None:
    got = goals_in(CHARTER, OPENSLO.encode(), file="slos.yaml", by=date(2026, 12, 31), marketing="A", it="B")
    [result] = got.charter.objectives[0].key_results
    assert (result.target, result.metric.service, result.owner_marketing) == (0.9995, "checkout", "A")


def test_a_metric_that_has_a_key_result_keeps_it() -> None:
    once = goals_in(CHARTER, OKRS.encode(), file="okrs.csv").charter
    again = goals_in(once, OKRS.encode(), file="okrs.csv")
    assert again.charter == once
    assert again.taken == 0
    assert sum("which stays" in why for _, why in again.unsaid) == 4
