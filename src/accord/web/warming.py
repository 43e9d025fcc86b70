"""What the first readers would wait for is made ready before the server answers."""

from __future__ import annotations

import logging
import threading
from importlib import import_module

from django.conf import settings
from django.db import connection
from django.template import engines

PATIENCE = 10.0
"""So many seconds at most nobody is answered while the first pages are made ready."""
_LOG = logging.getLogger("accord.web")


def begin() -> threading.Thread:
    """Read all addresses now, and the rest aside. Whoever asks meanwhile would wait longer beside this work than behind
    it: a server waits for its end, but not for ever."""
    import_module(settings.ROOT_URLCONF)
    thread = threading.Thread(target=_warm, daemon=True, name="accord-warming")
    thread.start()
    return thread


def _warm() -> None:
    try:
        warm()
    except Exception:
        # Nothing is lost by it: whoever asks for a page is told what is wrong.
        _LOG.warning("the first pages could not be made ready", exc_info=True)
    finally:
        connection.close()


def warm() -> None:
    """Templates, what today's page and the calendar read from the facts, the latest brief, its findings."""
    from accord.pages import opened, today
    from accord.pages.house import house

    workspace = settings.ACCORD_WORKSPACE
    templates = engines["jinja2"].env  # type: ignore[attr-defined]
    for name in templates.list_templates(["html"]):
        templates.get_template(name)
    form = house(workspace).form_for("", "")
    today.make_ready(workspace, form)
    opened.make_ready(workspace, form)
