"""The Django application of verification."""

from __future__ import annotations

from django.apps import AppConfig


class Verification(AppConfig):
    name = "accord.verification"
    label = "verification"
