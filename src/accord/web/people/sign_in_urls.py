"""django-allauth's addresses, but those that would go around us: addresses and identities are settled here."""

from __future__ import annotations

from allauth.urls import urlpatterns as theirs
from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView

_ELSEWHERE = RedirectView.as_view(pattern_name="account")

urlpatterns: list[URLPattern | URLResolver] = [
    path("email/", _ELSEWHERE, name="account_email"),
    path("3rdparty/", _ELSEWHERE, name="socialaccount_connections"),
    path("3rdparty/signup/", _ELSEWHERE, name="socialaccount_signup"),
    *theirs,
]
