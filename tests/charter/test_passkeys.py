"""A change of the charter signed with passkeys: in force only with two over this very text."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from django.contrib.messages import ERROR, get_messages
from django.urls import reverse

from accord.charter import operations, queries
from accord.charter.models import ClauseSigned
from accord.record import signing
from accord.signatures.passkey import check_assertion, request_options
from accord.signatures.statement import Refused
from accord.signatures.verifying import verify
from tests.charter.made import REASON, Team, promised, services
from tests.decisions.passkeys import register
from tests.decisions.test_passkeys import HOST, ORIGIN, Head
from tests.people_made_up import NOW
from tests.soft_authenticator import SoftAuthenticator
from tests.web.scenes_charter import _waiting

pytestmark = pytest.mark.django_db


class ClauseHead(Head):
    """A head who signs changes of the charter."""

    def ask(self, decision: UUID, version: int = 1) -> Any:
        return self.client.post(reverse("proposal.to_sign", args=[decision]), {"version": version})

    def send(self, decision: UUID, answer: Any, version: int = 1) -> str:
        form = {"version": version, "by": "passkey", "assertion": json.dumps(answer)}
        done = self.client.post(reverse("proposal.sign", args=[decision]), form)
        assert done.status_code == 302
        return " ".join(str(m) for m in get_messages(done.wsgi_request) if m.level == ERROR)


def test_two_passkeys_over_the_clause_put_it_in_force(team: Team) -> None:
    row = _waiting()
    assert row.by == team.ada.id
    for person in (team.cmo, team.cio):
        assert ClauseHead(person).sign(row.id) == ""
    assert {s.method for s in ClauseSigned.objects.all()} == {"passkey"}
    assert queries.in_force()["services"].number == 1
    assert verify(signing.archive(now=NOW)).faults == ()


def test_a_passkey_s_answer_about_one_change_signs_no_other(team: Team) -> None:
    first, second = _waiting(), _waiting(0.99)
    head = ClauseHead(team.cmo)
    answer = head.device.get(head.ask(first.id).json())
    assert "another text" in head.send(second.id, answer)
    assert not ClauseSigned.objects.exists()


def test_on_the_record_an_answer_counts_once_also_where_the_words_come_back(team: Team) -> None:
    """Past the session: the record itself knows the answers that it has taken for a clause."""
    row, device = team.proposed(), SoftAuthenticator(ORIGIN)
    register(team.cmo, device, HOST)
    said = operations.to_sign(row.id, version=1, by=team.cmo, now=NOW)
    options = json.loads(json.dumps(request_options(said, device.credentials, HOST), default=dict))
    assertion = check_assertion(said, device.get(options), device.credentials, rp_id=HOST, origin=ORIGIN)
    passkey = signing.Passkey(said, assertion)
    operations.sign(row.id, version=1, proof=passkey, by=team.cmo, now=NOW)
    for version, words in ((1, promised(0.99)), (2, services())):
        operations.edit(row.id, words, reason=REASON, version=version, by=team.ada, now=NOW)
    row = operations.propose(row.id, version=3, by=team.ada, now=NOW)
    with pytest.raises(Refused, match="given before"):
        operations.sign(row.id, version=3, proof=passkey, by=team.cmo, now=NOW)
    assert ClauseSigned.objects.count() == 1
