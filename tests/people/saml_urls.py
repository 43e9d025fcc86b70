"""Accord's addresses with those of SAML, which a process has only where SAML is set up when it starts."""

from __future__ import annotations

from allauth.socialaccount.providers.saml import urls as saml
from django.urls import include, path

from accord.web import urls
from accord.web.people.saml import finish

urlpatterns = [
    path("account/saml/<str:organization_slug>/acs/finish/", finish),
    path("account/", include(saml.urlpatterns)),
    *urls.urlpatterns,
]
