"""Pages for what nothing else could answer: our look, the request's name, nothing of the inside."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse

from accord.people.rights import Role
from accord.web.today import views
from tests.people_made_up import person

pytestmark = pytest.mark.django_db
NAME = {"X-Request-ID": "made-up-request-1"}


def _text(answer: Any, status: int) -> str:
    text: str = answer.content.decode()
    assert answer.status_code == status
    assert '<main class="one" id="main">' in text
    assert "made-up-request-1" in text
    assert "Traceback" not in text
    return text


def _in(client: Client) -> Client:
    client.force_login(person(Role.CMO), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_an_unknown_address_is_a_page_of_ours_with_the_bar_for_those_who_signed_in(client: Client) -> None:
    assert "Back to today" in _text(_in(client).get("/no-such-page", headers=NAME), 404)


def test_an_unknown_address_leads_others_to_sign_in(client: Client) -> None:
    person(Role.CMO)
    text = _text(client.get("/no-such-page", headers=NAME), 404)
    assert reverse("account_login") in text
    assert "<nav" not in text


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(client: Client) -> None:
    person(Role.CMO)
    form = "http://testserver/decisions/new?finding=0123456789"
    answer = client.post(reverse("decision.draft"), {"why": "much"}, headers={**NAME, "Referer": form}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{reverse('account_login')}?{urlencode({'next': form})}"
    assert "nothing was stored" in answer.content.decode()


def test_a_fault_of_ours_says_nothing_of_the_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("a made-up secret of the inside")

    client = _in(Client(raise_request_exception=False))
    monkeypatch.setattr(views.pages, "today_page", fails)
    assert "made-up secret" not in _text(client.get(reverse("today"), headers=NAME), 500)


def test_a_fault_of_the_record_itself_still_has_its_page() -> None:
    """Nothing on it is asked of the database."""

    def fails(*_: object) -> None:
        raise DatabaseError("a made-up secret of the inside")

    client = _in(Client(raise_request_exception=False))
    with connection.execute_wrapper(fails):
        answer = client.get(reverse("today"), headers=NAME)
    assert "made-up secret" not in _text(answer, 500)


def test_a_form_without_its_token_is_refused_in_words() -> None:
    client = _in(Client(enforce_csrf_checks=True))
    text = _text(client.post(reverse("audience"), {"audience": "it"}, headers=NAME), 403)
    assert "Nothing was changed" in text


def test_a_request_that_is_too_large_in_fields_is_refused_in_words(client: Client) -> None:
    many = {f"made-up-{n}": "1" for n in range(2_000)}
    _text(_in(client).post(reverse("audience"), many, headers=NAME), 400)


def test_a_request_to_another_host_is_refused_in_words(client: Client) -> None:
    _text(client.get(reverse("account_login"), headers={**NAME, "Host": "elsewhere.example"}), 400)
