"""The sentences that prove a finding about a word, looked up each time somebody reads it.

A finding is kept for good and names the places alone: an agreement to quote can be taken back, and is heeded at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from accord.facts.manifest import StoreError
from accord.facts.store import Store
from accord.findings.finding import Finding
from accord.findings.format import Format
from accord.findings.identity import finding_id
from accord.findings.words import audience_word
from accord.language.acronyms import Expansion, expansions
from accord.language.document import Document, Part
from accord.language.library import documents_called
from accord.language.sentences import sentences
from accord.language.short_forms import key_of
from accord.language.words import words
from accord.pages.finding import ProofShown, QuoteShown
from accord.pages.shown import plural
from accord.units.interval import Interval
from accord.workspace.folder import Workspace

SIDES = ("marketing", "it")
BETWEEN = "; "
"""What stands between two places of a finding."""
NOT_AGREED = "No sentence is shown: nobody has agreed that this folder is quoted."
GONE = "No sentence is shown: the document has changed since, or is gone."
NOT_OUTSIDE = "Sentences are shown to people of the house only."
_PLACE = re.compile(r"(?P<name>.+), (?:line|page|paragraph|slide) (?P<line>\d+)", re.DOTALL)


def proofs_of(
    workspace: Workspace, findings: Sequence[Finding], form: Format, *, outside: bool = False
) -> dict[str, tuple[ProofShown, ...]]:
    """What proves each finding about a word, by finding; nothing for other findings.

    ``outside`` is for a reader who is nobody of the house: places and counts, no sentence. Raises ``BadSetting`` for
    ``[language]`` of accord.toml.
    """
    asked = [f for f in findings if is_about_a_word(f)]
    if not asked:
        return {}
    names = set[str]() if outside else {_name(p) for f in asked for side in SIDES for p in _places(f, side)}
    held = _Held(_documents(workspace, names), NOT_OUTSIDE if outside else NOT_AGREED)
    return {finding_id(f): tuple(_proof(f, side, held, form) for side in SIDES) for f in asked}


def is_about_a_word(finding: Finding) -> bool:
    """Whether sentences prove it, so that its page depends on the documents."""
    return {f"means_{side}" for side in SIDES} <= {figure.name for figure in finding.figures}


@dataclass(frozen=True, slots=True)
class _Held:
    """The documents that findings name, by side and path; ``refused`` is why a sentence may not be shown."""

    documents: dict[tuple[str, str], Document]
    refused: str
    _explained: dict[str, tuple[Expansion, ...]] = field(default_factory=dict)

    def explained(self, document: Document) -> tuple[Expansion, ...]:
        """Its acronyms, read once: a document proves several words."""
        if document.document_id not in self._explained:
            self._explained[document.document_id] = expansions((document,))
        return self._explained[document.document_id]

    def why_silent(self, side: str, quotes: Sequence[QuoteShown]) -> str:
        """Why none of a side's places shows a sentence; '' where one does, and where there is none."""
        if not quotes or any(q.sentence for q in quotes):
            return ""
        known = [d for q in quotes if (d := self.documents.get((side, _name(q.place))))]
        changed = self.documents and (not known or any(d.quotable for d in known))
        return GONE if changed else self.refused


def _documents(workspace: Workspace, names: set[str]) -> dict[tuple[str, str], Document]:
    """Where the facts cannot be read, the finding still can."""
    if not names or not workspace.manifest.exists():
        return {}
    try:
        with Store.reading(workspace) as store:
            return {(d.side, d.path or d.title): d for d in documents_called(store, names)}
    except StoreError:
        return {}


def _proof(finding: Finding, side: str, held: _Held, form: Format) -> ProofShown:
    quotes = tuple(_together(_quotes(finding, side, held)))
    often = f"{plural(_count(finding, f'mentions_{side}'), 'time', form)} in "
    often += plural(_count(finding, f"documents_{side}"), "document", form)
    word = audience_word("marketing" if side == "marketing" else "it")
    return ProofShown(side, word, _text(finding, f"means_{side}"), often, quotes, held.why_silent(side, quotes))


def _together(quotes: Iterator[QuoteShown]) -> Iterator[QuoteShown]:
    """Sentences first; one that stands in several places is told once, with all of them."""
    places: dict[str, list[str]] = {}
    for quote in sorted(quotes, key=lambda q: (not q.sentence, q.place)):
        places.setdefault(quote.sentence, []).append(quote.place)
    for sentence, where in places.items():
        yield from (
            (QuoteShown(place) for place in where) if not sentence else [QuoteShown(BETWEEN.join(where), sentence)]
        )


def _quotes(finding: Finding, side: str, held: _Held) -> Iterator[QuoteShown]:
    for place in _places(finding, side):
        document = held.documents.get((side, _name(place)))
        sentence = _sentence(held, document, _line(place), finding, side) if document and document.quotable else ""
        yield QuoteShown(place, sentence)


def _sentence(held: _Held, document: Document, line: int, finding: Finding, side: str) -> str:
    """The sentence of that line which explains the word; of a word in other company the one with most of it."""
    explained = (e for e in held.explained(document) if key_of(e.short) == key_of(finding.subject))
    here = [e.sentence for e in explained if document.line_of(e.start) == line]
    if here:
        return here[0]
    company = {w.key for w in words(_text(finding, f"means_{side}"))}
    wanted = {w.key for w in words(finding.subject)}
    told = [one for part in document.parts if part.line == line for one in _said(document, part)]
    having = [(one, {w.key for w in words(one)}) for one in told]
    found = [(-len(keys & company), len(one), one) for one, keys in having if keys & wanted]
    return min(found)[2] if found else ""


def _said(document: Document, part: Part) -> Iterator[str]:
    text = document.text_of(part)
    if part.kind in ("heading", "prose"):
        yield from (" ".join(text[a:b].split()) for a, b in sentences(text))


def _places(finding: Finding, side: str) -> list[str]:
    told = _text(finding, f"proof_{side}")
    return [place for place in told.split(BETWEEN) if _PLACE.fullmatch(place)]


def _name(place: str) -> str:
    found = _PLACE.fullmatch(place)
    return found["name"] if found else place


def _line(place: str) -> int:
    found = _PLACE.fullmatch(place)
    return int(found["line"]) if found else 0


def _text(finding: Finding, name: str) -> str:
    return next((str(f.value) for f in finding.figures if f.name == name), "")


def _count(finding: Finding, name: str) -> int:
    value = next((f.value for f in finding.figures if f.name == name), None)
    return round(value.mid) if isinstance(value, Interval) else 0
