"""Invitations: who may give which role, links that work once, and ways back in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accord.people import operations, queries
from accord.people.models import Invitation, Person
from accord.people.operations import InvalidLink
from accord.people.operations.invitations import OPEN_FOR
from accord.people.rights import NotAllowed, Role
from accord.record import undo
from accord.record.models import Activity
from accord.record.writing import HOUSE
from tests.people_made_up import NOW, person

pytestmark = pytest.mark.django_db
GOOD = "wobbly lantern orchard 52"


def _accept(secret: str, *, name: str = "Made-up New", password: str = GOOD) -> Person:
    return operations.accept(secret=secret, name=name, password=password, now=NOW + timedelta(hours=1))


def test_an_invited_person_comes_in_once_with_role_side_and_password() -> None:
    _, secret = operations.invite(by=person(Role.CMO), email=" New@Made-Up.example ", role=Role.MARKETING, now=NOW)
    new = _accept(secret)
    new.refresh_from_db()
    assert (new.email, new.role, new.side) == ("new@made-up.example", "marketing", "marketing")
    assert new.check_password(GOOD)
    assert Activity.objects.first().says == "joined as Marketing"
    with pytest.raises(InvalidLink):
        _accept(secret, name="Somebody else")


def test_only_the_hash_of_a_link_is_kept() -> None:
    made, secret = operations.invite(by=HOUSE, email="new@made-up.example", role=Role.IT, now=NOW)
    assert secret not in str(Invitation.objects.values().get(pk=made.pk))


@pytest.mark.parametrize(
    ("head", "may", "may_not"),
    [
        (Role.CMO, [Role.MARKETING, Role.LIAISON], [Role.IT, Role.CIO, Role.FINANCE, Role.AUDITOR, Role.ADMINISTRATOR]),
        (Role.CIO, [Role.IT, Role.LIAISON], [Role.MARKETING, Role.CMO, Role.FINANCE, Role.AUDITOR]),
        (Role.ADMINISTRATOR, list(Role), []),
        (Role.LIAISON, [], list(Role)),
        (Role.FINANCE, [], list(Role)),
    ],
)
def test_heads_invite_for_their_own_side_and_the_administrator_for_all(
    head: Role, may: list[Role], may_not: list[Role]
) -> None:
    everybody = {role: person(role) for role in Role}
    for role in may:
        email = f"new-{role.value}@made-up.example"
        operations.invite(by=everybody[head], email=email, role=role, side="it", now=NOW)
    for role in may_not:
        with pytest.raises(NotAllowed):
            operations.invite(by=everybody[head], email="no@made-up.example", role=role, side="it", now=NOW)


def test_a_first_head_may_invite_the_other_and_an_administrator_while_there_are_none() -> None:
    mara = person(Role.CMO)
    assert {Role.CIO, Role.ADMINISTRATOR} <= set(queries.roles_to_give(mara))
    person(Role.CIO)
    assert Role.CIO not in queries.roles_to_give(mara)


def test_a_heads_liaison_is_of_the_heads_own_side() -> None:
    made, _ = operations.invite(by=person(Role.CMO), email="lio@x.example", role=Role.LIAISON, side="it", now=NOW)
    assert made.side == "marketing"
    with pytest.raises(ValueError, match="belongs to a side"):
        operations.invite(by=person(Role.ADMINISTRATOR), email="l2@x.example", role=Role.LIAISON, now=NOW)


def test_a_link_ends_after_a_week_when_withdrawn_and_when_its_maker_may_not_invite_any_more() -> None:
    mara = person(Role.CMO)
    made, secret = operations.invite(by=mara, email="new@x.example", role=Role.MARKETING, now=NOW)
    assert queries.invitation(secret, NOW + OPEN_FOR - timedelta(seconds=1)) == made
    assert queries.invitation(secret, NOW + OPEN_FOR) is None
    operations.deactivate(by=HOUSE, whom=person(Role.CIO), now=NOW)
    mara.role = Role.FINANCE.value
    mara.save()
    assert queries.invitation(secret, NOW) is None
    mara.role = Role.CMO.value
    mara.save()
    operations.withdraw(by=mara, invitation=made, now=NOW)
    with pytest.raises(InvalidLink):
        _accept(secret)


def test_a_newer_invitation_of_the_same_address_ends_the_older() -> None:
    _, old = operations.invite(by=HOUSE, email="new@x.example", role=Role.IT, now=NOW)
    _, new = operations.invite(by=HOUSE, email="NEW@x.example", role=Role.IT, now=NOW)
    assert queries.invitation(old, NOW) is None
    assert queries.invitation(new, NOW) is not None


def test_somebody_who_has_an_account_is_not_invited_and_what_is_no_address_neither() -> None:
    person(Role.CMO)
    with pytest.raises(ValueError, match="has an account already"):
        operations.invite(by=HOUSE, email="CMO@made-up.example", role=Role.IT, now=NOW)
    with pytest.raises(ValidationError):
        operations.invite(by=HOUSE, email="nobody at all", role=Role.IT, now=NOW)


@pytest.mark.parametrize("weak", ["short 7x", "1234567890", "qwertyuiop", "aaaaaaaaaaaa", "Made-up New"])
def test_a_password_that_is_guessed_fast_is_refused_with_advice_and_the_link_stays_good(weak: str) -> None:
    _, secret = operations.invite(by=HOUSE, email="new@x.example", role=Role.IT, now=NOW)
    with pytest.raises(ValidationError):
        _accept(secret, password=weak)
    assert not Person.objects.exists()
    assert _accept(secret).email == "new@x.example"


def test_a_way_back_sets_a_new_password_once_and_only_a_manager_makes_one() -> None:
    ada = person(Role.MARKETING)
    with pytest.raises(NotAllowed):
        operations.way_back(by=person(Role.CIO), whom=ada, now=NOW)
    _, secret = operations.way_back(by=person(Role.CMO), whom=ada, now=NOW)
    before = ada.get_session_auth_hash()
    assert _accept(secret, password=GOOD) == ada
    ada.refresh_from_db()
    assert ada.check_password(GOOD)
    assert ada.get_session_auth_hash() != before
    with pytest.raises(InvalidLink):
        _accept(secret)


def test_an_invitation_can_be_undone_for_half_a_minute() -> None:
    mara = person(Role.CMO)
    _, secret = operations.invite(by=mara, email="new@x.example", role=Role.MARKETING, now=NOW)
    way = undo.offered(mara, now=NOW)
    assert way is not None
    undo.undo(mara, way.id, now=NOW)
    assert queries.invitation(secret, NOW) is None
