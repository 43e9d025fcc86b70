"""TBX-Basic (ISO 30042:2019), DCA style: the glossary out, and the termbases of other tools in.

DCA is chosen because one schema holds all of it, and because it reads like the edition of 2008, which many tools still
write. An entry is a concept; the word, its spellings and what is said instead are its terms, told apart by the
administrative status, the term type and the customer subset (the reader). What each side means is a definition whose
source is that side. What TBX-Basic has no category for is a note in fixed words.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from accord.clauses.glossary import Term
from accord.language.exchange.shape import Exported
from accord.language.exchange.xml_given import Element

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
NOTES = {
    "status": "State",
    "owner_marketing": "Answers in marketing",
    "owner_it": "Answers in IT",
    "journey_step": "Step of the customer's journey",
}
"""What TBX-Basic has no category for, by the words that its note begins with."""
ITSELF = "Both write: the word itself"
SIDES = {"marketing": "marketing", "it": "IT"}
PREFERRED, AVOIDED = "preferredTerm-admn-sts", "deprecatedTerm-admn-sts"
UNSAID = (
    "TBX-Basic has no category for the state, the owners and the step of the journey: they are kept as notes, which "
    "other tools show and do not understand."
)
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def export(glossary: tuple[Term, ...], *, title: str, language: str = "en", name: str = "glossary.tbx") -> Exported:
    """One TBX file. Raises ``ValueError`` for an empty glossary: the standard asks for an entry."""
    if not glossary:
        raise ValueError("the glossary has no word yet, and a TBX file needs one")
    root = etree.Element(f"{{{NAMESPACE}}}tbx", nsmap={None: NAMESPACE}, attrib={"type": "TBX-Basic", "style": "dca"})
    root.set(_LANG, language)
    source = _in(_in(_in(root, "tbxHeader"), "fileDesc"), "sourceDesc")
    _in(source, "p", title)
    body = _in(_in(root, "text"), "body")
    for number, term in enumerate(glossary, start=1):
        _concept(_in(body, "conceptEntry", id=f"c{number}"), term, language)
    raw = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    noted = any(getattr(t, key) not in (None, "agreed") for t in glossary for key in NOTES)
    return Exported(((name, raw),), (UNSAID,) if noted else ())


def _in(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attrib=attributes)
    element.text = text
    return element


def _concept(entry: Element, term: Term, language: str) -> None:
    for key, words in NOTES.items():
        value = getattr(term, key)
        if value and value != "agreed":
            _in(entry, "note", f"{words}: {value}")
    if term.wording == term.term:
        _in(entry, "note", ITSELF)
    section = _in(entry, "langSec")
    section.set(_LANG, language)
    for side, words in SIDES.items():
        meaning = term.marketing if side == "marketing" else term.it
        if meaning:
            group = _in(section, "descripGrp")
            _in(group, "descrip", meaning, type="definition")
            _in(group, "admin", words, type="source")
    for number, (text, said, reader) in enumerate(_names(term)):
        within = _in(section, "termSec")
        _in(within, "term", text)
        for kind, value in said.items():
            _in(within, "termNote", value, type=kind)
        if reader:
            _in(within, "admin", reader, type="customerSubset")
        for example in term.examples if number == 0 else ():
            _in(within, "descrip", example, type="context")


def _names(term: Term) -> Iterator[tuple[str, dict[str, str], str]]:
    """Each name with its term notes and the reader that it is for; the word itself first."""
    replaced = term.wording is not None and term.wording != term.term
    status = {"administrativeStatus": AVOIDED if replaced or term.status == "retired" else PREFERRED}
    yield term.term, status, ""
    for variant in term.variants:
        yield variant, {**status, "termType": "variant"} if replaced else {"termType": "variant"}, ""
    if replaced:
        yield str(term.wording), {"administrativeStatus": PREFERRED}, ""
    if term.finance:
        yield term.finance, {}, "finance"
    for reader, text in term.instead:
        yield text, {}, reader
