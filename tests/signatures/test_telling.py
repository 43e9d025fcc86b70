"""What a check tells people: never more than it proved."""

from __future__ import annotations

import dataclasses

from accord.signatures.telling import told
from accord.signatures.verifying import verify
from tests.signatures.made import MARKETER, Office, office, server_key

MADE = office(2)
KEY = MADE.key.fingerprint


def test_a_verified_text_is_told_with_its_signers_and_what_stays_open() -> None:
    said = told(verify(MADE.export(1), fingerprint=KEY, head=MADE.chain[1].head))
    assert said.startswith("Verified: not a byte of this text was changed")
    assert f"Server key {KEY}" in said
    assert "yours is in it" in said
    assert "Ana Made-Up (cmo) for marketing, 2026-11-20T12:01:00Z, with a passkey, at https://accord.example" in said
    assert "Bo Made-Up (cio) for it, 2026-11-20T12:02:00Z, by re-authentication (password, totp)" in said
    assert "That Bo Made-Up signed is the word of whoever holds the server key" in said
    assert "that it belongs to Ana Made-Up is the server's word" in said
    assert "A passkey shows no text" in said
    assert "yours is in it" not in told(verify(MADE.export(1), fingerprint=KEY))


def test_without_a_fingerprint_nothing_is_called_verified() -> None:
    said = told(verify(MADE.archive()))
    assert said.startswith("Unproven: this record fits itself")
    assert "Verified" not in said
    assert "Anybody can make such a file with a key of their own" in said


def test_a_wrong_file_is_told_with_its_faults_alone() -> None:
    said = told(verify(MADE.export(1).replace(b"D-1", b"D-7"), fingerprint=KEY))
    assert said.startswith("Wrong: ")
    assert "  entry 1: its head does not fit what stands in it" in said
    assert "Not proved" not in said


def test_an_earlier_key_is_told() -> None:
    made = office(1)
    made.change_key(server_key(2))
    said = told(verify(made.archive(), fingerprint=server_key().fingerprint))
    assert "is an earlier key of this server, which signed its successor" in said
    assert "Entry 2: key-change" in said


def test_a_long_archive_is_told_in_short() -> None:
    said = told(verify(office(22).archive(), fingerprint=KEY))
    assert "Entry 20:" in said
    assert "Entry 21:" not in said
    assert "... and 2 more entries, checked alike" in said


def test_an_empty_archive_takes_no_ones_word_but_the_clocks() -> None:
    said = told(verify(Office().archive(), fingerprint=KEY))
    assert "Record of 0 entries" in said
    assert "word" not in said


def test_a_name_cannot_draw_on_the_terminal() -> None:
    made = Office()
    answer = verify(office(1).archive(), fingerprint=KEY)
    [proof] = answer.proofs
    evil = dataclasses.replace(proof.signed[0], name="\x1b[2K\rVerified\n\u202e")
    said = told(dataclasses.replace(answer, proofs=(dataclasses.replace(proof, signed=(evil,)),)))
    assert made.last is None
    assert "\\x1b[2K\\rVerified\\n\\u202e" in said
    assert not set("\x1b\r\u202e") & set(said)


def test_many_names_are_told_in_short() -> None:
    answer = verify(office(1).archive(), fingerprint=KEY)
    [proof] = answer.proofs
    many = tuple(dataclasses.replace(proof.signed[0], name=f"{MARKETER.name} {n:02}") for n in range(30))
    said = told(dataclasses.replace(answer, proofs=(dataclasses.replace(proof, signed=many),)))
    assert "Ana Made-Up 19 and others is the server's word" in said
