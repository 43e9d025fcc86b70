"""A worker: takes one job after another until it is told to stop."""

from __future__ import annotations

import logging
import os
import socket
import threading
from datetime import UTC, datetime

from django.db import DatabaseError, close_old_connections, connection

from accord.jobs.doing import Cancelled, CannotBeDone, Stopping, Work
from accord.jobs.kinds import kind
from accord.jobs.nightly import queue_when_due
from accord.record import clock, work

LOOK_EVERY = 0.5
"""Seconds between two looks where nothing waits."""
AGAIN_AFTER = 5.0
"""Seconds until a worker that met an unforeseen fault tries again."""
_LOG = logging.getLogger("accord.jobs")


class Worker:
    """Does jobs one at a time. ``stop`` ends it after at most two seconds; what it was doing is given back."""

    def __init__(self, stop: threading.Event | None = None) -> None:
        self.stop = stop or threading.Event()
        self.name = f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"[:100]

    def run(self) -> int:
        """Work until ``stop`` is set; returns how many jobs were done. A database that is away is waited for,
        and so is the end of any other fault."""
        done = 0
        while not self.stop.is_set():
            try:
                close_old_connections()
                queue_when_due(now=clock.now())
                if self.one():
                    done += 1
                    continue
            except DatabaseError:
                _LOG.exception("the database did not answer; trying again")
                connection.close()
            except Exception:
                # A full disk, say: without its worker a server would look well and do nothing.
                _LOG.exception("the worker could not look for work; trying again")
                connection.close()
                self.stop.wait(AGAIN_AFTER)
            self.stop.wait(LOOK_EVERY)
        connection.close()
        return done

    def until_idle(self) -> int:
        """Work until nothing is due; returns how many jobs were done."""
        done = 0
        while not self.stop.is_set() and self.one():
            done += 1
        return done

    def one(self) -> bool:
        """Take and do one job. False where nothing is due."""
        held = work.take(self.name, now=clock.now(), real=datetime.now(UTC))
        if held is None:
            return False
        try:
            self._do(Work(held, self.stop))
        except work.Lost:
            _LOG.warning("%s %s was taken over by another worker", held.kind, held.id)
        return True

    def _do(self, job: Work) -> None:
        held = job.held
        try:
            result = kind(held.kind).run(job)
            if not job.finished:
                work.finish(held, result, now=job.now())
        except Cancelled:
            work.cancelled(held, now=job.now())
        except Stopping:
            work.release(held, now=job.now())
        except (CannotBeDone, LookupError) as reason:
            work.fail(held, str(reason), now=job.now())
        except (work.Lost, DatabaseError):
            raise
        except Exception as fault:
            _LOG.exception("%s %s failed", held.kind, held.id)
            said = f"This went wrong in a way that Accord did not foresee ({type(fault).__name__}: {fault})."
            work.fail(held, f"{said} The server's log has the details; nothing is half done.", now=job.now())
