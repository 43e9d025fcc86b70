"""Words that somebody takes up one after the other are one proposal, and sign like every clause."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings

from accord.charter import operations, queries
from accord.charter.models import Proposal
from accord.charter.reading import charter_of
from accord.clauses.charter import SILENT_WHEN_EMPTY
from accord.clauses.glossary import Term
from accord.people.models import Person
from accord.people.rights import NotAllowed, Role
from accord.record.refusals import Unfinished
from tests.charter.made import Team
from tests.people_made_up import NOW, person

CAB = Term("CAB", marketing="Customer Advisory Board", it="Change Advisory Board", status="proposed")


def proposed(*terms: Term, by: Person, reason: str = "It means two things.") -> Proposal:
    return operations.propose_terms(*terms, reason=reason, by=by, now=NOW)


def test_words_of_one_person_go_into_one_draft(team: Team) -> None:
    first = proposed(CAB, by=team.ada)
    again = proposed(Term("CMS", it="store"), Term("cabs", it="Change Board"), by=team.ada, reason="So does CMS.")
    assert again.id == first.id
    assert again.reason == "It means two things. So does CMS."
    assert [(t["term"], t["it"]) for t in again.content] == [("CAB", "Change Board"), ("CMS", "store")]
    assert again.content[0]["variants"] == ["cabs"]
    assert proposed(CAB, by=team.ben).id != first.id


def test_a_word_that_is_there_already_changes_nothing(team: Team) -> None:
    team.in_force("glossary", [{"term": "CAB", "marketing": CAB.marketing, "it": CAB.it, "status": "proposed"}])
    with pytest.raises(Unfinished, match="changes nothing"):
        proposed(CAB, by=team.ada)


def test_signed_words_are_what_the_charter_says(team: Team, committed: Any) -> None:
    row = proposed(CAB, by=team.ada)
    operations.propose(row.id, version=row.version, by=team.ada, now=NOW)
    with committed():
        team.signed(row, team.cmo)
        team.signed(row, team.cio)
    charter = charter_of(settings.ACCORD_WORKSPACE)
    assert charter.glossary == (CAB,)
    assert charter.is_signed("glossary")
    assert queries.in_force()["glossary"].number == 1


def test_who_may_not_prepare_proposes_no_word(team: Team) -> None:
    with pytest.raises(NotAllowed):
        proposed(CAB, by=person(Role.AUDITOR))


def test_a_charter_signed_before_there_was_a_glossary_stays_signed(team: Team, committed: Any) -> None:
    """An empty glossary asks for no signature; the first word does."""
    with committed():
        for clause, one in queries.standing(settings.ACCORD_WORKSPACE).items():
            if clause not in SILENT_WHEN_EMPTY:
                team.in_force(clause, _other(clause, one.content))
    assert queries.agreed(settings.ACCORD_WORKSPACE).is_signed()
    file = settings.ACCORD_WORKSPACE.charter
    file.write_text(file.read_text().replace("glossary: []", "glossary: [{term: CAB}]"))
    assert not queries.agreed(settings.ACCORD_WORKSPACE).is_signed()


def _other(clause: str, content: Any) -> Any:
    """The clause with some change, so that there is something to sign."""
    more: dict[str, Any] = {
        "organisation": {**content, "name": "Made-up Shop"} if clause == "organisation" else None,
        "services": [{"name": "Checkout"}],
        "calendar": {**content, "country": "DE"} if clause == "calendar" else None,
        "owners": [{"subject": "default", "marketing": "Brand", "it": "Platform"}],
        "liaisons": [{"name": "Made-up Lio", "side": "it"}],
        "record": {"orders": "shopify_orders"},
    }
    return more[clause]
