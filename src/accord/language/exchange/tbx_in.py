"""TBX of any tool read: edition 2019 in both styles (DCA, DCT), and martif of edition 2008."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from accord.clauses.glossary import READERS, Term
from accord.language.exchange.shape import (
    Imported,
    Place,
    all_lines,
    collected,
    concept,
    contradictions,
    decoded,
    listed,
    one_line,
)
from accord.language.exchange.tbx import ITSELF, NOTES, SIDES
from accord.language.exchange.xml_given import Element, name_of, root_of, text_of

Side = Literal["marketing", "it"]
_ENTRIES, _LANGUAGES, _TERMS = ("conceptEntry", "termEntry"), ("langSec", "langSet"), ("termSec", "tig", "ntig")
_CATEGORIES = ("descrip", "admin", "termNote", "transac", "transacNote", "descripNote", "adminNote", "ref", "xref")
_STATUS = ("administrativeStatus", "normativeAuthorization")
_KNOWN = {*_STATUS, "definition", "context", "customerSubset", "source", "termType"}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SIDE_OF = {words: side for side, words in SIDES.items()}
_KEY_OF = {words: key for key, words in NOTES.items()}


@dataclass(slots=True)
class _Left:
    """What the file says and the glossary has no place for."""

    categories: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    definitions: int = 0
    names: list[str] = field(default_factory=list)

    def told(self, language: str) -> Iterator[str]:
        if self.definitions:
            yield (
                f"{self.definitions} definitions say not whose they are, so they are left out: say marketing or it, "
                "and they are taken as what that side means."
            )
        if self.languages:
            yield f"The glossary is kept in one language ({language}); left out are {listed(self.languages)}."
        if self.categories:
            yield f"Left out, because the glossary has no place for them: {listed(self.categories)}."
        if self.names:
            yield f"Left out, because a better word is preferred: {listed(self.names)}."


def read(raw: bytes, *, file: str, language: str = "en", side: Side | None = None) -> Imported:
    """The entries of a TBX file that have a term in ``language``.

    ``side`` is whose termbase it is: what a definition without a source means. Raises ``BadWords``.
    """
    root = root_of(decoded(raw, file), file)
    if name_of(root) not in ("tbx", "martif"):
        raise Place(file, root.sourceline or 1).fail(f"<{name_of(root)}> is no TBX", "Give a .tbx file.")
    if not any(name_of(e) in _ENTRIES for e in root.iter()):
        raise Place(file, root.sourceline or 1).fail("there is no entry in it", "Export the termbase again.")
    left = _Left()
    terms = [t for e in root.iter() if name_of(e) in _ENTRIES for t in _terms(e, file, language, side, left)]
    kept = collected(terms, file)
    return Imported(kept, (*left.told(language), *contradictions(terms, kept)))


def _terms(entry: Element, file: str, language: str, side: Side | None, left: _Left) -> Iterator[Term]:
    sections = {s: _language(s) for s in entry.iter() if name_of(s) in _LANGUAGES}
    ours = [s for s, spoken in sections.items() if spoken == language]
    left.languages.update(spoken for spoken in sections.values() if spoken != language)
    if not ours:
        return
    at = Place(file, entry.sourceline or 1)
    named = _named([_Name.of(t, at) for s in ours for t in s.iter() if name_of(t) in _TERMS], left)
    if named is None:
        raise at.fail("this entry has no term", "Give it a term, or take the entry out.")
    yield _said(named, entry, ours, at, side, left)


def _language(section: Element) -> str:
    given = section.get(_LANG) or section.get("lang") or ""
    return given.replace("_", "-").split("-")[0].casefold()


@dataclass(frozen=True, slots=True)
class _Name:
    """A term of a concept: its text, its status without the standard's ending, and the reader it is for."""

    text: str
    status: str
    is_variant: bool
    reader: str

    @classmethod
    def of(cls, section: Element, at: Place) -> _Name:
        term = next((e for e in section.iter() if name_of(e) == "term"), None)
        here = at if term is None else Place(at.file, term.sourceline or at.line)
        text = one_line(text_of(term) if term is not None else None, here, "a term")
        if text is None:
            raise here.fail("a term is empty", "Write the word, or take the section out.")
        said = {_category(e): text_of(e).strip() for e in section.iter() if _category(e)}
        status = next((said[key].split("-")[0] for key in _STATUS if key in said), "")
        reader = said.get("customerSubset", "").casefold()
        return cls(text, status, said.get("termType") == "variant", reader if reader in READERS else "")


def _category(element: Element) -> str:
    """The data category: the type in DCA style, the name of an element of a module in DCT style."""
    name = name_of(element)
    if name in _CATEGORIES:
        return element.get("type") or ""
    return name if isinstance(element.tag, str) and "tbxinfo.net" in element.tag else ""


def _named(names: list[_Name], left: _Left) -> Term | None:
    """The word, its spellings, the wording and what each reader is told."""
    own = [n for n in names if not n.reader]
    preferred = [n.text for n in own if n.status.startswith("preferred") and not n.is_variant]
    avoided = [n.text for n in own if n.status.startswith(("deprecated", "superseded"))]
    admitted = [n.text for n in own if n.text not in (*preferred, *avoided) or (n.is_variant and not n.status)]
    term = concept(preferred, admitted, avoided)
    if term is None:
        return None
    if avoided and preferred:
        left.names += [n for n in (*preferred[1:], *admitted) if n != term.wording]
    told = {n.reader: n.text for n in reversed(names) if n.reader}
    instead = tuple((r, told[r]) for r in READERS if r in told and r != "finance")
    return replace(term, finance=told.get("finance"), instead=instead)


def _said(term: Term, entry: Element, ours: list[Element], at: Place, side: Side | None, left: _Left) -> Term:
    """The term with its meanings, its examples and what stands in our own notes."""
    values: dict[str, str] = {}
    for group in [entry, *ours, *(t for s in ours for t in s.iter() if name_of(t) in _TERMS)]:
        for element, source in _descriptions(group):
            _meaning(values, element, source or side or "", at, left)
    for note in (text_of(e).strip() for e in entry if name_of(e) == "note"):
        words, _, value = note.partition(": ")
        if words in _KEY_OF:
            values[_KEY_OF[words]] = value
        elif note == ITSELF:
            values["wording"] = term.term
        else:
            left.categories["note"] += 1
    contexts = [text_of(e) for s in ours for e in s.iter() if _category(e) == "context"]
    left.categories.update(c for e in entry.iter() if (c := _category(e)) and c not in _KNOWN)
    kept = {key: text for key, value in values.items() if (text := one_line(value, at, key)) is not None}
    if kept.get("status", "agreed") not in ("agreed", "proposed", "retired"):
        raise at.fail(f"there is no state {kept['status']}", "Write agreed, proposed or retired.")
    return replace(term, **kept, examples=all_lines(contexts, at, "an example"))  # type: ignore[arg-type]


def _descriptions(parent: Element) -> Iterator[tuple[Element, str]]:
    """Definitions right here or in a group, each with the side that its source names."""
    for child in parent:
        if _category(child) == "definition":
            yield child, ""
        elif name_of(child) == "descripGrp":
            source = next((text_of(e).strip() for e in child if _category(e) == "source"), "")
            yield from ((e, _SIDE_OF.get(source, "")) for e in child if _category(e) == "definition")


def _meaning(values: dict[str, str], element: Element, side: str, at: Place, left: _Left) -> None:
    if not side:
        left.definitions += 1
    else:
        here = Place(at.file, element.sourceline or at.line)
        values.setdefault(side, one_line(text_of(element), here, "a definition") or "")
