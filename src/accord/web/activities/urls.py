"""Address of activities."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from accord.web import routes
from accord.web.activities import views

urlpatterns: list[URLPattern | URLResolver] = [*routes.page("activities", views.activities, "activities")]
