"""All addresses. Each step of the loop brings its own."""

from __future__ import annotations

from importlib import import_module

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

STEPS = (
    *("today", "findings", "decisions", "goals", "activities", "charter", "calendar", "language", "facts", "people"),
    *("search", "activity", "sharing", "post", "health", "signed", "incentives"),
)

handler400, handler403 = "accord.web.errors.unreadable", "accord.web.errors.not_allowed"
handler404, handler500 = "accord.web.errors.not_here", "accord.web.errors.broken"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="today"), name="root"),
    path("account/", include("accord.web.people.sign_in_urls")),
    path(
        "administration/password_change/",
        RedirectView.as_view(pattern_name="account_change_password"),
        name="administration.password",
    ),
    path("administration/", admin.site.urls),
    path("api/", include("accord.api.urls")),
]
for _step in STEPS:
    urlpatterns += import_module(f"accord.web.{_step}.urls").urlpatterns
