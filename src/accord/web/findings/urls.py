"""Addresses of findings."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from accord.web import routes
from accord.web.findings import views

urlpatterns: list[URLPattern | URLResolver] = [*routes.page("findings", views.findings, "findings")]
