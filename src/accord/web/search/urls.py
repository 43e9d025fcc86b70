"""Addresses of search."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from accord.web import routes
from accord.web.search import views

urlpatterns: list[URLPattern | URLResolver] = [*routes.page("search", views.search, "search")]
