"""Addresses of calendar."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from accord.web import routes
from accord.web.calendar import views

urlpatterns: list[URLPattern | URLResolver] = [*routes.page("calendar", views.calendar, "calendar")]
