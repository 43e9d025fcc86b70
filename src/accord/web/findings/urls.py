"""Addresses of findings."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from accord.web import routes
from accord.web.findings import views

urlpatterns: list[URLPattern | URLResolver] = [
    *routes.page("findings", views.findings, "findings"),
    *routes.page("findings/<slug:name>", views.finding, "finding"),
    *routes.page("findings/<slug:name>/evidence", views.evidence, "evidence"),
    path("findings/<slug:name>/comment", views.comment, name="finding.comment"),
    path("findings/<slug:name>/say-back", views.say_back, name="finding.say_back"),
    *routes.page("analyses/<slug:name>", views.how, "analysis"),
]
