"""Whoever opens a head's account from outside does not sign with it: it rests, both heads are told, one can end it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accord.charter import operations as charter
from accord.people import operations, queries
from accord.people.models import Person
from accord.people.resting import REST, Resting, rests
from accord.people.rights import NotAllowed, Role
from accord.record import clock, undo
from accord.record.models import Activity, Outbox
from accord.record.writing import HOUSE
from tests.charter.made import Team, again
from tests.people_made_up import NOW, PASSWORD, person
from tests.web.scenes_charter import _waiting

pytestmark = pytest.mark.django_db


def _reset(adi: Person, whom: Person) -> None:
    operations.reset_second_factors(by=adi, whom=whom, now=NOW)


def _new_password(adi: Person, whom: Person) -> None:
    _, secret = operations.way_back(by=adi, whom=whom, now=NOW)
    operations.accept(secret=secret, name="", password="wobbly lantern orchard 52", now=NOW)


def _signs(team: Team, who: Person, now: datetime) -> None:
    who.refresh_from_db()
    row = team.proposed()
    charter.sign(row.id, version=1, proof=again(now), by=who, now=now)


@pytest.mark.parametrize("opened", [_reset, _new_password])
def test_a_head_s_account_that_an_administrator_opened_signs_nothing_for_two_days(
    opened: Callable[[Person, Person], None],
) -> None:
    team, adi = Team(), person(Role.ADMINISTRATOR)
    for head in (team.cmo, team.cio):
        opened(adi, head)
        with pytest.raises(Resting, match=rf"signs from 2026-11-23 08:00 UTC, because {adi.name}"):
            _signs(team, head, NOW + REST - timedelta(seconds=1))
    _signs(team, team.cmo, NOW + REST)


def test_both_heads_are_mailed_and_the_activity_says_who_did_it() -> None:
    team, adi = Team(), person(Role.ADMINISTRATOR)
    _reset(adi, team.cmo)
    mails = list(Outbox.objects.filter(kind="account_opened"))
    assert {m.to for m in mails} == {team.cmo.id, team.cio.id}
    assert mails[0].given["until"] == "2026-11-23 08:00 UTC"
    assert [a.actor for a in Activity.objects.filter(subject=str(team.cmo.id))] == [adi.id]


def test_a_link_for_a_new_password_is_told_before_it_is_used() -> None:
    team, adi = Team(), person(Role.ADMINISTRATOR)
    operations.way_back(by=adi, whom=team.cmo, now=NOW)
    assert {m.to for m in Outbox.objects.filter(kind="account_opened")} == {team.cmo.id, team.cio.id}
    team.cmo.refresh_from_db()
    assert rests(team.cmo, NOW) == ""


def test_a_head_reads_on_their_own_account_why_it_does_not_sign_until_it_does(client: Client) -> None:
    team, adi = Team(), person(Role.ADMINISTRATOR)
    client.force_login(team.cmo)
    assert "signs from" not in client.get(reverse("account")).content.decode()
    team.cmo.signs_from, team.cmo.rests_since = clock.now() + REST, f"{adi.name} let it in"
    team.cmo.save()
    page = client.get(reverse("account")).content.decode()
    assert f"because {adi.name} let it in" in page
    assert 'role="note"' in page
    assert "signs from" in client.get(reverse("account") + ".csv").content.decode()


def test_the_other_side_s_head_ends_it_and_nobody_else_does() -> None:
    team, adi = Team(), person(Role.ADMINISTRATOR)
    _reset(adi, team.cmo)
    team.cmo.refresh_from_db()
    for other in (adi, team.ada, team.ben):
        with pytest.raises(NotAllowed):
            operations.confirm(by=other, whom=team.cmo, now=NOW)
    with pytest.raises(Resting):
        operations.confirm(by=team.cmo, whom=team.cmo, now=NOW)
    with pytest.raises(ValueError, match="other side"):
        operations.confirm(by=person(Role.CMO, email="second@x.example"), whom=team.cmo, now=NOW)
    operations.confirm(by=team.cio, whom=team.cmo, now=NOW)
    _signs(team, team.cmo, NOW)


def test_with_both_accounts_opened_neither_ends_the_other_s_rest() -> None:
    team, adi = Team(), person(Role.ADMINISTRATOR)
    for head in (team.cmo, team.cio):
        _reset(adi, head)
    with pytest.raises(Resting):
        operations.confirm(by=Person.objects.get(pk=team.cio.pk), whom=Person.objects.get(pk=team.cmo.pk), now=NOW)


def test_the_end_of_a_rest_can_be_taken_back() -> None:
    team, adi = Team(), person(Role.ADMINISTRATOR)
    _reset(adi, team.cmo)
    team.cmo.refresh_from_db()
    operations.confirm(by=team.cio, whom=team.cmo, now=NOW)
    way = undo.offered(team.cio, now=NOW)
    assert way is not None
    undo.undo(team.cio, way.id, now=NOW)
    with pytest.raises(Resting):
        _signs(team, team.cmo, NOW)


def test_a_head_made_beside_another_rests_and_the_first_ones_do_not() -> None:
    cmo, adi = person(Role.CMO), person(Role.ADMINISTRATOR)
    first = _joined(cmo, Role.CIO, "first@x.example")
    second = _joined(adi, Role.CIO, "second@x.example")
    ada = person(Role.MARKETING)
    operations.change_role(by=adi, whom=ada, role=Role.CMO, now=NOW)
    assert [bool(rests(p, NOW)) for p in (cmo, first, second, ada)] == [False, False, True, True]


def test_once_something_is_signed_each_new_head_rests() -> None:
    team = Team()
    team.in_force()
    adi = person(Role.ADMINISTRATOR)
    for head in (team.cmo, team.cio):
        operations.change_role(by=adi, whom=head, role=Role.FINANCE, now=NOW)
    assert not queries.active(Role.CMO).exists()
    assert rests(_joined(adi, Role.CMO, "puppet@x.example"), NOW)


def _joined(by: Person, role: Role, email: str) -> Person:
    _, secret = operations.invite(by=by, email=email, role=role, now=NOW)
    return operations.accept(secret=secret, name="Made-up New", password="wobbly lantern orchard 52", now=NOW)


def test_the_page_says_so_instead_of_asking_for_a_signature(client: Client) -> None:
    team, row = Team(), _waiting()
    operations.reset_second_factors(by=HOUSE, whom=team.cmo, now=clock.now())
    client.force_login(team.cmo, backend="django.contrib.auth.backends.ModelBackend")
    text = client.get(reverse("proposal", args=[row.id])).content.decode()
    assert "This account signs from" in text
    assert "Your password, once more" not in text
    client.post(reverse("proposal.sign", args=[row.id]), {"version": 1, "password": PASSWORD})
    row.refresh_from_db()
    assert row.state == "proposed"


def test_the_page_of_the_head_lets_the_other_one_end_it(client: Client) -> None:
    team = Team()
    operations.reset_second_factors(by=HOUSE, whom=team.cmo, now=clock.now())
    client.force_login(team.cio, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("person", args=[team.cmo.id])
    assert "in the right hands" in client.get(page).content.decode()
    client.post(reverse("person_confirm", args=[team.cmo.id]))
    assert "Does not sign yet" not in client.get(page).content.decode()
