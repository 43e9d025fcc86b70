"""The Django application of charter."""

from __future__ import annotations

from django.apps import AppConfig


class Charter(AppConfig):
    name = "accord.charter"
    label = "charter"
