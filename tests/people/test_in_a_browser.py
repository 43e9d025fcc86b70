"""From the console's word to a passkey and a second factor, in a real browser under the site's own policy."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if CHROMIUM is None:
    pytest.skip("no Chromium here: what people do to come in is not tried in a browser", allow_module_level=True)
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

PASSWORD = "wobbly lantern orchard 52"
_PREPARE = (
    "from pathlib import Path; import sys; from accord.workspace.folder import Workspace; "
    "from accord.record.start import prepare; prepare(Workspace(Path(sys.argv[1])).create()); "
    "from accord.people.operations import first_run_token; from accord.record import clock; "
    "print(first_run_token(clock.now()))"
)
_AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A site of its own: its address and the console's word."""
    workspace = tmp_path_factory.mktemp("workspace")
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    address = f"http://localhost:{port}"
    given = {k: v for k, v in os.environ.items() if not k.startswith(("ACCORD_", "DJANGO_"))}
    given |= {"ACCORD_WORKSPACE": str(workspace), "ACCORD_SITE_URL": address}
    given |= {"DJANGO_SETTINGS_MODULE": "accord.record.settings"}
    word = subprocess.run(
        [sys.executable, "-c", _PREPARE, str(workspace)], env=given, check=True, capture_output=True, text=True
    ).stdout.split()[-1]
    granian = Path(sys.executable).parent / "granian"
    server = [str(granian), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        [*server, "accord.web.wsgi:application"], env=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port, process)
        yield address, word
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "the site did not start"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the site does not answer")


@pytest.fixture(scope="module")
def page(site: tuple[str, str]) -> Iterator[Any]:
    """A page of a browser with a passkey's device; whatever the policy blocks or a script trips over fails the test."""
    faults: list[str] = []
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        made = browser.new_context(base_url=site[0]).new_page()
        made.on("console", lambda m: faults.append(f"{made.url}: {m.text}") if m.type in ("error", "warning") else None)
        made.on("pageerror", lambda fault: faults.append(f"{made.url}: {fault}"))
        device = made.context.new_cdp_session(made)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": _AUTHENTICATOR})
        yield made
        browser.close()
    assert faults == []


def _sign_out(page: Any) -> None:
    page.goto("/you")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/login/")


def test_the_first_person_comes_in_by_the_consoles_word(page: Any, site: tuple[str, str]) -> None:
    page.goto("/findings")
    assert page.url.endswith("/first-run")
    form = page.locator("form[action='/first-run']")
    form.get_by_label("Word from the console").fill(site[1])
    form.get_by_label("Your name").fill("Made-up Mara")
    form.get_by_label("E-mail").fill("mara@x.example")
    form.get_by_label("Password").fill(PASSWORD)
    form.get_by_label("You are").select_option("cmo")
    form.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/today")


def test_somebody_invited_comes_in_by_the_link_that_is_shown(page: Any) -> None:
    page.goto("/people")
    form = page.locator("form[action='/people/invite']")
    form.get_by_label("E-mail").fill("ada@x.example")
    form.get_by_label("Role").select_option("marketing")
    form.get_by_role("button", name="Invite").click()
    link = page.locator("code.secret").inner_text()
    other = page.context.browser.new_context().new_page()
    other.goto(link)
    other.get_by_label("Your name").fill("Made-up Ada")
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Join").click()
    other.wait_for_url("**/today")
    other.goto(link)
    assert "does not work any more" in other.content()
    other.context.close()


def test_a_passkey_is_added_after_showing_who_one_is_and_signs_in_alone(page: Any) -> None:
    page.goto("/account/2fa/webauthn/add/")
    page.wait_for_url("**/account/reauthenticate/**")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/2fa/webauthn/add/")
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/recovery-codes/**")
    codes = page.get_by_label("Codes left").input_value().split()
    assert len(codes) == 10
    assert all(re.fullmatch(r"\d{8}", c) for c in codes)
    page.goto("/account/2fa/webauthn/")
    assert "signs you in without a password" in page.content()
    _sign_out(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/today")


def test_after_the_password_the_passkey_is_asked_for(page: Any) -> None:
    _sign_out(page)
    page.locator("[name=login]").fill("mara@x.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/2fa/authenticate/")
    page.goto("/today")
    page.wait_for_url("**/2fa/authenticate/**")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/today")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_people_can_be_used_by_everybody(page: Any, scheme: str) -> None:
    """No violation that axe-core knows, on a phone and on a desk."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page.emulate_media(color_scheme=scheme)
    addresses = [
        "/you",
        "/you/tokens",
        "/people",
        "/account/2fa/",
        "/account/2fa/webauthn/",
        "/account/2fa/totp/activate/",
    ]
    addresses += ["/account/sessions/", "/account/password/change/", "/account/2fa/recovery-codes/", "/account/logout/"]
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for address in addresses:
            page.goto(address)
            _check(page, axe)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide == 0, f"{address} is {wide} pixels too wide at {width}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_before_signing_in_can_be_used_by_everybody(page: Any, site: tuple[str, str], scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    outside = page.context.browser.new_context(base_url=site[0], color_scheme=scheme).new_page()
    for address in ("/account/login/", "/account/password/reset/", "/account/signup/", "/account/inactive/", "/join/x"):
        outside.goto(address)
        _check(outside, axe)
    outside.context.close()


def _check(page: Any, axe: Any) -> None:
    found = axe.Axe().run(page)
    assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"
