"""Nothing is agreed until two people, one of each side, have signed the same text."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.signatures.canonical import NotPlain
from accord.signatures.checking import check_chain
from accord.signatures.closing import change_key, close
from accord.signatures.entry import BEGINNING, Entry
from accord.signatures.signature import Signature, sign_statement
from accord.signatures.statement import Refused, Signer
from tests.signatures.made import (
    ENGINEER,
    MARKETER,
    NOON,
    Office,
    asserted,
    office,
    passkey,
    server_key,
    statement,
    text,
)

STRANGER = Signer("p-9", "Di Made-Up", "marketing", "marketing member")


def _signed(signer: Signer = MARKETER, chance: int = 1, **change: Any) -> Signature:
    said = statement(change.pop("content", None), signer, chance=chance, by=("password",), **change)
    return sign_statement(change.get("key") or server_key(), said, now=said.signed_at, assertion=None)


FIRST, SECOND = _signed(), _signed(ENGINEER, 2)


def _close(*signatures: Signature, content: Any = None, previous: Entry | None = None) -> Entry:
    return close(previous, content or text(), signatures, server_key(), NOON)


def test_two_people_of_two_sides_make_an_entry() -> None:
    entry = _close(FIRST, SECOND)
    assert (entry.sequence, entry.previous) == (1, BEGINNING)
    assert (entry.kind, entry.subject) == ("decision", "D-1")
    assert entry.content == text()
    assert entry.fingerprint == server_key().fingerprint
    following = _close(_signed(chance=3), _signed(ENGINEER, 4), previous=entry)
    assert (following.sequence, following.previous) == (2, entry.head)


@pytest.mark.parametrize(
    ("signatures", "why"),
    [
        ([], "nobody has signed"),
        ([FIRST], "two signatures are needed, there are 1"),
        ([FIRST, SECOND, SECOND], "two signatures are needed, there are 3"),
        ([FIRST, _signed(dataclasses.replace(MARKETER, side="it"))], "Ana Made-Up signed for both sides"),
        ([FIRST, _signed(STRANGER)], "both sides must sign, one each; these are marketing and marketing"),
        ([FIRST, _signed(ENGINEER, content=text(2))], r"Bo Made-Up \(it\) signed another text"),
        ([FIRST, _signed(ENGINEER, subject="D-2")], r"Bo Made-Up \(it\) signed for decision D-2"),
        ([FIRST, _signed(ENGINEER, kind="clause")], r"signed for clause D-1"),
        ([FIRST, _signed(ENGINEER, key=server_key(2))], "another server key"),
        ([FIRST, dataclasses.replace(SECOND, countersignature=bytes(64))], "the server did not record it"),
    ],
)
def test_anything_less_is_no_agreement(signatures: list[Signature], why: str) -> None:
    with pytest.raises(Refused, match=why):
        _close(*signatures)


def test_one_passkey_does_not_sign_for_two_people() -> None:
    held, both = passkey(), []
    for chance, signer in enumerate((MARKETER, ENGINEER)):
        said = statement(signer=signer, chance=chance)
        both.append(sign_statement(server_key(), said, now=NOON, assertion=asserted(said, held)))
    with pytest.raises(Refused, match="one passkey"):
        _close(*both)


def test_two_passkeys_sign_for_two_people() -> None:
    both = []
    for chance, signer in enumerate((MARKETER, ENGINEER)):
        said = statement(signer=signer, chance=chance)
        both.append(sign_statement(server_key(), said, now=NOON, assertion=asserted(said, passkey())))
    assert check_chain([_close(*both)]) == []


def test_another_text_than_the_signed_one_is_not_closed() -> None:
    with pytest.raises(Refused, match=r"Ana .* signed another text; Bo .* signed another text"):
        _close(FIRST, SECOND, content=text(2))


def test_a_text_that_cannot_be_kept_is_not_closed() -> None:
    with pytest.raises(NotPlain, match="amount"):
        _close(FIRST, SECOND, content={"amount": float("nan")})


def test_a_text_changed_by_its_owner_after_closing_does_not_change_the_entry() -> None:
    content = text()
    entry = _close(FIRST, SECOND, content=content)
    content["promise"]["minor"] = 1
    assert entry.content == text()


def test_a_clock_that_steps_back_keeps_the_order() -> None:
    made = office(1)
    made.now -= timedelta(hours=1)
    assert made.agree(2).closed_at == made.chain[0].closed_at
    assert check_chain(made.chain) == []


def test_the_key_changes_by_an_entry_of_both_keys() -> None:
    made = office(1)
    change = made.change_key(server_key(2))
    assert (change.kind, change.subject, change.signatures) == ("key-change", server_key(2).fingerprint, ())
    assert change.next_key == server_key(2).public
    made.agree(3)
    assert check_chain(made.chain, key=server_key(2).public) == []


def test_the_key_changes_to_another_for_a_reason_and_from_the_one_in_use() -> None:
    [last] = office(1).chain
    with pytest.raises(Refused, match="the new key is the old one"):
        change_key(last, server_key(), server_key(), NOON, "a test")
    with pytest.raises(Refused, match="say why"):
        change_key(last, server_key(), server_key(2), NOON, "")
    with pytest.raises(Refused, match="not the server key that the record ends with"):
        change_key(last, server_key(3), server_key(2), NOON, "a test")


def test_an_old_key_closes_nothing_more() -> None:
    made = office(1)
    made.change_key(server_key(2))
    with pytest.raises(Refused, match="not the server key that the record ends with"):
        _close(FIRST, SECOND, previous=made.last)


@given(
    st.lists(st.sampled_from([(MARKETER, 1), (MARKETER, 2), (STRANGER, 1), (ENGINEER, 1), (ENGINEER, 2)]), max_size=3)
)
def test_whoever_signs_whatever_only_both_sides_over_one_text_close_it(drawn: list[tuple[Signer, int]]) -> None:
    signatures = [_signed(who, chance, content=text(n)) for chance, (who, n) in enumerate(drawn)]
    agreed = {who.side for who, _ in drawn} == {"marketing", "it"} and [n for _, n in drawn] == [1, 1]
    try:
        entry = _close(*signatures)
    except Refused:
        assert not agreed
    else:
        assert agreed
        assert check_chain([entry]) == []


def test_an_office_without_entries_has_a_record_without_faults() -> None:
    assert check_chain(Office().chain, key=server_key().public) == []
