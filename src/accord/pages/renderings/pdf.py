"""The brief as a tagged PDF (PDF/UA-1, ISO 14289-1), fit for a board: typeset by Typst, nothing fetched."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from accord.findings.format import Format
from accord.pages.brief import BriefPage
from accord.pages.renderings import as_json, chart
from accord.pages.renderings.safe import everywhere
from accord.pages.resources import static_folder, template_folder

WIDTH = 620
_LETTER = frozenset("US CA MX CL CO CR DO GT PA PH PR SV VE".split())
"""Territories that print on Letter; all others print on A4 (CLDR, supplemental paper sizes)."""

_OTHER = re.compile(
    "[^\n\x20-\x7e\xa0-\u017f\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f"
    "\u200b\u2010-\u2022\u2026\u202f\u2030\u2039\u203a\u2060\u20ac\u2212\ufffd]"
)
"""Letters that no font shipped here is known to have: Latin, Greek and Cyrillic are."""


def brief_pdf(page: BriefPage) -> bytes:
    """The brief as PDF/UA-1. The same page gives the same bytes on one machine.

    Letters that no font of the machine can show are printed as �: a PDF/UA file may not hold them.
    """
    form = Format(page.locale, page.zone, page.currency)
    drawings = {f.id: chart.draw(f.chart.spec, form, f.chart.currency, WIDTH) for f in page.findings if f.chart}
    return typeset("brief.typ", as_json.plain(page), drawings, page.locale)


def typeset(template: str, page: Any, drawings: Any, locale: str) -> bytes:
    """Plain JSON values and drawings (SVG) put into a template, as PDF/UA-1 on the paper of the reader's territory.

    Letters that no font of the machine can show are printed as �.
    """
    import typst

    try:
        return _typeset(template, page, drawings, locale, lambda value: value)
    except typst.TypstError as error:
        if "font" not in error.message:
            raise
        return _typeset(template, page, drawings, locale, lambda value: _OTHER.sub("\N{REPLACEMENT CHARACTER}", value))


def _typeset(template: str, page: Any, drawings: Any, locale: str, letters: Callable[[str], str]) -> bytes:
    import typst

    inputs = {
        "page": letters(json.dumps(everywhere(page), ensure_ascii=False)),
        "drawings": letters(json.dumps(drawings, ensure_ascii=False)),
        "paper": paper(locale),
    }
    content = typst.compile(
        template_folder() / template,
        font_paths=[static_folder() / "fonts"],
        sys_inputs=inputs,
        pdf_standards=["ua-1"],
    )
    return bytes(content)


def paper(locale: str) -> str:
    """The paper of the reader's territory, as Typst names it."""
    return "us-letter" if locale.replace("-", "_").rsplit("_", 1)[-1] in _LETTER else "a4"
