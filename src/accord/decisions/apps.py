"""The Django application of decisions."""

from __future__ import annotations

from django.apps import AppConfig


class Decisions(AppConfig):
    name = "accord.decisions"
    label = "decisions"
