"""A form that is sent twice (a double click, a page sent again) does its work once.

The page gives each form a key when it is first sent; the second of the same gets the answer of the first, by the
same contract as the API's idempotency keys. Without script there is no key, and the form is answered as it comes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.http import HttpResponse

from accord.record.once import Answer, once

if TYPE_CHECKING:
    from accord.web.door import Asked

FIELD = "once"


def answered_once(a: Asked, make: Callable[[], HttpResponse]) -> HttpResponse:
    """The form's first answer. What ``make`` raises is raised, and the key is free again.

    Raises ``Busy`` while its twin is being answered and ``AnotherRequest`` where the key was another form's.
    """
    key = a.given.get(FIELD, "")
    if not key or a.request.FILES:
        return make()
    faults: list[Exception] = []

    def told(fault: Exception) -> Answer:
        faults.append(fault)
        return Answer(400, "text/plain", b"")

    answer = once(a.person.pk, f"form {key}"[:255], _named(a), lambda: _plain(make()), told, now=datetime.now(UTC))
    if faults:
        raise faults[0]
    return HttpResponse(answer.body, status=answer.status, content_type=answer.media_type, headers=answer.headers)


def _plain(response: HttpResponse) -> Answer:
    headers = {name: value for name, value in response.headers.items() if name != "Content-Type"}
    return Answer(response.status_code, response.headers.get("Content-Type", "text/html"), response.content, headers)


def _named(a: Asked) -> str:
    """What was asked, without the token of this page's form, which changes from page to page."""
    told = sorted((k, v) for k, vs in a.given.lists() for v in vs if k not in ("csrfmiddlewaretoken", FIELD))
    return hashlib.sha256(repr((a.request.path, told)).encode()).hexdigest()
