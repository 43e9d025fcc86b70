"""Signing with a passkey: it signs the very text, once, within five minutes, and nothing else is taken for it."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from django.contrib.messages import ERROR
from django.test import Client
from django.urls import reverse

from accord.decisions import operations
from accord.decisions.models import Decision, Signed
from accord.people.models import Person
from accord.people.rights import Role
from accord.record import clock, signing
from accord.signatures.passkey import check_assertion, request_options
from accord.signatures.statement import Refused
from accord.signatures.verifying import verify
from tests.decisions.made import Cast
from tests.decisions.passkeys import register
from tests.people_made_up import NOW, PASSWORD
from tests.soft_authenticator import SoftAuthenticator
from tests.web import scenes_decisions as scenes

pytestmark = pytest.mark.django_db
HOST = "localhost"
ORIGIN = f"http://{HOST}"


def _client(who: Person, host: str = HOST) -> Client:
    client = Client(SERVER_NAME=host)
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


@dataclass
class Head:
    """Somebody in a browser of their own, with a passkey in their pocket."""

    person: Person
    device: SoftAuthenticator = field(default_factory=lambda: SoftAuthenticator(ORIGIN))
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = _client(self.person)
        register(self.person, self.device, HOST)

    def ask(self, decision: UUID, version: int = 1) -> Any:
        return self.client.post(reverse("decision.to_sign", args=[decision]), {"version": version})

    def send(self, decision: UUID, answer: Any, version: int = 1) -> str:
        """Post the answer; what the next page says against it, or nothing."""
        form = {"version": version, "by": "passkey", "assertion": json.dumps(answer)}
        done = self.client.post(reverse("decision.sign", args=[decision]), form)
        assert done.status_code == 302
        return " ".join(str(m) for m in done.wsgi_request._messages._queued_messages if m.level == ERROR)

    def sign(self, decision: UUID, version: int = 1) -> str:
        return self.send(decision, self.device.get(self.ask(decision, version).json()), version)


@pytest.fixture
def decision() -> UUID:
    [found] = scenes.proposed_decision(None).args
    return UUID(str(found))


@pytest.fixture
def cmo(decision: UUID) -> Head:
    return Head(scenes._one(Role.CMO))


@pytest.fixture
def cio(decision: UUID) -> Head:
    return Head(scenes._one(Role.CIO))


def test_two_passkeys_of_two_sides_put_it_in_force_and_the_file_says_so(decision: UUID, cmo: Head, cio: Head) -> None:
    assert cmo.sign(decision) == ""
    assert Decision.objects.get(pk=decision).state == "signed_by_one"
    assert cio.sign(decision) == ""
    assert Decision.objects.get(pk=decision).state == "in_force"
    told = verify(signing.export(1, now=clock.now()), fingerprint=signing.server_key().fingerprint)
    assert told.verified
    assert [s.method for s in told.proofs[0].signed] == ["passkey", "passkey"]
    assert {s.site for s in told.proofs[0].signed} == {ORIGIN}
    assert signing.faults() == []


def test_an_answer_counts_once(decision: UUID, cmo: Head) -> None:
    answer = cmo.device.get(cmo.ask(decision).json())
    assert cmo.send(decision, answer) == ""
    assert "asked for once" in cmo.send(decision, answer)
    assert Signed.objects.count() == 1


def test_an_answer_that_was_refused_cannot_be_sent_again(decision: UUID, cmo: Head) -> None:
    answer = cmo.device.get(cmo.ask(decision).json())
    bad = {**answer, "response": {**answer["response"], "signature": "AAAA"}}
    assert "does not fit" in cmo.send(decision, bad)
    assert "asked for once" in cmo.send(decision, answer)
    assert not Signed.objects.exists()


def test_another_person_s_passkey_is_not_taken(decision: UUID, cmo: Head, cio: Head) -> None:
    options = cmo.ask(decision).json()
    options["publicKey"]["allowCredentials"] = []
    assert "not one of yours" in cmo.send(decision, cio.device.get(options))
    assert not Signed.objects.exists()


def test_what_was_drawn_up_for_one_person_is_not_taken_from_another(decision: UUID, cmo: Head, cio: Head) -> None:
    answer = cmo.device.get(cmo.ask(decision).json())
    assert cio.ask(decision).status_code == 200
    assert "not one of yours" in cio.send(decision, answer)
    assert not Signed.objects.exists()


def test_an_answer_over_an_older_version_is_refused(decision: UUID, cmo: Head) -> None:
    answer = cmo.device.get(cmo.ask(decision).json())
    _edited(decision)
    assert "changed since you read it" in cmo.send(decision, answer, version=1)
    answer = cmo.device.get(_asked_before_edit(cmo, decision))
    assert "another text than this" in cmo.send(decision, answer, version=3)
    assert not Signed.objects.exists()


def _edited(decision: UUID) -> None:
    row = Decision.objects.get(pk=decision)
    ada = scenes._one(Role.MARKETING)
    from accord.decisions.operations.drafting import terms_of

    row = operations.edit(decision, version=row.version, terms=terms_of(row), by=ada, now=clock.now())
    operations.propose(decision, version=row.version, by=ada, now=clock.now())


def _asked_before_edit(head: Head, decision: UUID) -> Any:
    options = head.ask(decision, Decision.objects.get(pk=decision).version).json()
    _edited(decision)
    return options


@pytest.mark.parametrize(
    ("slot", "value"), [("content_sha256", "0" * 64), ("signed_at", "2026-01-01T00:00:00Z"), ("name", "Somebody else")]
)
def test_a_statement_that_was_changed_meanwhile_is_refused(decision: UUID, cmo: Head, slot: str, value: str) -> None:
    answer = cmo.device.get(cmo.ask(decision).json())
    session = cmo.client.session
    session["accord.to_sign"] |= {"statement": session["accord.to_sign"]["statement"] | {slot: value}}
    session.save()
    assert "does not fit" in cmo.send(decision, answer)
    assert not Signed.objects.exists()


def test_a_passkey_that_answers_too_late_is_refused(decision: UUID, cmo: Head, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = cmo.device.get(cmo.ask(decision).json())
    later = time.time() + 301
    monkeypatch.setattr("accord.web.signed.proof.time.time", lambda: later)
    assert "more than five minutes" in cmo.send(decision, answer)
    assert not Signed.objects.exists()


@pytest.mark.parametrize("answer", ["", "no answer", "[]", "{}", '{"rawId": 7}', "[" * 3000, "x" * 30_000])
def test_what_is_no_answer_is_refused_with_a_sentence(decision: UUID, cmo: Head, answer: str) -> None:
    cmo.ask(decision)
    form = {"version": 1, "by": "passkey", "assertion": answer}
    done = cmo.client.post(reverse("decision.sign", args=[decision]), form)
    assert done.status_code == 302
    [said] = [str(m) for m in done.wsgi_request._messages._queued_messages]
    assert "passkey" in said
    assert not Signed.objects.exists()


def test_a_passkey_that_did_not_ask_its_holder_is_refused(decision: UUID, cmo: Head) -> None:
    cmo.device.verifies = False
    assert "does not fit" in cmo.sign(decision)
    assert not Signed.objects.exists()


def test_an_answer_from_another_site_is_refused(decision: UUID, cmo: Head) -> None:
    cmo.device.origin = "http://elsewhere.example"
    assert "does not fit" in cmo.sign(decision)
    assert not Signed.objects.exists()


def test_one_passkey_in_two_accounts_does_not_sign_for_both_sides(decision: UUID, cmo: Head, cio: Head) -> None:
    from allauth.mfa.models import Authenticator

    theirs = Authenticator.objects.get(user=cmo.person)
    Authenticator.objects.filter(user=cio.person).update(data=theirs.data)
    cio.device = cmo.device
    assert cmo.sign(decision) == ""
    assert "one passkey" in cio.sign(decision)
    assert Decision.objects.get(pk=decision).state == "signed_by_one"
    assert Signed.objects.count() == 1


def test_a_passkey_of_another_address_is_not_asked(decision: UUID, cmo: Head) -> None:
    elsewhere = _client(cmo.person, "testserver")
    answer = elsewhere.post(reverse("decision.to_sign", args=[decision]), {"version": 1})
    assert answer.status_code == 400
    assert answer.json()["says"]


def test_at_a_number_the_page_says_so_and_the_password_signs(decision: UUID, cmo: Head) -> None:
    numbered = _client(cmo.person, "127.0.0.1")
    text = numbered.get(reverse("decision", args=[decision])).content.decode()
    assert "Passkeys belong to a name" in text
    assert f"http://localhost:80/decisions/{decision}" in text
    assert "data-to-sign" not in text
    numbered.post(reverse("decision.sign", args=[decision]), {"version": 1, "password": PASSWORD})
    assert Signed.objects.get().method == "reauthentication"


def test_who_has_a_passkey_is_offered_it_first_and_the_password_too(decision: UUID, cmo: Head) -> None:
    text = cmo.client.get(reverse("decision", args=[decision])).content.decode()
    assert text.index("with your passkey") < text.index("With your password instead")


def test_on_the_record_an_answer_over_another_text_or_subject_is_refused() -> None:
    """Past the web: the record itself looks at what the statement is about."""
    cast = Cast()
    row = cast.proposed()
    device = SoftAuthenticator(ORIGIN)
    register(cast.cmo, device, HOST)
    for kind, subject, content in (("decision", "D-9", {"a": 1}), ("decision", row.name, {"a": 1})):
        said = signing.statement(cast.cmo, kind, subject, content, now=NOW)
        answer = device.get(json.loads(json.dumps(request_options(said, device.credentials, HOST), default=dict)))
        assertion = check_assertion(said, answer, device.credentials, rp_id=HOST, origin=ORIGIN)
        with pytest.raises(Refused):
            operations.sign(row.id, version=1, proof=signing.Passkey(said, assertion), by=cast.cmo, now=NOW)
    assert not Signed.objects.exists()


def test_on_the_record_an_answer_does_not_count_for_a_later_version_of_the_same_words() -> None:
    cast = Cast()
    row = cast.proposed()
    device = SoftAuthenticator(ORIGIN)
    said = operations.to_sign(row.id, version=1, by=cast.cmo, now=NOW)
    answer = device.get(_after_registering(cast.cmo, device, said))
    passkey = signing.Passkey(said, check_assertion(said, answer, device.credentials, rp_id=HOST, origin=ORIGIN))
    operations.sign(row.id, version=1, proof=passkey, by=cast.cmo, now=NOW)
    from accord.decisions.operations.drafting import terms_of

    row = operations.edit(row.id, version=1, terms=terms_of(Decision.objects.get(pk=row.id)), by=cast.ada, now=NOW)
    row = operations.propose(row.id, version=row.version, by=cast.ada, now=NOW)
    with pytest.raises(Refused):
        operations.sign(row.id, version=row.version, proof=passkey, by=cast.cmo, now=NOW)
    assert Signed.objects.count() == 1


def _after_registering(who: Person, device: SoftAuthenticator, said: Any) -> Any:
    register(who, device, HOST)
    return json.loads(json.dumps(request_options(said, device.credentials, HOST), default=dict))
