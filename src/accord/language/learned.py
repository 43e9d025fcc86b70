"""What was learned from the documents of both sides: kept in one file, and made anew when the documents change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from accord.clauses.glossary import Term
from accord.language import usage
from accord.language.acronyms import Expansion, expansions
from accord.language.collisions import Collision, Unexplained, collisions, unexplained, uses
from accord.language.company import company, pairs, space
from accord.language.corpus import Corpus, Progress, corpus
from accord.language.document import Document
from accord.language.friends import Judged, Often, judge, sided
from accord.language.jargon import Jargon, jargon, strange
from accord.language.plainly import made
from accord.language.synonyms import Synonym, synonyms, used_by_any
from accord.language.usage import FalseFriend
from accord.language.vocabulary import Vocabulary, vocabulary
from accord.workspace.folder import Workspace
from accord.workspace.safely import write_whole

SIDES = ("marketing", "it")
VERSION = 3


@dataclass(frozen=True)
class Learned:
    """``digest`` is of the documents it was learned from, ``documents`` their number by side.

    ``judged`` are all words that both sides use often, ``friends`` those in different company, with proof; ``jargon``
    is each side's for the other.
    """

    digest: str
    documents: tuple[tuple[str, int], ...]
    vocabulary: Vocabulary
    expansions: tuple[Expansion, ...] = ()
    collisions: tuple[Collision, ...] = ()
    unexplained: tuple[Unexplained, ...] = ()
    judged: tuple[Judged, ...] = ()
    friends: tuple[FalseFriend, ...] = ()
    synonyms: tuple[Synonym, ...] = ()
    jargon: tuple[Jargon, ...] = ()

    def strange(self, reader: str, glossary: Iterable[Term] = ()) -> Mapping[str, str]:
        """Words not to say to a reader, with the reason for each; the glossary overrides."""
        return strange(self.jargon, reader, glossary)

    def to_json(self) -> bytes:
        """The whole as JSON."""
        content = {"version": VERSION, **asdict(self)}
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def from_json(data: bytes) -> Learned | None:
    """What ``to_json`` wrote; None for the file of another version, which is to be made anew."""
    try:
        content = json.loads(data)
        if content.pop("version") != VERSION:
            return None
        return made(Learned, content)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def digest_of(documents: Iterable[Document]) -> str:
    """Tells whether documents are the same as before: their ids, sides and texts, and which may be quoted."""
    told = hashlib.sha256()
    for d in sorted(documents, key=lambda d: d.document_id):
        told.update(f"{d.document_id}\0{d.side}\0{d.quotable}\0{len(d.text)}\0{d.text}\0".encode(errors="replace"))
    return told.hexdigest()[:16]


def learn(
    documents: Sequence[Document],
    rng: np.random.Generator,
    *,
    often: Often = Often(),  # noqa: B008 - a frozen default
    progress: Progress | None = None,
    digest: str = "",
) -> Learned:
    """Learn all that Accord knows of the two sides' words. The same documents and seed give the same bytes.

    ``progress`` is called with what is being done and the share of it that is done. ``digest`` tells the documents from
    others, by default ``digest_of`` them.
    """
    tell = progress or (lambda _what, _share: None)
    told = expansions(documents)
    written = uses(documents, told)
    read = corpus(documents, tell)
    tell("counting words", 0.0)
    counted = vocabulary(read)
    judged, friends, same = _usage(read, rng, often, tell)
    strange_words = [j for one, other in (SIDES, SIDES[::-1]) for j in jargon(counted, one, other)]
    return Learned(
        digest or digest_of(documents),
        tuple(zip(counted.sides, counted.sizes)),
        counted,
        told,
        collisions(told, written),
        unexplained(told, written),
        judged,
        friends,
        same,
        tuple(strange_words),
    )


def _usage(
    read: Corpus, rng: np.random.Generator, often: Often, tell: Progress
) -> tuple[tuple[Judged, ...], tuple[FalseFriend, ...], tuple[Synonym, ...]]:
    split = sided(read, SIDES)
    if not split.of[0].any() or not split.of[1].any():
        return (), (), ()
    tell("looking at the words beside each word", 0.0)
    beside = pairs(read)
    kept = company(read, beside, space(read, beside, rng), used_by_any(read, split, often))
    judged = judge(read, split, kept, rng, often, tell)
    tell("looking for proof", 0.0)
    friends = usage.false_friends(read, split, beside, kept, judged)
    return judged, friends, synonyms(read, split, kept, often)


def path_of(workspace: Workspace) -> Path:
    """Where it is kept: derived, and made anew from the documents whenever it is missing."""
    return workspace.root / "language.json"


def keep(workspace: Workspace, learned: Learned) -> None:
    """Write it, whole or not at all. Raises ``OSError`` when the disk refuses; then the old file stands."""
    write_whole(path_of(workspace), learned.to_json())


def kept(workspace: Workspace, digest: str) -> Learned | None:
    """What was learned from the documents of this digest; None where nothing was, or from others."""
    try:
        found = from_json(path_of(workspace).read_bytes())
    except FileNotFoundError:
        return None
    return found if found and found.digest == digest else None
