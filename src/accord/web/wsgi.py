"""What a server calls."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
import threading
import time
from contextlib import suppress

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.record.settings")
application = get_wsgi_application()

from accord.record.logs import to_stderr  # noqa: E402 - Django is set up only now
from accord.web import warming  # noqa: E402

to_stderr()
# Whoever writes gives the interpreter away at each statement, and holds the turn of all writers until it has it back:
# after a tenth of a millisecond for each thread that computes, and not the usual five, at a hundredth more work.
sys.setswitchinterval(0.0001)
warming.begin().join(warming.PATIENCE)
# What is there now stays as long as the process: to look through all of it for garbage, now and again, took a fifth of
# a second in which nobody was answered. At the end it is handed back, because libraries count what they leave behind.
gc.collect()
gc.freeze()
atexit.register(gc.unfreeze)


def _end_with(parent: int) -> None:
    """A server whose parent was killed would keep the port; it ends, and the next start finds it free."""
    while os.getppid() == parent:
        time.sleep(0.5)
    with suppress(OSError):
        os.write(2, b"accord: a server process has ended, because the one that began it is gone (killed?)\n")
    os._exit(1)


if _parent := os.environ.get("ACCORD_SERVED_BY"):
    # A closed terminal is heard by the process that began this one, which ends it, or goes on under nohup.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(int(_parent),), daemon=True, name="accord-parent").start()
