"""The tree behind a number is walked by arrow keys, and stands open on its dominant path without any script."""

from __future__ import annotations

from typing import Any

from tests.browser.conftest import CMO, Place


def test_arrow_keys_move_open_and_close_the_tree(browser: Any, full: Place) -> None:
    context = full.context(browser, CMO)
    page = context.new_page()
    page.goto(f"{full.address}/goals/revenue/tree", timeout=60_000)
    first = page.locator("[data-tree] summary").first
    first.focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert page.evaluate("document.activeElement !== document.querySelector('[data-tree] summary')")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    assert first.evaluate("one => one.parentElement.open") is False
    page.keyboard.press("ArrowRight")
    assert first.evaluate("one => one.parentElement.open") is True
    context.close()


def test_without_script_the_dominant_path_stands_open(browser: Any, full: Place) -> None:
    signed_in = full.context(browser, CMO)
    plain = browser.new_context(java_script_enabled=False, storage_state=signed_in.storage_state())
    page = plain.new_page()
    page.goto(f"{full.address}/goals/revenue/tree", timeout=60_000)
    assert page.locator("[data-tree] .most").count() >= 2
    assert page.locator("[data-tree] .most").last.is_visible()
    plain.close()
    signed_in.close()
