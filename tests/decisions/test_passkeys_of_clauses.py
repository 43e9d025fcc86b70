"""A change of the charter is signed by the same door: a passkey asked about one thing does not sign another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.contrib.messages import ERROR
from django.urls import reverse

from accord.charter.models import ClauseSigned, Proposal
from accord.clauses import marks
from accord.decisions.models import Signed
from accord.people.rights import Role
from accord.record import signing
from tests.decisions.test_passkeys import Head
from tests.web import scenes_charter, scenes_decisions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _charter_as_it_was() -> Iterator[None]:
    path = settings.ACCORD_WORKSPACE.charter
    yield
    for left in (*path.parent.glob("charter*.yaml"), marks.beside(path)):
        left.unlink(missing_ok=True)


def _ask(head: Head, proposal: UUID) -> Any:
    answer = head.client.post(reverse("proposal.to_sign", args=[proposal]), {"version": 1})
    assert answer.status_code == 200
    return head.device.get(answer.json())


def _send(head: Head, name: str, subject: object, answer: Any) -> str:
    form = {"version": 1, "by": "passkey", "assertion": json.dumps(answer)}
    done = head.client.post(reverse(name, args=[subject]), form)
    return " ".join(str(m) for m in done.wsgi_request._messages._queued_messages if m.level == ERROR)


def test_two_passkeys_put_a_clause_in_force() -> None:
    row = scenes_charter._waiting()
    for role in (Role.CMO, Role.CIO):
        head = Head(scenes_charter._one(role))
        assert "with your passkey" in head.client.get(reverse("proposal", args=[row.id])).content.decode()
        assert _send(head, "proposal.sign", row.id, _ask(head, row.id)) == ""
    assert Proposal.objects.get(pk=row.pk).state == "in_force"
    last = signing.last_entry()
    assert last is not None
    assert [s.statement.method for s in last.signatures] == ["passkey", "passkey"]
    assert signing.faults() == []


def test_what_a_passkey_was_asked_about_a_clause_does_not_sign_a_decision() -> None:
    row, head = scenes_charter._waiting(), Head(scenes_charter._one(Role.CMO))
    [decision] = scenes_decisions.proposed_decision(None).args
    assert "another text than this" in _send(head, "decision.sign", decision, _ask(head, row.id))
    assert not Signed.objects.exists()
    assert not ClauseSigned.objects.exists()
