"""Addresses of activity."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from accord.web import routes
from accord.web.activity import views

urlpatterns: list[URLPattern | URLResolver] = [
    *routes.page("activity", views.activity, "activity"),
    path("unsent", views.unsent_, name="unsent"),
    path("unsent/let-go", views.let_go, name="unsent.let_go"),
    path("undo/<uuid:name>", views.undo, name="undo"),
]
