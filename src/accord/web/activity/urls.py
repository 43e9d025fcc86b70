"""Addresses of activity."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from accord.web.activity import views

urlpatterns: list[URLPattern | URLResolver] = [path("undo/<uuid:name>", views.undo, name="undo")]
