"""Signing in by SAML: a real signature of the provider's key opens, everything else does not."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

pytest.importorskip("onelogin.saml2.auth", reason="python3-saml is not installed (accord[saml])")

from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.saml.provider import SAMLProvider

from accord.people.models import Person
from accord.people.rights import Role
from accord.record.identity_providers import providers
from accord.workspace.single_sign_on import Saml, SingleSignOn
from tests.people.saml_provider import ENTITY, SSO, Key, Saying, asked, assertion, new_key, response, signed
from tests.people_made_up import person

pytestmark = pytest.mark.django_db
ROLES = {"marketing-people": "marketing", "it-people": "it", "boss": "administrator"}
IT = ("it-people",)


@pytest.fixture(scope="module")
def key() -> Key:
    return new_key()


@pytest.fixture(autouse=True)
def _set_up(key: Key, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    cache.clear()
    saml = Saml(entity_id=ENTITY, name="Made-up SAML", sso_url=SSO, certificate=key.certificate, roles=ROLES)
    registry.load()
    monkeypatch.setitem(registry.provider_map, "saml", SAMLProvider)
    person(Role.ADMINISTRATOR)
    with override_settings(
        ACCORD_SINGLE_SIGN_ON=SingleSignOn(saml=saml),
        SOCIALACCOUNT_PROVIDERS=providers(SingleSignOn(saml=saml)),
        ROOT_URLCONF="tests.people.saml_urls",
        ALLOWED_HOSTS=["testserver"],
    ):
        yield


def _browser() -> Client:
    """The library reads the Host header, which Django's client leaves out unless told."""
    return Client(HTTP_HOST="testserver")


@pytest.fixture
def client() -> Client:
    return _browser()


def _begin(client: Client) -> str:
    """Begin at Accord; the id of the request that the provider gets."""
    answer = client.post("/account/saml/saml/login/", {"process": "login"})
    assert answer["Location"].startswith(SSO), answer
    return asked(answer["Location"])


def _post(client: Client, answer: str) -> Any:
    """The provider's form comes from another site, so the session's cookie (SameSite=Lax) does not come with it."""
    first = _browser().post("/account/saml/saml/acs/", {"SAMLResponse": answer, "RelayState": ""})
    for name, cookie in first.cookies.items():
        client.cookies[name] = cookie.value
    return client.get(first["Location"])


def _is_in(client: Client) -> bool:
    return client.get("/you").status_code == 200


def _refused(client: Client, answer: str) -> None:
    got = _post(client, answer)
    assert got.status_code in (400, 401, 403), got
    assert not _is_in(client)
    assert not Person.objects.filter(email__endswith="@made-up.example").exclude(role="administrator").exists()


def test_an_assertion_that_the_provider_signed_opens_with_the_role_of_the_groups(client: Client, key: Key) -> None:
    request = _begin(client)
    answer = _post(client, response(signed(Saying(request, groups=("choir", *IT)), key), request))
    assert (answer.status_code, answer["Location"]) == (302, "/today")
    nadia = Person.objects.get(email="nadia@made-up.example")
    assert (nadia.role, nadia.name, nadia.by_groups) == ("it", "Made-up Nadia", True)
    assert _is_in(client)


def test_losing_the_groups_shuts_out(client: Client, key: Key) -> None:
    request = _begin(client)
    _post(client, response(signed(Saying(request, groups=IT), key), request))
    other = _browser()
    request = _begin(other)
    assert _post(other, response(signed(Saying(request), key), request)).status_code == 403
    assert not _is_in(client)
    assert not Person.objects.get(email="nadia@made-up.example").is_active


def test_a_signature_of_another_key_is_refused(client: Client) -> None:
    request = _begin(client)
    _refused(client, response(signed(Saying(request, groups=IT), new_key()), request))


def test_no_signature_is_refused(client: Client) -> None:
    request = _begin(client)
    _refused(client, response(assertion(Saying(request, groups=IT)), request))


def test_a_signed_assertion_that_was_changed_is_refused(client: Client, key: Key) -> None:
    request = _begin(client)
    changed = signed(Saying(request, groups=IT), key).replace("nadia@made-up.example", "boss@made-up.example")
    _refused(client, response(changed, request))


@pytest.mark.parametrize("forged_first", [True, False])
def test_a_forged_assertion_wrapped_around_a_signed_one_is_refused(
    client: Client, key: Key, forged_first: bool
) -> None:
    request = _begin(client)
    good, forged = signed(Saying(request, groups=IT), key), assertion(Saying(request, name="evil", groups=("boss",)))
    both = forged + good if forged_first else good + forged
    _refused(client, response(both, request))


def test_a_signature_moved_into_a_forged_assertion_is_refused(client: Client, key: Key) -> None:
    """The forged one carries the signature and, hidden in it, the assertion that the signature is for."""
    request = _begin(client)
    good = signed(Saying(request, groups=IT), key)
    signature = re.search(r"<ds:Signature.*</ds:Signature>", good, re.S)
    assert signature is not None
    bare = good.replace(signature.group(), "")
    hidden = signature.group().replace("</ds:Signature>", f"<ds:Object>{bare}</ds:Object></ds:Signature>")
    forged = assertion(Saying(request, name="evil", groups=("boss",)))
    _refused(client, response(forged.replace("</saml:Issuer>", f"</saml:Issuer>{hidden}", 1), request))


def test_a_comment_inside_the_name_does_not_shorten_it(client: Client, key: Key) -> None:
    """Canonical form leaves comments out, so that a signature holds over a name that a parser may read only in part."""
    request = _begin(client)
    good = signed(Saying(request, name="nadia.evil", groups=IT), key)
    _post(client, response(good.replace("nadia.evil@", "nadia<!-- -->.evil@"), request))
    assert not Person.objects.filter(email__in=["nadia", "nadia@made-up.example"]).exists()


def test_the_same_answer_opens_once(client: Client, key: Key) -> None:
    request = _begin(client)
    answer = response(signed(Saying(request, groups=IT), key), request)
    assert _post(client, answer).status_code == 302
    client.post("/account/logout/")
    again = _post(client, answer)
    assert again.status_code in (401, 403)
    assert not _is_in(client)
    stranger = _browser()
    assert _post(stranger, answer).status_code in (401, 403)
    assert not _is_in(stranger)


@pytest.mark.parametrize(
    "wrong",
    [
        {"until": timedelta(minutes=-10)},
        {"since": timedelta(minutes=30), "until": timedelta(minutes=40)},
        {"audience": "https://another.example/metadata"},
        {"recipient": "https://another.example/acs"},
        {"issuer": "https://evil.example/metadata"},
        {"request": "_another-request"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_an_assertion_for_another_time_place_or_request_is_refused(
    client: Client, key: Key, wrong: dict[str, Any]
) -> None:
    request = _begin(client)
    _refused(client, response(signed(Saying(request, groups=IT).but(**wrong), key), request))


def test_an_answer_that_nobody_asked_for_is_refused(client: Client, key: Key) -> None:
    _refused(client, response(signed(Saying("", groups=IT), key), ""))
    _refused(client, response(signed(Saying("_made-up", groups=IT), key), "_made-up"))


@pytest.mark.parametrize("junk", ["", "not base64 !!!", "<xml>", '<!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>'])
def test_junk_is_refused_without_a_fault(client: Client, junk: str) -> None:
    _begin(client)
    _refused(client, base64.b64encode(junk.encode()).decode() if junk.startswith("<") else junk)


def test_the_sign_in_page_offers_it_and_the_metadata_tell_the_provider_about_us(client: Client) -> None:
    assert "Sign in with Made-up SAML" in client.get("/account/login/").content.decode()
    told = client.get("/account/saml/saml/metadata/")
    assert told.status_code == 200
    assert b"/account/saml/saml/acs/" in told.content
