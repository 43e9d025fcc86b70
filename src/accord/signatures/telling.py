"""What a check proved and what it did not, in plain words."""

from __future__ import annotations

from accord.signatures.forms import stamp
from accord.signatures.key import grouped
from accord.signatures.verifying import Proof, Record, Signed, Verified

_SHOWN = 20
"""Entries of an archive that the text names one by one."""


def told(verified: Verified) -> str:
    """The whole answer as lines of text. Names out of the file cannot draw on the terminal."""
    if verified.faults or verified.record is None:
        lines = ["Wrong: this is not what was signed, or not by this server.", *(f"  {f}" for f in verified.faults)]
        return "\n".join(_shown(line) for line in lines)
    lines = [_verdict(verified), *_record(verified, verified.record)]
    for proof in verified.proofs[:_SHOWN]:
        lines += _entry(proof)
    if len(verified.proofs) > _SHOWN:
        lines.append(f"... and {len(verified.proofs) - _SHOWN} more entries, checked alike; --json names them all")
    return "\n".join(_shown(line) for line in [*lines, "", "Not proved:", *(f"  {u}" for u in unproven(verified))])


def _verdict(verified: Verified) -> str:
    what = "record" if verified.archive else "text"
    if verified.known:
        return f"Verified: not a byte of this {what} was changed since it was signed, and it is your server's."
    return f"Unproven: this {what} fits itself, but whose key signed it is not known. Name the key with --fingerprint."


def _record(verified: Verified, record: Record) -> list[str]:
    lines = [f"Server key {record.fingerprint}"]
    if verified.earlier:
        lines.append("  The fingerprint that you named is an earlier key of this server, which signed its successor.")
    lines.append(f"Record of {record.count} entries, written out {stamp(record.written_at)}")
    lines.append(f"  head {grouped(record.head)}" + (", yours is in it" if verified.head_found else ""))
    return lines


def _entry(proof: Proof) -> list[str]:
    lines = ["", f"Entry {proof.sequence}: {proof.kind} {proof.subject}, closed {stamp(proof.closed_at)}"]
    return lines + [f"  {_signer(s)}" for s in proof.signed]


def _signer(signed: Signed) -> str:
    how = f"with a passkey, at {signed.site}" if signed.site else f"by re-authentication ({', '.join(signed.by)})"
    return f"{signed.name} ({signed.role}) for {signed.side}, {stamp(signed.signed_at)}, {how}"


def unproven(verified: Verified) -> list[str]:
    """What the reader must take on trust, and whose word it is."""
    signed = [s for p in verified.proofs for s in p.signed]
    lines = []
    if verified.known is None:
        lines.append(
            "Anybody can make such a file with a key of their own; compare the fingerprint with your server's."
        )
    if names := _names(signed, "reauthentication"):
        lines.append(f"That {names} signed is the word of whoever holds the server key: no key of their own signed.")
    if names := _names(signed, "passkey"):
        lines.append(f"That a passkey signed is proved; that it belongs to {names} is the server's word.")
        lines.append("A passkey shows no text; that the page showed this one is the server's word. Read the file.")
    lines.append("Times are those of the server's clock.")
    lines.append("What was signed after the file was written out is not in it.")
    return lines


def _names(signed: list[Signed], method: str) -> str:
    names = sorted({s.name for s in signed if s.method == method})
    return ", ".join(names[:_SHOWN]) + (" and others" if len(names) > _SHOWN else "")


def _shown(line: str) -> str:
    """Control characters as their escapes, so that a name cannot overwrite a verdict."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
