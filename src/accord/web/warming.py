"""What the first reader would wait for is made ready as soon as the server is there."""

from __future__ import annotations

import logging
import threading
from importlib import import_module

from django.conf import settings
from django.db import connection
from django.template import engines

_LOG = logging.getLogger("accord.web")


def begin() -> threading.Thread:
    """Read all addresses now, and the rest aside: a request that comes meanwhile is answered, a little later."""
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
    """Templates, what today's page and the calendar read from the facts, and the pages of the latest findings."""
    from accord.decisions.queries import latest_brief
    from accord.pages.house import house
    from accord.pages.opened import make_ready
    from accord.pages.outlook import plans_of, revenue

    workspace = settings.ACCORD_WORKSPACE
    templates = engines["jinja2"].env  # type: ignore[attr-defined]
    for name in templates.list_templates(["html"]):
        templates.get_template(name)
    brief = latest_brief(workspace)
    if brief:
        plans_of(workspace)
        revenue(workspace, brief.as_of)
        make_ready(workspace, house(workspace).form_for("", ""))
