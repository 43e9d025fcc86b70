"""Whatever was changed in the record is found, and the entry is named."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from accord.signatures.canonical import Unreadable
from accord.signatures.checking import check_chain, check_entry, succession_faults
from accord.signatures.closing import change_key
from accord.signatures.entry import (
    KEY_CHANGE,
    Entry,
    dump,
    entry_from,
    entry_plain,
    head_message,
    link_head,
    load,
)
from tests.signatures.made import NOON, Office, office, server_key, text


def _rotated() -> Office:
    made = office(2)
    made.change_key(server_key(2))
    made.agree(4)
    return made


MADE = _rotated()
CHAIN = MADE.chain
FIRST, SECOND, CHANGE, FOURTH = CHAIN


def _sealed_again(entry: Entry, number: int = 1, **change: Any) -> Entry:
    """What someone with the server's key can make of an entry."""
    entry = dataclasses.replace(entry, **change)
    head = link_head(entry.sequence, entry.previous, entry.digest)
    return dataclasses.replace(
        entry, head=head, countersignature=server_key(number).sign(head_message(entry.sequence, head))
    )


def test_an_untouched_record_has_no_faults() -> None:
    assert check_chain(CHAIN, key=server_key(2).public) == []
    assert [check_entry(e) for e in CHAIN] == [[]] * 4


@pytest.mark.parametrize("value", [SECOND, SECOND.signatures[0], SECOND.signatures[0].statement, server_key()])
def test_what_is_signed_cannot_be_changed_in_passing(value: Any) -> None:
    for field in dataclasses.fields(value):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(value, field.name, None)


def test_an_entry_is_read_as_it_was_written() -> None:
    assert [load(dump(e)) for e in CHAIN] == CHAIN
    assert [entry_from(entry_plain(e)) for e in CHAIN] == CHAIN


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (dataclasses.replace(SECOND, content=text(9)), "entry 2: its text is not the one that was signed"),
        (dataclasses.replace(SECOND, head=FIRST.head), "entry 2: its head does not fit what stands in it"),
        (dataclasses.replace(SECOND, subject="D-9"), "entry 2: its head does not fit"),
        (dataclasses.replace(SECOND, countersignature=bytes(64)), "entry 2: the server key did not sign its head"),
        (dataclasses.replace(SECOND, handover=bytes(64)), "entry 2: it hands over a key"),
        (dataclasses.replace(CHANGE, handover=bytes(64)), "entry 3: the new server key did not sign it"),
        (dataclasses.replace(CHANGE, handover=None), "entry 3: the new server key did not sign it"),
        (dataclasses.replace(CHANGE, subject="D-1"), "entry 3: it changes other keys than it names"),
        (dataclasses.replace(CHANGE, signatures=SECOND.signatures), "entry 3: people do not sign a key change"),
        (_sealed_again(SECOND, closed_at=NOON), r"entry 2: Ana Made-Up \(marketing\) signed after it was closed"),
        (_sealed_again(SECOND, signatures=SECOND.signatures[:1]), "entry 2: two signatures are needed"),
        (_sealed_again(SECOND, signatures=FIRST.signatures), r"entry 2: Ana Made-Up \(marketing\) signed another text"),
    ],
)
def test_a_changed_entry_is_found_even_alone(entry: Entry, why: str) -> None:
    assert any(re.match(why, fault) for fault in check_entry(entry)), check_entry(entry)


Change = Callable[[list[Entry]], list[Entry]]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda c: c[1:], "entry 2: it stands where entry 1 belongs"),
        (lambda c: [c[0], *c[2:]], "entry 3: it stands where entry 2 belongs"),
        (lambda c: [c[0], *c], "entry 1: it stands where entry 2 belongs"),
        (lambda c: [c[1], c[0], *c[2:]], "entry 2: it does not continue what stands before it"),
        (lambda c: [_sealed_again(c[0], subject="D-9"), *c[1:]], "entry 2: it does not continue"),
        (
            lambda c: [*c[:3], _sealed_again(c[3], 1, key=server_key(1).public)],
            "entry 4: it was closed with a server key",
        ),
        (
            lambda c: [c[0], _sealed_again(c[1], closed_at=NOON), *c[2:]],
            "entry 2: it was closed before the one before it",
        ),
        (lambda c: c[:3][:2], "entry 2: the record ends with another server key"),
    ],
)
def test_a_record_with_entries_moved_out_or_in_is_found(change: Change, why: str) -> None:
    faults = check_chain(change(list(CHAIN)), key=server_key(2).public)
    assert any(fault.startswith(why) for fault in faults), faults


def test_a_signature_does_not_count_twice() -> None:
    made = office(1)
    [first] = made.chain
    again = _sealed_again(first, sequence=2, previous=first.head)
    assert check_chain([first, again]) == [
        "entry 2: Ana Made-Up (marketing) signed entry 1, not this one",
        "entry 2: Bo Made-Up (it) signed entry 1, not this one",
    ]


def test_a_record_cut_off_at_the_end_is_whole_in_itself() -> None:
    assert check_chain(CHAIN[:1], key=server_key().public) == []


def test_a_line_of_keys_leads_from_one_to_the_next() -> None:
    change = change_key(FOURTH, server_key(2), server_key(3), NOON, "a test")
    assert succession_faults([], server_key().public) == []
    assert succession_faults([CHANGE], server_key(2).public) == []
    assert succession_faults([CHANGE, change], server_key(3).public) == []
    assert succession_faults([CHANGE], server_key(3).public) != []
    assert "the key changes are out of order" in succession_faults([change, CHANGE], server_key(2).public)
    assert "entry 2: it is no key change" in succession_faults([SECOND], server_key().public)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"sequence": 0}, "sequence counts from 1"),
        ({"more": 1}, "holds 'more'"),
        ({"content": {"old": "00", "new": "00", "reason": "x"}}, "content: old is not 64 hexadecimal digits"),
        ({"content": CHANGE.content | {"more": 1}}, "content holds 'more'"),
        ({"subject": "\ud800"}, "subject: .* has no place in JSON"),
        ({"schema": "accord.entry/2"}, "schema is not"),
        ({"signatures": [{}]}, "the entry: signature 1 lacks schema"),
    ],
)
def test_another_form_cannot_be_read(change: dict[str, Any], why: str) -> None:
    assert CHANGE.kind == KEY_CHANGE
    with pytest.raises(Unreadable, match=why):
        entry_from(entry_plain(CHANGE) | change)


def test_a_line_with_a_blank_too_many_is_not_what_was_written() -> None:
    with pytest.raises(Unreadable, match="not byte for byte"):
        load(dump(FIRST).replace(b":", b": ", 1))


def _found(line: bytes) -> bool:
    try:
        return bool(check_entry(load(line)))
    except Unreadable:
        return True


def _flips(count: int, chance: Random) -> list[str]:
    """Changes of one byte of a kept entry that were not found."""
    missed = []
    for _ in range(count):
        line = bytearray(dump(chance.choice(CHAIN)))
        place, flip = chance.randrange(len(line)), chance.randrange(1, 256)
        line[place] ^= flip
        if not _found(bytes(line)):
            missed.append(f"{bytes(line[max(place - 20, 0) : place + 20])!r} with {flip}")
    return missed


def test_a_thousand_changed_bytes_of_kept_entries_are_found() -> None:
    assert _flips(1_000, Random(20261120)) == []


@pytest.mark.soak
def test_ten_thousand_changed_bytes_of_kept_entries_are_found() -> None:
    assert _flips(10_000, Random(20261121)) == []


def test_a_times_fault_names_the_signature() -> None:
    late = dataclasses.replace(FIRST.signatures[1], recorded_at=FIRST.signatures[1].recorded_at + timedelta(hours=1))
    entry = dataclasses.replace(FIRST, signatures=(FIRST.signatures[0], late))
    assert any("the signature of Bo Made-Up (it): more than 10 minutes" in f for f in check_entry(entry))
