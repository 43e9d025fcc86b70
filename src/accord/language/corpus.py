"""Documents as arrays of words: what was cut once is counted many times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from accord.language.document import Document
from accord.language.words import FUNCTION_WORDS, Word, is_short, words

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]

Progress = Callable[[str, float], None]
"""Called with what is being done and the share of it that is done, from 0 to 1."""


@dataclass(frozen=True)
class Corpus:
    """All words of all documents, in order. A paragraph that stands in several places counts where it stands first:
    what is copied onto every page says nothing about how a word is used.

    The arrays have one place for each word: ``key`` (into ``keys``), ``document`` (into ``documents``), ``paragraph``,
    ``start`` (offset in the document's text) and ``joined`` (nothing but space parts it from the word before it).
    ``content`` says of each key whether it carries meaning (no function word), ``name`` whether it is written with a
    capital wherever that tells something. ``shown`` is how a key is written most often.
    """

    documents: tuple[Document, ...]
    keys: tuple[str, ...]
    shown: tuple[str, ...]
    content: Bools
    name: Bools
    key: Ints
    document: Ints
    paragraph: Ints
    start: Ints
    joined: Bools

    def of_side(self, side: str) -> Bools:
        """For each document, whether it is of that side."""
        return np.array([d.side == side for d in self.documents], bool)

    @cached_property
    def number(self) -> dict[str, int]:
        """Where each key stands in ``keys``."""
        return {key: i for i, key in enumerate(self.keys)}


class _Keys:
    """Numbers for keys, with how each was written."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.written: list[dict[str, int]] = []
        self.capital: list[int] = []
        self.inside: list[int] = []

    def add(self, word: Word, prose: bool) -> int:
        number = self.numbers.setdefault(word.key, len(self.numbers))
        if number == len(self.written):
            self.written.append({})
            self.capital.append(0)
            self.inside.append(0)
        forms = self.written[number]
        forms[word.text] = forms.get(word.text, 0) + 1
        if prose and not word.first:
            self.inside[number] += 1
            self.capital[number] += word.text[0].isupper()
        return number

    def names(self) -> Bools:
        """Three of four are enough: people forget the capital, and titles add some."""
        inside, capital = np.array(self.inside), np.array(self.capital)
        short = np.array([is_short(k) for k in self.numbers], bool)
        found: Bools = (capital > 0) & (4 * capital >= 3 * inside) & ~short
        return found


def corpus(documents: Iterable[Document], progress: Progress | None = None) -> Corpus:
    """Cut documents into words, in the order of their ids, so that the same documents give the same corpus."""
    ordered = tuple(sorted(documents, key=lambda d: d.document_id))
    keys, seen = _Keys(), set[tuple[str, ...]]()
    rows: tuple[list[int], ...] = ([], [], [], [], [])
    paragraphs = 0
    for number, document in enumerate(ordered):
        for part, text in document.prose():
            found = list(words(text))
            mark = tuple(w.key for w in found)
            if not found or mark in seen:
                continue
            seen.add(mark)
            paragraphs += 1
            _take(rows, found, keys, number, paragraphs, part.start, part.kind == "prose")
        if progress and number % 50 == 0:
            progress("reading words", number / len(ordered))
    return _made(ordered, keys, rows)


def _take(
    rows: Sequence[list[int]], found: list[Word], keys: _Keys, document: int, paragraph: int, offset: int, prose: bool
) -> None:
    rows[0].extend(keys.add(w, prose) for w in found)
    rows[1].extend([document] * len(found))
    rows[2].extend([paragraph] * len(found))
    rows[3].extend(offset + w.start for w in found)
    rows[4].extend(not w.first and not w.break_before for w in found)


def _made(documents: tuple[Document, ...], keys: _Keys, rows: Sequence[list[int]]) -> Corpus:
    key, document, paragraph, start = (np.array(r, np.int32) for r in rows[:4])
    names = tuple(keys.numbers)
    content = np.array([k not in FUNCTION_WORDS for k in names], bool)
    capital = keys.names()
    shown = tuple(_shown(k, bool(c), forms) for k, c, forms in zip(names, capital, keys.written))
    joined = np.array(rows[4], bool)
    return Corpus(documents, names, shown, content, capital, key, document, paragraph, start, joined)


def _shown(key: str, name: bool, forms: dict[str, int]) -> str:
    """The key where somebody writes it so, else the commonest form; a name keeps its capitals."""
    if key in forms and not name:
        return key
    plain: dict[str, int] = {}
    for form, count in forms.items():
        written = form if name or is_short(key) else form.lower()
        plain[written] = plain.get(written, 0) + count
    return max(plain, key=lambda form: (plain[form], form))
