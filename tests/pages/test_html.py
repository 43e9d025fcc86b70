"""The brief as one HTML file, before any browser; the browser's part is in test_browser.py."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache

import pytest

from accord.findings.finding import AUDIENCES
from accord.findings.format import Format
from accord.pages.renderings.html import brief_html, finding_html
from tests.pages import hostile, made_up


@cache
def html() -> str:
    return brief_html(made_up.page())


def test_the_file_is_small_enough_to_mail() -> None:
    without = made_up.page(brief_=made_up.brief())
    assert len(brief_html(without).encode()) < 300_000


def test_nothing_in_it_is_fetched() -> None:
    addresses = re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?([^"')\s>]+)""", html())
    outside = [a for a in addresses if not a.startswith(("#", "data:", "https://docs.example/"))]
    assert outside == []


def test_there_is_no_script_and_no_inline_style() -> None:
    body = html().split("</style>")[1]
    assert "<script" not in html()
    assert not re.search(r"\sstyle\s*=", body)
    assert not re.search(r"\son\w+\s*=", body)


def test_the_policy_names_the_style_sheet_by_its_hash() -> None:
    style = re.search(r"<style>(.*?)</style>", html(), re.S)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html())
    assert style is not None
    assert policy is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src &#39;sha256-{digest}&#39;" in policy[1]
    assert "default-src &#39;none&#39;" in policy[1]


def test_every_id_is_unique_and_every_link_inside_leads_somewhere() -> None:
    ids = re.findall(r'\sid="([^"]+)"', html())
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html())) <= set(ids)
    assert set(re.findall(r'labelledby="([^"]+)"', html())) <= set(ids)


def test_hostile_names_stay_text() -> None:
    page = brief_html(made_up.page(brief_=hostile.brief()))
    assert "<script" not in page
    assert "<img" not in page
    assert "onload=window" not in page.replace("&lt;svg/onload=window", "")
    assert "\u202e" not in page
    assert "\x1b" not in page


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_chosen_words_come_first_and_the_other_two_stand_beside_them(audience: str) -> None:
    page = made_up.page(audience)  # type: ignore[arg-type]
    made = brief_html(page)
    finding = page.first[1]
    assert made.index(finding.say) < made.index("The same numbers, in three languages")
    for wording in finding.wordings:
        assert wording.say in made


def test_one_finding_can_be_a_file_of_its_own() -> None:
    finding = next(f for f in made_up.page().findings if f.chart)
    made = finding_html(finding, Format("en_IE", "Europe/Paris", "EUR"))
    assert f'<h1 id="t-{finding.id}">{finding.title}</h1>' in made
    assert "<svg" in made
