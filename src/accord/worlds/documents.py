"""The made-up retailer's documents: what each department writes, drawn from a seed, with what is planted in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from accord.worlds.said import (
    ACRONYMS,
    ALIKE,
    COMMON,
    DAY,
    FOLDERS,
    FRIENDS,
    JARGON,
    REGION,
    SIDES,
    SYSTEM,
    TRADE,
    WHEN,
)

Kind = Literal["md", "html", "docx", "pptx", "txt", "eml", "notion"]
KINDS: tuple[Kind, ...] = (
    "md",
    "html",
    "docx",
    "txt",
    "eml",
    "md",
    "notion",
    "md",
    "html",
    "pptx",
    "txt",
    "notion",
    "md",
    "eml",
    "docx",
    "md",
)
_ABOUT = ("This page is about", "Below stands what concerns", "Here begins the part on", "Open points of")
EACH = 2
"""So many documents of each name, one for each half of the year."""
MADE_UP = "Made up: this company does not exist."


@dataclass(frozen=True, slots=True)
class Paper:
    """One document: its paragraphs under a title, in a folder of its side, in the format in which it is written."""

    side: str
    folder: str
    title: str
    paragraphs: tuple[str, ...]
    kind: Kind


def papers(rng: np.random.Generator) -> tuple[Paper, ...]:
    """All documents of both sides, in a fixed order."""
    return tuple(paper for place in range(len(SIDES)) for paper in _of_side(place, rng))


def planted() -> dict[str, Any]:
    """What the documents hold, for the truth beside them."""
    two = {word: dict(zip(SIDES, longs, strict=True)) for word, longs in ACRONYMS.items()}
    return {"collisions": two, "no_collisions": sorted(ALIKE), "false_friends": sorted(FRIENDS)}


def _of_side(place: int, rng: np.random.Generator) -> Iterator[Paper]:
    names = [
        (folder, title, half) for folder, titles in FOLDERS[place].items() for title in titles for half in range(EACH)
    ]
    for number, (folder, title, half) in enumerate(names):
        kind = KINDS[number % len(KINDS)]
        told = f"{title}, {('first', 'second')[half]} half"
        yield Paper(SIDES[place], folder, told, tuple(_paragraphs(place, number, rng)), kind)


def _paragraphs(place: int, number: int, rng: np.random.Generator) -> Iterator[str]:
    yield MADE_UP
    yield " ".join([*_explained(place, number), _filled(COMMON[number % len(COMMON)], rng)])
    for word in FRIENDS:
        sentences = rng.permutation(np.array(FRIENDS[word][place], dtype=object))[:2]
        yield " ".join(_filled(str(s), rng) for s in sentences)
    yield str(rng.choice(JARGON[place]))
    yield " ".join(_of_trade(place, number))


def _of_trade(place: int, number: int) -> Iterator[str]:
    """Two sentences in the words of the trade. They are dealt out in turn and not drawn: what is drawn from the seed
    stays what it was."""
    sentences = TRADE[place]
    for turn in (number, 3 * number + 1):
        given = {
            "region": REGION[number % len(REGION)],
            "system": SYSTEM[number % len(SYSTEM)],
            "day": DAY[turn % len(DAY)],
            "n": 20 + 7 * number + turn,
        }
        yield sentences[turn % len(sentences)].format(**given)


def _explained(place: int, number: int) -> Iterator[str]:
    """Each document writes one acronym of either kind out, and uses another as if everybody knew it."""
    for pairs in (ACRONYMS, ALIKE):
        words = list(pairs)
        word, other = words[number % len(words)], words[(number + 3) % len(words)]
        yield f"{_ABOUT[number % len(_ABOUT)]} the {pairs[word][place]} ({word})."
        yield f"See also: {other}."


def _filled(template: str, rng: np.random.Generator) -> str:
    given = {"When": rng.choice(WHEN), "region": rng.choice(REGION), "system": rng.choice(SYSTEM),
             "day": rng.choice(DAY), "n": int(rng.integers(12, 400))}  # fmt: skip
    return template.format(**given)
