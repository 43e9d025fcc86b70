"""Search: what answers, in which order, marked where it does, and never what the reader may not see."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accord.decisions.models import Published
from accord.findings.format import Format
from accord.pages.search.matching import START, WHOLE, WITHIN, WORD, fold, pieces, score, words_of
from accord.pages.search.page import MOST_OF_PART, SearchPage, search_page
from accord.people.models import Person
from accord.people.operations import deactivate
from accord.people.rights import NotAllowed, Role
from accord.record.writing import HOUSE
from tests.people_made_up import NOW, person
from tests.web.scenes_findings import published

pytestmark = pytest.mark.django_db
FORM = Format("en_IE", "Europe/Paris", "EUR")


def _page(who: Person, query: str, **more: Any) -> SearchPage:
    audience = more.pop("audience", "marketing")
    return search_page(who, settings.ACCORD_WORKSPACE, query, now=NOW, audience=audience, form=FORM, made_up="", **more)


def _titles(page: SearchPage, name: str) -> list[str]:
    return ["".join(p.text for p in h.title) for g in page.groups if g.name == name for h in g.hits]


@pytest.mark.parametrize(
    ("word", "text", "rank"),
    [
        ("checkout", "Checkout", WHOLE),
        ("check", "Checkout down", START),
        ("down", "Checkout down", WORD),
        ("out", "Checkout down", WITHIN),
        ("out", "Checkout outage", WORD),
        ("payment", "Checkout down", 0),
    ],
)
def test_the_start_of_a_text_answers_better_than_a_word_and_a_word_better_than_a_part(
    word: str, text: str, rank: int
) -> None:
    assert score((word,), text) == 10 * rank


def test_a_title_answers_better_than_what_stands_below_it() -> None:
    assert score(("out",), "Checkout") > score(("out",), "Search", "out")


def test_every_word_must_be_there() -> None:
    assert score(words_of("black friday"), "Friday is black")
    assert not score(words_of("black monday"), "Friday is black")
    assert not score(words_of("  "), "Friday is black")


@pytest.mark.parametrize(
    ("query", "text"), [("cafe", "Café"), ("CAFÉ", "cafe"), ("strasse", "Straße"), ("ångström", "Angstrom")]
)
def test_case_and_accents_do_not_matter(query: str, text: str) -> None:
    assert score(words_of(query), text)
    assert [p.text for p in pieces(words_of(query), text) if p.marked] == [text]


@given(st.text(), st.lists(st.text(min_size=1)))
def test_marking_loses_nothing_of_the_text(text: str, words: list[str]) -> None:
    folded = tuple(w for word in words for w in words_of(word))
    cut = pieces(folded, text)
    assert "".join(p.text for p in cut) == text
    assert all(a.marked != b.marked for a, b in itertools.pairwise(cut))


@given(st.text(min_size=1))
def test_whatever_is_in_a_text_is_found_in_it_and_marked(text: str) -> None:
    words = words_of(text)
    if words:
        assert score(words, text)
        assert any(p.marked for p in pieces(words, text))


@given(st.text())
def test_folding_twice_changes_nothing_nor_does_folding_letter_by_letter(text: str) -> None:
    assert fold(text) == "".join(fold(c) for c in text)
    assert fold(fold(text)) == fold(text)


def test_findings_are_found_in_the_words_of_the_reader() -> None:
    published()
    mara = person(Role.CMO)
    row = Published.objects.filter(gone_at=None).exclude(title_it="").first()
    assert row is not None
    Published.objects.filter(pk=row.pk).update(title_marketing="Lanterns for sale", title_it="Lamps on the bus")
    assert _titles(_page(mara, "lantern"), "findings") == ["Lanterns for sale"]
    assert _titles(_page(mara, "lantern", audience="it"), "findings") == []
    assert _titles(_page(mara, row.finding), "findings") == ["Lanterns for sale"]


def test_a_finding_that_is_told_no_more_is_not_found() -> None:
    published()
    mara = person(Role.CMO)
    Published.objects.update(gone_at=NOW, title_marketing="Lanterns for sale")
    assert _titles(_page(mara, "lantern"), "findings") == []


def test_people_are_found_by_name_and_their_addresses_only_by_who_may_invite() -> None:
    mara, ada = person(Role.CMO), person(Role.MARKETING)
    assert ada.name in _titles(_page(mara, "ada"), "people")
    assert ada.name in _titles(_page(mara, ada.email), "people")
    assert _titles(_page(ada, mara.email), "people") == []
    [hit] = [h for g in _page(ada, "mara").groups if g.name == "people" for h in g.hits]
    assert hit.route == ""
    [own] = [h for g in _page(ada, ada.email).groups if g.name == "people" for h in g.hits]
    assert own.route == "person"


def test_who_was_shut_out_is_found_only_by_who_may_invite() -> None:
    mara, ben, lio = person(Role.CMO), person(Role.IT), person(Role.LIAISON)
    deactivate(by=HOUSE, whom=ben, now=NOW)
    assert _titles(_page(lio, "ben"), "people") == []
    assert _titles(_page(mara, "ben"), "people") == [ben.name]


def test_analyses_facts_clauses_and_pages_are_found_and_lead_somewhere(client: Client) -> None:
    published()
    mara = person(Role.CMO)
    client.force_login(mara, backend="django.contrib.auth.backends.ModelBackend")
    for query, place in (
        ("clash", "analyses"),
        ("orders", "facts"),
        ("servicenow", "facts"),
        ("owner", "clauses"),
        ("password", "pages"),
    ):
        assert _titles(_page(mara, query), place), query
    routes = {(h.route, h.args) for q in ("a", "e", "o") for g in _page(mara, q).groups for h in g.hits if h.route}
    for route, args in sorted(routes, key=str):
        assert client.get(reverse(route, args=args)).status_code in (200, 302), route


def test_the_administration_is_found_only_by_who_may_open_it() -> None:
    assert "Administration" in _titles(_page(person(Role.ADMINISTRATOR), "administration"), "pages")
    assert "Administration" not in _titles(_page(person(Role.CMO), "administration"), "pages")


def test_better_answers_stand_first_and_the_dialog_shows_a_few() -> None:
    published()
    page = _page(person(Role.CMO), "o", part=True)
    assert all(len(g.hits) <= MOST_OF_PART for g in page.groups)
    best = [g.hits[0].score for g in page.groups]
    assert best == sorted(best, reverse=True)
    for group in page.groups:
        scores = [h.score for h in group.hits]
        assert scores == sorted(scores, reverse=True)


def test_nobody_who_was_shut_out_searches() -> None:
    who = person(Role.IT)
    who.is_active = False
    with pytest.raises(NotAllowed):
        _page(who, "a")


def test_the_page_marks_what_was_looked_for_and_the_part_has_no_frame(client: Client) -> None:
    published()
    client.force_login(person(Role.CMO), backend="django.contrib.auth.backends.ModelBackend")
    whole = client.get(reverse("search"), {"q": "checkout"}).content.decode()
    assert "<mark>" in whole
    assert 'id="search"' in whole
    part = client.get(reverse("search"), {"q": "checkout", "part": "1"}).content.decode()
    assert "<mark>" in part
    assert "<html" not in part


def test_what_is_typed_is_shown_as_text(client: Client) -> None:
    client.force_login(person(Role.CMO), backend="django.contrib.auth.backends.ModelBackend")
    text = client.get(reverse("search"), {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in text
