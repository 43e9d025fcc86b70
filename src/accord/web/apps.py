"""The Django application of web."""

from __future__ import annotations

from django.apps import AppConfig


class Web(AppConfig):
    name = "accord.web"
    label = "web"
