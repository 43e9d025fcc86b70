"""SKOS (W3C Recommendation 2009): the glossary as concepts in Turtle, RDF/XML or JSON-LD.

The wording that both write is the preferred label, other spellings are alternative labels, and words that are not to
be written any more hidden ones, by which a search still finds the concept. What each side means is told twice: as a
definition in words, for every tool, and as a property of our own for the way back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from accord.clauses.glossary import Term
from accord.clauses.schema import INSTEAD
from accord.language.exchange.shape import Exported

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.graph import _ObjectType
    from rdflib.term import URIRef

Syntax = Literal["turtle", "rdfxml", "jsonld"]
OWN = "urn:accord:glossary#"
CONCEPTS = "urn:accord:term:"
SCHEME = "urn:accord:glossary"
FORMATS: dict[Syntax, tuple[str, str]] = {
    "turtle": ("turtle", "glossary.ttl"),
    "rdfxml": ("pretty-xml", "glossary.rdf"),
    "jsonld": ("json-ld", "glossary.jsonld"),
}
"""By syntax, what rdflib calls it and the file's name."""
_ROOT = re.compile(rb"<rdf:RDF\s+([^>]*)>")
PLAIN = ("marketing", "it", "finance", "owner_marketing", "owner_it", "journey_step")
UNSAID = (
    "SKOS has no property for whose meaning a definition is, what finance reads, the owners, the state and the step of "
    "the journey: they are kept as properties of our own, which other tools keep and do not understand.",
    "SKOS keeps no order: spellings and examples come back in the order of the alphabet.",
)


def export(glossary: tuple[Term, ...], *, title: str, language: str = "en", syntax: Syntax = "turtle") -> Exported:
    """One file of SKOS."""
    from rdflib import Graph, Literal, URIRef
    from rdflib.namespace import DCTERMS, RDF, SKOS

    # This store keeps the order in which triples came in; the usual one hands them out by their hash.
    graph, (kind, name) = Graph(store="SimpleMemory"), FORMATS[syntax]
    for prefix, space in (("skos", SKOS), ("dct", DCTERMS), ("accord", OWN)):
        graph.bind(prefix, space)
    graph.add((URIRef(SCHEME), RDF.type, SKOS.ConceptScheme))
    graph.add((URIRef(SCHEME), DCTERMS.title, Literal(title, lang=language)))
    for term in glossary:
        _add(graph, term, language)
    written = _ordered(graph.serialize(format=kind, encoding="utf-8"), syntax)
    return Exported(((name, written),), UNSAID if glossary else ())


def _ordered(written: bytes, syntax: Syntax) -> bytes:
    """The same file in one order: rdflib writes what it holds in sets as their hashes fall."""
    if syntax == "jsonld":
        nodes = [{key: _sorted(value) for key, value in sorted(node.items())} for node in json.loads(written)]
        nodes.sort(key=lambda node: str(node["@id"]))
        return json.dumps(nodes, ensure_ascii=False, indent=2).encode() + b"\n"
    return _ROOT.sub(_prefixes, written, count=1) if syntax == "rdfxml" else written


def _prefixes(root: re.Match[bytes]) -> bytes:
    return b"<rdf:RDF\n  " + b"\n  ".join(sorted(root[1].split())) + b">"


def _sorted(value: Any) -> Any:
    return sorted(value, key=json.dumps) if isinstance(value, list) else value


def _add(graph: Graph, term: Term, language: str) -> None:
    from rdflib import Literal, URIRef
    from rdflib.namespace import RDF, SKOS

    concept = URIRef(CONCEPTS + quote(term.term.casefold(), safe=""))
    graph.add((concept, RDF.type, SKOS.Concept))
    graph.add((concept, SKOS.inScheme, URIRef(SCHEME)))
    for name, text in (*_labels(term), *_own(term)):
        is_own = name not in ("prefLabel", "altLabel", "hiddenLabel", "example", "definition")
        literal: _ObjectType = Literal(text, lang=None if name == "status" else language)
        graph.add((concept, _property(name) if is_own else SKOS[name], literal))


def _property(name: str) -> URIRef:
    from rdflib import URIRef

    return URIRef(OWN + name)


def _labels(term: Term) -> Iterator[tuple[str, str]]:
    """Labels of which no two are the same, as SKOS asks (S13), and what every tool shows."""
    wording = term.wording or term.term
    yield "prefLabel", wording
    other = "altLabel" if wording == term.term else "hiddenLabel"
    for name in term.names():
        if name != wording:
            yield other, name
    for side, meaning in (("marketing", term.marketing), ("IT", term.it)):
        if meaning:
            yield "definition", f"In {side}: {meaning}"
    yield from (("example", example) for example in term.examples)


def _own(term: Term) -> Iterator[tuple[str, str]]:
    """What only this project reads, by the keys of charter.yaml."""
    yield "term", term.term
    yield "status", term.status
    if term.wording == term.term:
        yield "wording", term.term
    if term.wording in term.variants:
        yield "variants", str(term.wording)
    yield from ((key, text) for key in PLAIN if (text := getattr(term, key)))
    instead = dict(term.instead)
    yield from ((key, instead[reader]) for key, reader in INSTEAD.items() if reader in instead)
