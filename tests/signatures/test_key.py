"""The server's key: made once, kept privately, succeeded without a moment in which there is none or two."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from accord.signatures import key as keys
from accord.signatures.key import KeyMissing, fingerprint, grouped, load, make, make_next, signed_by, ungrouped
from tests.signatures.made import server_key


def test_a_key_is_made_once_and_its_owner_alone_may_read_it(tmp_path: Path) -> None:
    first = make(tmp_path)
    assert make(tmp_path).public == load(tmp_path, first.public).public == first.public
    assert [p.name for p in tmp_path.iterdir()] == [keys.FILE]
    assert stat.S_IMODE((tmp_path / keys.FILE).stat().st_mode) == 0o600


def test_a_key_is_on_the_disk_before_it_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(stat.S_IFMT(os.fstat(handle).st_mode)))
    make(tmp_path)
    assert synced == [stat.S_IFREG, stat.S_IFDIR]


def test_many_starting_at_once_get_the_same_key(tmp_path: Path) -> None:
    made: list[bytes] = []
    threads = [threading.Thread(target=lambda: made.append(make(tmp_path).public)) for _ in range(8)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert len(made) == 8
    assert len(set(made)) == 1
    assert [p.name for p in tmp_path.iterdir()] == [keys.FILE]


def test_who_comes_second_leaves_the_first_key_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = make(tmp_path)
    monkeypatch.setattr(Path, "exists", lambda self: False)
    assert make(tmp_path).public == first.public
    assert [p.name for p in tmp_path.iterdir()] == [keys.FILE]


def test_a_disk_that_refuses_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(OSError, match="No space left"):
        make(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_private_half_is_not_shown() -> None:
    assert repr(server_key()) == "ServerKey()"


@given(st.binary(max_size=50))
def test_a_signature_holds_for_its_message_and_key_only(message: bytes) -> None:
    signature = server_key().sign(message)
    assert signed_by(server_key().public, message, signature)
    assert not signed_by(server_key().public, message + b".", signature)
    assert not signed_by(server_key(2).public, message, signature)
    assert not signed_by(b"short", message, signature)


def test_a_fingerprint_is_shown_in_groups_and_taken_as_people_type_it() -> None:
    shown = fingerprint(server_key().public)
    assert [len(group) for group in shown.split(" ")] == [4] * 16
    assert grouped(ungrouped(shown)) == shown == server_key().fingerprint
    assert ungrouped(shown.upper().replace(" ", ":")) == ungrouped(shown) == ungrouped(f" {ungrouped(shown)}\n")


@pytest.mark.parametrize("typed", ["", "12", "g" * 64, "1" * 65])
def test_what_is_no_fingerprint_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="is not 64 hexadecimal digits"):
        ungrouped(typed)


def test_a_waiting_key_takes_over_when_the_record_has(tmp_path: Path) -> None:
    old, new = make(tmp_path), make_next(tmp_path)
    assert new.public != old.public
    assert make_next(tmp_path).public == new.public
    assert load(tmp_path, old.public).public == old.public
    assert load(tmp_path, new.public).public == new.public
    assert [p.name for p in tmp_path.iterdir()] == [keys.FILE]
    assert load(tmp_path, new.public).public == new.public


def test_many_who_find_the_record_gone_over_get_the_new_key(tmp_path: Path) -> None:
    for _ in range(20):
        make(tmp_path)
        new, got = make_next(tmp_path), []
        start = threading.Barrier(8)

        def one(expected: bytes = new.public, start: threading.Barrier = start, got: list[bytes] = got) -> None:
            start.wait()
            got.append(load(tmp_path, expected).public)

        threads = [threading.Thread(target=one) for _ in range(8)]
        [t.start() for t in threads]
        [t.join() for t in threads]
        assert got == [new.public] * 8


def test_another_key_than_the_records_is_refused(tmp_path: Path) -> None:
    make(tmp_path)
    with pytest.raises(KeyMissing, match="not the key that the record was signed with"):
        load(tmp_path, server_key().public)


def test_a_missing_key_is_not_made_anew_by_loading(tmp_path: Path) -> None:
    with pytest.raises(KeyMissing, match=r"signing\.pem is missing"):
        load(tmp_path)


def test_what_is_no_key_is_named(tmp_path: Path) -> None:
    (tmp_path / keys.FILE).write_bytes(b"nothing")
    with pytest.raises(KeyMissing, match="holds no key"):
        load(tmp_path)


def test_a_key_of_another_kind_is_named(tmp_path: Path) -> None:
    other = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / keys.FILE).write_bytes(other)
    with pytest.raises(KeyMissing, match="another kind"):
        load(tmp_path)
