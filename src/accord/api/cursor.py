"""A long list in pieces. A cursor names the last line that was given, so that what comes in between moves nothing."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Annotated, TypeVar

from ninja import Schema
from pydantic import Field

T = TypeVar("T")


class Piece(Schema):
    """Which piece of a list: ``cursor`` is the ``next`` of the piece before."""

    limit: Annotated[int, Field(ge=1, le=200, description="so many lines at most")] = 50
    cursor: Annotated[str, Field(max_length=400, description="'next' of the answer before; empty: the beginning")] = ""


def cut(lines: Iterable[T], name: Callable[[T], str], piece: Piece) -> tuple[tuple[T, ...], str | None]:
    """The lines of a piece, and the cursor of the next one (None at the end). Raises ``ValueError`` for no cursor.

    Where the line that the cursor names is gone, it goes on at the place where it stood.
    """
    every = lines if isinstance(lines, tuple) else tuple(lines)
    start = _after(every, name, piece.cursor) if piece.cursor else 0
    given = tuple(islice(every, start, start + piece.limit))
    end = start + len(given)
    return given, _cursor(end, name(given[-1])) if given and end < len(every) else None


def _after(every: tuple[T, ...], name: Callable[[T], str], cursor: str) -> int:
    place, last = _read(cursor)
    if place <= len(every) and place > 0 and name(every[place - 1]) == last:
        return place
    return next((n + 1 for n, line in enumerate(every) if name(line) == last), min(place, len(every)))


def _cursor(place: int, last: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([place, last]).encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[int, str]:
    try:
        place, last = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, TypeError, RecursionError) as fault:
        raise ValueError("cursor: take the 'next' of the answer before as it is") from fault
    if type(place) is not int or not 0 <= place < 2**31 or not isinstance(last, str):
        raise ValueError("cursor: take the 'next' of the answer before as it is")
    return place, last
