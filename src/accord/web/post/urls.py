"""Addresses of mail."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from accord.web import routes
from accord.web.post import views

urlpatterns: list[URLPattern | URLResolver] = [
    *routes.page("you/mail", views.mail, "mail"),
    path("you/mail/wish", views.wish, name="mail_wish"),
    path("mail/stop/<path:link>", views.stop, name="mail_stop"),
]
