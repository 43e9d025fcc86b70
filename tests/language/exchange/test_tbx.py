"""TBX holds the glossary whole, and termbases of other tools are read in every style."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree

from accord.clauses.glossary import Term
from accord.language.exchange import tbx, tbx_in
from accord.language.exchange.shape import BadWords
from tests.language.exchange.any_glossary import CAB, any_glossary

HERE = Path(__file__).parent


def written(*glossary: Term) -> bytes:
    [(_, raw)] = tbx.export(glossary, title="Made-up words").files
    return raw


@settings(max_examples=80)
@given(any_glossary.filter(bool))
def test_a_glossary_comes_back_as_it_went_out(glossary: tuple[Term, ...]) -> None:
    back = tbx_in.read(written(*glossary), file="a.tbx")
    assert (back.terms, back.unsaid) == (glossary, ())


@settings(max_examples=30)
@given(any_glossary.filter(bool))
def test_what_goes_out_has_the_structure_of_the_standard(glossary: tuple[Term, ...]) -> None:
    schema = etree.RelaxNG(etree.parse(HERE / "tbx_basic_dca.rng"))
    schema.assertValid(etree.fromstring(written(*glossary)))


CATEGORIES = {
    "admin": {"customerSubset", "projectSubset", "source"},
    "descrip": {"context", "definition", "subjectField"},
    "termNote": {"administrativeStatus", "geographicalUsage", "grammaticalGender", "partOfSpeech", "termLocation",
                 "termType"},
}  # fmt: skip
LEVELS = {
    "customerSubset": {"conceptEntry", "termSec"},
    "source": {"conceptEntry", "langSec", "termSec"},
    "definition": {"conceptEntry", "langSec"},
    "context": {"termSec"},
    "administrativeStatus": {"termSec"},
    "termType": {"termSec"},
}
VALUES = {
    "administrativeStatus": {f"{s}Term-admn-sts" for s in ("preferred", "admitted", "deprecated", "superseded")},
    "termType": {"fullForm", "acronym", "abbreviation", "shortForm", "variant", "phrase"},
}
"""What the dialect TBX-Basic 1.2 asks for beyond its grammar: categories, where each stands, and its values."""


@settings(max_examples=60)
@given(any_glossary.filter(bool))
def test_what_goes_out_keeps_the_rules_of_the_dialect(glossary: tuple[Term, ...]) -> None:
    root = etree.fromstring(written(*glossary))
    assert (root.get("type"), root.get("style")) == ("TBX-Basic", "dca")
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    for element in root.iter():
        name = etree.QName(element)
        assert name.namespace == tbx.NAMESPACE
        kind = element.get("type")
        if name.localname not in CATEGORIES:
            continue
        assert kind in CATEGORIES[name.localname]
        above = next(a for a in element.iterancestors() if not etree.QName(a).localname.endswith("Grp"))
        assert etree.QName(above).localname in LEVELS[kind]
        assert kind not in VALUES or element.text in VALUES[kind]


def test_what_has_no_category_is_said_and_kept_as_a_note() -> None:
    out = tbx.export((CAB,), title="Made-up words")
    assert out.unsaid == (tbx.UNSAID,)
    assert b"<note>Step of the customer's journey: delivery</note>" in out.files[0][1]
    assert tbx.export((Term("CAB"),), title="Made-up words").unsaid == ()


def test_an_empty_glossary_is_no_termbase() -> None:
    with pytest.raises(ValueError, match="needs one"):
        tbx.export((), title="Made-up words")


DCT = """<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
     xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
<tbxHeader><fileDesc><sourceDesc><p>made up</p></sourceDesc></fileDesc></tbxHeader>
<text><body><conceptEntry id="c1"><min:subjectField>shops</min:subjectField>
<langSec xml:lang="en-GB">
 <descripGrp><basic:definition>Where a buyer
   pays.</basic:definition><basic:source>our handbook</basic:source></descripGrp>
 <termSec><term>checkout</term><min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus>
  <basic:context>The checkout was down.</basic:context></termSec>
 <termSec><term>cash desk</term><min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec>
 <termSec><term>till</term><min:administrativeStatus>admittedTerm-admn-sts</min:administrativeStatus></termSec>
</langSec>
<langSec xml:lang="de"><termSec><term>Kasse</term></termSec></langSec>
</conceptEntry></body></text></tbx>"""

MARTIF = """<?xml version='1.0'?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>made up</p></sourceDesc></fileDesc>
</martifHeader><text><body>
<termEntry id="1"><descrip type="definition">A list of work in order.</descrip>
<langSet xml:lang="en"><tig><term>backlog</term></tig>
<ntig><termGrp><term>work list</term><termNote type="partOfSpeech">noun</termNote></termGrp></ntig></langSet>
</termEntry></body></text></martif>"""


def test_the_style_with_categories_as_tags_is_read() -> None:
    read = tbx_in.read(DCT.encode(), file="shop.tbx")
    assert read.terms == (Term("cash desk", wording="checkout", examples=("The checkout was down.",)),)
    assert read.unsaid == (
        "1 definitions say not whose they are, so they are left out: say marketing or it, and they are taken as what "
        "that side means.",
        "The glossary is kept in one language (en); left out are de.",
        "Left out, because the glossary has no place for them: subjectField.",
        "Left out, because a better word is preferred: till.",
    )
    [term] = tbx_in.read(DCT.encode(), file="shop.tbx", side="it").terms
    assert term.it == "Where a buyer pays."
    assert tbx_in.read(DCT.encode(), file="shop.tbx", language="de").terms == (Term("Kasse"),)


def test_the_edition_of_2008_is_read_also_in_utf_16() -> None:
    for raw in (MARTIF.encode(), MARTIF.encode("utf-16")):
        read = tbx_in.read(raw, file="old.tbx", side="it")
        assert read.terms == (Term("backlog", it="A list of work in order.", variants=("work list",)),)


BAD = [
    ("<tbx><text>", 1, "not XML"),
    ('<?xml version="1.0"?>\n<html/>', 2, "<html> is no TBX"),
    ('<!DOCTYPE martif [\n<!ENTITY a "aaaa">]>\n<martif>&a;</martif>', 1, "declares entities"),
    ('<!DOCTYPE martif SYSTEM "x.dtd">\n<martif>&a;</martif>', 2, "not read"),
    ("<martif><text/></martif>", 1, "no entry"),
    (DCT.replace("cash desk", " "), 11, "a term is empty"),
    (DCT.replace("cash desk", "cash\u202edesk"), 11, "cannot be shown"),
    ("<tbx>" * 300 + "</tbx>" * 300, 1, "not XML"),
]


@pytest.mark.parametrize(("text", "line", "reason"), BAD)
def test_a_file_that_cannot_be_read_is_told_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(BadWords, match=reason) as fault:
        tbx_in.read(text.encode(), file="bad.tbx")
    assert (fault.value.file, fault.value.line) == ("bad.tbx", line)
    assert fault.value.mend


def test_a_file_that_is_too_large_or_in_another_encoding_is_told() -> None:
    with pytest.raises(BadWords, match="larger than 8 MB"):
        tbx_in.read(b" " * 8_000_001, file="bad.tbx")
    with pytest.raises(BadWords, match="line 2: the file is not UTF-8"):
        tbx_in.read("<tbx>\nCafé".encode("latin-1"), file="bad.tbx")
