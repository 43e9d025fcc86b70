"""Signing in by OpenID Connect, at a real provider that runs beside."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers import registry
from django.core.cache import cache
from django.test import Client, override_settings

from accord.people import operations
from accord.people.models import Person
from accord.people.oidc import WithNonce
from accord.people.rights import Role
from accord.record import clock
from accord.record.identity_providers import providers
from accord.record.writing import HOUSE
from accord.workspace.single_sign_on import Oidc, SingleSignOn
from tests.people.oidc_provider import CLIENT, SECRET
from tests.people_made_up import person

pytestmark = pytest.mark.django_db
CALLBACK = "http://testserver/account/oidc/oidc/login/callback/"
ROLES = {"marketing-people": "marketing", "it-people": "it", "bridge": "liaison of it", "boss": "administrator"}


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The provider's address."""
    port, folder = _free_port(), tmp_path_factory.mktemp("provider")
    script = Path(__file__).parent / "oidc_provider.py"
    process = subprocess.Popen([sys.executable, str(script), str(port), str(folder), CALLBACK])
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/.well-known/openid-configuration", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "the provider did not start"
        try:
            if requests.get(address, timeout=5).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError("the provider does not answer")


@pytest.fixture
def provider(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Accord set up for the provider. The registry reads its settings when a process starts, so it is told here."""
    cache.clear()
    set_up = SingleSignOn(
        oidc=Oidc(server_url=server, client_id=CLIENT, name="Made-up SSO", roles=ROLES, secret=SECRET)
    )
    registry.load()
    monkeypatch.setitem(registry.provider_map, "openid_connect", WithNonce)
    person(Role.ADMINISTRATOR)
    with override_settings(
        ACCORD_SINGLE_SIGN_ON=set_up, SOCIALACCOUNT_PROVIDERS=providers(set_up), ALLOWED_HOSTS=["testserver"]
    ):
        yield server


def _begin(client: Client, provider: str, name: str, groups: str = "", **more: str) -> tuple[str, str]:
    """To the provider and back: where Accord sent the browser, and where the provider sent it back."""
    browser = requests.Session()
    browser.get(f"{provider}/be", params={"name": name, "groups": groups, **more}, timeout=20)
    there = client.post("/account/oidc/oidc/login/", {"process": "login"})["Location"]
    assert there.startswith(provider), there
    answer = browser.get(there, allow_redirects=False, timeout=20)
    assert answer.status_code == 302, answer.text
    return there, answer.headers["Location"]


def _sign_in(client: Client, provider: str, name: str, groups: str = "", **more: str) -> Any:
    _, back = _begin(client, provider, name, groups, **more)
    return client.get(back.removeprefix("http://testserver"))


def _is_in(client: Client) -> bool:
    return client.get("/you").status_code == 200


def test_a_group_lets_somebody_in_with_its_role(client: Client, provider: str) -> None:
    answer = _sign_in(client, provider, "nadia", "marketing-people,choir")
    assert (answer.status_code, answer["Location"]) == (302, "/today")
    nadia = Person.objects.get(email="nadia@made-up.example")
    assert (nadia.role, nadia.side, nadia.by_groups, nadia.name) == ("marketing", "marketing", True, "Made-up Nadia")
    assert not nadia.has_usable_password()
    assert _is_in(client)


def test_who_is_in_no_group_with_a_role_and_not_invited_stays_out(client: Client, provider: str) -> None:
    answer = _sign_in(client, provider, "olaf", "choir")
    assert answer.status_code == 403
    assert "None of your groups opens Accord" in answer.content.decode()
    assert not Person.objects.filter(email__startswith="olaf").exists()
    assert not _is_in(client)


def test_the_role_follows_the_groups_at_each_sign_in(client: Client, provider: str) -> None:
    _sign_in(client, provider, "pia", "marketing-people")
    _sign_in(Client(), provider, "pia", "bridge")
    pia = Person.objects.get(email="pia@made-up.example")
    assert (pia.role, pia.side) == ("liaison", "it")


def test_losing_the_groups_shuts_out_at_the_next_sign_in_and_coming_back_opens_again(
    client: Client, provider: str
) -> None:
    _sign_in(client, provider, "quin", "it-people")
    quin = Person.objects.get(email="quin@made-up.example")
    operations.make_token(by=quin, kind="api", name="x", now=clock.now())
    assert _sign_in(Client(), provider, "quin", "choir").status_code == 403
    quin.refresh_from_db()
    assert not quin.is_active
    assert not _is_in(client)
    assert not quin.tokens.filter(revoked_at=None).exists()
    assert _sign_in(Client(), provider, "quin", "it-people")["Location"] == "/today"


def test_whom_a_person_shut_out_no_group_lets_in(client: Client, provider: str) -> None:
    _sign_in(client, provider, "rosa", "it-people")
    rosa = Person.objects.get(email="rosa@made-up.example")
    operations.deactivate(by=HOUSE, whom=rosa, now=clock.now())
    assert _sign_in(Client(), provider, "rosa", "it-people").status_code == 403


def test_an_invited_person_comes_in_without_a_group_and_keeps_the_role_they_were_given(
    client: Client, provider: str
) -> None:
    operations.invite(by=HOUSE, email="sven@made-up.example", role=Role.FINANCE, now=clock.now())
    assert _sign_in(client, provider, "sven")["Location"] == "/today"
    assert _sign_in(Client(), provider, "sven", "boss")["Location"] == "/today"
    assert Person.objects.get(email="sven@made-up.example").role == "finance"


def test_an_account_is_joined_with_an_identity_only_where_the_provider_vouches_for_the_address(
    client: Client, provider: str
) -> None:
    mara = person(Role.CMO)
    assert _sign_in(client, provider, "eve", "boss", email=mara.email, lie="unverified").status_code == 403
    assert not SocialAccount.objects.exists()
    assert _sign_in(Client(), provider, "mara", "", email=mara.email)["Location"] == "/today"
    assert SocialAccount.objects.get().user_id == mara.id


@pytest.mark.parametrize("lie", ["nonce", "issuer", "audience", "expired", "sub"])
def test_a_token_that_is_not_for_this_sign_in_opens_nothing(client: Client, provider: str, lie: str) -> None:
    answer = _sign_in(client, provider, f"liar-{lie}", "boss", lie=lie)
    assert answer.status_code in (401, 403)
    assert "Location" not in answer
    assert not _is_in(client)
    assert not Person.objects.filter(email__startswith="liar").exists()


def test_a_wrong_a_missing_a_used_and_a_strangers_state_open_nothing(client: Client, provider: str) -> None:
    _, back = _begin(client, provider, "tara", "it-people")
    back = back.removeprefix("http://testserver")
    for wrong in (back.replace("state=", "state=x"), back.split("&state=")[0], back):
        stranger = Client()
        assert stranger.get(wrong).status_code in (401, 403)
        assert not _is_in(stranger)
    assert client.get(back)["Location"] == "/today"
    client.post("/account/logout/")
    assert client.get(back).status_code in (401, 403)
    assert not _is_in(client)


def test_a_code_without_its_verifier_opens_nothing(client: Client, provider: str) -> None:
    """Of two sign-ins begun in one browser, neither opens with the other's code."""
    _, first = _begin(client, provider, "uma", "it-people")
    there, second = _begin(client, provider, "uma", "it-people")
    assert "code_challenge=" in there
    assert "nonce=" in there
    mixed = first.split("code=")[1].split("&")[0]
    other = second.split("code=")[1].split("&")[0]
    answer = client.get(second.removeprefix("http://testserver").replace(other, mixed))
    assert answer.status_code in (401, 403)
    assert not _is_in(client)


def test_a_link_of_another_site_begins_no_sign_in(client: Client, provider: str) -> None:
    answer = client.get("/account/oidc/oidc/login/?process=login")
    assert answer.status_code == 200
    foreign = Client(enforce_csrf_checks=True)
    assert foreign.post("/account/oidc/oidc/login/").status_code == 403


def test_a_visitor_adds_nothing_to_what_is_asked_of_the_provider(client: Client, provider: str) -> None:
    there = client.post("/account/oidc/oidc/login/?auth_params=nonce%3Dmine%26prompt%3Dnone&scope=admin")["Location"]
    assert "nonce=mine" not in there
    assert "prompt" not in there
    assert "admin" not in there


def test_the_sign_in_page_offers_the_provider(client: Client, provider: str) -> None:
    page = client.get("/account/login/").content.decode()
    assert "Sign in with Made-up SSO" in page


def test_who_has_no_password_shows_anew_at_the_provider_who_they_are(client: Client, provider: str) -> None:
    _sign_in(client, provider, "vera", "it-people")
    page = client.get("/account/reauthenticate/?next=/findings").content.decode()
    assert "Sign in with Made-up SSO" in page
    assert "next=%2Ffindings" in page
    there = client.post("/account/oidc/oidc/login/?process=login&next=%2Ffindings")["Location"]
    assert "prompt=login" in there


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example"])
def test_showing_it_anew_leads_to_no_other_site(client: Client, provider: str, to: str) -> None:
    _sign_in(client, provider, "vera", "it-people")
    page = client.get("/account/reauthenticate/", {"next": to}).content.decode()
    (form,) = re.findall(r'action="(/account/oidc[^"]*)"', page)
    assert "next=%2Ftoday" in form
    assert "evil" not in form
