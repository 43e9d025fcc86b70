"""SKOS holds the glossary whole in its three syntaxes, and vocabularies of others are read without the web."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings

from accord.clauses.glossary import Term
from accord.language.exchange import skos, skos_in
from accord.language.exchange.shape import BadWords
from tests.language.exchange.any_glossary import CAB, any_glossary, unordered

SYNTAXES: tuple[skos.Syntax, ...] = get_args(skos.Syntax)


def written(*glossary: Term, syntax: skos.Syntax = "turtle") -> bytes:
    [(_, raw)] = skos.export(glossary, title="Made-up words", syntax=syntax).files
    return raw


@pytest.mark.parametrize("syntax", SYNTAXES)
@settings(max_examples=25, deadline=None)
@given(any_glossary.filter(bool))
def test_a_glossary_comes_back_as_it_went_out(syntax: skos.Syntax, glossary: tuple[Term, ...]) -> None:
    back = skos_in.read(written(*glossary, syntax=syntax), file="a", syntax=syntax)
    assert (unordered(back.terms), back.unsaid) == (unordered(glossary), ())


@settings(max_examples=25, deadline=None)
@given(any_glossary)
def test_no_two_labels_of_a_concept_are_the_same(glossary: tuple[Term, ...]) -> None:
    from rdflib import Graph
    from rdflib.namespace import SKOS

    graph = Graph().parse(data=written(*glossary), format="turtle")
    for concept in graph.subjects(SKOS.inScheme):
        labels = [list(graph.objects(concept, SKOS[n])) for n in ("prefLabel", "altLabel", "hiddenLabel")]
        assert len(labels[0]) == 1
        assert len({label for some in labels for label in some}) == sum(map(len, labels))


def test_other_tools_see_the_wording_the_old_words_and_both_meanings() -> None:
    text = written(CAB).decode()
    for line in (
        'skos:prefLabel "change board"@en',
        'skos:hiddenLabel "C.A.B."@en,',
        '"In IT: Change Advisory Board"@en',
        'skos:example "The change board meets on Tuesdays."@en',
    ):
        assert line in text


def test_the_same_glossary_gives_the_same_bytes() -> None:
    for syntax in SYNTAXES:
        assert written(CAB, Term("CMS"), syntax=syntax) == written(CAB, Term("CMS"), syntax=syntax)


FOREIGN = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://shop.example/1> a skos:Concept ; skos:prefLabel "checkout"@en-GB, "Kasse"@de ;
  skos:altLabel "till"@en ; skos:hiddenLabel "cash desk"@en ; skos:definition "Where a buyer pays."@en ;
  skos:broader <http://shop.example/2> ; skos:example "The checkout\\nwas down." .
<http://shop.example/2> a skos:Concept ; skos:prefLabel "Laden"@de .
"""


def test_vocabularies_of_others_are_read_in_one_language() -> None:
    read = skos_in.read(FOREIGN.encode(), file="shop.ttl", syntax="turtle", side="it")
    said = {"wording": "checkout", "it": "Where a buyer pays.", "examples": ("The checkout was down.",)}
    assert read.terms == (Term("cash desk", **said),)  # type: ignore[arg-type]
    read = skos_in.read(FOREIGN.encode(), file="shop.ttl", syntax="turtle")
    assert read.terms[0].it is None
    assert [line.split(",")[0].split(":")[0] for line in read.unsaid] == [
        "1 definitions say not whose they are",
        "1 concepts have no label of their own in the glossary's language (en)",
        "Left out",
    ]
    assert read.unsaid[2].endswith("broader.")


BAD: list[tuple[skos.Syntax, str, int, str]] = [
    ("turtle", "@prefix skos: <x> .\nskos:a skos:b ;;; !", 2, "not Turtle"),
    ("turtle", "<urn:a> <urn:b> 1 .", 0, "no concept"),
    ("turtle", "(" * 20_000, 0, "nested too deep"),
    ("rdfxml", "<rdf>", 1, "not XML"),
    ("rdfxml", '<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>', 1, "entities of its own"),
    ("jsonld", "{\n 'a'}", 2, "not JSON"),
    ("jsonld", '{"@context": "https://shop.example/context"}', 0, "lies on the web"),
    ("jsonld", '{"@context": {"a": {"@id": "urn:a", "@context": ["http://x.example"]}}}', 0, "lies on the web"),
    ("jsonld", '{"@context": {"@import": "https://shop.example/context"}}', 0, "lies on the web"),
    ("jsonld", "[" * 100_000, 0, "nested too deep"),
]


@pytest.mark.parametrize(("syntax", "text", "line", "reason"), BAD)
def test_a_file_that_cannot_be_read_is_told(syntax: skos.Syntax, text: str, line: int, reason: str) -> None:
    with pytest.raises(BadWords, match=reason) as fault:
        skos_in.read(text.encode(), file="bad", syntax=syntax)
    assert fault.value.line == line
