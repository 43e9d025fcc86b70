"""A signed file is checked with nothing but itself and a fingerprint; any changed byte of it is found."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.signatures.canonical import LARGEST, canonical
from accord.signatures.closing import change_key
from accord.signatures.entry import BEGINNING, entry_plain, follow
from accord.signatures.exporting import archive, export
from accord.signatures.key import ServerKey
from accord.signatures.statement import Refused
from accord.signatures.verifying import Verified, verify
from tests.signatures.made import ENGINEER, MARKETER, NOON, ORIGIN, Office, office, server_key, text


def _rotated() -> Office:
    """Two entries, a new key, two more entries, another new key."""
    made = office(2)
    made.change_key(server_key(2))
    made.agree(4)
    made.agree(5)
    made.change_key(server_key(3))
    return made


MADE = _rotated()
CHAIN = MADE.chain
LAST = server_key(3)
EXPORT = MADE.export(4)
ARCHIVE = MADE.archive()


@pytest.mark.parametrize("sequence", range(1, 7))
def test_an_export_of_any_entry_is_verified(sequence: int) -> None:
    answer = verify(MADE.export(sequence), fingerprint=LAST.fingerprint)
    assert answer.verified
    assert answer.record is not None
    assert (answer.archive, answer.record.count, answer.record.head) == (False, 6, CHAIN[-1].head)
    assert (answer.record.written_at, answer.record.fingerprint) == (MADE.now, LAST.fingerprint)
    assert [p.sequence for p in answer.proofs] == [sequence]


def test_a_proof_says_what_was_signed_by_whom_when_and_how() -> None:
    [proof] = verify(EXPORT, fingerprint=LAST.fingerprint).proofs
    assert (proof.kind, proof.subject, proof.content) == ("decision", "D-4", text(4))
    assert proof.closed_at == CHAIN[3].closed_at
    first, second = proof.signed
    assert (first.name, first.side, first.role, first.person) == (MARKETER.name, "marketing", "cmo", MARKETER.person)
    assert (first.method, first.site, first.by) == ("passkey", ORIGIN, ())
    assert (second.name, second.method, second.site, second.by) == (
        ENGINEER.name,
        "reauthentication",
        None,
        ("password", "totp"),
    )
    assert first.signed_at < second.signed_at < proof.closed_at


def test_an_archive_is_verified() -> None:
    answer = verify(ARCHIVE, fingerprint=LAST.fingerprint)
    assert answer.verified
    assert answer.record is not None
    assert (answer.archive, answer.record.count, len(answer.proofs)) == (True, 6, 6)


def test_an_empty_record_has_an_archive() -> None:
    answer = verify(archive([], LAST, NOON), fingerprint=LAST.fingerprint)
    assert answer.verified
    assert answer.record is not None
    assert (answer.record.count, answer.record.head) == (0, BEGINNING)


@pytest.mark.parametrize("data", [EXPORT, ARCHIVE])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_fingerprint_of_an_earlier_key_holds_and_is_told(data: bytes, number: int) -> None:
    answer = verify(data, fingerprint=server_key(number).fingerprint)
    assert answer.verified
    assert answer.earlier is (number < 3)


@pytest.mark.parametrize("data", [EXPORT, ARCHIVE])
def test_without_a_fingerprint_a_file_is_intact_but_not_verified(data: bytes) -> None:
    answer = verify(data)
    assert (answer.intact, answer.verified, answer.known) == (True, False, None)


@pytest.mark.parametrize("data", [EXPORT, ARCHIVE])
def test_the_key_of_another_server_is_a_fault(data: bytes) -> None:
    answer = verify(data, fingerprint=server_key(9).fingerprint)
    assert (answer.verified, answer.known) == (False, False)
    assert answer.faults == (f"it was sealed with another server key: {LAST.fingerprint}",)


def test_a_record_that_someone_else_made_alike_is_not_the_servers() -> None:
    forged = Office(key=server_key(9))
    forged.agree(1)
    assert verify(forged.archive()).intact
    assert not verify(forged.archive(), fingerprint=server_key().fingerprint).verified


def test_a_mailed_head_is_looked_for() -> None:
    assert verify(EXPORT, head=CHAIN[4].head).head_found is True
    assert verify(ARCHIVE, head=CHAIN[0].head.upper()).head_found is True
    answer = verify(EXPORT, fingerprint=LAST.fingerprint, head=CHAIN[0].head)
    assert (answer.head_found, answer.verified) == (False, False)
    assert answer.faults == ("the head that you named is none of those after entries 4 to 6",)


def test_an_empty_record_has_no_head_that_was_mailed() -> None:
    answer = verify(archive([], LAST, NOON), head=CHAIN[0].head)
    assert answer.faults == ("the head that you named is none of those after entries 0 to 0",)


def test_a_record_cut_off_at_the_end_lacks_the_mailed_head() -> None:
    short = office(3)
    lost = short.chain.pop().head
    assert verify(short.archive(), fingerprint=short.key.fingerprint).verified
    assert not verify(short.archive(), fingerprint=short.key.fingerprint, head=lost).verified


@pytest.mark.parametrize("name", ["fingerprint", "head"])
def test_what_is_no_fingerprint_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        verify(EXPORT, **{name: "abc"})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[]\n",
        b"{}\n",
        b'{"schema":"accord.finding/1"}\n',
        b'{"schema":"accord.signed/1"}\n',
        b'{"schema":"accord.archive/1"}\n',
        b"[" * 50_000,
    ],
)
def test_what_is_no_signed_file_is_told_so(data: bytes) -> None:
    answer = verify(data)
    assert len(answer.faults) == 1
    assert (answer.proofs, answer.record, answer.known) == ((), None, None)


def _resealed(change: Callable[[dict[str, Any]], Any], key: ServerKey = LAST, data: bytes = EXPORT) -> Verified:
    """What someone with the server's key, or with none, can make of a file."""
    first, _, rest = data.partition(b"\n")
    said = json.loads(first)
    del said["seal"]
    change(said)
    return verify(
        canonical({**said, "seal": key.sign(canonical(said)).hex()}) + b"\n" + rest, fingerprint=LAST.fingerprint
    )


def _handovers(*sequences: int) -> list[dict[str, Any]]:
    return [entry_plain(CHAIN[s - 1]) for s in sequences]


OTHER = change_key(CHAIN[4], server_key(2), server_key(3), NOON, "another reason")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda s: s.update(count=6), "the file holds 'count'"),
        (lambda s: s.update(entries=7), "the chain in the file does not lead to the head that it names"),
        (lambda s: s.update(head=CHAIN[0].head), "the chain in the file does not lead to the head that it names"),
        (lambda s: s["later"].pop(), "the chain in the file does not lead to the head that it names"),
        (lambda s: s["later"].reverse(), "the chain in the file does not lead to the head that it names"),
        (lambda s: s["later"].append("zz"), "the file: later is not 64 hexadecimal digits"),
        (lambda s: s["entry"].update(subject="D-9"), "entry 4: its head does not fit what stands in it"),
        (lambda s: s["entry"].update(sequence=LARGEST), "larger than JSON keeps exactly"),
        (lambda s: s.update(handovers=_handovers(3)), "the key it brings in is not the one that follows"),
        (lambda s: s.update(handovers=[]), "entry 4: it was closed with a server key that was not in force"),
        (lambda s: s.update(handovers=_handovers(1, 6)), "entry 1: it is no key change"),
        (
            lambda s: s["handovers"].__setitem__(1, entry_plain(OTHER)),
            "entry 6: this key change is not the one in the chain",
        ),
    ],
)
def test_a_file_sealed_again_with_anything_else_in_it_is_found(
    change: Callable[[dict[str, Any]], Any], why: str
) -> None:
    assert any(re.search(why, fault) for fault in _resealed(change).faults), _resealed(change).faults


def test_a_line_of_keys_that_starts_later_does_not_hold_for_the_keys_before() -> None:
    said = json.loads(EXPORT)
    del said["seal"]
    said["handovers"] = _handovers(6)
    data = canonical({**said, "seal": LAST.sign(canonical(said)).hex()}) + b"\n"
    assert verify(data, fingerprint=server_key(2).fingerprint).verified
    assert not verify(data, fingerprint=server_key(1).fingerprint).verified


def test_a_seal_of_another_key_is_found() -> None:
    answer = _resealed(lambda s: None, server_key(9))
    assert answer.faults == ("the file's seal does not fit: something in it was changed",)


@pytest.mark.parametrize("data", [EXPORT, ARCHIVE])
@pytest.mark.parametrize(
    "change",
    [
        lambda d: d[:-1],
        lambda d: d + b"\n",
        lambda d: d + b"{}\n",
        lambda d: b" " + d,
        lambda d: d.replace(b"\n", b"\r\n"),
        lambda d: d.replace(b",", b", ", 1),
        lambda d: b'{"key":"00",' + d[1:],
        lambda d: d[: len(d) // 2],
        lambda d: d[:-1].rpartition(b"\n")[0] + b"\n",
        lambda d: "\ufeff".encode() + d,
    ],
)
def test_a_byte_more_or_less_is_found(data: bytes, change: Callable[[bytes], bytes]) -> None:
    assert not verify(change(data), fingerprint=LAST.fingerprint).intact


def test_an_archive_with_lines_in_another_order_is_found() -> None:
    first, *lines = ARCHIVE.splitlines(keepends=True)
    faults = verify(first + b"".join([lines[1], lines[0], *lines[2:]])).faults
    assert "the file is not byte for byte as it was written" in faults
    assert "entry 2: it stands where entry 1 belongs: one was taken out, put in or moved" in faults


def _missed(data: bytes, count: int, chance: Random) -> list[str]:
    """Changes of one byte that were not found, even without a fingerprint."""
    missed = []
    for _ in range(count):
        changed = bytearray(data)
        place, flip = chance.randrange(len(data)), chance.randrange(1, 256)
        changed[place] ^= flip
        if verify(bytes(changed)).intact:
            missed.append(f"{bytes(changed[max(place - 20, 0) : place + 20])!r} with {flip}")
    return missed


@pytest.mark.parametrize("data", [EXPORT, ARCHIVE], ids=["export", "archive"])
def test_a_thousand_changed_bytes_of_a_file_are_found(data: bytes) -> None:
    assert _missed(data, 1_000, Random(20261120)) == []


@pytest.mark.soak
@pytest.mark.parametrize("data", [EXPORT, ARCHIVE], ids=["export", "archive"])
def test_ten_thousand_changed_bytes_of_a_file_are_found(data: bytes) -> None:
    assert _missed(data, 10_000, Random(20261121)) == []


@given(st.binary(max_size=60), st.integers(0, len(EXPORT)), st.integers(0, 60))
def test_any_bytes_put_in_anywhere_are_a_fault_and_no_crash(junk: bytes, place: int, out: int) -> None:
    changed = EXPORT[:place] + junk + EXPORT[place + out :]
    assert verify(changed).intact is (changed == EXPORT)


def test_only_the_key_that_the_record_ends_with_writes_files() -> None:
    later = [e.digest for e in CHAIN[1:]]
    changes = [CHAIN[2], CHAIN[5]]
    with pytest.raises(Refused, match="not the server key"):
        archive(CHAIN, server_key(2), NOON)
    for handovers in ([], changes[:1], changes[::-1]):
        with pytest.raises(Refused, match="key changes that lead to the server's key"):
            export(CHAIN[0], later, handovers, LAST, NOON)
    with pytest.raises(Refused, match="not those of the record"):
        export(CHAIN[0], later[::-1], changes, LAST, NOON)


def test_the_chain_can_be_followed_with_digests_alone() -> None:
    assert follow(CHAIN[0], [e.digest for e in CHAIN[1:]]) == {e.sequence: e.head for e in CHAIN}


def test_every_field_of_an_answer_is_there_for_machines() -> None:
    answer = verify(EXPORT, fingerprint=LAST.fingerprint)
    plain = answer.plain()
    assert list(plain)[:2] == ["verified", "intact"]
    assert {f.name for f in dataclasses.fields(Verified)} < set(plain)
    assert plain["proofs"][0]["content"] == text(4)
