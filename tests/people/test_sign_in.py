"""Signing in, and what an attacker tries."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client, RequestFactory, override_settings

from accord.people import operations
from accord.people.adapters import Account
from accord.people.models import Person
from accord.people.reauthentication import fresh, fresh_sign_in
from accord.people.rights import Role
from accord.record.writing import HOUSE
from tests.people_made_up import NOW, PASSWORD, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> None:
    cache.clear()


def _try(client: Client, email: str, password: str, **headers: str) -> str:
    answer = client.post("/account/login/", {"login": email, "password": password}, **headers)  # type: ignore[arg-type]
    return "in" if answer.status_code == 302 else answer.content.decode()


def test_the_right_password_opens_and_leads_to_today(client: Client) -> None:
    answer = client.post("/account/login/", {"login": person(Role.CMO).email.upper(), "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/today")


def test_after_five_wrong_passwords_in_five_minutes_even_the_right_one_is_refused(client: Client) -> None:
    mara = person(Role.CMO)
    for _ in range(5):
        assert "not correct" in _try(client, mara.email, "wrong")
    assert "Wait five minutes, then try again" in _try(client, mara.email, PASSWORD)
    assert _try(client, person(Role.CIO).email, PASSWORD) == "in"


@pytest.mark.parametrize(
    "changed",
    [
        {"HTTP_X_FORWARDED_FOR": "10.0.0.{n}"},
        {"HTTP_FORWARDED": "for=10.0.0.{n}"},
        {"HTTP_HOST": "127.0.0.1:{n}"},
        {"REMOTE_ADDR": "10.1.1.{n}"},
        {"HTTP_USER_AGENT": "browser {n}"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_attempts_at_one_account_are_counted_whatever_else_changes(client: Client, changed: dict[str, str]) -> None:
    mara = person(Role.CMO)
    for n in range(1, 6):
        _try(client, mara.email.title(), "wrong", **{k: v.format(n=n) for k, v in changed.items()})
    said = _try(Client(), mara.email, PASSWORD, **{k: v.format(n=9) for k, v in changed.items()})
    assert "Too many failed" in said


def test_attempts_from_one_place_at_many_accounts_are_counted(client: Client) -> None:
    person(Role.CMO)
    said = [_try(client, f"somebody-{n}@x.example", "wrong") for n in range(12)]
    assert "Too many failed" in said[-1]


def test_neighbours_in_one_network_of_ipv6_are_counted_together(client: Client) -> None:
    person(Role.CMO)
    for n in range(10):
        _try(client, f"somebody-{n}@x.example", "wrong", REMOTE_ADDR=f"2001:db8::{n:x}:1")
    assert "Too many failed" in _try(client, "other@x.example", "wrong", REMOTE_ADDR="2001:db8::ffff")
    assert "not correct" in _try(client, "other@x.example", "wrong", REMOTE_ADDR="2001:db8:0:1::1")


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "1.1.1.1", "9.9.9.9"),
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (2, "1.1.1.1", "9.9.9.9"),
        (1, None, "9.9.9.9"),
    ],
)
def test_the_clients_address_is_taken_from_our_own_proxies_only(proxies: int, header: str | None, address: str) -> None:
    given = {"HTTP_X_FORWARDED_FOR": header} if header else {}
    request = RequestFactory().get("/", REMOTE_ADDR="9.9.9.9", **given)
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
        assert Account().get_client_ip(request) == address


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example", "https:evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_to_no_other_site(client: Client, to: str) -> None:
    mara = person(Role.CMO)
    answer = client.post(f"/account/login/?next={to}", {"login": mara.email, "password": PASSWORD, "next": to})
    assert (answer.status_code, answer["Location"]) == (302, "/today")
    assert client.post("/account/logout/", {"next": to})["Location"].startswith("/account/")


def test_signing_in_leads_back_to_the_page_that_was_asked(client: Client) -> None:
    mara = person(Role.CMO)
    to = client.get("/people?x=1")["Location"]
    assert client.post(to, {"login": mara.email, "password": PASSWORD, "next": "/people?x=1"})["Location"] == (
        "/people?x=1"
    )


def _bare(page: str) -> str:
    """Without what differs from one drawing of a page to the next."""
    return re.sub(r'value="[^"]*"', "", page)


def test_nobody_learns_from_the_answer_who_has_an_account(client: Client) -> None:
    known, unknown = person(Role.CMO).email, "nobody@made-up.example"
    assert _bare(_try(client, known, "wrong")) == _bare(_try(client, unknown, "wrong"))
    answers = [client.post("/account/password/reset/", {"email": e}) for e in (known, unknown)]
    assert {(a.status_code, a["Location"]) for a in answers} == {(302, "/account/password/reset/done/")}


def test_nobody_learns_from_the_time_who_has_an_account(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    known = person(Role.CMO).email
    hashed: list[str] = []
    slow = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return str(slow(self, password, salt))

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    _try(client, known, "wrong")
    for_known = len(hashed)
    _try(client, "nobody@made-up.example", "wrong")
    assert len(hashed) == 2 * for_known > 0


def test_nobody_signs_up_by_themselves(client: Client) -> None:
    person(Role.CMO)
    given = {"email": "eve@x.example", "password1": "wobbly lantern orchard 52"}
    answers = [client.get("/account/signup/"), client.post("/account/signup/", given)]
    assert all("By invitation" in a.content.decode() for a in answers)
    assert Person.objects.count() == 1


def test_addresses_and_identities_are_not_changed_around_us(client: Client) -> None:
    client.force_login(person(Role.CMO), backend="django.contrib.auth.backends.ModelBackend")
    for address in ("/account/email/", "/account/3rdparty/", "/account/3rdparty/signup/"):
        for answer in (client.get(address), client.post(address, {"email": "x@x.example", "action_add": ""})):
            assert (answer.status_code, answer["Location"]) == (302, "/you"), address


def test_a_new_password_ends_the_other_sessions(client: Client) -> None:
    mara = person(Role.CMO)
    other = Client()
    for one in (client, other):
        assert _try(one, mara.email, PASSWORD) == "in"
    new = "wobbly lantern orchard 52"
    answer = client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302, answer.content
    assert client.get("/you").status_code == 200
    assert other.get("/you").status_code == 302


def test_other_sessions_are_listed_and_ended(client: Client) -> None:
    mara = person(Role.CMO)
    other = Client(HTTP_USER_AGENT="The other browser")
    for one in (client, other):
        _try(one, mara.email, PASSWORD)
    assert "The other browser" in client.get("/account/sessions/").content.decode()
    client.post("/account/sessions/")
    assert client.get("/you").status_code == 200
    assert other.get("/you").status_code == 302


def test_what_is_delicate_asks_for_the_password_again(client: Client) -> None:
    mara = person(Role.CMO)
    _try(client, mara.email, PASSWORD)
    for address in ("/account/2fa/totp/activate/", "/account/2fa/webauthn/add/"):
        assert "/account/reauthenticate/" in client.get(address)["Location"]
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert client.get("/account/2fa/totp/activate/").status_code == 200


def test_a_session_tells_how_and_when_somebody_last_showed_who_they_are(client: Client) -> None:
    mara = person(Role.CMO)
    _try(client, mara.email, PASSWORD)
    request = RequestFactory().get("/")
    request.session, request.user = client.session, mara  # type: ignore[assignment]
    shown = fresh(request)
    assert shown is not None
    assert (shown.method, fresh_sign_in(request)) == ("password", "password")
    assert fresh_sign_in(request, within=timedelta(0)) is None
    request.user = person(Role.CIO)
    assert fresh(request) is None


def test_a_session_that_was_forced_open_is_not_fresh(client: Client) -> None:
    mara = person(Role.CMO)
    client.force_login(mara, backend="django.contrib.auth.backends.ModelBackend")
    request = RequestFactory().get("/")
    request.session, request.user = client.session, mara  # type: ignore[assignment]
    assert fresh(request) is None
    assert fresh_sign_in(request) is None


def test_a_way_back_asks_for_the_second_factor_too(client: Client) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    mara = person(Role.CMO)
    TOTP.activate(mara, generate_totp_secret())
    _, secret = operations.way_back(by=HOUSE, whom=mara, now=NOW + timedelta(days=3650))
    answer = client.post(f"/join/{secret}", {"password": "wobbly lantern orchard 52"})
    assert answer["Location"].startswith("/account/2fa/authenticate/")
    assert client.get("/you").status_code == 302


def test_secrets_of_authenticator_apps_are_kept_sealed(client: Client) -> None:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret = generate_totp_secret()
    TOTP.activate(person(Role.CMO), secret)
    assert secret not in str(Authenticator.objects.values().get())


def test_a_second_factor_is_asked_after_the_password_and_each_code_opens_once(client: Client) -> None:
    from allauth.mfa.totp.internal.auth import (
        TOTP,
        format_hotp_value,
        generate_totp_secret,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    mara, secret = person(Role.CMO), generate_totp_secret()
    TOTP.activate(mara, secret)
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    for attempt, opens in ((client, True), (Client(), False)):
        _try(attempt, mara.email, PASSWORD)
        assert attempt.get("/you").status_code == 302
        attempt.post("/account/2fa/authenticate/", {"code": code})
        assert (attempt.get("/you").status_code == 200) is opens


def test_the_administration_has_no_door_of_its_own(client: Client) -> None:
    person(Role.CMO)
    assert client.get("/administration/")["Location"].startswith("/administration/login/")
    answer = client.get("/administration/login/?next=/administration/")
    assert answer["Location"].startswith("/account/login/")
    assert client.get("/administration/password_change/")["Location"] == "/account/password/change/"
