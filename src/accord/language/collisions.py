"""Collisions: one acronym that two sides explain differently; and acronyms that one side uses and never explains."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from accord.language.acronyms import Expansion
from accord.language.code_spans import without_code
from accord.language.document import Document
from accord.language.general_english import is_common
from accord.language.short_forms import WRITTEN, key_of, short_form
from accord.language.variants import same_meaning


@dataclass(frozen=True, slots=True)
class Use:
    """How often a document writes an acronym, explained or not; ``key`` is the same for all its spellings."""

    key: str
    side: str
    document_id: str
    mentions: int


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one side means: its most frequent long form, all spellings of it, and what proves it."""

    long: str
    spellings: tuple[str, ...]
    proofs: tuple[Expansion, ...]


@dataclass(frozen=True, slots=True)
class SideUse:
    """What one side means by an acronym, and in how many of its documents it stands, and how often."""

    side: str
    meanings: tuple[Meaning, ...]
    documents: int
    mentions: int


@dataclass(frozen=True, slots=True)
class Collision:
    """One acronym with different meanings by side.

    ``apart`` is true where two sides share no meaning, false where one side means the same as the other and something
    else as well. A side that uses the acronym without explaining it stands in ``sides`` without meanings.
    """

    short: str
    apart: bool
    sides: tuple[SideUse, ...]


@dataclass(frozen=True, slots=True)
class Unexplained:
    """An acronym that ``side`` writes and never explains, while others do: ``explained`` says how."""

    short: str
    side: str
    documents: int
    mentions: int
    explained: tuple[SideUse, ...]


_MEANINGS = 200
"""Meanings of one acronym with which a further long form is compared; no text that people wrote has as many."""
_CANDIDATE = re.compile(rf"(?<![\w./-]){WRITTEN}")


def uses(documents: Iterable[Document], expansions: Sequence[Expansion]) -> tuple[Use, ...]:
    """Mentions of the acronyms that any side explains, per document, in prose, headings and tables; not in code."""
    known = _spellings(expansions)
    out: list[Use] = []
    for document in documents:
        counts: Counter[str] = Counter()
        for part in document.parts:
            if part.kind not in ("code", "quoted"):
                counts.update(_mentioned(without_code(document.text_of(part)), known))
        out += (Use(key, document.side, document.document_id, n) for key, n in sorted(counts.items()))
    return tuple(out)


def _spellings(expansions: Iterable[Expansion]) -> dict[str, str]:
    """As they were explained, and in capitals unless that is a word of everybody's: SAFE need not be SAFe."""
    known = {e.short: key_of(e.short) for e in expansions}
    return known | {key: key for key in known.values() if key in known or not is_common(key)}


def _mentioned(text: str, known: Mapping[str, str]) -> Iterable[str]:
    for match in _CANDIDATE.finditer(text):
        token = match[0]
        if token.islower() or (token.isalpha() and token[1:].islower() and token not in known):
            continue
        if key := _key(token, known):
            yield key
        else:
            yield from (key for piece in re.split(r"[/+-]", token) if (key := _key(piece, known)))


def _key(token: str, known: Mapping[str, str]) -> str | None:
    return known.get(token) or known.get(short_form(token) or "")


def collisions(expansions: Iterable[Expansion], uses: Iterable[Use] = ()) -> tuple[Collision, ...]:
    """Acronyms with different meanings by side: first those that share none, then by how often both sides meet them.

    Without ``uses`` only the mentions that explain are counted.
    """
    found = []
    for short, sides in _by_acronym(expansions, uses):
        held = [{m.long for m in side.meanings} for side in sides if side.meanings]
        if any(a != b for a in held for b in held):
            apart = any(not a & b for a in held for b in held)
            found.append(Collision(short, apart, sides))
    return tuple(sorted(found, key=lambda c: (not c.apart, -_met(c.sides), c.short)))


def unexplained(expansions: Iterable[Expansion], uses: Iterable[Use]) -> tuple[Unexplained, ...]:
    """What a side writes and never explains although another explains it, the most written first."""
    found = [
        Unexplained(short, side.side, side.documents, side.mentions, tuple(s for s in sides if s.meanings))
        for short, sides in _by_acronym(expansions, uses)
        for side in sides
        if not side.meanings
    ]
    return tuple(sorted(found, key=lambda u: (-u.mentions, u.short, u.side)))


def _met(sides: Iterable[SideUse]) -> int:
    """How often the side that meets the acronym least, of those that explain it, does so."""
    return min(side.mentions for side in sides if side.meanings)


def _by_acronym(expansions: Iterable[Expansion], uses: Iterable[Use]) -> Iterable[tuple[str, tuple[SideUse, ...]]]:
    explained: dict[str, list[Expansion]] = defaultdict(list)
    for expansion in expansions:
        explained[key_of(expansion.short)].append(expansion)
    written: dict[str, list[Use]] = defaultdict(list)
    for use in uses:
        written[use.key].append(use)
    for key, proofs in explained.items():
        yield _most_frequent(e.short for e in proofs), _sides(key, proofs, written[key])


def _sides(key: str, proofs: Sequence[Expansion], written: Sequence[Use]) -> tuple[SideUse, ...]:
    name = _names(proofs)
    counted = [*written, *_at_least(key, proofs, written)]
    return tuple(
        SideUse(
            side,
            _meanings([e for e in proofs if e.side == side], name),
            len({u.document_id for u in counted if u.side == side}),
            sum(u.mentions for u in counted if u.side == side),
        )
        for side in sorted({u.side for u in counted})
    )


def _at_least(key: str, proofs: Sequence[Expansion], written: Sequence[Use]) -> list[Use]:
    """The explaining mentions of documents that were not counted."""
    known = {u.document_id for u in written}
    counts = Counter((e.side, e.document_id) for e in proofs if e.document_id not in known)
    return [Use(key, side, document, n) for (side, document), n in counts.items()]


def _names(proofs: Sequence[Expansion]) -> dict[str, str]:
    """Each long form's meaning, called by the most frequent of its long forms over all sides."""
    counts = Counter(e.long for e in proofs)
    names: dict[str, str] = {}
    heads: list[str] = []
    for long in sorted(counts, key=lambda long: (-counts[long], *_looks(long))):
        names[long] = next((head for head in heads if same_meaning(head, long) is not False), long)
        if names[long] == long and len(heads) < _MEANINGS:
            heads.append(long)
    return names


def _looks(long: str) -> tuple[bool, bool, str]:
    """Of equally frequent ones the singular in capitals tells it best."""
    return long.endswith("s"), long.islower(), long


def _meanings(proofs: Sequence[Expansion], name: Mapping[str, str]) -> tuple[Meaning, ...]:
    groups: dict[str, list[Expansion]] = defaultdict(list)
    for proof in proofs:
        groups[name[proof.long]].append(proof)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(Meaning(head, tuple(sorted({e.long for e in held})), tuple(held)) for head, held in ordered)


def _most_frequent(spelled: Iterable[str]) -> str:
    counts = Counter(spelled)
    return min(counts, key=lambda word: (-counts[word], word))
