"""The signed record: its chain of entries, whether it holds, and how anyone checks it without this site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from accord.findings.format import Format
from accord.pages.sheet import Sheet, SheetTable, cell_count, cell_text, cell_time, utc
from accord.pages.shown import Column, plural
from accord.people.names import initials

if TYPE_CHECKING:
    from accord.people.models import Person
    from accord.record.models import SignedEntry
    from accord.signatures.entry import Entry
    from accord.signatures.signature import Signature

MOST = 50
_WORDS = {"decision": "Decision", "clause": "Clause of the charter", "key-change": "The server's key"}
_SIDES = {"marketing": ("m", "marketing"), "it": ("t", "IT")}
_WITH = {
    "password": "password",
    "webauthn": "passkey",
    "totp": "authenticator app",
    "recovery_codes": "recovery code",
    "socialaccount": "the organisation's sign-in",
}


@dataclass(frozen=True, slots=True)
class SignedBy:
    """One person's part of an entry. ``how`` says with what: a passkey, or who they are once more."""

    mark: str
    initials: str
    who: str
    how: str
    when: str


@dataclass(frozen=True, slots=True)
class EntryShown:
    """One link of the chain. ``head`` is in groups of four; ``address`` leads to what was signed, or is empty.

    ``signed`` is empty where the server's key changed (``key`` is the new fingerprint then), and where the entry cannot
    be read (``wrong`` says so then).
    """

    sequence: int
    kind: str
    word: str
    subject: str
    title: str
    address: str
    signed: tuple[SignedBy, ...]
    at: datetime
    when: str
    head: str
    key: str
    wrong: str


@dataclass(frozen=True, slots=True)
class SignedPage:
    """Entries, newest first. ``faults`` are those of the whole chain; ``before`` the sequence at which older begin."""

    title: str
    count: int
    says: str
    faults: tuple[str, ...]
    checked: str
    fingerprint: str
    head: str
    entries: tuple[EntryShown, ...]
    before: int
    may_take: bool
    form: Format
    made_up: str

    def sheet(self) -> Sheet:
        lines = (
            ("The chain", self.says),
            ("Checked", self.checked),
            ("Key of the server", self.fingerprint),
            ("Head", self.head),
            *(("Wrong", fault) for fault in self.faults),
        )
        table = SheetTable("entries", "Entries", _COLUMNS, tuple(self._row(e) for e in self.entries))
        return Sheet("signed", self.title, self.form, made_up=self.made_up, lines=lines, tables=(table,))

    def _row(self, e: EntryShown) -> tuple[Any, ...]:
        people = "; ".join(f"{s.who}, {s.how}, {s.when}" for s in e.signed)
        texts = (cell_text(t) for t in (e.word, e.subject, e.title, people or e.wrong))
        return (cell_count(self.form, e.sequence), *texts, cell_time(self.form, utc(e.at)), cell_text(e.head))


_COLUMNS = tuple(
    Column(name, text, name == "sequence")
    for name, text in (
        ("sequence", "Entry"),
        ("kind", "What"),
        ("subject", "Named"),
        ("title", "Title"),
        ("signed", "Signed by"),
        ("at", "Closed"),
        ("head", "Head after it"),
    )
)


def signed_page(person: Person, *, before: int, now: datetime, form: Format, made_up: str) -> SignedPage:
    """The record as it stands at ``now`` (aware), the whole chain checked anew. ``before``: only entries below that
    sequence are listed, 0 for the newest. Raises ``NotAllowed``.
    """
    from accord.people.rights import Right, may, require
    from accord.record import signing
    from accord.record.models import SignedEntry

    require(person, Right.READ)
    rows = SignedEntry.objects.order_by("-sequence")
    last, faults = rows.first(), tuple(signing.faults())
    found = list((rows.filter(sequence__lt=before) if before else rows)[: MOST + 1])
    count = last.sequence if last else 0
    return SignedPage(
        title="What both sides signed",
        count=count,
        says=_says(count, faults, form),
        faults=faults,
        checked=form.time(utc(now)),
        fingerprint=_fingerprint(),
        head=_grouped(last.head) if last else "",
        entries=_entries(found[:MOST], form),
        before=found[MOST - 1].sequence if len(found) > MOST else 0,
        may_take=may(person, Right.EXPORT),
        form=form,
        made_up=made_up,
    )


def _says(count: int, faults: tuple[str, ...], form: Format) -> str:
    if faults:
        return "The record does not hold"
    if not count:
        return "Nothing has been signed by both sides yet"
    return f"The whole chain holds: {plural(count, 'entry', form, 'entries')}, not a byte changed"


def _fingerprint() -> str:
    """The key that the record ends with, whether or not its file is there."""
    from accord.record import signing
    from accord.signatures.canonical import NotPlain, Unreadable
    from accord.signatures.key import KeyMissing

    try:
        return signing.server_key().fingerprint
    except (KeyMissing, Unreadable, NotPlain):
        return ""


def _grouped(digits: str) -> str:
    from accord.signatures.key import grouped

    return grouped(digits)


def _entries(rows: list[SignedEntry], form: Format) -> tuple[EntryShown, ...]:
    addresses = _addresses(rows)
    return tuple(_entry(row, addresses.get((row.kind, row.subject), ""), form) for row in rows)


def _addresses(rows: Iterable[SignedEntry]) -> dict[tuple[str, str], str]:
    """Where what was signed is shown, by kind and subject; two queries for a page."""
    from accord.charter.queries import proposals
    from accord.decisions.queries import decisions

    def numbers(kind: str) -> list[int]:
        return [int(r.subject[2:]) for r in rows if r.kind == kind and r.subject[2:].isdigit()]

    found = {("decision", d.name): f"/decisions/{d.id}" for d in decisions().filter(number__in=numbers("decision"))}
    changes = proposals().filter(number__in=numbers("clause"))
    return found | {("clause", p.name): f"/charter/proposals/{p.id}" for p in changes}


def _entry(row: SignedEntry, address: str, form: Format) -> EntryShown:
    from accord.record import signing
    from accord.signatures.canonical import NotPlain, Unreadable

    title, signed, wrong = "", tuple[SignedBy, ...](), ""
    try:
        read = signing.entry_of(row)
        title, signed = _title(read), tuple(_signed(s, form) for s in read.signatures)
    except (Unreadable, NotPlain) as fault:
        wrong = f"this entry cannot be read: {fault}"
    return EntryShown(
        sequence=row.sequence,
        kind=row.kind,
        word=_WORDS.get(row.kind, row.kind),
        subject="" if row.kind == "key-change" else row.subject,
        title=title,
        address=address,
        signed=signed,
        at=row.closed_at,
        when=form.time(utc(row.closed_at)),
        head=_grouped(row.head),
        key=row.subject if row.kind == "key-change" else "",
        wrong=wrong,
    )


def _title(read: Entry) -> str:
    """What was signed, by its own text."""
    from accord.clauses.fields import CLAUSES

    if read.kind == "key-change":
        return f"Changed: {read.content['reason']}"
    if read.kind == "clause" and read.content.get("clause") in CLAUSES:
        return f"{CLAUSES[read.content['clause']].label}, version {read.content.get('version')}"
    terms = read.content.get("terms")
    return str(terms.get("title") or read.subject) if isinstance(terms, dict) else read.subject


def _signed(one: Signature, form: Format) -> SignedBy:
    signer = one.statement.signer
    mark, word = _SIDES.get(signer.side, ("", signer.side))
    return SignedBy(
        mark, initials(signer.name), f"{signer.name}, for {word}", _how(one), form.time(utc(one.recorded_at))
    )


def _how(one: Signature) -> str:
    if one.assertion is not None:
        return f"with a passkey at {one.assertion.rp_id}"
    by = one.statement.again.by if one.statement.again else ()
    named = [_WITH[b] for b in by if b in _WITH]
    return "signed in again" + (f" by {' and '.join(named)}" if named else "")
