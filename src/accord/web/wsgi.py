"""What a server calls."""

from __future__ import annotations

import os
import threading
import time

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.record.settings")
application = get_wsgi_application()

from accord.record.logs import to_stderr  # noqa: E402 - Django is set up only now
from accord.web import warming  # noqa: E402

to_stderr()
warming.begin()


def _end_with(parent: int) -> None:
    """A server whose parent was killed would keep the port; it ends, and the next start finds it free."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


if _parent := os.environ.get("ACCORD_SERVED_BY"):
    threading.Thread(target=_end_with, args=(int(_parent),), daemon=True, name="accord-parent").start()
