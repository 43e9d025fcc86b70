"""An amount's parts stand in every format."""

from __future__ import annotations

import json

from accord.findings.format import Format
from accord.pages.finding import Context, finding_page
from accord.pages.renderings.as_json import finding_json
from accord.pages.renderings.html import finding_html
from accord.pages.renderings.text import finding_text
from tests.pages import made_up


def test_parts_by_segment_stand_in_text_html_and_json() -> None:
    finding = next(f for f in made_up.brief().findings if f.breakdown)
    form = Format("en_IE", "Europe/Paris", "EUR")
    page = finding_page(finding, Context(form), "it")
    assert page.parts is not None
    assert page.parts.rows == (("web", "201", "180"), ("app", "111", "90"))
    for told in (finding_text(page), finding_html(page, form)):
        assert "Segment, each on its own" in told
        assert "201" in told
    assert json.loads(finding_json(page))["parts"]["rows"][0] == ["web", "201", "180"]
