"""Addresses of incentives."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from accord.web import routes
from accord.web.incentives import views

urlpatterns: list[URLPattern | URLResolver] = [
    *routes.page("incentives", views.incentives, "incentives"),
    path("incentives/try", views.attempt, name="incentives.try"),
    path("incentives/propose", views.propose, name="incentives.propose"),
]
