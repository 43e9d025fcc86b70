"""A real browser's passkey signs the statement: what the soft authenticator imitates."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from fido2.server import Fido2Server
from fido2.webauthn import PublicKeyCredentialRpEntity, PublicKeyCredentialUserEntity

from accord.signatures.passkey import check_assertion, request_options
from accord.signatures.signature import sign_statement, signature_faults
from tests.signatures.made import NOON, server_key, statement

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ASK = """async ([what, options]) => {
  const K = PublicKeyCredential;
  const answer = what === 'create'
    ? await navigator.credentials.create({publicKey: K.parseCreationOptionsFromJSON(options)})
    : await navigator.credentials.get({publicKey: K.parseRequestOptionsFromJSON(options)});
  return answer.toJSON();
}"""
VIRTUAL = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>An empty page</title>")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@pytest.fixture
def origin() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(origin: str) -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        devices = page.context.new_cdp_session(page)
        devices.send("WebAuthn.enable")
        devices.send("WebAuthn.addVirtualAuthenticator", {"options": VIRTUAL})
        page.goto(origin)
        yield page
        browser.close()


def _plain(options: Any) -> Any:
    return json.loads(json.dumps(dict(options)))["publicKey"]


def test_a_real_browser_signs_the_statement_with_a_passkey(page: Any, origin: str) -> None:
    server = Fido2Server(PublicKeyCredentialRpEntity(name="Accord", id="localhost"))
    person = PublicKeyCredentialUserEntity(name="ana", id=b"7", display_name="Ana Made-Up")
    options, state = server.register_begin(person)
    registered = server.register_complete(state, page.evaluate(ASK, ["create", _plain(options)])).credential_data
    assert registered is not None
    said = statement()
    answer = page.evaluate(ASK, ["get", _plain(request_options(said, [registered], "localhost"))])
    assertion = check_assertion(said, answer, [registered], rp_id="localhost", origin=origin)
    signed = sign_statement(server_key(), said, now=NOON + timedelta(minutes=1), assertion=assertion)
    assert signature_faults(signed) == []
