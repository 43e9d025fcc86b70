"""Addresses of shared goals."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from accord.web import routes
from accord.web.goals import views

urlpatterns: list[URLPattern | URLResolver] = [
    *routes.page("goals", views.scorecard, "goals"),
    *routes.page("goals/<slug:metric>/tree", views.tree, "goals.tree"),
]
