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
PASSWORD = "lilac teapot orbit 41"
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
        proposal = _say_what_carries_orders(page, served.address)
        _sign(page)
        other = browser.new_context(locale="en-IE").new_page()
        other.set_default_timeout(60_000)
        other.goto(_invited(page, served.address))
        _join(other)
        other.goto(proposal)
        _sign(other)
        text = _first_outage(page, served.address)
        browser.close()
    assert re.search(r"€[\d,]{3,}", text), text[:2000]
    assert time.monotonic() - begun < GOAL


def _begin(page: Any, address: str) -> None:
    page.goto(address)
    form = page.locator("form").first
    form.locator("input[name=name]").fill("Made-up Mara")
    form.locator("input[name=email]").fill("mara@made-up.example")
    form.locator("input[name=password]").fill(PASSWORD)
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


def _say_what_carries_orders(page: Any, address: str) -> str:
    """From the names in the incidents to a proposal before both sides; nobody writes a line of YAML."""
    page.goto(f"{address}/facts")
    page.locator("input[name=carries]").first.check()
    page.get_by_role("button", name="Draft the clause").click()
    page.get_by_role("button", name="Propose to both").click()
    page.wait_for_selector("text=Your password, once more")
    found: str = page.url.partition("#")[0]
    return found


def _sign(page: Any) -> None:
    page.locator("input[name=password]").first.fill(PASSWORD)
    page.get_by_role("button", name=re.compile("^Sign for")).first.click()
    page.wait_for_selector("text=/key.? ha(s|ve) turned/")


def _invited(page: Any, address: str) -> str:
    page.goto(f"{address}/people")
    form = page.locator("form[action$='/people/invite']")
    form.locator("input[name=email]").fill("tom@made-up.example")
    form.locator("select[name=role]").select_option("cio")
    form.get_by_role("button", name="Invite").click()
    link: str = page.locator("code.secret").inner_text()
    return link


def _join(page: Any) -> None:
    page.locator("input[name=name]").fill("Made-up Tom")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button, form button").last.click()
    page.wait_for_url("**/today")


def _first_outage(page: Any, address: str) -> str:
    """What an incident cost, as soon as the signed clause was read."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        page.goto(f"{address}/findings?analysis=outages")
        text: str = page.inner_text("main")
        if re.search(r"€[\d,]{3,}", text):
            return text
        page.wait_for_timeout(2_000)
    return text
