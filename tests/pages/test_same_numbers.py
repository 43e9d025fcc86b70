"""Every door says the same numbers."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from html.parser import HTMLParser
from io import BytesIO

import pytest

from accord.pages.brief import BriefPage
from accord.pages.renderings.as_json import brief_json
from accord.pages.renderings.html import brief_html
from accord.pages.renderings.pdf import brief_pdf
from accord.pages.renderings.terminal import Terminal
from accord.pages.renderings.text import brief_text
from tests.pages import made_up

LOCALES = ["en_IE", "de_DE", "fr_FR"]


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.skipped = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.skipped += tag in ("style", "svg")

    def handle_endtag(self, tag: str) -> None:
        self.skipped -= tag in ("style", "svg")

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.parts.append(data)


def squeezed(text: str) -> str:
    """Without spaces and invisible signs, which each format sets in its own way."""
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s\u2060\u00ad]+", "", plain)


def html_words(html: str) -> str:
    parser = _Words()
    parser.feed(html)
    return "".join(parser.parts)


def pdf_words(content: bytes) -> str:
    pypdf = pytest.importorskip("pypdf", reason="pypdf reads the PDF back; it is a development dependency")
    return "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)


@cache
def told(locale: str) -> tuple[BriefPage, dict[str, str]]:
    page = made_up.page("marketing", locale)
    texts = {
        # In two columns a sentence is broken by the other column; in one it is whole.
        "text": brief_text(page, Terminal(100)) + brief_text(page, Terminal(60)),
        "json": brief_json(page),
        "html": html_words(brief_html(page)),
        "pdf": pdf_words(brief_pdf(page)),
    }
    return page, {name: squeezed(text) for name, text in texts.items()}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("door", ["text", "json", "html", "pdf"])
def test_each_amount_and_its_interval_stand_in_every_format(locale: str, door: str) -> None:
    page, texts = told(locale)
    amounts = [f.amount for f in page.findings if f.amount]
    assert len(amounts) == 5
    for amount in amounts:
        assert squeezed(amount.text) in texts[door]
        assert squeezed(amount.ends) in texts[door]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("door", ["text", "json", "html", "pdf"])
def test_each_total_of_the_four_cells_stands_in_every_format(locale: str, door: str) -> None:
    page, texts = told(locale)
    for cell in page.cells:
        assert squeezed(cell.title) in texts[door]
        for total in cell.totals:
            assert squeezed(total.amount.text) in texts[door]
            assert squeezed(total.says) in texts[door]


@pytest.mark.parametrize("door", ["text", "json", "html", "pdf"])
def test_titles_questions_owners_notices_and_what_is_missing_stand_in_every_format(door: str) -> None:
    page, texts = told("en_IE")
    sentences = [page.made_up, page.draft, page.title, *page.checks, *page.notes]
    for finding in page.first:
        sentences += [finding.title, finding.say, finding.ask, finding.waiting.text, *finding.overlaps]
        sentences += [finding.owner_marketing, finding.owner_it]
    for missing in page.missing:
        sentences += [missing.question, missing.needs, missing.how_to_get]
    raw = json.dumps(page.title) if door == "json" else page.title
    assert squeezed(raw) in texts[door]
    lost = [s for s in sentences if squeezed(_written(s, door)) not in texts[door]]
    assert lost == []


def _written(text: str, door: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1] if door == "json" else text


def test_figures_and_all_three_wordings_stand_in_html_and_pdf() -> None:
    page, texts = told("de_DE")
    opened = {"html": page.findings, "pdf": (*page.first, *page.told)}
    for door, findings in opened.items():
        for finding in findings:
            for figure in finding.figures:
                assert squeezed(figure.text) in texts[door]
                assert squeezed(figure.range) in texts[door]
            for wording in finding.wordings:
                assert squeezed(wording.say) in texts[door]


def test_raw_numbers_in_json_are_minor_units() -> None:
    page = json.loads(brief_json(made_up.page()))
    outage = next(f for f in page["first"] if f["analysis"] == "outages")
    assert [outage["amount"][key] for key in ("mid", "low", "high", "currency")] == [2140000, 1860000, 2470000, "EUR"]
    assert (outage["start"], outage["end"]) == ("2026-11-19T13:00:00Z", "2026-11-19T13:41:00Z")
    assert outage["figures"][0] == {
        "name": "not_placed",
        "label": "Orders not placed",
        "unit": "count",
        "text": "406",
        "range": "371 to 440",
        "mid": 406,
        "low": 371,
        "high": 440,
        "value": None,
    }


def test_the_keys_of_json_keep_their_order_and_each_is_described() -> None:
    first, again = brief_json(made_up.page()), brief_json(made_up.page())
    assert first == again
    page = json.loads(first)
    assert next(iter(page)) == "schema"
    described = made_up.documentation("docs/findings/brief.md") + made_up.documentation("docs/findings/finding.md")
    keys = {*page, *page["first"][0], *page["cells"][0], *page["first"][0]["amount"], *page["sources"][0]}
    assert {key for key in keys if f"`{key}`" not in described} == set()
