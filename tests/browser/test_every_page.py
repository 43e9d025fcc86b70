"""Every page, with everything in it and with nothing: for everybody, in light and dark, on a phone and a screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.addresses import EMPTY, FIRST_RUN, NOBODY, PAGES, Address, asked
from tests.browser.conftest import CMO, NEWCOMER, Place
from tests.browser.looking import wrong_with
from tests.browser.world import RESTING

axe = pytest.importorskip(
    "axe_playwright_python.base", reason="axe-core finds what shuts people out; it comes with dev"
)


def test_every_page_of_the_site_is_looked_at() -> None:
    assert sorted(asked() ^ {p.name for p in (*PAGES, FIRST_RUN)}) == []


@pytest.fixture(scope="module")
def window(browser: Any, full: Place) -> Iterator[Any]:
    context = full.context(browser, CMO)
    yield context
    context.close()


@pytest.mark.parametrize("address", [p for p in PAGES if p.name not in NOBODY], ids=str)
def test_a_page_with_everything_in_it_shuts_nobody_out(address: Address, full: Place, window: Any) -> None:
    _look(window, full.address + address.of(full.rows))


@pytest.mark.parametrize("address", [p for p in PAGES if p.name in NOBODY], ids=str)
def test_a_page_for_people_who_have_not_signed_in_shuts_nobody_out(address: Address, full: Place, browser: Any) -> None:
    context = full.context(browser)
    _look(context, full.address + address.of(full.rows))
    context.close()


def test_the_notice_to_a_head_whose_account_rests_shuts_nobody_out(full: Place, browser: Any) -> None:
    context = full.context(browser, RESTING)
    _look(context, f"{full.address}/you")
    _look(context, f"{full.address}/decisions/{full.rows['proposed']}")
    context.close()


def test_the_form_that_offers_services_from_incidents_shuts_nobody_out(unpriced: Place, browser: Any) -> None:
    context = unpriced.context(browser, CMO)
    _look(context, f"{unpriced.address}/facts")
    context.close()


@pytest.mark.parametrize("address", [p for p in PAGES if p.name in EMPTY and not p.state], ids=str)
def test_a_page_with_nothing_in_it_shuts_nobody_out(address: Address, empty: Place, browser: Any) -> None:
    context = empty.context(browser, NEWCOMER)
    _look(context, empty.address + address.of({}))
    context.close()


def test_the_first_run_shuts_nobody_out(fresh: str, browser: Any) -> None:
    context = browser.new_context()
    _look(context, fresh)
    context.close()


@pytest.mark.parametrize("path", ["/no-such-page", "/findings/0123456789"])
def test_a_page_that_is_not_here_shuts_nobody_out(path: str, full: Place, window: Any) -> None:
    _look(window, full.address + path)


def _look(context: Any, address: str) -> None:
    page = context.new_page()
    try:
        assert list(wrong_with(page, address, axe.AXE_SCRIPT)) == []
    finally:
        page.close()
