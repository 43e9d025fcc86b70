"""Addresses of today."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from accord.web import routes
from accord.web.today import views

urlpatterns: list[URLPattern | URLResolver] = [
    *routes.page("today", views.today, "today"),
    *routes.page("brief", views.brief, "brief"),
]
