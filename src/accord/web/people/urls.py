"""Addresses of people."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from accord.web import routes
from accord.web.people import views

urlpatterns: list[URLPattern | URLResolver] = [
    *routes.page("you", views.account, "account"),
    path("you/audience", views.audience, name="audience"),
]
