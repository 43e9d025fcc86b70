"""The brief in a real browser. Skipped, with the reason, where Chromium or Playwright is missing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from accord.findings.format import Format
from accord.pages.renderings.html import brief_html, finding_html
from tests.pages import hostile, made_up

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright drives the browser; a development dependency")
CHROMIUM = os.environ.get("ACCORD_CHROMIUM") or shutil.which("chromium")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install it, or name it in ACCORD_CHROMIUM"),
    # Playwright leaves its pipe to the collector when a browser is closed.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
]
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (390, 1360)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@cache
def brief() -> str:
    return brief_html(made_up.page())


@cache
def hostile_brief() -> str:
    return brief_html(made_up.page(brief_=hostile.brief()))


class Opened:
    """A page opened from a file, with all it complained of and all it asked for."""

    def __init__(self, browser: Any, folder: Path, html: str, **how: Any) -> None:
        file = folder / "page.html"
        file.write_text(html, encoding="utf-8")
        self.context = browser.new_context(**how)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(file.as_uri())
        self.address = file.as_uri()

    def outside(self) -> list[str]:
        return [url for url in self.asked if url != self.address and not url.startswith("data:")]

    def open_everything(self) -> None:
        for summary in self.page.locator("summary").all():
            summary.click()


def look(scheme: str, width: int, **more: Any) -> dict[str, Any]:
    return {"color_scheme": scheme, "viewport": {"width": width, "height": 900}, **more}


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_nothing_is_refused_missing_or_fetched(browser: Any, tmp_path: Path, scheme: str, width: int) -> None:
    opened = Opened(browser, tmp_path, brief(), **look(scheme, width))
    opened.open_everything()
    assert opened.complaints == []
    assert opened.outside() == []
    assert opened.page.evaluate("document.fonts.check('15px Inter') && document.fonts.check('15px \"Accord Serif\"')")
    opened.context.close()


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_axe_finds_nothing(browser: Any, tmp_path: Path, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe checks accessibility")
    # axe is a script, which the page's own policy would refuse.
    opened = Opened(browser, tmp_path, brief(), **look(scheme, width, bypass_csp=True))
    opened.open_everything()
    result = axe.Axe().run(opened.page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert result.violations_count == 0, result.generate_report()
    opened.context.close()


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("html", [brief, hostile_brief], ids=["usual", "hostile"])
def test_nothing_scrolls_sideways(browser: Any, tmp_path: Path, html: Any) -> None:
    opened = Opened(browser, tmp_path, html(), **look("light", 1360))
    opened.open_everything()
    wider = {}
    for width in (320, 390, 600, 768, 1024, 1360, 1920):
        opened.page.set_viewport_size({"width": width, "height": 900})
        wider[width] = opened.page.evaluate(OVER)
    assert max(wider.values()) <= 0, wider
    opened.context.close()


OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_hostile_names_run_nothing(browser: Any, tmp_path: Path) -> None:
    opened = Opened(browser, tmp_path, hostile_brief(), **look("light", 1360))
    opened.open_everything()
    opened.page.mouse.move(200, 200)
    assert opened.page.evaluate("window.hit") is None
    assert opened.page.evaluate("document.scripts.length + document.images.length") == 0
    assert opened.complaints == []
    assert opened.outside() == []
    assert hostile.ATTACK in opened.page.inner_text("main")
    opened.context.close()


def test_a_single_finding_with_hostile_names_runs_nothing_either(browser: Any, tmp_path: Path) -> None:
    finding = next(f for f in made_up.page(brief_=hostile.brief()).findings if f.chart)
    made = finding_html(finding, Format("en_IE", "Europe/Paris", "EUR"))
    opened = Opened(browser, tmp_path, made, **look("dark", 390))
    assert opened.page.evaluate("window.hit") is None
    assert opened.complaints == []
    opened.context.close()


def test_the_policy_is_in_force(browser: Any, tmp_path: Path) -> None:
    opened = Opened(browser, tmp_path, brief(), **look("light", 1360))
    opened.page.evaluate(
        "() => { const s = document.createElement('img'); s.src = 'https://example.invalid/x.png';"
        " document.body.append(s); const t = document.createElement('p'); t.setAttribute('style', 'color: red');"
        " document.body.append(t); }"
    )
    refused = ""
    for _ in range(300):
        refused = " ".join(opened.complaints)
        if "img-src" in refused and "style-src" in refused:
            break
        opened.page.wait_for_timeout(200)
    assert "img-src" in refused
    assert "style-src" in refused
    opened.context.close()


def test_everything_opens_without_javascript(browser: Any, tmp_path: Path) -> None:
    opened = Opened(browser, tmp_path, brief(), **look("light", 1360, java_script_enabled=False))
    finding = made_up.page().first[1]
    opened.page.click(f"article.finding a:has-text('{finding.title}')")
    assert opened.page.url.endswith(f"#f-{finding.id}")
    opened.page.click(f"#f-{finding.id} details.twin summary")
    assert opened.page.is_visible(f"#f-{finding.id} details.twin table")
    opened.context.close()


def test_the_keyboard_reaches_every_link_and_shows_where_it_is(browser: Any, tmp_path: Path) -> None:
    opened = Opened(browser, tmp_path, brief(), **look("light", 1360))
    wanted = opened.page.evaluate(REACHABLE)
    seen = set()
    for _ in range(wanted + 5):
        opened.page.keyboard.press("Tab")
        seen.add(opened.page.evaluate(FOCUSED))
    assert len(seen - {""}) >= wanted
    assert not [place for place in seen if place.endswith("none")]
    opened.context.close()


REACHABLE = "[...document.querySelectorAll('a[href], summary')].filter(e => e.checkVisibility()).length"

FOCUSED = """() => { const e = document.activeElement; if (e === document.body) return '';
  const all = [...document.querySelectorAll('*')]; return all.indexOf(e) + ' ' + getComputedStyle(e).outlineStyle; }"""


def test_the_page_follows_light_and_dark_down_to_the_charts(browser: Any, tmp_path: Path) -> None:
    shown = {}
    for scheme in ("light", "dark"):
        opened = Opened(browser, tmp_path, brief(), **look(scheme, 1360))
        shown[scheme] = opened.page.evaluate(COLOURS)
        opened.context.close()
    assert shown["light"] == ["rgb(250, 249, 246)", "rgb(29, 27, 25)", "rgb(29, 27, 25)"]
    assert shown["dark"] == ["rgb(22, 22, 21)", "rgb(240, 238, 234)", "rgb(240, 238, 234)"]


COLOURS = """() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color,
  getComputedStyle(document.querySelector('.wide .s-ink')).stroke]"""


@pytest.mark.parametrize(("width", "drawing"), [(390, ".slim"), (1360, ".wide")])
def test_words_in_a_chart_stay_readable(browser: Any, tmp_path: Path, width: int, drawing: str) -> None:
    opened = Opened(browser, tmp_path, brief(), **look("light", width))
    heights = opened.page.evaluate(
        "d => [...document.querySelectorAll(d + ' text')].map(t => t.getBoundingClientRect().height)", drawing
    )
    assert len(heights) >= 8
    assert min(heights) >= 11
    opened.context.close()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_it_prints_with_everything_open(browser: Any, tmp_path: Path, paper: str) -> None:
    pypdf = pytest.importorskip("pypdf", reason="pypdf reads the print back")
    opened = Opened(browser, tmp_path, brief(), **look("dark", 1360))
    opened.page.pdf(path=tmp_path / "print.pdf", format=paper, prefer_css_page_size=False)
    text = "".join("".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "print.pdf").pages).split())
    assert "Orders,12:00to18:00,andthesamehoursofsixweeks" in text
    assert "Skiptothepage" not in text
    opened.context.close()
