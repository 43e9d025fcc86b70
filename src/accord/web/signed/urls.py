"""Addresses of what both sides signed."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from accord.web import routes
from accord.web.signed import views

urlpatterns: list[URLPattern | URLResolver] = [
    *routes.page("signed", views.signed, "signed"),
    path("signed/record", views.archive, name="signed.archive"),
    path("signed/<int:sequence>", views.entry, name="signed.entry"),
]
