"""Each request has a name, which stands in the answer, in the log and in the rows of activity it causes."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accord.record.writing import request_id

_NAME = re.compile(r"[\w-]{8,40}")


def named(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: take the name that a proxy gave the request, or give it one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        name = given if _NAME.fullmatch(given) else uuid.uuid4().hex
        mark = request_id.set(name)
        try:
            response = answer(request)
        finally:
            request_id.reset(mark)
        response["X-Request-ID"] = name
        return response

    return middleware
