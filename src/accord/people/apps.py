"""The people's Django application."""

from __future__ import annotations

from django.apps import AppConfig


class People(AppConfig):
    name = "accord.people"
    label = "people"
