"""Each week five words and two figures of the other side, and three questions about them.

Which ones is a matter of the week and of who reads: the same week gives the same page to everybody who reads for a
side, and the next week goes on where it ended, so that no word comes again before all of its kind have been. Nothing is
drawn at random, and no answer is kept: whoever asks the questions throws them away.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import chain, zip_longest
from typing import Literal, TypeVar

from accord.clauses.charter import SIDE_WORDS
from accord.clauses.glossary import Term, agreed
from accord.language.acronyms import Expansion
from accord.language.terms import TRADE_TERMS

T = TypeVar("T")
Side = Literal["marketing", "it"]
Source = Literal["glossary", "documents", "trade"]
WORDS, FIGURES, QUESTIONS, OPTIONS = 5, 2, 3, 4
OWN = 3
"""How many of the words are the company's own, where it has as many."""
_OTHER: dict[Side, Side] = {"marketing": "it", "it": "marketing"}


@dataclass(frozen=True, slots=True)
class PrimerWord:
    """A word of the other side and what they mean by it; ``sentence`` shows it in use, '' where none may be shown.

    ``write`` is what both have agreed to write instead, '' where nothing is.
    """

    word: str
    meaning: str
    source: Source
    sentence: str = ""
    write: str = ""


@dataclass(frozen=True, slots=True)
class PrimerFigure:
    """A figure of the company, told and asked about.

    ``value`` is the answer as text, ``others`` wrong answers that could be true; ``finding`` is where it stands.
    """

    says: str
    asks: str
    value: str
    others: tuple[str, ...]
    finding: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """``options[right]`` is the answer, and ``because`` says it in a sentence."""

    asks: str
    options: tuple[str, ...]
    right: int
    because: str


@dataclass(frozen=True, slots=True)
class Primer:
    """``week`` is ISO 8601: 2026-W47. There are fewer words, figures and questions where there is not enough."""

    reader: Side
    week: str
    words: tuple[PrimerWord, ...]
    figures: tuple[PrimerFigure, ...]
    questions: tuple[Question, ...]

    @property
    def other(self) -> Side:
        """Whose words these are."""
        return _OTHER[self.reader]


def known_words(
    reader: Side,
    glossary: Iterable[Term],
    expansions: Iterable[Expansion] = (),
    quotable: Collection[str] = (),
    told: Iterable[str] = (),
) -> tuple[PrimerWord, ...]:
    """Words of the other side: agreed ones first, then their abbreviations, then terms of their trade, in turns.

    ``quotable`` are the documents whose sentences may be shown; ``told`` sentences of the company's own findings, of
    which the first that has a word of the trade shows it in use.
    """
    other = _OTHER[reader]
    sources = (
        _agreed(reader, other, glossary),
        _abbreviations(reader, other, expansions, quotable),
        _trade(other, tuple(told)),
    )
    by_word: dict[str, PrimerWord] = {}
    ordered = [sorted(some, key=lambda w: (_mixed(w.word), w.word)) for some in sources]
    for one in chain.from_iterable(ordered):
        by_word.setdefault(one.word.casefold(), one)
    kept = set(by_word.values())
    turns = chain.from_iterable(zip_longest(*([w for w in some if w in kept] for some in ordered)))
    return tuple(dict.fromkeys(word for word in turns if word is not None))


def _agreed(reader: Side, other: Side, glossary: Iterable[Term]) -> Iterator[PrimerWord]:
    for term in agreed(glossary):
        meaning = term.meaning(other)
        if meaning:
            yield PrimerWord(term.term, meaning, "glossary", next(iter(term.examples), ""), term.say(reader) or "")


def _abbreviations(
    reader: Side, other: Side, expansions: Iterable[Expansion], quotable: Collection[str]
) -> Iterator[PrimerWord]:
    """Those that the reader's own side does not use alike; the sentence is the first that may be shown."""
    theirs: dict[str, list[Expansion]] = {}
    ours: set[tuple[str, str]] = set()
    for one in expansions:
        if one.side == other:
            theirs.setdefault(one.short, []).append(one)
        elif one.side == reader:
            ours.add((one.short, one.long.casefold()))
    for short, found in theirs.items():
        longs = [one.long.casefold() for one in found]
        usual = max(found, key=lambda one: (longs.count(one.long.casefold()), one.long)).long
        if (short, usual.casefold()) not in ours:
            shown = (e.sentence for e in found if e.document_id in quotable and e.long.casefold() == usual.casefold())
            yield PrimerWord(short, usual, "documents", next(shown, ""))


def _trade(other: Side, told: Sequence[str]) -> Iterator[PrimerWord]:
    for term in TRADE_TERMS:
        if term.trade == other:
            word = re.compile(rf"(?<!\w){re.escape(term.term)}s?(?!\w)", re.IGNORECASE)
            yield PrimerWord(term.term, term.instead, "trade", next(filter(word.search, told), ""))


def primer(reader: Side, day: date, words: Sequence[PrimerWord], figures: Sequence[PrimerFigure] = ()) -> Primer:
    """The primer of the week in which ``day`` lies."""
    number = (day.toordinal() - 1) // 7  # 1 January of the year 1 was a Monday
    year, week, _ = day.isocalendar()
    name = f"{year}-W{week:02d}"
    chosen, told = _chosen(words, number), _turn(figures, number, FIGURES)
    asked = tuple(_questions(_OTHER[reader], f"{reader} {name}", chosen, told, words))
    return Primer(reader, name, chosen, told, asked[:QUESTIONS])


def _chosen(words: Sequence[PrimerWord], number: int) -> tuple[PrimerWord, ...]:
    """Up to three of the company's own words each week, but never all of them two weeks in a row, and of the trade."""
    own = [word for word in words if word.source != "trade"]
    trade = [word for word in words if word.source == "trade"]
    first = _turn(own, number, max(min(OWN, (len(own) + 1) // 2), WORDS - len(trade)))
    return (*first, *_turn(trade, number, WORDS - len(first)))


def _turn(of: Sequence[T], number: int, size: int) -> tuple[T, ...]:
    """The next ``size`` of them, beginning anew when all have been."""
    if len(of) <= size or size <= 0:
        return tuple(of[: max(size, 0)])
    first = number * size % len(of)
    return tuple((*of, *of)[first : first + size])


def _questions(
    other: Side, seed: str, words: Sequence[PrimerWord], figures: Sequence[PrimerFigure], pool: Sequence[PrimerWord]
) -> Iterator[Question]:
    """What a word means, which word it is, a figure; then more words, where there is no figure."""
    asked = sorted(words, key=lambda w: _mixed(seed + w.word))
    about_words = [_what(other, seed, w, pool) if i % 2 == 0 else _which(seed, w, pool) for i, w in enumerate(asked)]
    about_figures = [_how_much(seed, figure) for figure in figures[:1]]
    yield from filter(None, (*about_words[:2], *about_figures, *about_words[2:]))


def _what(other: Side, seed: str, word: PrimerWord, pool: Sequence[PrimerWord]) -> Question | None:
    because = f"In {SIDE_WORDS[other]}, {word.word} is: {word.meaning}."
    wrong = [w.meaning for w in pool if w.word != word.word]
    return _question(seed, f"What does {SIDE_WORDS[other]} mean by {word.word}?", word.meaning, wrong, because)


def _which(seed: str, word: PrimerWord, pool: Sequence[PrimerWord]) -> Question | None:
    because = f"{word.word} is: {word.meaning}."
    same = {w.word for w in pool if w.meaning.casefold() == word.meaning.casefold()}
    wrong = [w.word for w in pool if w.word not in same]
    return _question(seed, f"Which word means: {word.meaning}?", word.word, wrong, because)


def _how_much(seed: str, figure: PrimerFigure) -> Question | None:
    return _question(seed, figure.asks, figure.value, figure.others, figure.says)


def _question(seed: str, asks: str, right: str, wrong: Iterable[str], because: str) -> Question | None:
    """None where there are not two wrong answers to choose among."""
    others = {w.casefold(): w for w in wrong if w.casefold() != right.casefold()}
    chosen = sorted(others.values(), key=lambda w: _mixed(seed + asks + w))[: OPTIONS - 1]
    options = sorted((right, *chosen), key=lambda w: _mixed(seed + w + asks))
    return Question(asks, tuple(options), options.index(right), because) if len(chosen) >= 2 else None


def _mixed(text: str) -> str:
    """An order that has nothing to do with the alphabet and is the same everywhere."""
    return sha256(text.encode()).hexdigest()
