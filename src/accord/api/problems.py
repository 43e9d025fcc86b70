"""What went wrong, as RFC 9457 problem details with the request's name: one shape for every error of the API."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig, SuspiciousOperation, ValidationError
from django.db import DatabaseError
from django.http import Http404, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import Schema
from ninja import errors as ninja
from pydantic import Field

from accord.clauses.schema import ClauseError
from accord.record.once import Answer, Busy
from accord.record.refusals import Stale
from accord.record.undo import TooLate
from accord.record.writing import request_id

MEDIA_TYPE = "application/problem+json"
_LOG = logging.getLogger("accord.api")


class Fault(Schema):
    """One thing that cannot be taken: where it stood in the request, and what is wrong with it."""

    at: str
    says: str


class Problem(Schema):
    """What went wrong (RFC 9457). ``request_id`` stands in the server's log, too."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    request_id: str
    errors: list[Fault] = Field(default_factory=list)


class TooLarge(Exception):  # noqa: N818 - says what the file is
    """A file that came in is larger than may be read."""


class OutOfScope(PermissionError):  # noqa: N818 - says what the token is
    """The token was not made for this."""


def told(fault: Exception) -> Answer:
    """A fault as an answer. One that nobody foresaw is logged with its trace, and says nothing of the inside."""
    status, headers = _status(fault), {}
    if status == 500:
        _LOG.error("a request failed", exc_info=fault)
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(fault, Busy):
        headers["Retry-After"] = "1"
    if isinstance(fault, ninja.Throttled) and fault.wait is not None:
        headers["Retry-After"] = str(max(1, round(fault.wait)))
    return problem(status, _says(fault, status), _errors(fault), headers)


def problem(
    status: int, detail: str, errors: list[dict[str, str]] | None = None, headers: dict[str, str] | None = None
) -> Answer:
    """A problem as an answer."""
    title = HTTPStatus(status).phrase
    said = {"type": "about:blank", "title": title, "status": status, "detail": detail, "request_id": request_id.get()}
    body = json.dumps(said | {"errors": errors or []}, ensure_ascii=False).encode()
    return Answer(status, MEDIA_TYPE, body, headers or {})


_KNOWN: tuple[tuple[type[Exception] | tuple[type[Exception], ...], int], ...] = (
    ((Busy, Stale, TooLate), 409),
    ((RequestDataTooBig, TooLarge), 413),
    ((SuspiciousOperation, MultiPartParserError, UnreadablePostError), 400),
    (PermissionError, 403),
    ((Http404, ObjectDoesNotExist), 404),
    (ninja.ValidationError, 422),
    (DatabaseError, 500),
    ((KeyError, IndexError), 500),
    (LookupError, 404),
    ((ValueError, ValidationError, ClauseError), 422),
)


def _status(fault: Exception) -> int:
    if isinstance(fault, ninja.HttpError):
        return fault.status_code
    return next((status for kind, status in _KNOWN if isinstance(fault, kind)), 500)


def _says(fault: Exception, status: int) -> str:
    if status == 500:
        return "This went wrong in a way that Accord did not foresee. The server's log has the details."
    if isinstance(fault, ninja.ValidationError):
        return "The request cannot be taken as it is; errors says where. Nothing was changed."
    if isinstance(fault, ninja.AuthenticationError):
        return "Sign in, or send a token as 'Authorization: Bearer ...'; one is made under Your account, Tokens."
    if isinstance(fault, ninja.HttpError) and str(fault) == "Cannot parse request body":
        return "The body is not JSON that can be read; mend it and send it again. Nothing was changed."
    if isinstance(fault, ValidationError):
        return " ".join(fault.messages)
    return str(fault) or HTTPStatus(status).phrase


def _errors(fault: Exception) -> list[dict[str, str]]:
    if not isinstance(fault, ninja.ValidationError):
        return []
    return [_one(error) for error in fault.errors]


def _one(error: dict[str, Any]) -> dict[str, str]:
    return {"at": ".".join(str(part) for part in error["loc"]), "says": str(error["msg"])}
