"""Addresses of charter."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from accord.web import routes
from accord.web.charter import views

urlpatterns: list[URLPattern | URLResolver] = [*routes.page("charter", views.charter, "charter")]
