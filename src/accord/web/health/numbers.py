"""What is counted: requests, their time, and the work that waits. In Prometheus' text form.

Several server processes count into the folder ``PROMETHEUS_MULTIPROC_DIR``, which ``accord serve`` names; the numbers
are then of all of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version

from django.db.models import Count
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from accord.record import clock
from accord.record.doctoring import waiting_for_a_worker
from accord.record.models import Job
from accord.record.writing import WAITED

METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")
MEDIA_TYPE = CONTENT_TYPE_LATEST
_OWN = CollectorRegistry()
_REQUESTS = Counter("accord_requests", "Requests answered", ["method", "route", "status"], registry=_OWN)
_SECONDS = Histogram("accord_request_seconds", "Time to answer", ["method", "route"], registry=_OWN)
_WAITS = Histogram("accord_write_wait_seconds", "How long a change waited for its turn to write", registry=_OWN)
WAITED.append(_WAITS.observe)


def answered(method: str, route: str, status: int, seconds: float) -> None:
    """Count one request."""
    _REQUESTS.labels(method, route, str(status)).inc()
    _SECONDS.labels(method, route).observe(seconds)


def text() -> bytes:
    """Everything that is counted."""
    return generate_latest(_registry())


@cache
def _registry() -> CollectorRegistry:
    registry = _OWN
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        ProcessCollector(registry=registry)
    registry.register(_Work())
    return registry


class _Work(Collector):
    """Work, looked up when it is asked for."""

    def describe(self) -> Iterator[GaugeMetricFamily]:
        yield from ()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        jobs = GaugeMetricFamily("accord_jobs", "Work by its state", labels=["state"])
        found = dict(Job.objects.values_list("state").annotate(Count("pk")))
        for state in (Job.QUEUED, Job.RUNNING, Job.DONE, Job.FAILED, Job.CANCELLED):
            jobs.add_metric([state], found.get(state, 0))
        yield jobs
        late = waiting_for_a_worker(now=clock.now(), real=datetime.now(UTC))
        said = "How long due work has waited while no worker holds any"
        yield GaugeMetricFamily("accord_work_waits_seconds", said, value=late.total_seconds() if late else 0.0)
        told = GaugeMetricFamily("accord_info", "Which version this is", labels=["version"])
        told.add_metric([version("accord")], 1)
        yield told
