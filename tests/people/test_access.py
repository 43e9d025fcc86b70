"""Roles change from one request to the next, and the end of access ends everything at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from accord.people import operations, queries
from accord.people.models import Person
from accord.people.passwords import ResetTokens
from accord.people.rights import NotAllowed, Right, Role, require
from accord.record import undo
from accord.record.models import Activity
from accord.record.writing import HOUSE
from tests.people_made_up import NOW, PASSWORD, person

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


def _signed_in(client: Client, who: Person) -> Client:
    answer = client.post("/account/login/", {"login": who.email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content
    return client


def test_the_end_of_access_ends_every_kind_of_credential_at_once(client: Client) -> None:
    mara, ada = person(Role.CMO), person(Role.MARKETING)
    _signed_in(client, ada)
    kinds = ("api", "feed", "share")
    secrets = {k: operations.make_token(by=ada, kind=k, name=k, now=NOW)[1] for k in kinds}
    reset = ResetTokens().make_token(ada)
    _, back = operations.way_back(by=mara, whom=ada, now=NOW)
    assert client.get("/you").status_code == 200
    assert all(queries.token_holder(s, k, NOW) for k, s in secrets.items())
    assert ResetTokens().check_token(ada, reset)
    assert UserSession.objects.filter(user=ada).count() == 1

    operations.deactivate(by=mara, whom=ada, now=LATER)

    assert client.get("/you").status_code == 302
    assert not UserSession.objects.filter(user=ada).exists()
    assert not any(queries.token_holder(s, k, LATER) for k, s in secrets.items())
    ada.refresh_from_db()
    assert not ResetTokens().check_token(ada, reset)
    assert queries.invitation(back, LATER) is None
    again = Client().post("/account/login/", {"login": ada.email, "password": PASSWORD})
    assert again.status_code == 302
    assert again["Location"] == "/account/inactive/"


def test_what_was_ended_does_not_come_back_with_access(client: Client) -> None:
    mara, ada = person(Role.CMO), person(Role.MARKETING)
    _signed_in(client, ada)
    _, secret = operations.make_token(by=ada, kind="api", name="x", now=NOW)
    reset = ResetTokens().make_token(ada)
    kept = dict(client.cookies)
    operations.deactivate(by=mara, whom=ada, now=LATER)
    operations.reactivate(by=mara, whom=ada, now=LATER)
    ada.refresh_from_db()
    assert queries.token_holder(secret, "api", LATER) is None
    assert not ResetTokens().check_token(ada, reset)
    client.cookies.update(kept)
    assert client.get("/you").status_code == 302
    assert _signed_in(Client(), ada).get("/you").status_code == 200


def test_a_session_that_no_list_knows_dies_too(client: Client) -> None:
    ada = person(Role.MARKETING)
    client.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")
    UserSession.objects.all().delete()
    operations.deactivate(by=person(Role.CMO), whom=ada, now=NOW)
    operations.reactivate(by=HOUSE, whom=ada, now=NOW)
    assert client.get("/you").status_code == 302


def test_a_new_role_holds_from_the_next_request_on(client: Client) -> None:
    adi, ada = person(Role.ADMINISTRATOR), person(Role.MARKETING)
    _signed_in(client, ada)
    assert client.get("/people").status_code == 403
    operations.change_role(by=adi, whom=ada, role=Role.CMO, now=NOW)
    assert client.get("/people").status_code == 200
    way = undo.offered(adi, now=NOW)
    assert way is not None
    undo.undo(adi, way.id, now=NOW)
    assert client.get("/people").status_code == 403


def test_each_change_says_who_did_what_to_whom() -> None:
    mara, ada = person(Role.CMO), person(Role.MARKETING)
    operations.change_role(by=mara, whom=ada, role=Role.LIAISON, now=NOW)
    operations.deactivate(by=mara, whom=ada, now=NOW)
    assert [(a.actor, a.says) for a in Activity.objects.order_by("id")] == [
        (mara.id, "made Made-up Ada Liaison (was Marketing)"),
        (mara.id, "ended the access of Made-up Ada"),
    ]


@pytest.mark.parametrize("role", [Role.CIO, Role.MARKETING, Role.LIAISON, Role.FINANCE, Role.AUDITOR])
def test_who_does_not_manage_somebody_changes_nothing(role: Role) -> None:
    ada, other = person(Role.MARKETING, email="ada@x.example"), person(role)
    for change in (operations.deactivate, operations.reactivate):
        with pytest.raises(NotAllowed):
            change(by=other, whom=ada, now=NOW)
    with pytest.raises(NotAllowed):
        operations.change_role(by=other, whom=ada, role=Role.IT, now=NOW)
    with pytest.raises(NotAllowed):
        operations.reset_second_factors(by=other, whom=ada, now=NOW)
    assert not Activity.objects.exists()


def test_who_may_not_do_something_is_told_whom_to_ask_by_the_names_of_roles_that_people_know() -> None:
    with pytest.raises(NotAllowed) as refused:
        require(person(Role.MARKETING), Right.SHARE_OUTSIDE)
    assert str(refused.value) == (
        "your role does not let you give a link that opens without signing in; "
        "ask one of these: Head of marketing (CMO), Head of IT (CIO)"
    )


def test_a_head_does_not_end_the_other_heads_or_an_administrators_access() -> None:
    mara = person(Role.CMO)
    for role in (Role.CIO, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            operations.deactivate(by=mara, whom=person(role), now=NOW)


@pytest.mark.parametrize(
    ("role", "lower"), [(Role.CMO, Role.MARKETING), (Role.CIO, Role.IT), (Role.ADMINISTRATOR, Role.FINANCE)]
)
def test_the_last_one_of_a_role_that_others_depend_on_cannot_shut_themselves_out(role: Role, lower: Role) -> None:
    one = person(role)
    person(Role.ADMINISTRATOR if role is not Role.ADMINISTRATOR else Role.CMO)
    with pytest.raises(ValueError, match="you are the last"):
        operations.deactivate(by=one, whom=one, now=NOW)
    with pytest.raises(ValueError, match="you are the last"):
        operations.change_role(by=one, whom=one, role=lower, now=NOW)
    one.refresh_from_db()
    assert one.is_active


def test_somebody_who_can_let_people_in_is_always_left() -> None:
    adi = person(Role.ADMINISTRATOR)
    with pytest.raises(ValueError, match="the last one who can let people in"):
        operations.deactivate(by=HOUSE, whom=adi, now=NOW)
    adi.refresh_from_db()
    assert adi.is_active


def test_an_administrator_ends_the_access_of_a_head_who_left() -> None:
    mara = person(Role.CMO)
    operations.deactivate(by=person(Role.ADMINISTRATOR), whom=mara, now=NOW)
    mara.refresh_from_db()
    assert not mara.is_active


def test_an_end_can_be_undone_for_half_a_minute() -> None:
    mara, ada = person(Role.CMO), person(Role.MARKETING)
    operations.deactivate(by=mara, whom=ada, now=NOW)
    way = undo.offered(mara, now=NOW)
    assert way is not None
    undo.undo(mara, way.id, now=NOW)
    ada.refresh_from_db()
    assert ada.is_active
