"""One door to all formats, which goes by a file's ending."""

from __future__ import annotations

import pytest

from accord.facts.limits import Limits
from accord.language.exchange.formats import FORMATS, exported, imported, read_here
from accord.language.exchange.shape import BadWords
from tests.language.exchange.any_glossary import CAB, unordered


@pytest.mark.parametrize("how", [f for f in FORMATS if f != "vale"])
def test_what_is_written_is_known_by_its_ending(how: str) -> None:
    [(name, raw)] = exported((CAB,), how, title="Made-up words").files  # type: ignore[arg-type]
    assert unordered(imported(raw, file=name).terms) == unordered((CAB,))
    assert read_here(raw, file=name.upper()).terms


def test_rdf_in_a_file_called_xml_is_rdf() -> None:
    [(_, raw)] = exported((CAB,), "rdfxml", title="Made-up words").files
    assert read_here(raw, file="words.xml").terms[0].term == "CAB"


def test_an_unknown_ending_is_told_with_those_that_are_known() -> None:
    with pytest.raises(BadWords, match=r"words\.docx: its ending names no format of words\. Give one of \.tbx"):
        imported(b"", file="words.docx")


def test_a_file_is_read_apart_with_its_faults_and_what_it_left() -> None:
    with pytest.raises(BadWords, match=r"words\.csv, line 2: the word is missing") as fault:
        imported(b"term,it\n,store\n", file="words.csv")
    assert fault.value.line == 2
    assert imported(b"term,remark\nCAB,x\n", file="words.csv").unsaid


def test_a_file_that_costs_too_much_ends_in_a_message() -> None:
    raw = b"@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n" + b"".join(
        b'<urn:%d> skos:prefLabel "a%d" .\n' % (n, n) for n in range(100_000)
    )
    with pytest.raises(BadWords, match=r"longer than 0\.5 seconds"):
        imported(raw, file="large.ttl", limits=Limits(seconds=0.5))
    with pytest.raises(BadWords, match="within 1 MB of memory"):
        imported(raw, file="large.ttl", limits=Limits(memory_bytes=1_000_000))
