"""OpenID Connect with a nonce, which django-allauth leaves out: a token made for one sign-in opens no other."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest, HttpResponse

from accord.people.secret import new_secret


class WithNonce(OpenIDConnectProvider):  # type: ignore[misc]
    """Sends a nonce and keeps it in the sign-in's state; ``adapters.SingleSignOn`` compares."""

    @classmethod
    def get_package(cls) -> str:
        """Where the provider's addresses are found."""
        package: str = OpenIDConnectProvider.get_package()
        return package

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **given: Any
    ) -> HttpResponse:
        nonce = new_secret()
        params = {**self.get_auth_params(), "nonce": nonce}
        if request.user.is_authenticated:
            # Somebody shows anew who they are: the provider must not answer from what it remembers.
            params["prompt"] = "login"
        given.pop("auth_params", None)  # a visitor's own, which are not heard
        answer: HttpResponse = super().redirect(
            request, process, next_url, data, auth_params=params, nonce=nonce, **given
        )
        return answer

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        """What was set up, not what the address asks for."""
        scope: list[str] = self.get_scope()
        return scope
