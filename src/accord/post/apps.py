"""The Django application of mail."""

from __future__ import annotations

from django.apps import AppConfig


class Post(AppConfig):
    name = "accord.post"
    label = "post"
