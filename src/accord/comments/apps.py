"""The Django application of comments."""

from __future__ import annotations

from django.apps import AppConfig


class Comments(AppConfig):
    name = "accord.comments"
    label = "comments"
