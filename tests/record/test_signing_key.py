"""Another key takes over: the chain holds on both sides of it, and both heads are told."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings

from accord.pages.changing_key import HalfSigned, change_key
from accord.record import signing
from accord.record.models import Activity, Outbox, SignedEntry
from accord.record.signing import KeyMissing
from accord.signatures.key import FILE
from accord.signatures.statement import Refused
from accord.signatures.verifying import verify
from tests.decisions.made import Cast
from tests.people_made_up import NOW
from tests.record.test_signing import agree

pytestmark = pytest.mark.django_db


def _changed(capture: Any, **given: Any) -> Any:
    with capture(execute=True):
        return change_key("The machine was replaced", **given)


def test_what_is_signed_afterwards_is_signed_with_the_new_key(django_capture_on_commit_callbacks: Any) -> None:
    agree("D-1")
    old = signing.server_key()
    made = _changed(django_capture_on_commit_callbacks)
    new = signing.server_key()
    assert (made.sequence, made.subject) == (2, new.fingerprint)
    assert new.fingerprint != old.fingerprint
    assert agree("D-2").key == new.public
    assert signing.faults() == []
    told = verify(signing.archive(now=NOW), fingerprint=old.fingerprint)
    assert told.intact


def test_a_key_that_changes_between_a_look_at_the_record_and_one_at_the_file_is_found(
    django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    agree("D-1")
    stale, fresh = signing.last_entry(), signing.last_entry
    made = _changed(django_capture_on_commit_callbacks)
    looks = iter([lambda: stale])
    monkeypatch.setattr(signing, "last_entry", lambda: next(looks, fresh)())
    assert signing.server_key().fingerprint == made.subject


def test_both_heads_are_told_the_new_fingerprint(django_capture_on_commit_callbacks: Any) -> None:
    agree()
    _changed(django_capture_on_commit_callbacks)
    rows = Outbox.objects.filter(kind="key_changed")
    assert rows.count() == 2
    assert {r.given["fingerprint"] for r in rows} == {signing.server_key().fingerprint}
    assert Activity.objects.filter(subject_kind="signing key").exists()


def test_without_anything_signed_or_without_a_reason_the_key_stays(django_capture_on_commit_callbacks: Any) -> None:
    with pytest.raises(Refused, match="nothing was signed"):
        _changed(django_capture_on_commit_callbacks)
    agree()
    before = signing.server_key().fingerprint
    with pytest.raises(Refused, match="why"):
        change_key("  ")
    assert signing.server_key().fingerprint == before
    assert SignedEntry.objects.count() == 1


def test_what_one_side_has_signed_is_not_stranded_unawares(django_capture_on_commit_callbacks: Any) -> None:
    cast = Cast()
    agree("D-0")
    row = cast.proposed()
    cast.signed(row, cast.cmo)
    with pytest.raises(HalfSigned, match=row.name):
        change_key("The machine was replaced")
    _changed(django_capture_on_commit_callbacks, despite=True)
    with pytest.raises(Refused, match="another server key"):
        cast.signed(row, cast.cio)


def test_a_record_whose_key_is_gone_says_so_instead_of_failing() -> None:
    agree()
    path = settings.ACCORD_WORKSPACE.keys / FILE
    kept = path.read_bytes()
    path.unlink()
    try:
        assert "missing" in " ".join(signing.faults())
        with pytest.raises(KeyMissing):
            signing.server_key()
    finally:
        path.write_bytes(kept)
        path.chmod(0o600)
