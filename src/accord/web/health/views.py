"""Views for machines."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from accord.record import clock
from accord.record.doctoring import SILENT, readable, waiting_for_a_worker
from accord.web.health import numbers


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while pages can be answered, 503 otherwise. A missing worker is told, and takes no page away."""
    database = _database()
    parts = {
        "database": database,
        "facts": readable(settings.ACCORD_WORKSPACE.manifest),
        "worker": database and _worker(),
    }
    well = parts["database"] and parts["facts"]
    told = {name: "ok" if ok else "wrong" for name, ok in parts.items()}
    answer = JsonResponse({"status": "ok" if well else "wrong", **told}, status=200 if well else 503)
    answer["Cache-Control"] = "no-store"
    return answer


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1 from django_migrations limit 1")
    except DatabaseError:
        return False
    return True


def _worker() -> bool:
    late = waiting_for_a_worker(now=clock.now(), real=datetime.now(UTC))
    return late is None or late <= SILENT


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Counts for Prometheus, for whoever shows ``ACCORD_METRICS_TOKEN``; without that setting there are none."""
    wanted = settings.METRICS_TOKEN
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not wanted:
        raise Http404
    if not secrets.compare_digest(shown.encode(), wanted.encode()):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(numbers.text(), content_type=numbers.MEDIA_TYPE, headers={"Cache-Control": "no-store"})
