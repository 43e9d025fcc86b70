"""Words that mean two things, however they were found: acronyms with two long forms, and words in different company."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from accord.language.acronyms import Expansion, expansions
from accord.language.collisions import Collision, SideUse, collisions, uses
from accord.language.company import company, pairs, space
from accord.language.corpus import Corpus, corpus
from accord.language.document import Document
from accord.language.friends import Often, judge, sided, used_by_both
from accord.language.short_forms import key_of
from accord.language.usage import FalseFriend, Use, false_friends
from accord.language.words import words

SIDES = ("marketing", "it")
MOST_PROOFS = 3
SEED = 0
"""Chance is the same in every stretch of time, so that no word comes and goes by it."""


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


def twofold(documents: tuple[Document, ...], *, friends: bool = True) -> tuple[Twofold, ...]:
    """Acronyms that the two sides explain differently, those that both meet most often first; then, with ``friends``,
    words that both use often and in different company. The same documents give the same answer."""
    return (*_acronyms(documents), *(_friends(documents) if friends else ()))


@lru_cache(maxsize=4)
def _friends(documents: tuple[Document, ...]) -> tuple[Twofold, ...]:
    read = corpus(documents)
    split = sided(read, SIDES)
    if not all(side.any() for side in split.of):
        return ()
    rng, often, beside = np.random.default_rng(SEED), Often(), pairs(read)
    wanted = used_by_both(read, split, often)
    if not wanted.any():
        return ()
    kept = company(read, beside, space(read, beside, rng), wanted)
    judged = judge(read, split, kept, rng, often)
    return tuple(_friend(read, f) for f in false_friends(read, split, beside, kept, judged))


def _friend(read: Corpus, friend: FalseFriend) -> Twofold:
    key = read.shown.index(friend.word)
    places = np.unique(read.document[read.key == key])
    held = [read.documents[int(at)] for at in places]
    by_side = {use.side: use for use in friend.uses}
    return Twofold(
        friend.word,
        False,
        {s: ", ".join(use.company) for s, use in by_side.items()},
        {s: _shown(use) for s, use in by_side.items()},
        {s: tuple(d.document_id for d in held if d.side == s) for s in by_side},
        {s: use.count for s, use in by_side.items()},
    )


def _shown(use: Use) -> tuple[Proof, ...]:
    return (Proof(use.proof.document_id, use.proof.start, use.proof.sentence),) if use.proof else ()


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
        {s: tuple(_proofs(_of_each(use))) for s, use in sides.items()},
        {s: tuple(sorted({*where.get((key, s), []), *_proven(use)})) for s, use in sides.items()},
        {s: use.mentions for s, use in sides.items()},
    )


def _proven(use: SideUse) -> Iterator[str]:
    return (proof.document_id for meaning in use.meanings for proof in meaning.proofs)


def _of_each(use: SideUse) -> Iterator[Expansion]:
    """One proof of each meaning that is told, then the others of the first."""
    told = use.meanings[:2]
    yield from (proof for meaning in told for proof in meaning.proofs[:1])
    yield from told[0].proofs[1:]


def _proofs(found: Iterable[Expansion]) -> Iterator[Proof]:
    """One for each document."""
    first: dict[str, Proof] = {}
    for e in found:
        first.setdefault(e.document_id, Proof(e.document_id, e.start, e.sentence))
    yield from list(first.values())[:MOST_PROOFS]


def mentioned(found: Iterable[Twofold], documents: tuple[Document, ...]) -> dict[str, tuple[Document, ...]]:
    """The documents that write each word, in any of its spellings."""
    asked = tuple(found)
    held: dict[str, set[str]] = {one.word: set() for one in asked}
    by_key = {key_of(one.word): one.word for one in asked if one.explained}
    for use in uses(documents, [Expansion(word, "", "", "", 0, 0, "") for word in by_key.values()]):
        if use.key in by_key:
            held[by_key[use.key]].add(use.document_id)
    plain = {word.key: one.word for one in asked if not one.explained for word in words(one.word)}
    for document in documents if plain else ():
        for key in {word.key for _, text in document.prose() for word in words(text)} & set(plain):
            held[plain[key]].add(document.document_id)
    return {word: tuple(d for d in documents if d.document_id in ids) for word, ids in held.items()}
