"""A word of the company: what each side means by it, what both write, and what to say to whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

Reader = Literal["marketing", "it", "finance"]
READERS: tuple[Reader, ...] = ("marketing", "it", "finance")
Status = Literal["agreed", "proposed", "retired"]


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of the glossary.

    ``marketing`` and ``it`` are what that side means by ``term``; ``wording`` is what both write from now on, and
    ``finance`` what is written for finance. ``instead`` are (reader, text): what to say to that reader only. Each side
    has an owner, by role. ``variants`` are other spellings of the same word (CABs, C.A.B.), ``examples`` sentences
    in which it is used well, ``journey_step`` the step of the customer's journey to which it belongs.
    """

    term: str
    marketing: str | None = None
    it: str | None = None
    wording: str | None = None
    finance: str | None = None
    instead: tuple[tuple[Reader, str], ...] = ()
    owner_marketing: str | None = None
    owner_it: str | None = None
    status: Status = "agreed"
    examples: tuple[str, ...] = ()
    journey_step: str | None = None
    variants: tuple[str, ...] = ()

    def names(self) -> tuple[str, ...]:
        """The word and its other spellings."""
        return (self.term, *self.variants)

    def say(self, reader: Reader) -> str | None:
        """What a text for this reader says for the word; None where the word itself is right, or nothing is agreed."""
        by_reader = dict(self.instead)
        said = by_reader.get(reader) or (self.finance if reader == "finance" else None) or self.wording
        return said if said and said.casefold() not in {n.casefold() for n in self.names()} else None

    def meaning(self, side: Literal["marketing", "it"]) -> str | None:
        """What that side means by the word."""
        return self.marketing if side == "marketing" else self.it


def agreed(glossary: Iterable[Term]) -> Iterator[Term]:
    """The terms that texts are held to: neither only proposed nor retired."""
    return (term for term in glossary if term.status == "agreed")


def same_word(one: str, other: str) -> bool:
    """Whether two spellings are one word: letter case, dots, hyphens and a plural s aside."""
    return _bare(one) == _bare(other)


def _bare(word: str) -> str:
    """``CMS`` keeps its S: only a small one after a capital, or after a word that does not end in ss, is a plural."""
    word = re.sub(r"[.\-\u2010\u2011\s]", "", word)
    single = re.sub(r"(?<=[^\Ws_])['\u2019]?s$", "", word)
    return single.casefold() if len(single) > 1 else word.casefold()


def joined_with(glossary: Iterable[Term], *terms: Term) -> tuple[Term, ...]:
    """The glossary with ``terms``: what each says is written into the entry of the same word, else it is a new entry.

    What it leaves open stays as it stands; spellings and examples of both are kept. A spelling that belongs to another
    entry is left to that one.
    """
    entries = list(glossary)
    exact, near = _places(enumerate(entries))
    for term in terms:
        at = exact.get(term.term.casefold(), near.get(_bare(term.term), len(entries)))
        free = tuple(v for v in term.variants if exact.get(v.casefold(), at) == at)
        if at == len(entries):
            entries.append(replace(term, variants=_distinct(free, but=term.term)))
        else:
            entries[at] = _merged(entries[at], replace(term, variants=free))
        for known, new in zip((exact, near), _places([(at, entries[at])]), strict=True):
            known.update({name: place for name, place in new.items() if name not in known})
    return tuple(entries)


def _places(entries: Iterable[tuple[int, Term]]) -> tuple[dict[str, int], dict[str, int]]:
    """Where each spelling stands, and where each word does, whichever its spelling; the first of several."""
    exact: dict[str, int] = {}
    near: dict[str, int] = {}
    for at, term in entries:
        for name in term.names():
            exact.setdefault(name.casefold(), at)
            near.setdefault(_bare(name), at)
    return exact, near


def _merged(there: Term, term: Term) -> Term:
    said = {f: getattr(term, f) for f in SINGLE if getattr(term, f) is not None}
    return replace(
        there,
        **said,
        # Agreed is what a term says that says nothing: without a wording it settles nothing anew.
        status=there.status if term.status == "agreed" and term.wording is None else term.status,
        instead=tuple((r, t) for r in READERS if (t := dict(term.instead).get(r) or dict(there.instead).get(r))),
        variants=_distinct((*there.variants, term.term, *term.variants), but=there.term),
        examples=_distinct((*there.examples, *term.examples)),
    )


SINGLE = ("marketing", "it", "wording", "finance", "owner_marketing", "owner_it", "journey_step")
"""What a term says once, beside its state."""


def _distinct(texts: Iterable[str], but: str = "") -> tuple[str, ...]:
    """Each text once, letter case aside, in their order."""
    kept = {text.casefold(): text for text in reversed(tuple(texts)) if text.casefold() != but.casefold()}
    return tuple(reversed(kept.values()))
