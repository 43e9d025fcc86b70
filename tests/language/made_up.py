"""Made-up documents of two sides, with words whose company is known to change: subjects, words and sentences are drawn
by chance, so that the truth is known."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from accord.language.document import Document, Part

SIDES = ("marketing", "it")
_SYLLABLES = [a + b for a in "bdfgklmnprtvz" for b in ("a", "e", "i", "o", "u", "an", "en", "or")]


@dataclass(frozen=True)
class Made:
    """A world of documents: ``changed`` words switch company on the second side, ``renamed`` (first side's word to the
    second's) keep it under another name."""

    documents: tuple[Document, ...]
    changed: frozenset[str]
    renamed: dict[str, str]


@dataclass(frozen=True)
class Plan:
    """How large a world is, and what is planted."""

    documents: int = 60
    words: int = 400
    subjects: int = 12
    vocabulary: int = 25
    changed: int = 15
    renamed: int = 0
    general: int = 60


@dataclass(frozen=True)
class _Language:
    """Words by subject (subjects x vocabulary), partners of each (x 6, words of the same subject), general words."""

    subjects: NDArray[np.object_]
    partners: NDArray[np.object_]
    general: list[str]


def made(rng: np.random.Generator, plan: Plan = Plan()) -> Made:
    """Each side writes about all subjects, but not equally often; each document is about two."""
    size = plan.subjects * plan.vocabulary
    names = _names(rng, size + plan.general + plan.renamed)
    subjects = np.array(names[:size], object).reshape(plan.subjects, -1)
    partners = np.array([[rng.choice(row, 6, replace=False) for _ in row] for row in subjects], object)
    language = _Language(subjects, partners, names[size : size + plan.general])
    swapped = _swapped(rng, subjects, plan.changed)
    free = [w for w in subjects[:, : plan.vocabulary // 3].ravel() if w not in swapped]
    renamed = dict(zip(map(str, rng.permutation(free)[: plan.renamed]), names[size + plan.general :], strict=False))
    documents: list[Document] = []
    for side in SIDES:
        said = {**swapped, **renamed} if side == SIDES[1] else {}
        shares = (rng.dirichlet(np.full(plan.subjects, 2.0)) + 1 / plan.subjects) / 2
        for number in range(plan.documents):
            text = _text(rng, plan, language, shares, said)
            documents.append(Document(f"{side}-{number}", side, "", "", text, _paragraphs(text), quotable=True))
    return Made(tuple(documents), frozenset(swapped), renamed)


def shuffled(world: Made, rng: np.random.Generator) -> tuple[Document, ...]:
    """The same documents, each with the side of another."""
    given = rng.permutation([d.side for d in world.documents])
    return tuple(replace(d, side=str(side)) for d, side in zip(world.documents, given))


def _names(rng: np.random.Generator, count: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(rng.choice(_SYLLABLES, 3)) + "k"] = None
    return list(found)


def _swapped(rng: np.random.Generator, subjects: NDArray[np.object_], count: int) -> dict[str, str]:
    """Words of like frequency trade places, each with one of another subject."""
    rows, ranks = subjects.shape
    pairs: dict[str, str] = {}
    places = [(s, r) for r in range(ranks // 3) for s in range(0, rows - 1, 2)]
    for at in rng.permutation(len(places))[: (count + 1) // 2]:
        subject, rank = places[at]
        one, other = str(subjects[subject, rank]), str(subjects[subject + 1, rank])
        pairs |= {one: other, other: one}
    return pairs


def _text(
    rng: np.random.Generator, plan: Plan, language: _Language, shares: NDArray[np.float64], said: dict[str, str]
) -> str:
    """Sentences of ten words: two words of a subject, each with three of its own partners, and two general words."""
    chosen = rng.choice(plan.subjects, 2, p=shares, replace=False)
    size = plan.words // 10
    subject = rng.choice(chosen, size)
    heads = rng.choice(plan.vocabulary, (size, 2), p=_falling(plan.vocabulary))
    beside = rng.integers(0, language.partners.shape[2], (size, 2, 3))
    others = rng.choice(plan.general, (size, 2), p=_falling(plan.general))
    lines: list[str] = []
    for line, about in enumerate(subject):
        words: list[str] = []
        for head, near in zip(heads[line], beside[line]):
            words += [language.subjects[about, head], *language.partners[about, head][near]]
        words += [language.general[other] for other in others[line]]
        lines.append(" ".join(said.get(w, w) for w in words).capitalize() + ".")
    return "\n".join(" ".join(lines[i : i + 4]) for i in range(0, len(lines), 4))


def _falling(size: int) -> NDArray[np.float64]:
    """Shares of words by rank, after G. Zipf."""
    shares = 1 / np.arange(2, size + 2)
    found: NDArray[np.float64] = shares / shares.sum()
    return found


def _paragraphs(text: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    start = 0
    for line, paragraph in enumerate(text.split("\n"), 1):
        parts.append(Part("prose", start, start + len(paragraph), line))
        start += len(paragraph) + 1
    return tuple(parts)
