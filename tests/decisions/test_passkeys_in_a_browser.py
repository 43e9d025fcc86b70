"""Both heads sign one decision in two browsers, each with a passkey of their own; the file then proves it offline."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.served import ACCORD, Site, site

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if CHROMIUM is None:
    pytest.skip("no Chromium here: signing is not tried in a browser", allow_module_level=True)
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

_PREPARE = (
    "import sys; from pathlib import Path; from accord.workspace.folder import Workspace; "
    "from accord.record.start import prepare; prepare(Workspace(Path(sys.argv[1])).create()); "
    "from tests.web import scenes_decisions as s; "
    "s._one(s.Role.CMO); s._one(s.Role.CIO); print(s._proposed().id)"
)
_AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
PASSWORD = "a made-up pass phrase 7"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, str]]:
    """A site whose two heads have a proposed decision before them, and its name."""
    folder = tmp_path_factory.mktemp("signing") / "workspace"
    made = subprocess.run([sys.executable, "-c", _PREPARE, str(folder)], check=True, capture_output=True, text=True)
    with site(folder, "--no-worker") as running:
        yield running, made.stdout.split()[-1]


class Head:
    """Somebody in a browser of their own, signed in, with a passkey's device."""

    def __init__(self, browser: Any, address: str, role: str) -> None:
        self.page = browser.new_context(base_url=address).new_page()
        self.faults: list[str] = []
        self.page.on("console", lambda m: self.faults.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.devices = self.page.context.new_cdp_session(self.page)
        self.devices.send("WebAuthn.enable")
        made = self.devices.send("WebAuthn.addVirtualAuthenticator", {"options": _AUTHENTICATOR})
        self.device = made["authenticatorId"]
        self.page.goto("/account/login/")
        self.page.locator("[name=login]").fill(f"{role}@made-up.example")
        self.page.locator("[name=password]").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url("**/today")

    def add_passkey(self) -> None:
        self.page.goto("/account/2fa/webauthn/add/")
        if "reauthenticate" in self.page.url:
            self.page.get_by_label("Password").fill(PASSWORD)
            self.page.get_by_role("button", name="Go on").click()
        self.page.get_by_role("button", name="Add").click()
        self.page.wait_for_url("**/recovery-codes/**")

    def verifies(self, yes: bool) -> None:
        given = {"authenticatorId": self.device, "isUserVerified": yes}
        self.devices.send("WebAuthn.setUserVerified", given)

    @property
    def button(self) -> Any:
        return self.page.get_by_role("button", name="with your passkey")


@pytest.fixture(scope="module")
def heads(served: tuple[Site, str]) -> Iterator[tuple[Head, Head]]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield Head(browser, served[0].address, "cmo"), Head(browser, served[0].address, "cio")
        browser.close()


def test_the_site_names_itself_where_passkeys_work(served: tuple[Site, str]) -> None:
    assert served[0].address.startswith("http://localhost:")


def test_without_a_passkey_the_password_is_asked_for_and_one_can_be_added(
    heads: tuple[Head, Head], served: tuple[Site, str]
) -> None:
    page = heads[0].page
    page.goto(f"/decisions/{served[1]}")
    assert page.get_by_label("Your password, once more").is_visible()
    assert heads[0].button.count() == 0
    page.get_by_role("link", name="With a passkey").click()
    for head in heads:
        head.add_passkey()


def test_what_the_holder_does_not_confirm_is_not_signed_and_the_page_says_so(
    heads: tuple[Head, Head], served: tuple[Site, str]
) -> None:
    head = heads[0]
    head.page.goto(f"/decisions/{served[1]}")
    assert not head.page.get_by_label("Your password, once more").is_visible()
    head.verifies(False)
    head.button.click()
    head.page.get_by_text("Nothing was signed").wait_for()
    head.verifies(True)
    assert head.button.is_enabled()
    assert "No key has turned" in head.page.content()
    _check(head.page)


def test_both_heads_sign_with_their_passkeys_and_it_is_in_force(
    heads: tuple[Head, Head], served: tuple[Site, str]
) -> None:
    for head in heads:
        head.page.goto(f"/decisions/{served[1]}")
        head.button.click()
        head.page.wait_for_url("**/decisions/*#keys")
        assert "with a passkey" in head.page.locator(".signers").inner_text()
    assert "Both keys have turned" in heads[1].page.content()


def test_the_file_is_verified_offline_with_two_passkeys(
    heads: tuple[Head, Head], served: tuple[Site, str], tmp_path: Path
) -> None:
    page = heads[1].page
    page.get_by_role("link", name="entry 1 of the record").click()
    fingerprint, head = (page.locator("section[aria-labelledby=compare] code").nth(n).inner_text() for n in (0, 1))
    assert "The whole chain holds" in page.content()
    for link, name in (("As a file", "one.accord.json"), ("Take the whole record along", "all.accord.jsonl")):
        with page.expect_download() as taken:
            page.get_by_role("link", name=link).click()
        taken.value.save_as(tmp_path / name)
        command = [str(ACCORD), "verify", str(tmp_path / name), "--fingerprint", fingerprint, "--head", head, "--json"]
        told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        assert told["verified"]
        [proof] = told["proofs"]
        assert [(s["side"], s["method"], s["site"]) for s in proof["signed"]] == [
            ("marketing", "passkey", served[0].address),
            ("it", "passkey", served[0].address),
        ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_record_can_be_read_by_everybody(heads: tuple[Head, Head], scheme: str) -> None:
    page = heads[0].page
    page.emulate_media(color_scheme=scheme)
    for width in (390, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/signed")
        _check(page)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def _check(page: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_no_script_tripped_and_no_policy_was_broken(heads: tuple[Head, Head]) -> None:
    assert heads[0].faults == []
    assert heads[1].faults == []
