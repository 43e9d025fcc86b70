"""How pages behave: an offer that ends, paper, forced colours, still motion."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import CMO, Place


@pytest.fixture
def page(browser: Any, full: Place) -> Iterator[Any]:
    context = full.context(browser, CMO, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def test_the_way_back_stays_in_sight_for_thirty_seconds_and_then_goes(page: Any, full: Place) -> None:
    page.clock.install()
    page.goto(f"{full.address}/findings/{full.rows['finding']}")
    page.get_by_label("Your comment").fill("A made-up remark.")
    page.get_by_role("button", name="Say it", exact=True).click()
    undo = page.get_by_role("button", name="Undo")
    page.mouse.wheel(0, 2000)
    assert undo.bounding_box()["y"] < 200
    page.clock.run_for(25_000)
    assert undo.is_visible()
    undo.focus()
    page.clock.run_for(6_000)
    assert undo.count() == 0
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("path", ["/today", "/findings/:finding", "/decisions/:in_force"])
def test_on_paper_there_is_the_page_and_nothing_to_press(path: str, page: Any, full: Place) -> None:
    page.goto(full.address + path.split(":")[0] + full.rows.get(path.partition(":")[2], ""))
    title = page.locator("h1").inner_text()
    page.emulate_media(media="print")
    assert (
        page.locator(".bar:visible, .told:visible, .btn:visible, textarea:visible, details.take:visible").count() == 0
    )
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 less its margins, at 96 px to the inch
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    text = _text(page.pdf(format="A4"))
    assert title.split()[-1] in text
    assert "Take it along" not in text


def _text(pdf: bytes) -> str:
    from pypdf import PdfReader

    return "\n".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages)


def test_forced_colours_keep_what_colours_say(page: Any, full: Place) -> None:
    """The two keys, a chosen audience and the track of an interval are still told apart."""
    page.emulate_media(forced_colors="active")
    page.goto(f"{full.address}/decisions/{full.rows['in_force']}")
    turned = page.locator(".turn.big i").first.evaluate("e => getComputedStyle(e).backgroundColor")
    assert turned not in ("rgba(0, 0, 0, 0)", "rgb(255, 255, 255)")
    shown = (
        "e => [getComputedStyle(e).outlineStyle, getComputedStyle(e).borderStyle, getComputedStyle(e).backgroundColor]"
    )
    chosen = page.locator(".seg label:has(input:checked)").evaluate(shown)
    other = page.locator(".seg label:not(:has(input:checked))").first.evaluate(shown)
    assert chosen != other


def test_nothing_moves_for_those_who_asked_for_stillness(page: Any, full: Place) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{full.address}/today")
    moving = """() => [...document.querySelectorAll('*')].map(e => getComputedStyle(e))
      .filter(s => s.transitionDuration !== '0s' || s.animationName !== 'none').length"""
    assert page.evaluate(moving) == 0
