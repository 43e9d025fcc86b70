"""A shared page: what its maker may give, read only, dead with its maker's access."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accord.people.models import Person
from accord.people.operations import revoke_token
from accord.people.queries import tokens
from accord.record import clock
from tests.web.scenes_sharing import shared_outside

pytestmark = pytest.mark.django_db


def _open() -> tuple[Person, str]:
    address = reverse("shared", args=shared_outside(None).args)
    return Person.objects.get(email="whose@made-up.example"), address


def test_a_page_shared_outside_can_be_read_and_nothing_on_it_can_be_done() -> None:
    _, address = _open()
    answer = Client().get(address)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "gave you this page to read" in text
    assert "<form" not in text
    assert "Take it along" not in text
    assert answer["X-Robots-Tag"] == "noindex"


def test_it_is_dead_when_taken_back_and_when_its_maker_is_shut_out() -> None:
    owner, address = _open()
    (token,) = tokens(owner, "share")
    revoke_token(by=owner, token=token, now=clock.now())
    assert Client().get(address).status_code == 404


def test_it_is_dead_when_its_maker_is_shut_out() -> None:
    owner, address = _open()
    owner.is_active = False
    owner.save()
    assert Client().get(address).status_code == 404


def test_it_asks_to_sign_in_when_its_maker_may_no_longer_share_outside() -> None:
    owner, address = _open()
    owner.role, owner.side = "marketing", "marketing"
    owner.save()
    answer = Client().get(address)
    assert answer.status_code in (302, 404)
    assert answer.status_code == 404 or "/account/" in answer["Location"]
