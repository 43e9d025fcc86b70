"""Addresses of facts."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from accord.web import routes
from accord.web.facts import demo, views

urlpatterns: list[URLPattern | URLResolver] = [
    *routes.page("facts", views.facts, "facts"),
    path("first-run/demo", demo.first_run_demo, name="first_run_demo"),
    path("facts/clock", demo.move_clock, name="facts_clock"),
    path("facts/files", views.bring, name="facts_bring"),
    path("facts/services", views.draft_services, name="facts_services"),
    path("facts/watched", views.read_watched, name="facts_watched"),
    *routes.page("facts/drops/<uuid:name>", views.drop, "facts_drop"),
    path("facts/drops/<uuid:name>/answers", views.answer, name="facts_answer"),
    path("facts/drops/<uuid:name>/without", views.leave_out, name="facts_leave_out"),
    path("facts/drops/<uuid:name>/reading", views.confirm, name="facts_confirm"),
    *routes.page("facts/imports/<slug:name>", views.imported, "facts_import"),
    path("facts/imports/<slug:name>/rejected", views.rejects, name="facts_rejects"),
    path("facts/imports/<slug:name>/undo", views.take_out, name="facts_undo"),
    *routes.page("facts/work/<uuid:name>", views.work, "facts_work"),
    path("facts/work/<uuid:name>/cancel", views.cancel, name="facts_cancel"),
    path("facts/work/<uuid:name>/again", views.retry, name="facts_retry"),
]
