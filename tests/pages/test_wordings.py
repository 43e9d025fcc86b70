"""What the product says is said in the words of whoever reads it."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

import accord
from accord.clauses.glossary import READERS
from accord.findings.finding import Audience
from accord.language.checking import check
from accord.language.markup import read
from accord.pages.renderings.html import brief_html
from accord.pages.renderings.terminal import Terminal
from accord.pages.renderings.text import brief_text
from tests.pages import made_up

SOURCE = Path(accord.__file__).parent
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
AUDIENCES: tuple[Audience, ...] = get_args(Audience)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_a_page_that_everybody_reads_has_no_word_of_one_side_s_trade(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [(a.term, a.line) for reader in READERS for a in check(text, reader, "html")] == []


def test_templates_are_read_and_not_only_their_tags() -> None:
    words = sum(len(read(p.read_text(encoding="utf-8"), "html", places=True).text.split()) for p in TEMPLATES)
    assert words > 2000
    assert [a.term for a in check("<p class='x'>{{ a }} the error budget {% b %}</p>", "marketing", "html")] == [
        "error budget"
    ]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_brief_as_text_and_as_a_page_is_in_its_reader_s_words(audience: Audience) -> None:
    page = made_up.page(audience)
    assert [a.term for a in check(brief_text(page, Terminal(100)), audience)] == []
    assert [a.term for a in check(brief_html(page), audience, "html")] == []
