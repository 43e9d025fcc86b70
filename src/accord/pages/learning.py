"""What was learned from both sides' documents: made when they change, kept in the workspace, shown as collisions."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from accord.facts.store import Store
from accord.language.collisions import Collision
from accord.language.document import Document
from accord.language.learned import Learned, keep, kept, learn, path_of
from accord.language.library import LEARNED_FROM, documents_of
from accord.language.usage import FalseFriend
from accord.workspace.folder import Workspace
from accord.workspace.quoting import quoting

Progress = Callable[[int, int, str], None]
"""Called with steps done, steps in all, and what is being done."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a side says what it means; ``sentence`` is empty where its folder may not be quoted. ``line`` is a page, a
    paragraph or a slide where the document is ``counted_by`` these."""

    side: str
    document: str
    line: int
    sentence: str
    title: str = ""
    counted_by: str = "line"


@dataclass(frozen=True, slots=True)
class SideShown:
    """What a side means by a word (or what it stands beside there), and how often it writes it."""

    side: str
    means: tuple[str, ...]
    documents: int
    mentions: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class WordShown:
    """A word that the two sides use for different things; ``kind`` is ``acronym`` or ``usage``."""

    word: str
    kind: str
    sides: tuple[SideShown, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What there is to tell of a learning; ``anew`` is false where the documents were the same as before."""

    documents: int
    anew: bool
    collisions: int
    false_friends: int
    synonyms: int
    jargon: int


def documents_digest(store: Store) -> str:
    """Tells the documents in force, and what may be quoted of them, from others; no text is read for it."""
    told = hashlib.sha256("\0".join(quoting(store.workspace)).encode())
    for table in LEARNED_FROM:
        told.update("\0".join([table, *sorted(f.name for f in store.files(table))]).encode())
    return told.hexdigest()[:16]


def learn_words(workspace: Workspace, *, seed: int = 0, progress: Progress | None = None) -> Lesson | None:
    """Learn from the documents in force and keep it; the same documents are not read again. None without documents."""
    import numpy as np

    with Store.reading(workspace) as store:
        if not store.files("documents"):
            return None
        digest = documents_digest(store)
        found = kept(workspace, digest)
        anew = found is None
        if found is None:
            found = learn(documents_of(store), np.random.default_rng(seed), progress=_stepped(progress), digest=digest)
            keep(workspace, found)
    return Lesson(
        sum(count for _, count in found.documents), anew, len(found.collisions), len(found.friends),
        len(found.synonyms), len(found.jargon),
    )  # fmt: skip


def learn_where_possible(workspace: Workspace, progress: Progress | None = None) -> None:
    """The same, for the pages of the common language; nothing where its extra is not installed."""
    try:
        learn_words(workspace, progress=progress)
    except ModuleNotFoundError:
        return


def _stepped(progress: Progress | None) -> Callable[[str, float], None] | None:
    if progress is None:
        return None
    return lambda what, share: progress(round(100 * share), 100, what)


def learned(workspace: Workspace) -> Learned | None:
    """What was learned last, of the documents in force; None where they have changed since, or nothing was."""
    try:
        found = path_of(workspace).stat()
    except FileNotFoundError:
        return None
    with Store.reading(workspace) as store:
        return _read(workspace, documents_digest(store), (found.st_mtime_ns, found.st_size))


@lru_cache(maxsize=4)
def _read(workspace: Workspace, digest: str, stamp: tuple[int, int]) -> Learned | None:
    """The file is long, and pages ask for it again and again."""
    return kept(workspace, digest)


def words_shown(workspace: Workspace) -> tuple[WordShown, ...]:
    """Words that mean two things, with the places that prove it. Raises ``LookupError`` where nothing was learned."""

    found = learned(workspace)
    if found is None:
        raise LookupError(
            "nothing was learned yet from the documents in force and what may be quoted of them: accord words learn"
        )
    with Store.reading(workspace) as store:
        documents = {d.document_id: d for d in documents_of(store)}
    told = [_collision(c, documents) for c in found.collisions if c.apart]
    return (*told, *(_friend(f, documents) for f in found.friends))


def _collision(collision: Collision, documents: dict[str, Document]) -> WordShown:
    sides = []
    for use in collision.sides:
        proofs = [proof for meaning in use.meanings for proof in meaning.proofs[:1]]
        places = tuple(_place(documents[p.document_id], p.start, p.sentence) for p in proofs)
        means = tuple(meaning.long for meaning in use.meanings)
        sides.append(SideShown(use.side, means, use.documents, use.mentions, places))
    return WordShown(collision.short, "acronym", tuple(sides))


def _friend(friend: FalseFriend, documents: dict[str, Document]) -> WordShown:
    sides = []
    for use in friend.uses:
        proof = use.proof
        places = (_place(documents[proof.document_id], proof.start, proof.sentence),) if proof else ()
        sides.append(SideShown(use.side, use.company, use.documents, use.count, places))
    return WordShown(friend.word, "usage", tuple(sides))


def _place(document: Document, start: int, sentence: str) -> Place:
    said = sentence if document.quotable else ""
    where, title = document.path or document.title, document.title or document.path
    return Place(document.side, where, document.line_of(start), said, title, document.counted_by)
