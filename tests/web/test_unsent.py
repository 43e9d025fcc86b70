"""A session that ends while somebody types: nothing is stored, and nothing that was typed is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accord.comments.models import Comment
from accord.people.models import Person
from accord.people.rights import Role
from accord.web import unsent
from tests.people_made_up import PASSWORD, person
from tests.web.scenes_decisions import _one, proposed_decision

pytestmark = pytest.mark.django_db
TEXT = "The range is wider than last time; why?"


@pytest.fixture
def decision() -> UUID:
    [found] = proposed_decision(None).args
    return UUID(str(found))


def _typed(client: Client, who: Person, decision: UUID, **more: Any) -> Any:
    """Sign in, let the session end as time does, and send the form."""
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    form = {"text": TEXT, "password": PASSWORD, "version": "1", **more}
    return client.post(reverse("decision.ask", args=[decision]), form)


def _sign_in(client: Client, who: Person) -> Any:
    return client.post(reverse("account_login"), {"login": who.email, "password": PASSWORD})


def _page(client: Client) -> str:
    return str(client.get(reverse("unsent")).content.decode())


def test_what_was_typed_comes_back_after_signing_in_and_is_sent_again(client: Client, decision: UUID) -> None:
    ada = _one(Role.MARKETING)
    assert "next=/unsent" in _typed(client, ada, decision).url.replace("%2F", "/")
    assert not Comment.objects.exists()
    _sign_in(client, ada)
    text = _page(client)
    assert TEXT in text
    assert PASSWORD not in text
    done = client.post(reverse("decision.ask", args=[decision]), {"text": TEXT, "version": "1", "unsent": "1"})
    assert done.status_code == 302
    assert Comment.objects.get().text == TEXT
    assert "Nothing waits here" in _page(client)


def test_what_is_refused_when_it_is_sent_again_still_waits(client: Client, decision: UUID) -> None:
    ada = _one(Role.MARKETING)
    _typed(client, ada, decision)
    _sign_in(client, ada)
    done = client.post(reverse("decision.ask", args=[decision]), {"text": " ", "unsent": "1"})
    assert done["Location"] == reverse("unsent")
    assert TEXT in _page(client)


def test_somebody_else_in_the_same_browser_does_not_see_it(client: Client, decision: UUID) -> None:
    _typed(client, _one(Role.MARKETING), decision)
    _sign_in(client, _one(Role.CIO))
    assert TEXT not in _page(client)


def test_it_lies_sealed_and_without_secrets(client: Client, decision: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = _one(Role.MARKETING)
    _typed(client, ada, decision)
    [kept] = [s.get_decoded()["accord.unsent"] for s in Session.objects.all() if "accord.unsent" in s.get_decoded()]
    assert TEXT not in kept
    assert PASSWORD.encode() not in unsent._box().decrypt(kept.encode())
    _sign_in(client, ada)
    monkeypatch.setattr(unsent, "KEPT_FOR", -1)
    assert TEXT not in _page(client)


def test_it_can_be_let_go(client: Client, decision: UUID) -> None:
    ada = _one(Role.MARKETING)
    _typed(client, ada, decision)
    _sign_in(client, ada)
    client.post(reverse("unsent.let_go"))
    assert TEXT not in _page(client)


def test_from_a_browser_that_was_never_signed_in_nothing_is_kept(client: Client, decision: UUID) -> None:
    client.cookies["sessionid"] = "a-made-up-session-that-nobody-had"
    client.post(reverse("decision.ask", args=[decision]), {"text": TEXT})
    assert not any("accord.unsent" in s.get_decoded() for s in Session.objects.all())
    person(Role.FINANCE)


@pytest.mark.parametrize("form", [{"text": " "}, {"text": "x" * unsent.LARGEST}])
def test_nothing_typed_and_what_is_too_large_are_not_kept(client: Client, decision: UUID, form: dict[str, str]) -> None:
    done = _typed(client, _one(Role.MARKETING), decision, **form)
    assert "unsent" not in done.url
