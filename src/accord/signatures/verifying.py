"""Check a signed file with nothing but the file and a fingerprint that came another way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from accord.signatures.canonical import NotPlain, Unreadable
from accord.signatures.checking import check_chain, check_entry, succession_faults
from accord.signatures.entry import Entry
from accord.signatures.exporting import ARCHIVE
from accord.signatures.key import fingerprint as fingerprint_of
from accord.signatures.key import signed_by, ungrouped
from accord.signatures.reading import SignedFile, read_file


@dataclass(frozen=True, slots=True)
class Signed:
    """One person's part. ``site`` is where the passkey was asked; None for re-authentication by ``by``."""

    person: str
    name: str
    side: str
    role: str
    signed_at: datetime
    method: str
    site: str | None
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """One entry: what was signed, by whom, and when both had."""

    sequence: int
    kind: str
    subject: str
    closed_at: datetime
    head: str
    content: dict[str, Any]
    signed: tuple[Signed, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """What the file says of the whole record: how many entries and which head it had when the file was written.

    ``fingerprint`` is that of the key which sealed the file, in groups of four.
    """

    count: int
    head: str
    written_at: datetime
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Verified:
    """``intact``: the file fits itself, byte for byte. ``verified``: and it comes from the server that was named.

    ``known`` tells whether the key that sealed the file, or one before it in its line, is the one named (None: none was
    named); ``earlier`` whether the one named has been succeeded since; ``head_found`` whether the head named is one of
    those in the file (None: none was named). ``record`` is None where the file cannot be read.
    """

    archive: bool
    proofs: tuple[Proof, ...]
    record: Record | None
    known: bool | None
    earlier: bool
    head_found: bool | None
    faults: tuple[str, ...]

    @property
    def intact(self) -> bool:
        return not self.faults

    @property
    def verified(self) -> bool:
        return self.intact and self.known is True

    def plain(self) -> dict[str, Any]:
        """Verdicts first, then every field, for JSON."""
        return {"verified": self.verified, "intact": self.intact, **asdict(self)}


def verify(data: bytes, *, fingerprint: str | None = None, head: str | None = None) -> Verified:
    """Check an export or archive (see ``exporting``).

    ``fingerprint`` is the server key's, ``head`` one that was mailed to a signer; both as typed, blanks and case do not
    count. Raises ``ValueError`` where these are not 64 hexadecimal digits; whatever is wrong with ``data`` is among the
    faults.
    """
    named = ungrouped(fingerprint) if fingerprint is not None else None
    mailed = ungrouped(head) if head is not None else None
    try:
        file = read_file(data)
    except (Unreadable, NotPlain) as fault:
        return Verified(False, (), None, None, False, None, (str(fault),))
    line = [ungrouped(fingerprint_of(key)) for key in (*(h.key for h in file.handovers), file.key)]
    found = None if mailed is None else mailed in file.heads.values()
    return Verified(
        archive=file.schema == ARCHIVE,
        proofs=tuple(_proof(e) for e in file.entries),
        record=Record(file.count, file.head, file.written_at, fingerprint_of(file.key)),
        known=None if named is None else named in line,
        earlier=named in line[:-1],
        head_found=found,
        faults=tuple(_faults(file) + _named_faults(file, named, line, found)),
    )


def _faults(file: SignedFile) -> list[str]:
    faults = []
    if not file.exact:
        faults.append("the file is not byte for byte as it was written")
    if not signed_by(file.key, file.message, file.seal):
        faults.append("the file's seal does not fit: something in it was changed")
    if max(file.heads, default=0) != file.count or file.heads.get(file.count, file.head) != file.head:
        faults.append("the chain in the file does not lead to the head that it names")
    return faults + (_archive_faults(file) if file.schema == ARCHIVE else _signed_faults(file))


def _archive_faults(file: SignedFile) -> list[str]:
    return check_chain(file.entries, key=file.key)


def _signed_faults(file: SignedFile) -> list[str]:
    [entry] = file.entries
    faults = check_entry(entry) + succession_faults(file.handovers, file.key)
    changed = [h for h in file.handovers if h.sequence < entry.sequence]
    if _key_in_force(file, changed) != entry.key:
        faults.append(f"entry {entry.sequence}: it was closed with a server key that was not in force")
    for handover in file.handovers:
        if file.heads.get(handover.sequence, handover.head) != handover.head:
            faults.append(f"entry {handover.sequence}: this key change is not the one in the chain")
    return faults


def _key_in_force(file: SignedFile, changed: Sequence[Entry]) -> bytes:
    if changed:
        return changed[-1].next_key
    return file.handovers[0].key if file.handovers else file.key


def _named_faults(file: SignedFile, named: str | None, line: list[str], found: bool | None) -> list[str]:
    faults = []
    if named is not None and named not in line:
        faults.append(f"it was sealed with another server key: {fingerprint_of(file.key)}")
    if found is False:
        first, last = min(file.heads, default=0), max(file.heads, default=0)
        faults.append(f"the head that you named is none of those after entries {first} to {last}")
    return faults


def _proof(entry: Entry) -> Proof:
    signed = []
    for signature in entry.signatures:
        statement, assertion = signature.statement, signature.assertion
        signer, again = statement.signer, statement.again
        site, by = assertion.origin if assertion else None, again.by if again else ()
        signed.append(
            Signed(
                signer.person, signer.name, signer.side, signer.role, statement.signed_at, statement.method, site, by
            )
        )
    return Proof(entry.sequence, entry.kind, entry.subject, entry.closed_at, entry.head, entry.content, tuple(signed))
