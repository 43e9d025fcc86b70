"""One door to all formats, which goes by a file's ending."""

from __future__ import annotations

import pytest

from accord.language.exchange.formats import FORMATS, exported, imported
from accord.language.exchange.shape import BadWords
from tests.language.exchange.any_glossary import CAB, unordered


@pytest.mark.parametrize("how", [f for f in FORMATS if f != "vale"])
def test_what_is_written_is_known_by_its_ending(how: str) -> None:
    [(name, raw)] = exported((CAB,), how, title="Made-up words").files  # type: ignore[arg-type]
    assert unordered(imported(raw, file=name).terms) == unordered((CAB,))
    assert imported(raw, file=name.upper()).terms


def test_rdf_in_a_file_called_xml_is_rdf() -> None:
    [(_, raw)] = exported((CAB,), "rdfxml", title="Made-up words").files
    assert imported(raw, file="words.xml").terms[0].term == "CAB"


def test_an_unknown_ending_is_told_with_those_that_are_known() -> None:
    with pytest.raises(BadWords, match=r"words\.docx: its ending names no format of words\. Give one of \.tbx"):
        imported(b"", file="words.docx")
