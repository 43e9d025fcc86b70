"""The first run, and the made-up people of a demo."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accord.people import operations, queries
from accord.people.models import FirstRun, Person
from accord.people.operations import InvalidLink
from accord.people.operations.beginning import Begun
from accord.people.rights import Role
from accord.record import clock
from tests.people_made_up import NOW, person

pytestmark = pytest.mark.django_db
GOOD = {"name": "Made-up Mara", "email": "mara@x.example", "password": "wobbly lantern orchard 52"}


def _begin(token: str, **given: str) -> Person:
    return operations.begin(token=token, **(GOOD | given), role=Role.CMO, now=NOW)


def test_the_consoles_word_makes_the_first_person_once() -> None:
    token = operations.first_run_token(NOW)
    assert token is not None
    mara = _begin(token)
    assert (mara.role, mara.side, mara.joined_at) == ("cmo", "marketing", NOW)
    assert not FirstRun.objects.exists()
    with pytest.raises(Begun):
        _begin(token, email="eve@x.example")
    assert operations.first_run_token(NOW) is None


def test_a_new_word_ends_the_one_before_and_only_a_hash_is_kept() -> None:
    old, new = operations.first_run_token(NOW), operations.first_run_token(NOW)
    assert old is not None
    assert new is not None
    with pytest.raises(InvalidLink):
        _begin(old)
    assert new not in str(FirstRun.objects.values().get())
    assert _begin(new)


def test_without_the_word_nobody_begins() -> None:
    operations.first_run_token(NOW)
    for wrong in ("", "guess", "0" * 43):
        with pytest.raises(InvalidLink):
            _begin(wrong)
    assert not queries.somebody()


def test_a_form_that_is_wrong_leaves_the_word_good() -> None:
    token = operations.first_run_token(NOW)
    assert token is not None
    with pytest.raises(ValidationError):
        _begin(token, password="1234567890")
    with pytest.raises(ValidationError):
        _begin(token, email="nobody")
    with pytest.raises(ValueError, match="the first person is one of"):
        operations.begin(token=token, **GOOD, role=Role.AUDITOR, now=NOW)
    assert _begin(token)


def test_every_page_leads_to_the_first_run_while_there_is_nobody(client: Client) -> None:
    for address in ("/", "/today", "/people", "/account/login/", "/administration/", "/nowhere"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, "/first-run"), address
    person(Role.AUDITOR)
    assert client.get("/account/login/").status_code == 200
    assert client.get("/first-run")["Location"] == "/today"


def test_the_first_person_is_signed_in_and_walks_on(client: Client) -> None:
    token = operations.first_run_token(clock.now())
    answer = client.post("/first-run", {**GOOD, "token": token, "role": "cio"})
    assert (answer.status_code, answer["Location"]) == (302, "/today")
    assert client.get("/you").status_code == 200
    assert Person.objects.get().role == "cio"


def test_a_wrong_form_says_why_and_keeps_what_was_typed_but_the_password(client: Client) -> None:
    token = operations.first_run_token(clock.now())
    answer = client.post("/first-run", {**GOOD, "token": token, "role": "cio", "password": "short"})
    assert answer.status_code == 400
    said = answer.content.decode()
    assert "mara@x.example" in said
    assert "too short" in said
    assert 'value="short"' not in said


def test_a_demo_gets_made_up_people_of_every_role_with_random_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="made-up workspace"):
        operations.demo_people(NOW)
    monkeypatch.setattr(clock, "made_up", lambda: True)
    made = operations.demo_people(NOW)
    assert {p.role for p, _ in made} == {r.value for r in Role}
    assert all("(made up)" in p.name and p.check_password(password) for p, password in made)
    assert len({password for _, password in made}) == len(made)
    with pytest.raises(Begun):
        operations.demo_people(NOW)
