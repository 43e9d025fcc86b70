"""Walks through the site by keyboard alone, and without JavaScript: nobody needs a mouse, or scripts, to decide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import CMO, Place
from tests.browser.world import RESTING

OUTLINED = """() => [document.activeElement, document.activeElement.closest('label')]
  .some(e => e && getComputedStyle(e).outlineStyle !== 'none')"""


@pytest.fixture
def page(browser: Any, full: Place) -> Iterator[Any]:
    context = full.context(browser, CMO, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def plain(browser: Any, full: Place) -> Iterator[Any]:
    """A window without JavaScript."""
    context = full.context(browser, CMO, java_script_enabled=False)
    yield context.new_page()
    context.close()


def _tab_to(page: Any, wanted: str, most: int = 120) -> Any:
    """Press Tab until what ``wanted`` selects has the focus; each stop on the way shows that it has it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(OUTLINED), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return page.locator(":focus")
    raise AssertionError(f"Tab never reached {wanted}")


def test_the_first_tab_skips_the_bar(page: Any, full: Place) -> None:
    page.goto(f"{full.address}/today")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the page"
    assert page.locator(":focus").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_every_stop_of_a_finding_shows_where_the_focus_is(page: Any, full: Place) -> None:
    page.goto(f"{full.address}/findings/{full.rows['finding']}")
    stops = page.locator("a:visible, button:visible, summary:visible, input:visible, textarea:visible").count()
    for _ in range(stops):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break  # once around: buttons of one choice are one stop
        assert page.evaluate(OUTLINED), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


def test_arrow_keys_walk_through_the_audiences_and_enter_switches(page: Any, full: Place) -> None:
    page.goto(f"{full.address}/findings/{full.rows['finding']}")
    _tab_to(page, "input[name=audience]")
    before = page.locator("input[name=audience]:checked").get_attribute("value")
    page.keyboard.press("ArrowRight")
    chosen = page.locator("input[name=audience]:checked").get_attribute("value")
    assert chosen != before
    assert page.get_by_role("button", name="Read", exact=True).is_visible()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("input[name=audience]:checked").get_attribute("value") == chosen


def test_a_press_on_an_audience_switches_at_once(page: Any, full: Place) -> None:
    page.goto(f"{full.address}/findings/{full.rows['finding']}")
    with page.expect_navigation():
        page.get_by_role("radio", name="Finance").click()
    assert page.get_by_role("radio", name="Finance").is_checked()


def test_search_opens_by_its_key_closes_by_esc_and_gives_the_focus_back(page: Any, full: Place) -> None:
    page.goto(f"{full.address}/today")
    link = _tab_to(page, "a.kbd")
    page.keyboard.press("Control+k")
    assert page.locator("dialog#search").is_visible()
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Escape")
    assert not page.locator("dialog#search").is_visible()
    assert link.evaluate("e => e === document.activeElement")


def test_the_menu_of_hand_outs_closes_by_esc_and_gives_the_focus_back(page: Any, full: Place) -> None:
    page.goto(f"{full.address}/findings/{full.rows['finding']}")
    _tab_to(page, "details.take > summary")
    page.keyboard.press("Enter")
    _tab_to(page, "details.take a")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('details.take:not([open]) > summary')")


def test_another_slot_is_tried_in_the_calendar_by_keyboard(page: Any, full: Place) -> None:
    page.goto(f"{full.address}/calendar")
    _tab_to(page, "main a.ev")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    field = _tab_to(page, "main form input[type=date], main form input[type=datetime-local]")
    field.fill("2026-11-20" if field.get_attribute("type") == "date" else "2026-11-20T10:00")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "2026-11-20" in page.url


def test_two_decide_and_one_signs_by_keyboard_alone(page: Any, full: Place) -> None:
    page.goto(f"{full.address}/decisions/{full.rows['proposed']}")
    _tab_to(page, "input[type=password]")
    page.keyboard.type(full.rows["ways"][CMO])
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Both keys have turned" in page.inner_text("main")


def test_a_head_whose_account_rests_is_told_so_and_the_other_head_ends_it_by_keyboard(
    page: Any, full: Place, browser: Any
) -> None:
    theirs = full.context(browser, RESTING)
    own = theirs.new_page()
    own.goto(f"{full.address}/you")
    assert "because Made-up Sam let Made-up Ren in" in own.inner_text("main [role=note]")
    page.goto(f"{full.address}/people/{full.rows['resting']}")
    _tab_to(page, "main section form button.main")
    page.keyboard.press("Enter")
    page.locator("#rests").wait_for(state="detached")
    own.reload()
    assert own.locator("main [role=note]").count() == 0
    theirs.close()


def test_services_are_chosen_from_incidents_by_keyboard_alone(unpriced: Place, browser: Any) -> None:
    context = unpriced.context(browser, CMO, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{unpriced.address}/facts")
    _tab_to(page, "input[name=carries][value=checkout]")
    page.keyboard.press("Space")
    _tab_to(page, "button.main")
    page.keyboard.press("Enter")
    page.wait_for_url("**/charter/proposals/**")
    assert "checkout" in page.inner_text("main")
    context.close()


def test_without_scripts_one_comments_undoes_and_switches_the_audience(plain: Any, full: Place) -> None:
    plain.goto(f"{full.address}/findings/{full.rows['finding']}")
    plain.get_by_label("Your comment").fill("Said without scripts.")
    plain.get_by_role("button", name="Say it", exact=True).click()
    assert "Said without scripts." in plain.inner_text("main")
    plain.get_by_role("button", name="Undo").click()
    assert "Said without scripts." not in plain.inner_text("main")
    plain.get_by_label("IT", exact=True).check()
    plain.get_by_role("button", name="Read", exact=True).click()
    assert plain.get_by_role("radio", name="IT", exact=True).is_checked()


def test_without_scripts_a_finding_becomes_a_draft(plain: Any, full: Place) -> None:
    plain.goto(f"{full.address}/decisions/new?finding={full.rows['open_finding']}")
    plain.get_by_label("Why, in a sentence").fill("A made-up reason.")
    plain.get_by_role("button", name="Keep as a draft").click()
    assert "A made-up reason." in plain.inner_text("main")


SENT = "The uplift of 3.2 % came from retargeting; the CAB loved it on Tuesday."


def test_a_text_is_checked_and_wordings_are_taken_by_keyboard_alone(page: Any, full: Place) -> None:
    page.goto(f"{full.address}/language")
    _tab_to(page, "textarea[name=text]")
    page.keyboard.type(SENT)
    _tab_to(page, "input[name=reader]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    _tab_to(page, "button.main")
    page.keyboard.press("Enter")
    page.wait_for_url("**/language/check/marked#check")
    assert page.locator("mark").count() == 3
    _tab_to(page, "button[name=take]")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=status] >> text=1 place reworded.")
    page.locator("h1").wait_for()
    _tab_to(page, "button[name=take]")
    assert page.locator("mark").count() == 2
    page.keyboard.press("Enter")
    page.locator("mark >> nth=1").wait_for(state="detached")
    assert page.locator("mark").count() == 1
    assert "3.2 %" in page.locator("textarea[name=text]").input_value()


def test_without_scripts_all_wordings_are_taken_and_the_audience_switches(plain: Any, full: Place) -> None:
    plain.goto(f"{full.address}/language/check")
    plain.fill("textarea[name=text]", SENT)
    plain.check("input[name=reader][value=it]")
    plain.click("main button.main")
    plain.click("button[name=every]")
    assert plain.locator("mark").count() == 1  # what CAB means is for people to say
    assert "uplift" not in plain.locator("textarea[name=text]").input_value()
    plain.check("input[name=audience][value=it]")
    plain.get_by_role("button", name="Read", exact=True).click()
    assert plain.url == f"{full.address}/language/check"
