"""The page of what both sides signed: what it lists, and that it does not look away when something was changed."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from accord.people.models import Person
from accord.people.rights import Role
from accord.record import signing
from accord.record.models import SignedEntry
from accord.signatures.key import FILE, grouped
from accord.signatures.verifying import verify
from tests.people_made_up import NOW
from tests.record.test_signing import agree
from tests.web import scenes_decisions as scenes

pytestmark = pytest.mark.django_db


def _text(client: Client, address: str = "/signed") -> str:
    return _get(client, address).content.decode()


def _get(client: Client, address: str) -> object:
    client.force_login(_who(), backend="django.contrib.auth.backends.ModelBackend")
    return client.get(address)


def _who() -> Person:
    return scenes._one(Role.AUDITOR)


def test_an_entry_leads_to_its_decision_and_names_both_signers(client: Client) -> None:
    [decision] = scenes.decision_in_force(None).args
    text = _text(client)
    assert f"/decisions/{decision}" in text
    assert "Made-up Mara, for marketing" in text
    assert "signed in again by password" in text
    assert "The whole chain holds: 1 entry" in text
    last = signing.last_entry()
    assert last is not None
    assert grouped(last.head) in text
    assert signing.server_key().fingerprint in text


def test_the_files_are_those_that_anyone_can_check(client: Client) -> None:
    agree("D-1")
    agree("D-2")
    fingerprint = signing.server_key().fingerprint
    for address in ("/signed/1", "/signed/2", "/signed/record"):
        assert verify(_get(client, address).content, fingerprint=fingerprint).verified  # type: ignore[attr-defined]


@pytest.mark.parametrize("content", [b"no entry", None])
def test_an_entry_put_in_behind_the_server_s_back_stands_on_the_page_as_wrong(
    client: Client, content: bytes | None
) -> None:
    agree("D-1")
    row = SignedEntry.objects.get()
    forged = content or bytes(row.content).replace(b'"sequence":1', b'"sequence":2')
    SignedEntry.objects.create(
        sequence=2, kind=row.kind, subject=row.subject, closed_at=NOW, head="f" * 64, content=forged
    )
    text = _text(client)
    assert "The record does not hold" in text
    assert "The whole chain holds" not in text
    assert ("cannot be read" in text) == (content is not None)


def test_a_server_key_that_is_gone_is_said_and_does_not_break_the_page(client: Client) -> None:
    agree("D-1")
    path = settings.ACCORD_WORKSPACE.keys / FILE
    kept = path.read_bytes()
    path.unlink()
    try:
        text = _text(client)
    finally:
        path.write_bytes(kept)
        path.chmod(0o600)
    assert "its file is missing" in text
    assert "signing.pem is missing. Restore it from a backup" in text


def test_older_entries_are_one_link_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accord.pages.signed.MOST", 2)
    for number in range(3):
        agree(f"D-{number}")
    assert 'href="?before=2"' in _text(client)
    older = _text(client, "/signed?before=2")
    assert 'id="entry-1"' in older
    assert 'id="entry-2"' not in older


def test_nothing_signed_yet_says_what_will_stand_here(client: Client) -> None:
    assert "Nothing has been signed by both sides yet" in _text(client)
