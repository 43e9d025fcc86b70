"""What the pages of people say, to whom."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.core.exceptions import ObjectDoesNotExist

from accord.findings.format import Format
from accord.pages.people import people_page
from accord.pages.people_own import account_page, tokens_page
from accord.pages.people_sees import sees_page
from accord.pages.renderings.as_json import page_json
from accord.people import operations
from accord.people.rights import RIGHTS, SAYS, NotAllowed, Right, Role
from accord.record.writing import HOUSE
from tests.people_made_up import NOW, person

pytestmark = pytest.mark.django_db
FORM = Format("en_GB", "Europe/London", "EUR")


def test_heads_see_everybody_and_may_change_their_own_members_only() -> None:
    mara, ada, ben = person(Role.CMO), person(Role.MARKETING), person(Role.IT)
    page = people_page(mara, form=FORM, now=NOW)
    assert {p.id: p.may_change for p in page.people} == {mara.id: False, ada.id: True, ben.id: False}
    assert [c.value for c in page.roles] == ["marketing", "liaison", "cio", "administrator"]


def test_invitations_show_who_invited_until_when_and_no_secret() -> None:
    mara = person(Role.CMO)
    _, secret = operations.invite(by=mara, email="new@x.example", role=Role.MARKETING, now=NOW)
    page = people_page(mara, form=FORM, now=NOW)
    (shown,) = page.invitations
    assert (shown.email, shown.by, shown.until) == ("new@x.example", "Made-up Mara", "28 Nov 2026, 08:00")
    assert secret not in page_json(page, "people/1")


def test_the_same_people_stand_on_the_sheet_as_on_the_page() -> None:
    mara = person(Role.CMO)
    person(Role.CIO)
    page = people_page(mara, form=FORM, now=NOW, made_up=True)
    sheet = page.sheet()
    assert [r[0].text for r in sheet.tables[0].rows] == [p.name for p in page.people]
    assert sheet.made_up


def test_a_token_is_shown_without_its_secret_but_the_once() -> None:
    ada = person(Role.MARKETING)
    _, secret = operations.make_token(by=ada, kind="api", name="report", scopes=["read", "prepare"], now=NOW)
    (shown,) = tokens_page(ada, form=FORM, now=NOW).tokens
    assert (shown.name, shown.scopes, shown.until, shown.last_used) == ("report", "read and prepare", "no end", "never")
    assert secret not in page_json(tokens_page(ada, form=FORM, now=NOW), "tokens/1")
    assert tokens_page(ada, form=FORM, now=NOW, secret=secret).secret == secret


def test_ones_own_tokens_are_nobody_elses() -> None:
    operations.make_token(by=person(Role.MARKETING), kind="api", name="report", now=NOW)
    assert tokens_page(person(Role.ADMINISTRATOR), form=FORM, now=NOW).tokens == ()


@pytest.mark.parametrize("role", list(Role))
def test_what_somebody_sees_is_what_the_table_of_rights_says(role: Role) -> None:
    who = person(role)
    page = sees_page(who, who.id, form=FORM, now=NOW)
    assert {line.label for line in page.rights if line.has} == {SAYS[r] for r in RIGHTS[role]}
    assert {line.label for line in page.formats if line.has} >= {"On screen", "JSON", "CSV", "XLSX", "PDF", "Slide"}
    assert [line.has for line in page.pages if line.label == "Administration"] == [Right.ADMINISTER in RIGHTS[role]]


def test_somebody_shut_out_sees_nothing_any_more() -> None:
    adi, ada = person(Role.ADMINISTRATOR), person(Role.MARKETING)
    operations.deactivate(by=adi, whom=ada, now=NOW)
    page = sees_page(adi, ada.id, form=FORM, now=NOW)
    assert not any(line.has for line in (*page.rights, *page.pages, *page.formats))


def test_about_others_only_those_who_invite_may_ask() -> None:
    ada, ben = person(Role.MARKETING), person(Role.IT)
    with pytest.raises(NotAllowed):
        sees_page(ada, ben.id, form=FORM, now=NOW)
    with pytest.raises(NotAllowed):
        sees_page(ada, uuid4(), form=FORM, now=NOW)
    with pytest.raises(ObjectDoesNotExist):
        sees_page(person(Role.CMO), uuid4(), form=FORM, now=NOW)


def test_every_right_is_said_in_plain_words() -> None:
    assert set(SAYS) == set(Right)


def test_ones_own_account_says_with_what_one_signs_in() -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    ada = person(Role.MARKETING)
    secret = generate_totp_secret()
    TOTP.activate(ada, secret)
    RecoveryCodes.activate(ada)
    held = account_page(ada, form=FORM, zones=("Europe/Paris",), now=NOW).held
    assert (held.password, held.app, held.passkeys, held.codes, held.sessions) == (True, True, 0, 10, 0)
    assert secret not in json.dumps(page_json(account_page(ada, form=FORM, zones=(), now=NOW), "account/1"))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [({"name": " "}, "the name"), ({"locale": "xx_YY_zz"}, "no locale"), ({"zone": "Mars/Olympus"}, "no time zone")],
)
def test_what_there_is_not_cannot_be_settled(wrong: dict[str, str], says: str) -> None:
    ada = person(Role.MARKETING)
    with pytest.raises(ValueError, match=says):
        operations.set_own(by=ada, **({"name": "Ada", "locale": "", "zone": ""} | wrong), now=NOW)


def test_a_role_that_groups_settle_is_not_changed_here() -> None:
    ada = person(Role.MARKETING)
    ada.by_groups = True
    ada.save()
    with pytest.raises(ValueError, match="identity provider settle the role"):
        operations.change_role(by=HOUSE, whom=ada, role=Role.IT, now=NOW)
