"""What goes out and comes in, whichever the format: files, terms, and what one of the two cannot hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accord.clauses.glossary import SINGLE, Term, joined_with

LARGEST = 8_000_000
"""Bytes of a file that is read; a hundred thousand entries are less."""
MOST_TERMS = 20_000


@dataclass(frozen=True, slots=True)
class Exported:
    """Files by their path within a folder; ``unsaid`` is what the format cannot hold as such, in sentences."""

    files: tuple[tuple[str, bytes], ...]
    unsaid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """The terms of a file; ``unsaid`` is what the file says and the glossary cannot hold, in sentences."""

    terms: tuple[Term, ...]
    unsaid: tuple[str, ...] = ()


class BadWords(ValueError):  # noqa: N818 - the file is at fault
    """A file of words that cannot be read: where, why, and the mend."""

    def __init__(self, file: str, line: int, reason: str, mend: str) -> None:
        super().__init__(f"{file}{f', line {line}' if line else ''}: {reason}. {mend}")
        self.file, self.line, self.reason, self.mend = file, line, reason, mend


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which file we are, for the error; line 0 where a format has none."""

    file: str
    line: int = 0

    def fail(self, reason: str, mend: str) -> BadWords:
        return BadWords(self.file, self.line, reason, mend)


def decoded(raw: bytes, file: str) -> str:
    """The text of a file in UTF-8, or in UTF-16 with its mark, as some term tools write it. Raises ``BadWords``."""
    if len(raw) > LARGEST:
        raise BadWords(file, 0, f"larger than {LARGEST // 1_000_000} MB", "Take it in in parts.")
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise BadWords(file, line, "the file is not UTF-8", "Save it as UTF-8.") from fault


def one_line(text: str | None, at: Place, what: str) -> str | None:
    """A value on one line, its blanks and breaks made single blanks; None where there is none. Raises ``BadWords``."""
    value = re.sub(r"[ \t\r\n]+", " ", text or "").strip()
    if not value.isprintable():
        raise at.fail(f"{what} holds a character that cannot be shown", "Take the control characters out.")
    return value or None


def all_lines(texts: Iterable[str | None], at: Place, what: str) -> tuple[str, ...]:
    """Values that are there, each once, letter case aside. Raises ``BadWords``."""
    kept: dict[str, str] = {}
    for text in texts:
        value = one_line(text, at, what)
        if value is not None:
            kept.setdefault(value.casefold(), value)
    return tuple(kept.values())


def collected(terms: Sequence[Term], file: str) -> tuple[Term, ...]:
    """The terms of a file; where two have one spelling, those of the same word as one.

    Raises ``BadWords`` for more than a glossary holds.
    """
    if len(terms) > MOST_TERMS:
        raise BadWords(file, 0, f"more than {MOST_TERMS:,} entries", "Take it in in parts.")
    spelt = [name.casefold() for term in terms for name in term.names()]
    return tuple(terms) if len(set(spelt)) == len(spelt) else joined_with((), *terms)


def contradictions(terms: Iterable[Term], kept: Iterable[Term]) -> tuple[str, ...]:
    """What a file says twice and differently of one word, in a sentence; of ``terms``, ``kept`` is what is left."""
    of = {name.casefold(): term for term in kept for name in term.names()}
    lost = [t.term for t in terms if (there := of.get(t.term.casefold())) and _says_otherwise(t, there)]
    return (f"Said twice and differently, of which the last counts: {listed(lost)}.",) if lost else ()


def _says_otherwise(term: Term, kept: Term) -> bool:
    told = dict(kept.instead)
    return any(getattr(term, f) not in (None, getattr(kept, f)) for f in SINGLE) or any(
        text != told.get(reader) for reader, text in term.instead
    )


def concept(preferred: Sequence[str], admitted: Sequence[str], avoided: Sequence[str]) -> Term | None:
    """The term behind the names that another tool gives a concept.

    A name to be avoided is the word that the entry is about, and the preferred one what both write; without one, the
    preferred name is the word and the others are its spellings.
    """
    if avoided and preferred:
        return Term(avoided[0], wording=preferred[0], variants=_others(avoided))
    if avoided:
        return Term(avoided[0], status="retired", variants=_others((*avoided, *admitted)))
    names = (*preferred, *admitted)
    return Term(names[0], variants=_others(names)) if names else None


def _others(names: Sequence[str]) -> tuple[str, ...]:
    first = names[0].casefold()
    return tuple({n.casefold(): n for n in names if n.casefold() != first}.values())


def listed(names: Iterable[str]) -> str:
    """Names in their order, each once, at most eight of them."""
    told = sorted(set(names))
    return ", ".join(told[:8]) + (f" and {len(told) - 8} more" if len(told) > 8 else "")
