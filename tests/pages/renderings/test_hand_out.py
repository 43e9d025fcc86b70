"""One door to every format."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from uuid import UUID

import pytest

from accord.findings.format import Format
from accord.pages.finding import FindingPage
from accord.pages.renderings.as_json import brief_json, page_json, plain
from accord.pages.renderings.hand_out import FORMATS, formats_of, hand_out
from accord.pages.renderings.pdf import brief_pdf
from accord.pages.sheet import NoHandOut, Sheet
from accord.pages.slide import Slide
from tests.pages import made_up
from tests.pages.renderings import sheets

pytest.importorskip("xlsxwriter", reason="xlsxwriter comes with the extra web")
pytest.importorskip("pptx", reason="python-pptx comes with the extra web")

STARTS = {"json": b"{", "csv": b"PK", "xlsx": b"PK", "pdf": b"%PDF", "pptx": b"PK"}


@dataclass(frozen=True)
class Rows:
    """A page of its own form."""

    total: int = 3

    def sheet(self) -> Sheet:
        return sheets.sheet(made_up="Made up: nobody lives here.")


@dataclass(frozen=True)
class Decided(Rows):
    def slide(self) -> Slide:
        return Slide("Decided", amount="€1")


@dataclass(frozen=True)
class Around(Rows):
    """A page around one finding: its comments, its revisions."""

    finding: FindingPage | None = None


@pytest.mark.parametrize("format_", FORMATS)
def test_the_brief_is_handed_out_in_every_format_under_a_name_that_says_what_it_is(format_: str) -> None:
    made = hand_out(made_up.page(), format_)
    ending = "-csv-tables.zip" if format_ == "csv" else f".{format_}"
    assert made.content.startswith(STARTS[format_])
    assert made.file_name == f"made-up-accord-brief-2026-11-20{ending}"
    assert made == hand_out(made_up.page(), format_)


def test_the_brief_keeps_its_own_json_and_pdf() -> None:
    page = made_up.page()
    assert hand_out(page, "json").content.decode() == brief_json(page)
    assert hand_out(page, "pdf").content == brief_pdf(page)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_finding_alone_needs_to_know_its_reader(format_: str) -> None:
    page = made_up.page().first[0]
    made = hand_out(page, format_, sheets.FORM)
    assert made.file_name.startswith(f"accord-finding-{page.id}")
    with pytest.raises(NoHandOut, match="give the form"):
        hand_out(page, format_)


def test_a_page_of_its_own_form_is_handed_out_but_not_as_a_slide_unless_it_makes_one() -> None:
    assert formats_of(Rows()) == ("json", "csv", "xlsx", "pdf")
    assert formats_of(Decided()) == FORMATS == formats_of(made_up.page())
    assert hand_out(Rows(), "csv").media_type.startswith("text/csv")
    assert json.loads(hand_out(Rows(), "json").content) == {"schema": "accord.rows/1", "total": 3}
    assert hand_out(Decided(), "pptx").content.startswith(b"PK")
    around = Around(finding=made_up.page().first[0])
    assert formats_of(around) == FORMATS
    assert hand_out(around, "pptx").content.startswith(b"PK")
    with pytest.raises(NoHandOut, match="Rows is not handed out as a slide"):
        hand_out(Rows(), "pptx")


def test_a_format_that_there_is_not_and_a_page_without_a_form_are_refused_in_words() -> None:
    with pytest.raises(NoHandOut, match="no hand-out in the format 'docx'; there are json, csv, xlsx, pdf, pptx"):
        hand_out(Rows(), "docx")
    with pytest.raises(NoHandOut, match="int is not handed out"):
        hand_out(3, "csv")


class Colour(Enum):
    INK = "ink"


def test_json_tells_times_in_utc_and_every_kind_of_value() -> None:
    berlin = datetime(2026, 11, 19, 14, tzinfo=UTC).astimezone(None)
    assert plain(berlin) == "2026-11-19T14:00:00Z"
    assert plain({"a": {Colour.INK}, "b": Decimal("1.50"), "c": timedelta(minutes=1), "d": date(2026, 1, 2)}) == {
        "a": ["ink"],
        "b": "1.50",
        "c": 60,
        "d": "2026-01-02",
    }
    assert plain(UUID(int=1)) == "00000000-0000-0000-0000-000000000001"
    assert page_json(Rows(), "accord.rows/1").startswith('{\n  "schema": "accord.rows/1"')


@pytest.mark.parametrize("format_", FORMATS)
def test_a_brief_without_findings_is_handed_out_too(format_: str) -> None:
    empty = replace(made_up.brief(made_up=False), findings=(), sources=(), missing=(), checks=(), notes=())
    made = hand_out(made_up.page(brief_=empty), format_)
    assert made.content.startswith(STARTS[format_])
    assert not made.file_name.startswith("made-up")


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("locale", ["de_CH", "ar_EG", "hi_IN", "ja_JP"])
def test_every_finding_is_handed_out_in_every_locale(format_: str, locale: str) -> None:
    form = Format(locale, "Asia/Tokyo", "JPY")
    for finding in made_up.page(locale=locale).findings:
        assert hand_out(finding, format_, form).content.startswith(STARTS[format_])
