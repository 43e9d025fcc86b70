"""Start Django for one workspace; a process serves one organisation."""

from __future__ import annotations

import os

from accord.workspace.folder import Workspace

SETTINGS = "accord.record.settings"


class Started(Exception):  # noqa: N818 - says what is already so
    """This process already serves another workspace."""


def start(workspace: Workspace) -> None:
    """Make the record of a workspace usable. Calling it twice for the same workspace is harmless.

    Raises ``Started`` where this process serves another workspace: Django's settings hold for a whole process.
    """
    import django
    from django.apps import apps
    from django.conf import settings

    root = workspace.root.resolve()
    if apps.ready:
        served = settings.ACCORD_WORKSPACE.root.resolve()
        if served != root:
            raise Started(f"this process already serves {served}; start another one for {root}")
        return
    os.environ["ACCORD_WORKSPACE"] = str(workspace.create().root.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    django.setup()


def prepare(workspace: Workspace) -> None:
    """``start``, then bring the database to this version's shape; a new one is made."""
    start(workspace)
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
