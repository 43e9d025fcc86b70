"""The record's Django application."""

from __future__ import annotations

from django.apps import AppConfig


class Record(AppConfig):
    name = "accord.record"
    label = "record"
