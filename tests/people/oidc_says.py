"""What the provider beside Accord says of its made-up people, and what is wrong with it where it is told to lie."""

from __future__ import annotations

from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

_SAID: dict[str, dict[str, Any]] = {}
_LIES = {
    "nonce": {"nonce": "of another sign-in"},
    "issuer": {"iss": "https://evil.example"},
    "audience": {"aud": "another-client"},
    "expired": {"exp": 1_000_000_000},
}


class Provider(DefaultOIDCAdapter):  # type: ignore[misc]
    """Says of people what ``/be`` was told."""

    def get_claims(self, purpose: str, user: Any, client: Any, scopes: Any, **_: Any) -> dict[str, Any]:
        said = _SAID[user.username]
        claims = {
            "sub": user.username,
            "name": f"Made-up {user.username.title()}",
            "email": said["email"],
            "email_verified": said["lie"] != "unverified",
            "groups": said["groups"],
        }
        return claims | ({"sub": "somebody-else"} if purpose == "userinfo" and said["lie"] == "sub" else {})

    def populate_id_token(self, id_token: dict[str, Any], client: Any, scopes: Any, **_: Any) -> None:
        id_token.update(_LIES.get(_SAID[str(id_token["sub"])]["lie"], {}))


def _be(request: HttpRequest) -> HttpResponse:
    name, asked = request.GET["name"], request.GET
    user, _ = get_user_model().objects.get_or_create(username=name)
    groups = [g for g in asked.get("groups", "").split(",") if g]
    email = asked.get("email", f"{name}@made-up.example")
    _SAID[name] = {"groups": groups, "lie": asked.get("lie", ""), "email": email}
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return HttpResponse("ok")


urlpatterns = [
    path("be", _be),
    path("account/", include("allauth.account.urls")),
    path("", include("allauth.idp.urls")),
]
