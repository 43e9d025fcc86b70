"""Pages that were rendered a moment ago for the same person and the same state are given again as they were.

The key holds everything that a page depends on: the address, who asks with which role and whether let in, in whose
words, locale and zone, the facts and clauses in force, what was learned from documents and may be quoted of them, the
last rows of activity, and the minute. A change of anything that somebody could see leaves a row of activity in its own
transaction, so a page is never older than the record.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponse

from accord.pages.language.known import stamps_of
from accord.pages.outlook import stamp_of
from accord.pages.worked_out import Once
from accord.record.models import Activity

if TYPE_CHECKING:
    from accord.web.door import Asked

Key = tuple[object, ...]
MOST_BYTES = 32_000_000
SECONDS = 60
ROWS = 64
"""So many changes may be committed while another one, begun before them, still is on its way."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A rendered page and a name for its content."""

    content: bytes
    media_type: str
    tag: str

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The page again, or that it has not changed for a browser which still has it."""
        if request.headers.get("If-None-Match") == self.tag:
            response = HttpResponse(status=304)
        else:
            response = HttpResponse(self.content, content_type=self.media_type)
        response["ETag"] = self.tag
        response["Cache-Control"] = "private, no-cache"
        response["Vary"] = "Cookie"
        return response


class Shelf:
    """The pages used last, up to ``most`` bytes of them; safe for threads."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most, self._size = most, 0
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Kept | None:
        with self._lock:
            found = self._pages.get(key)
            if found is not None:
                self._pages.move_to_end(key)
            return found

    def put(self, key: Key, page: Kept) -> None:
        with self._lock:
            old = self._pages.pop(key, None)
            self._size += len(page.content) - (len(old.content) if old else 0)
            self._pages[key] = page
            while self._size > self._most and self._pages:
                _, dropped = self._pages.popitem(last=False)
                self._size -= len(dropped.content)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._size = 0


SHELF = Shelf()
ALIKE: Once[Any] = Once(most=120)
"""Pages before they are rendered, which people of one role and side share."""


def key_of(a: Asked, like: Key) -> Key | None:
    """What the page depends on; None where it must be made anew (somebody is told something, or has no token yet)."""
    request, person = a.request, a.person
    cookie = request.COOKIES.get("csrftoken", "")
    if not cookie or len(messages.get_messages(request)):
        return None
    return (*like, request.META.get("HTTP_HX_REQUEST", ""), person.pk, person.name, cookie)


def like_key_of(a: Asked) -> Key:
    """What a page depends on that says the same to all who may do the same for the same side, in the same words."""
    person = a.person
    return (
        a.request.get_full_path(),
        person.role,
        person.side,
        person.is_active,
        a.audience,
        person.locale,
        person.zone,
        _last_rows(),
        stamp_of(a.workspace),
        stamps_of(a.workspace),
        int(a.now.timestamp()) // SECONDS,
    )


def _last_rows() -> tuple[int, ...]:
    """The last one alone would not do: PostgreSQL numbers rows as they are written and shows them as they are
    committed, so that a change which took its time appears behind others that are there already."""
    with connection.cursor() as cursor:
        cursor.execute(*_asked_for_rows())
        return tuple(row for (row,) in cursor.fetchall())


@cache
def _asked_for_rows() -> tuple[str, tuple[Any, ...]]:
    """The question put together once: to do so for every page took longer than the answer."""
    return Activity.objects.order_by("-id").values_list("id", flat=True)[:ROWS].query.sql_with_params()


def keep(key: Key, response: HttpResponse) -> HttpResponse:
    """Put a page on the shelf, and answer with it."""
    if response.status_code == 200 and not response.streaming:
        tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        SHELF.put(key, Kept(response.content, response.headers["Content-Type"], tag))
        response["ETag"] = tag
        response["Cache-Control"] = "private, no-cache"
    return response
