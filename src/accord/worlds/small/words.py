"""Small worlds of documents: acronyms that two sides explain differently, and titles in which both read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from accord.worlds.small.shop import START, WEEK, Arrays, Small

COLLIDING = {
    "CAB": ("Customer Advisory Board", "Change Advisory Board"),
    "SLA": ("Sales Lead Agreement", "Service Level Agreement"),
    "PR": ("Public Relations", "Pull Request"),
    "DR": ("Direct Response", "Disaster Recovery"),
}
"""Acronym -> what marketing and what IT writes it out as."""
ALIKE = {
    "CMS": ("Content Management System", "content-management systems"),
    "KPI": ("Key Performance Indicators", "key performance indicator"),
    "VAT": ("Value Added Tax", "value-added tax"),
}
"""The same, written in two ways: no collision."""
_SIDES = ("marketing", "it")


def word_world(
    rng: np.random.Generator, *, weeks: int = 13, weekly: float = 1.5, documents: int = 6, colliding: bool = True
) -> Small:
    """Documents of both sides, and incidents and changes whose titles hold each colliding acronym by chance.

    Truth: ``weekly``, how often a week each acronym is to be expected in a title, by acronym.
    """
    pairs = {**(COLLIDING if colliding else {}), **ALIKE}
    texts = [t for i, side in enumerate(_SIDES) for t in _texts(side, i, pairs, documents)]
    rates = {word: float(weekly * rng.uniform(0.3, 2.0)) for word in pairs}
    tables = {
        "orders": {"order_id": np.array(["1"], object), "ordered_at": np.array([START + weeks * WEEK])},
        **document_tables(texts),
        "incidents": _incidents(rng, rates, weeks, 0.5),
        "changes": _changes(rng, rates, weeks, 0.5),
    }
    return Small(tables, START, START + weeks * WEEK, {"weekly": {w: rates[w] for w in COLLIDING if w in rates}})


def quiet_words(rng: np.random.Generator) -> Small:
    """The same without a collision: other spellings, plurals and hyphens only."""
    return word_world(rng, colliding=False)


def _texts(side: str, place: int, pairs: dict[str, tuple[str, str]], count: int) -> list[tuple[str, str, list[str]]]:
    """Each acronym is written out in some of a side's documents and used in all of them."""
    told = []
    for number in range(count):
        lines = [f"Notes {number} of {side}, made up."]
        for at, (word, longs) in enumerate(pairs.items()):
            explained = number % 3 == at % 3
            lines.append(f"The {longs[place]} ({word}) meets on Monday." if explained else f"Bring it to the {word}.")
        told.append((f"{side}-{number}", side, lines))
    return told


def document_tables(texts: Sequence[tuple[str, str, list[str]]]) -> dict[str, Arrays]:
    """``documents`` and ``document_parts`` of (id, side, paragraphs); the first paragraph is a heading."""
    documents: dict[str, list[Any]] = {
        n: [] for n in ("document_id", "side", "title", "path", "text", "format", "words")
    }
    parts: dict[str, list[Any]] = {n: [] for n in ("document_id", "part", "kind", "starts", "ends", "line")}
    for name, side, lines in texts:
        text = "\n\n".join(lines)
        row = (name, side, lines[0], f"notes/{name}.md", text, "markdown", len(text.split()))
        for column, value in zip(documents, row, strict=True):
            documents[column].append(value)
        at = 0
        for number, line in enumerate(lines, 1):
            part = (name, number, "heading" if number == 1 else "prose", at, at + len(line), 2 * number - 1)
            for column, value in zip(parts, part, strict=True):
                parts[column].append(value)
            at += len(line) + 2
    return {"documents": _arrays(documents), "document_parts": _arrays(parts)}


def _arrays(columns: dict[str, list[Any]]) -> Arrays:
    return {n: np.array(v, dtype=np.int64 if isinstance(v[0], int) else object) for n, v in columns.items()}


def _said(rng: np.random.Generator, rates: dict[str, float], weeks: int, share: float) -> tuple[list[str], Any]:
    """Titles and their times: those that hold an acronym come by chance, at a share of its rate; others beside them."""
    words = [w for w, rate in rates.items() for _ in range(rng.poisson(rate * share * weeks))] + [""] * (2 * weeks)
    titles = [f"{word} {n}: made up" if word else f"Made up {n}" for n, word in enumerate(words)]
    seconds = rng.integers(0, int(weeks * WEEK / np.timedelta64(1, "s")), len(titles))
    return titles, START + seconds.astype("timedelta64[s]")


def _incidents(rng: np.random.Generator, rates: dict[str, float], weeks: int, share: float) -> Arrays:
    titles, at = _said(rng, rates, weeks, share)
    return {
        "incident_id": np.array([f"INC-{n}" for n in range(len(titles))], object),
        "source_tool": np.full(len(titles), "pagerduty", object),
        "service": np.full(len(titles), "checkout", object),
        "started_at": at,
        "title": np.array(titles, object),
        "planned": np.zeros(len(titles), bool),
    }


def _changes(rng: np.random.Generator, rates: dict[str, float], weeks: int, share: float) -> Arrays:
    titles, at = _said(rng, rates, weeks, share)
    return {
        "change_id": np.array([f"CHG-{n}" for n in range(len(titles))], object),
        "service": np.full(len(titles), "checkout", object),
        "planned_start": at,
        "planned_end": at + np.timedelta64(3600, "s"),
        "kind": np.full(len(titles), "normal", object),
        "title": np.array(titles, object),
    }
