"""Addresses of facts."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from accord.web import routes
from accord.web.facts import views

urlpatterns: list[URLPattern | URLResolver] = [*routes.page("facts", views.facts, "facts")]
