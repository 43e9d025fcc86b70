"""The entry that waits: what the newest proposal of the glossary would make of its words, and who has signed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accord.charter import queries
from accord.charter.models import Proposal
from accord.clauses.contents import Content
from accord.clauses.fields import CLAUSES, value_says
from accord.findings.format import Format
from accord.pages.charter.showing import SignerShown, keys_of, signers
from accord.pages.decisions.showing import Keys

MOST = 3
"""So many words of a proposal stand on the page; the proposal has them all."""
_OF = CLAUSES["glossary"]


@dataclass(frozen=True, slots=True)
class ValueShown:
    """What a word has, under its label: ``before`` and ``after`` are alike where the proposal leaves it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EntryWord:
    """A word that would be put in, changed, or taken out (``gone``)."""

    word: str
    values: tuple[ValueShown, ...]
    gone: bool


@dataclass(frozen=True, slots=True)
class EntryShown:
    """A proposal; ``more`` of its words are not shown."""

    id: UUID
    name: str
    state: str
    reason: str
    by: str
    words: tuple[EntryWord, ...]
    more: int
    keys: Keys
    signers: tuple[SignerShown, ...]


def entry_shown(form: Format) -> EntryShown | None:
    """The newest proposal that waits for a signature, else the newest draft; None where there is none."""
    open_ = queries.proposals("glossary", Proposal.PROPOSED, Proposal.SIGNED_BY_ONE).first()
    row = open_ or queries.proposals("glossary", Proposal.DRAFT).first()
    return _shown(row, form) if row else None


def _shown(row: Proposal, form: Format) -> EntryShown:
    words = tuple(_words(row.base, row.content))
    keys = keys_of(row.state, {s.side for s in queries.signatures(row)})
    shown, more = words[:MOST], max(0, len(words) - MOST)
    return EntryShown(row.id, row.name, row.state, row.reason, row.by_name, shown, more, keys, signers(row, form))


def _words(before: Content, after: Content) -> Iterator[EntryWord]:
    old, new = ({row[_OF.name]: row for row in content} for content in (before, after))
    for word in dict.fromkeys((*new, *old)):
        if old.get(word) != new.get(word):
            yield EntryWord(word, tuple(_values(old.get(word, {}), new.get(word, {}))), gone=word not in new)


def _values(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[ValueShown]:
    for field in _OF.fields:
        before, after = old.get(field.key), new.get(field.key)
        # A word that nobody has a say about is told by its meanings and wordings alone.
        if field.key not in (_OF.name, "status") and (before or after):
            yield ValueShown(field.label, *(value_says(field, v) if v else "" for v in (before, after)))
