"""SKOS of any tool read, in Turtle, RDF/XML and JSON-LD; nothing is fetched from the web."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from accord.clauses.glossary import READERS, Term
from accord.clauses.schema import INSTEAD
from accord.language.exchange import skos
from accord.language.exchange.shape import (
    BadWords,
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
from accord.language.exchange.xml_given import root_of

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

Side = Literal["marketing", "it"]
_NAMES = {"turtle": "Turtle", "rdfxml": "RDF/XML", "jsonld": "JSON-LD"}
_PLACED = ("prefLabel", "altLabel", "hiddenLabel", "definition", "example", "inScheme", "topConceptOf")


def read(raw: bytes, *, file: str, syntax: skos.Syntax, language: str = "en", side: Side | None = None) -> Imported:
    """The concepts of a file that have a label in ``language``, or in none.

    ``side`` is whose vocabulary it is: what a definition means. Raises ``BadWords``.
    """
    from rdflib.namespace import RDF, SKOS

    graph = _graph(decoded(raw, file), file, syntax)
    subjects = {*graph.subjects(RDF.type, SKOS.Concept), *graph.subjects(SKOS.prefLabel)}
    if not subjects:
        raise BadWords(file, 0, "there is no concept in it", "Give a file with concepts of SKOS.")
    left: Counter[str] = Counter()
    found = [_term(graph, one, Place(file), language, side, left) for one in sorted(subjects, key=str)]
    told = sorted((t for t in found if t), key=lambda t: t.term)
    terms = collected(told, file)
    unsaid = (*_told(left, len(subjects) - len(terms), language), *contradictions(told, terms))
    return Imported(terms, unsaid)


def _told(left: Counter[str], missing: int, language: str) -> Iterator[str]:
    if definitions := left.pop("definition", 0):
        yield (
            f"{definitions} definitions say not whose they are, so they are left out: say marketing or it, and they "
            "are taken as what that side means."
        )
    if missing > 0:
        yield f"{missing} concepts have no label of their own in the glossary's language ({language}), or share one."
    if left:
        yield f"Left out, because the glossary has no place for them: {listed(left)}."


def _graph(text: str, file: str, syntax: skos.Syntax) -> Graph:
    from rdflib import Graph

    if syntax == "rdfxml":
        root_of(text, file)
    if syntax == "jsonld":
        _refuse_contexts(_json(text, file), file)
    kinds: dict[str, str] = {"turtle": "turtle", "rdfxml": "xml", "jsonld": "json-ld"}
    try:
        return Graph().parse(data=text, format=kinds[syntax])
    except RecursionError as fault:
        raise BadWords(file, 0, "nested too deep", "Export it again.") from fault
    except Exception as fault:  # each of rdflib's parsers raises its own
        line = getattr(fault, "lines", 0)
        said = str(getattr(fault, "_why", "") or fault).splitlines()[0][:120]
        reason = f"not {_NAMES[syntax]}: {said}"
        raise BadWords(file, line + 1 if line else 0, reason, "Mend it there, or export it again.") from fault


def _json(text: str, file: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as fault:
        raise BadWords(file, fault.lineno, f"not JSON: {fault.msg}", "Mend it there, or export it again.") from fault
    except RecursionError as fault:
        raise BadWords(file, 0, "nested too deep", "Export it again.") from fault


def _refuse_contexts(value: Any, file: str) -> None:
    """A context on the web would be fetched; one written out in the file is read."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            given = one.get("@context")
            if "@import" in one or any(isinstance(c, str) for c in (given if isinstance(given, list) else [given])):
                raise BadWords(file, 0, "its context lies on the web", "Write the context out in the file.")
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)


def _term(graph: Graph, subject: Node, at: Place, language: str, side: Side | None, left: Counter[str]) -> Term | None:
    from rdflib.namespace import SKOS

    texts = {name: _texts(graph, subject, SKOS[name], language, at) for name in _PLACED[:5]}
    own = {
        key: _own(graph, subject, key, at) for key in ("term", "status", "wording", "variants", *skos.PLAIN, *INSTEAD)
    }
    term = _ours(texts, own, at) if own["term"] else _theirs(texts, side, left)
    for predicate in sorted(set(graph.predicates(subject)), key=str):
        name = str(predicate).removeprefix(str(SKOS))
        if str(predicate).startswith(str(SKOS)) and name not in _PLACED:
            left[name] += 1
    return replace(term, examples=texts["example"]) if term else None


def _texts(graph: Graph, subject: Node, predicate: Node, language: str, at: Place) -> tuple[str, ...]:
    """The literals in the language, or in none, in the order of the alphabet."""
    found = [o for o in graph.objects(subject, predicate) if _spoken(o) in (language, "")]
    return all_lines(sorted(map(str, found)), at, str(predicate).rpartition("#")[2])


def _spoken(literal: Node) -> str:
    given = getattr(literal, "language", None)
    return str(given or "").split("-")[0].casefold()


def _own(graph: Graph, subject: Node, key: str, at: Place) -> str | None:
    from rdflib import URIRef

    found = sorted(str(o) for o in graph.objects(subject, URIRef(skos.OWN + key)))
    return one_line(found[0], at, key) if found else None


def _ours(texts: dict[str, tuple[str, ...]], own: dict[str, str | None], at: Place) -> Term:
    word, label = str(own["term"]), next(iter(texts["prefLabel"]), None)
    status = own["status"] or "agreed"
    if status not in ("agreed", "proposed", "retired"):
        raise at.fail(f"there is no state {status}", "Write agreed, proposed or retired.")
    names = (*texts["altLabel"], *texts["hiddenLabel"], *([own["variants"]] if own["variants"] else []))
    instead = tuple((reader, text) for key, reader in INSTEAD.items() if (text := own[key]))
    plain: dict[str, Any] = {key: own[key] for key in skos.PLAIN}
    return Term(
        word,
        wording=own["wording"] or (label if label != word else None),
        variants=tuple(sorted(n for n in names if n.casefold() != word.casefold())),
        instead=tuple(sorted(instead, key=lambda said: READERS.index(said[0]))),
        status=status,  # type: ignore[arg-type]
        **plain,
    )


def _theirs(texts: dict[str, tuple[str, ...]], side: Side | None, left: Counter[str]) -> Term | None:
    term = concept(texts["prefLabel"], texts["altLabel"], texts["hiddenLabel"])
    if term is None or not texts["definition"]:
        return term
    if side is None:
        left["definition"] += 1
        return term
    meaning: Sequence[str] = texts["definition"]
    return replace(term, marketing=meaning[0]) if side == "marketing" else replace(term, it=meaning[0])
