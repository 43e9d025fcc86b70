"""The words that a reader should not be told, and what to say instead.

Three sources, the stronger first: the signed glossary, jargon learned from the two sides' own documents, and a start of
trade terms that comes with Accord. What the glossary says of a word counts over the other two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from accord.clauses.charter import SIDE_WORDS
from accord.clauses.glossary import Reader, Term, agreed
from accord.language.terms import TRADE_TERMS, Trade, explanation

Source = Literal["glossary", "learned", "trade"]

SAY_WHICH = ", and no wording is agreed: say which"
"""Ends the reason why a word is marked that means two things, from the glossary or learned from documents."""

_STRANGE: dict[Reader, tuple[Trade, ...]] = {
    "marketing": ("it",),
    "it": ("marketing",),
    "finance": ("marketing", "it"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A word with its other spellings. ``instead`` is what to say, empty where nothing is agreed.

    ``replaces`` tells that ``instead`` may stand in the word's place as it is: it is an agreed wording and no
    explanation. A word that ``may_be_explained`` may stand where a bracket or 'that is' follows it. An ``accepted``
    one is right: no shorter word is found within it.
    """

    term: str
    instead: str
    reason: str
    source: Source
    names: tuple[str, ...] = ()
    replaces: bool = False
    may_be_explained: bool = True
    accepted: bool = False

    @property
    def spellings(self) -> tuple[str, ...]:
        """The word and its other spellings."""
        return (self.term, *(n for n in self.names if n != self.term))


def lexicon(
    reader: Reader, glossary: Iterable[Term] = (), learned: Mapping[str, str] | None = None
) -> tuple[Entry, ...]:
    """What not to say to a reader. ``learned`` is jargon for this reader: word -> why it is."""
    held = list(agreed(glossary))
    settled = {name.casefold() for term in held for name in term.names()}
    entries = [entry for term in held if (entry := _of_glossary(term, reader))]
    for entry in [*_learned(learned or {}, reader), *_trade(reader)]:
        if plain(entry.term) not in settled and entry.term.casefold() not in settled:
            settled.add(plain(entry.term))
            entries.append(entry)
    return (*entries, *(Entry(said, "", "", "glossary", accepted=True) for said in _accepted(held, reader)))


def _accepted(held: Iterable[Term], reader: Reader) -> Iterator[str]:
    """What the glossary says to write: each wording, and each word for which it has no other."""
    for term in held:
        said = term.say(reader)
        if said:
            yield said
        elif term.wording or not means_two_things(term):
            yield from term.names()


def plain(word: str) -> str:
    """A word without the differences that make no other word: case, hyphens, blanks."""
    return re.sub(r"[\s-]+", " ", word).strip().casefold()


def _of_glossary(term: Term, reader: Reader) -> Entry | None:
    said = term.say(reader)
    if said:
        return Entry(
            term.term, said, _why(term, reader), "glossary", term.names(), replaces=True, may_be_explained=False
        )
    if term.wording is None and means_two_things(term):
        return Entry(term.term, "", _two(term), "glossary", term.names())
    return None


def means_two_things(term: Term) -> bool:
    """Whether each side means something else by it."""
    return bool(term.marketing and term.it and plain(term.marketing) != plain(term.it))


def _two(term: Term) -> str:
    return f"means '{term.marketing}' to marketing and '{term.it}' to IT{SAY_WHICH}"


def _why(term: Term, reader: Reader) -> str:
    if means_two_things(term):
        return f"the glossary: '{term.marketing}' to marketing, '{term.it}' to IT"
    return "the glossary has another wording" + (" for finance" if reader == "finance" and term.finance else "")


def _learned(learned: Mapping[str, str], reader: Reader) -> Iterator[Entry]:
    """Words of which the documents say whose they are, and a list of the trade perhaps what they mean; but for those
    with two meanings, of which nobody can say which is meant."""
    for word, why in sorted(learned.items()):
        known = "" if why.endswith(SAY_WHICH) else explanation(word, _STRANGE[reader])
        yield Entry(word, known, why, "learned")


def _trade(reader: Reader) -> Iterator[Entry]:
    for term in TRADE_TERMS:
        if term.trade in _STRANGE[reader]:
            yield Entry(term.term, term.instead, f"a word of {SIDE_WORDS[term.trade]}'s trade", "trade")
