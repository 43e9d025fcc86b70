"""Addresses of sharing."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from accord.web.sharing import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("share", views.share, name="share"),
    path("share/make", views.make, name="share_make"),
    path("shared/<str:secret>", views.shared, name="shared"),
]
