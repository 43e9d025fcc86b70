"""Addresses of the joint calendar."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from accord.web import routes
from accord.web.calendar import views

urlpatterns: list[URLPattern | URLResolver] = [
    *routes.page("calendar", views.calendar, "calendar"),
    *routes.page("calendar/feeds", views.feeds, "calendar.feeds"),
    path("calendar/feeds/new", views.make_feed, name="calendar.feed_make"),
    path("calendar/feeds/<uuid:name>/revoke", views.revoke_feed, name="calendar.feed_revoke"),
    path("calendar/feed/<slug:secret>.ics", views.feed, name="calendar.feed"),
]
