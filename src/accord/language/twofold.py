"""Words that mean two things, however they were found: acronyms with two long forms, and words in different company."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from accord.language.acronyms import Expansion, expansions
from accord.language.collisions import Collision, SideUse, collisions, uses
from accord.language.document import Document
from accord.language.short_forms import key_of

SIDES = ("marketing", "it")
MOST_PROOFS = 3


@dataclass(frozen=True, slots=True)
class Proof:
    """A sentence that shows what a side means, and where it begins in its document."""

    document_id: str
    start: int
    sentence: str


@dataclass(frozen=True)
class Twofold:
    """A word with two meanings, all by side: what is meant, the first sentences that prove it, the documents that hold
    the word, and how often they do.

    ``explained`` tells an acronym, whose long forms were found, from a word that merely keeps other company; of the
    latter ``said`` are the words that it stands beside.
    """

    word: str
    explained: bool
    said: Mapping[str, str]
    proofs: Mapping[str, tuple[Proof, ...]]
    documents: Mapping[str, tuple[str, ...]]
    mentions: Mapping[str, int]


def twofold(documents: tuple[Document, ...]) -> tuple[Twofold, ...]:
    """Acronyms that the two sides explain differently, those that both meet most often first."""
    return _acronyms(documents)


@lru_cache(maxsize=4)
def _acronyms(documents: tuple[Document, ...]) -> tuple[Twofold, ...]:
    """The same documents are asked about again and again, for one stretch of time after another."""
    found = expansions(documents)
    written = uses(documents, found)
    where: dict[tuple[str, str], list[str]] = {}
    for use in written:
        where.setdefault((use.key, use.side), []).append(use.document_id)
    told = (c for c in collisions(found, written) if c.apart)
    return tuple(_told(c, where) for c in told if all(_of(c, side) for side in SIDES))


def _of(collision: Collision, side: str) -> SideUse | None:
    """What a side says, where it says what it means."""
    return next((s for s in collision.sides if s.side == side and s.meanings), None)


def _told(collision: Collision, where: Mapping[tuple[str, str], list[str]]) -> Twofold:
    sides = {s: use for s in SIDES if (use := _of(collision, s))}
    key = key_of(collision.short)
    return Twofold(
        collision.short,
        True,
        {s: " or ".join(m.long for m in use.meanings[:2]) for s, use in sides.items()},
        {s: tuple(_proofs(use.meanings[0].proofs)) for s, use in sides.items()},
        {s: tuple(sorted({*where.get((key, s), []), *_proven(use)})) for s, use in sides.items()},
        {s: use.mentions for s, use in sides.items()},
    )


def _proven(use: SideUse) -> Iterator[str]:
    return (proof.document_id for meaning in use.meanings for proof in meaning.proofs)


def _proofs(found: Iterable[Expansion]) -> Iterator[Proof]:
    """One for each document."""
    first: dict[str, Proof] = {}
    for e in found:
        first.setdefault(e.document_id, Proof(e.document_id, e.start, e.sentence))
    yield from list(first.values())[:MOST_PROOFS]


def mentioned(words: Iterable[str], documents: tuple[Document, ...]) -> dict[str, tuple[Document, ...]]:
    """The documents that write each acronym, in any of its spellings."""
    by_key = {key_of(word): word for word in words}
    asked = [Expansion(word, "", "", "", 0, 0, "") for word in by_key.values()]
    held: dict[str, set[str]] = {word: set() for word in by_key.values()}
    for use in uses(documents, asked):
        if use.key in by_key:
            held[by_key[use.key]].add(use.document_id)
    return {word: tuple(d for d in documents if d.document_id in ids) for word, ids in held.items()}
