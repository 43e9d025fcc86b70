"""A glossary of a thousand words is changed word by word, and those that the form does not show stay."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings

from accord.clauses.schema import ClauseError
from accord.findings.format import Format
from accord.pages.charter import change
from accord.pages.charter.change import ChangePage
from tests.charter.made import Team
from tests.people_made_up import NOW

FORM = Format("en_IE", "UTC", "EUR")
MANY: list[dict[str, Any]] = [{"term": f"word {n}", "status": "agreed"} for n in range(1_000)]


def typed(page: ChangePage, **more: str) -> dict[str, str]:
    """What a browser sends of the form as it stands, and what somebody types into it."""
    fields = {c.name: c.value for g in page.groups for c in g.controls}
    return {**dict(page.hidden), **fields, "reason": "It was unclear.", **more}


@pytest.fixture
def long(team: Team) -> Team:
    team.in_force("glossary", MANY)
    return team


def test_one_word_of_many_is_changed_and_the_others_stay(long: Team) -> None:
    page = change.change_page(long.ada, settings.ACCORD_WORKSPACE, "glossary", "WORD 7", form=FORM)
    assert [g.title for g in page.groups] == ["word 7", "One more"]
    row = change.store(long.ada, typed(page, **{"glossary-0-it": "store"}), clause="glossary", now=NOW)
    assert len(row.content) == 1_000
    assert [t for t in row.content if t.get("it")] == [{"term": "word 7", "it": "store", "status": "agreed"}]
    again = change.edit_page(long.ada, row.id, form=FORM)
    assert [g.title for g in again.groups] == ["word 7", "One more"]
    sent = typed(again, **{"glossary-1-term": "new", "glossary-0-gone": "yes"})
    edited = change.store(long.ada, sent, proposal=row.id, version=row.version, now=NOW)
    names = {t["term"] for t in edited.content}
    assert (len(names), "new" in names, "word 7" in names) == (1_000, True, False)


def test_a_word_that_is_there_cannot_be_added_beside_it(long: Team) -> None:
    page = change.change_page(long.ada, settings.ACCORD_WORKSPACE, "glossary", form=FORM)
    assert [g.title for g in page.groups] == ["One more"]
    sent = typed(page, **{"glossary-0-term": "Word 8"})
    with pytest.raises(ClauseError, match="stands there twice") as fault:
        change.store(long.ada, sent, clause="glossary", now=NOW)
    shown = change.typed_page(long.ada, sent, clause="glossary", fault=fault.value, form=FORM)
    assert "word 8 stands there twice" in shown.wrong
    assert dict(shown.hidden)["partial"] == "yes"


def test_a_short_glossary_is_shown_whole(team: Team) -> None:
    team.in_force("glossary", MANY[:30])
    page = change.change_page(team.ada, settings.ACCORD_WORKSPACE, "glossary", form=FORM)
    assert (len(page.groups), page.hidden) == (31, ())
