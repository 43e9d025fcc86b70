"""A word of the company: what each side means by it, what both write, and what to say to whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Reader = Literal["marketing", "it", "finance"]
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
