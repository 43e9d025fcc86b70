"""Links are mailed where a mail server is set up, and shown either way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings

from accord.people.rights import Role
from tests.people_made_up import PASSWORD, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def mara(client: Client) -> Client:
    cache.clear()
    client.force_login(person(Role.CMO), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def _mails() -> Iterator[None]:
    with override_settings(ACCORD=replace(settings.ACCORD, smtp_url="smtp://mail.made-up.example")):
        yield


def _invite(client: Client) -> str:
    return str(client.post("/people/invite", {"email": "new@x.example", "role": "marketing"}).content.decode())


def _broken(*_: Any, **__: Any) -> None:
    raise SMTPServerDisconnected("gone")


def test_without_a_mail_server_nothing_is_mailed_and_the_link_is_shown(mara: Client) -> None:
    assert "/join/" in _invite(mara)
    assert mail.outbox == []


@pytest.mark.usefixtures("_mails")
def test_with_one_the_link_is_mailed_and_shown(mara: Client) -> None:
    said = _invite(mara)
    assert "It was mailed as well" in said
    (sent,) = mail.outbox
    assert sent.to == ["new@x.example"]
    link = next(line for line in str(sent.body).splitlines() if "/join/" in line)
    assert link in said
    assert Client().get(link.removeprefix("http://testserver")).status_code == 200


@pytest.mark.usefixtures("_mails")
def test_a_mail_server_that_is_down_costs_nobody_the_link(mara: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accord.people.mailing.send_mail", _broken)
    said = _invite(mara)
    assert "it was not mailed" in said
    assert "/join/" in said


@pytest.mark.usefixtures("_mails")
def test_a_forgotten_password_is_set_anew_by_a_mailed_link(client: Client) -> None:
    cache.clear()
    person(Role.CMO)
    client.post("/account/password/reset/", {"email": "CMO@made-up.example"})
    (sent,) = mail.outbox
    link = next(w for w in str(sent.body).split() if "/password/reset/key/" in w).removeprefix("http://testserver")
    form = client.get(link)["Location"]
    new = "wobbly lantern orchard 52"
    assert client.post(form, {"password1": new, "password2": new}).status_code == 302
    assert Client().post("/account/login/", {"login": "cmo@made-up.example", "password": new})["Location"] == "/today"
    assert Client().post("/account/login/", {"login": "cmo@made-up.example", "password": PASSWORD}).status_code == 200


@pytest.mark.usefixtures("_mails")
def test_a_new_password_is_told_to_the_one_it_belongs_to(client: Client) -> None:
    cache.clear()
    mara = person(Role.CMO)
    client.post("/account/login/", {"login": mara.email, "password": PASSWORD})
    new = "wobbly lantern orchard 52"
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert [m.to for m in mail.outbox] == [[mara.email]]
