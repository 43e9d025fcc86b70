"""Addresses of decisions."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from accord.web import routes
from accord.web.decisions import views

urlpatterns: list[URLPattern | URLResolver] = [*routes.page("decisions", views.decisions, "decisions")]
