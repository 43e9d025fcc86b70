"""django-allauth's addresses, but those that would go around us: addresses and identities are settled here."""

from __future__ import annotations

from allauth.urls import urlpatterns as theirs
from django.conf import settings
from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView

from accord.web.people import entrance

_ELSEWHERE = RedirectView.as_view(pattern_name="account")


def _saml() -> list[URLPattern | URLResolver]:
    """Only where SAML is set up: its library is large."""
    if not settings.SIGN_IN_APPS:
        return []
    from accord.web.people import saml

    return [path("saml/<str:organization_slug>/acs/finish/", saml.finish, name="saml_finish_acs")]


urlpatterns: list[URLPattern | URLResolver] = [
    path("email/", _ELSEWHERE, name="account_email"),
    path("3rdparty/", _ELSEWHERE, name="socialaccount_connections"),
    path("3rdparty/signup/", _ELSEWHERE, name="socialaccount_signup"),
    path("reauthenticate/", entrance.reauthenticate, name="account_reauthenticate"),
    *_saml(),
    *theirs,
]
