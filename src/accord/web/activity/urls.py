"""Addresses of activity."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from accord.web import routes
from accord.web.activity import views

urlpatterns: list[URLPattern | URLResolver] = [
    *routes.page("activity", views.activity, "activity"),
    path("undo/<uuid:name>", views.undo, name="undo"),
]
