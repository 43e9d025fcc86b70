"""The Django application of jobs."""

from __future__ import annotations

from django.apps import AppConfig


class Jobs(AppConfig):
    name = "accord.jobs"
    label = "jobs"
