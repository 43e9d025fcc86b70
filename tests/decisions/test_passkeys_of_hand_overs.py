"""A hand-over is signed with a passkey as a decision is: over the very text, once."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from django.contrib.messages import ERROR, get_messages
from django.urls import reverse

from accord.decisions.models import Decision, HandOver
from accord.people.models import Person
from accord.people.rights import Role
from accord.record import signing
from accord.signatures.passkey import check_assertion, request_options
from accord.signatures.signature import signature_faults, signature_from
from accord.signatures.statement import Refused
from tests.decisions.made import Cast
from tests.decisions.passkeys import register
from tests.decisions.test_passkeys import HOST, ORIGIN, Head
from tests.people_made_up import NOW, person
from tests.soft_authenticator import SoftAuthenticator
from tests.web import scenes_decisions as scenes

pytestmark = pytest.mark.django_db


def _scene() -> tuple[UUID, Head, Person]:
    decision = scenes._in_force().id
    return decision, Head(scenes._one(Role.CIO)), person(Role.IT, email="bea@made-up.example")


def _ask(head: Head, decision: UUID, to: Person, reason: str = "Ben left.") -> Any:
    answer = head.client.post(reverse("decision.to_hand_over", args=[decision]), {"to": str(to.id), "reason": reason})
    assert answer.status_code == 200, answer.content
    return head.device.get(answer.json())


def _send(head: Head, decision: UUID, to: Person, answer: Any, reason: str = "Ben left.") -> str:
    form = {"to": str(to.id), "reason": reason, "by": "passkey", "assertion": json.dumps(answer)}
    done = head.client.post(reverse("decision.hand_over", args=[decision]), form)
    assert done.status_code == 302
    return " ".join(str(m) for m in get_messages(done.wsgi_request) if m.level == ERROR)


def test_a_passkey_signs_a_hand_over() -> None:
    decision, head, bea = _scene()
    assert (
        "Sign the hand-over with your passkey" in head.client.get(reverse("decision", args=[decision])).content.decode()
    )
    assert _send(head, decision, bea, _ask(head, decision, bea)) == ""
    assert Decision.objects.get(pk=decision).owner_it == bea.id
    kept = signature_from(HandOver.objects.get().signature["signature"])
    assert (kept.statement.method, signature_faults(kept)) == ("passkey", [])


def test_what_was_asked_for_one_owner_hands_over_to_no_other() -> None:
    decision, head, bea = _scene()
    zoe = person(Role.IT, email="zoe@made-up.example")
    assert "read it again" in _send(head, decision, zoe, _ask(head, decision, bea))
    assert "read it again" in _send(head, decision, bea, _ask(head, decision, bea), reason="Another reason.")
    assert not HandOver.objects.exists()


def test_on_the_record_an_answer_hands_over_once() -> None:
    from accord.decisions import operations

    cast, device = Cast(), SoftAuthenticator(ORIGIN)
    row, bea = cast.in_force(), person(Role.IT, email="bea@made-up.example")
    register(cast.cio, device, HOST)
    given: dict[str, Any] = {"side": "it", "reason": "Ben left.", "by": cast.cio, "now": NOW}
    said = operations.to_hand_over(row.id, to=bea, **given)
    options = json.loads(json.dumps(request_options(said, device.credentials, HOST), default=dict))
    assertion = check_assertion(said, device.get(options), device.credentials, rp_id=HOST, origin=ORIGIN)
    proof = signing.Passkey(said, assertion)
    operations.hand_over(row.id, to=bea, proof=proof, **given)
    Decision.objects.filter(pk=row.pk).update(owner_it=cast.ben.id)  # as if it had been handed back meanwhile
    with pytest.raises(Refused, match="given before"):
        operations.hand_over(row.id, to=bea, proof=proof, **given)
    assert HandOver.objects.count() == 1
