"""From a first start to the first priced finding of one's own files, as a newcomer walks it in a browser."""

from __future__ import annotations

import os
import re
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from accord.worlds.retailer import World
from accord.worlds.settings import Settings
from accord.worlds.writing import write
from tests.web.served import site

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright drives the browser; a development dependency")
CHROMIUM = os.environ.get("ACCORD_CHROMIUM") or shutil.which("chromium")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install it, or name it in ACCORD_CHROMIUM"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
GOAL = 300.0
"""Five minutes."""


def _exports(folder: Path) -> list[Path]:
    """What a newcomer may have at hand: the shop's orders and the pager's incidents (here of a made-up company)."""
    write(World(Settings(orders=8_000, visits_days=2)), folder)
    return [*sorted(folder.glob("marketing/shopify_orders_*.csv")), folder / "it" / "pagerduty_incidents.csv"]


def test_a_newcomer_gets_the_first_priced_finding_of_their_own_files_within_five_minutes(tmp_path: Path) -> None:
    files = _exports(tmp_path / "exports")
    begun = time.monotonic()
    with site(tmp_path / "workspace") as served, sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(locale="en-IE").new_page()
        page.set_default_timeout(60_000)
        _begin(page, served.begin)
        _bring(page, served.address, files)
        text = _first_finding(page)
        browser.close()
    assert re.search(r"€[\d,]{3,}", text), text[:2000]
    assert time.monotonic() - begun < GOAL


def _begin(page: Any, address: str) -> None:
    page.goto(address)
    form = page.locator("form").first
    form.locator("input[name=name]").fill("Made-up Mara")
    form.locator("input[name=email]").fill("mara@made-up.example")
    form.locator("input[name=password]").fill("lilac teapot orbit 41")
    form.locator("select[name=role]").select_option("cmo")
    form.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/today")


def _bring(page: Any, address: str, files: list[Path]) -> None:
    page.goto(f"{address}/facts")
    page.locator("#files").set_input_files(files)
    page.get_by_label("Let the files tell").check()
    page.get_by_role("button", name="Look at them").click()
    page.wait_for_selector("text=Store them?", timeout=120_000)
    page.get_by_role("button", name="Read them into the facts").click()
    page.wait_for_selector("text=See the findings", timeout=200_000)


def _first_finding(page: Any) -> str:
    page.get_by_role("link", name="See the findings").click()
    page.wait_for_url("**/findings*")
    text: str = page.inner_text("main")
    return text
