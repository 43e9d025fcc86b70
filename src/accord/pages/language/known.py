"""What the house knows of its words: the glossary in force, and what was learned from both sides' documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from accord.clauses.glossary import Reader, Term
from accord.language.acronyms import Expansion
from accord.language.lexicon import Entry, lexicon
from accord.pages.house import house
from accord.workspace.folder import Workspace

__all__ = ["Known", "Reader", "known"]


@dataclass(frozen=True)
class Known:
    """``documents`` is from how many texts of both sides words were learned."""

    glossary: tuple[Term, ...]
    documents: int = 0
    jargon: Mapping[Reader, Mapping[str, str]] = field(default_factory=dict)
    expansions: tuple[Expansion, ...] = ()
    quotable: frozenset[str] = frozenset()

    def lexicon(self, reader: Reader) -> tuple[Entry, ...]:
        """What not to say to a reader."""
        return lexicon(reader, self.glossary, self.jargon.get(reader))

    def written(self, word: str) -> tuple[str, str]:
        """How often marketing and IT wrote a word: '96 times', 'never'; empty where no documents were read."""
        return "", ""


def known(workspace: Workspace) -> Known:
    """What is known now."""
    return Known(house(workspace).charter.glossary)
