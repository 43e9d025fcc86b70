"""Each clause of any charter has its sentence on the charter's page."""

from __future__ import annotations

from hypothesis import given, settings

from accord.clauses.charter import PARTS, Charter
from accord.clauses.contents import contents
from accord.pages.charter.showing import blocks, summary
from accord.worlds.retailer import World
from accord.worlds.settings import Settings
from tests.clauses.strategies import charters


@settings(max_examples=40)
@given(charters)
def test_any_clause_says_itself_in_a_sentence(charter: Charter) -> None:
    for clause, content in contents(charter).items():
        assert summary(clause, content).endswith(".")
        assert isinstance(blocks(clause, content), tuple)


def test_the_made_up_company_fills_every_clause_that_a_page_must_say() -> None:
    said = World(Settings()).clauses()
    assert sorted(set(PARTS) - set(said)) == ["liaisons"]
    assert all(summary(clause, content).endswith(".") for clause, content in said.items())
