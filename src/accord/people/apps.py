"""The people's Django application."""

from __future__ import annotations

from django.apps import AppConfig


class People(AppConfig):
    name = "accord.people"
    label = "people"

    def ready(self) -> None:
        """A role that there is not is said when the site starts, not when somebody cannot sign in."""
        from django.conf import settings

        from accord.people.single_sign_on import check_roles

        check_roles(settings.ACCORD_SINGLE_SIGN_ON)
