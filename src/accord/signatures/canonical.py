"""One text for one content: canonical JSON (RFC 8785), and only what can be read back from it unchanged."""

from __future__ import annotations

import hashlib
import json
from typing import Any, NoReturn

import rfc8785

LARGEST = 2**53 - 1
"""The largest whole number that every reader of JSON keeps exactly (RFC 7493, section 2.2)."""
DEEPEST = 64
"""Levels of nesting; more is a mistake or an attack."""


class NotPlain(ValueError):  # noqa: N818 - it names what the value is
    """A value that canonical JSON cannot keep; the message names its place and why."""


class Unreadable(ValueError):  # noqa: N818 - it names what the file or row is
    """Bytes or a plain value that are not in the form that Accord writes; the message names the place."""


def canonical(value: Any) -> bytes:
    """The one UTF-8 text of a plain value (RFC 8785). Raises ``NotPlain`` for what would not be read back the same.

    That is: nan and infinity, whole numbers beyond 2^53 - 1, keys that are no strings, half characters
    (lone surrogates), other types, and more than 64 levels.
    """
    _refuse(value, "", 0)
    return rfc8785.dumps(value)


def content_hash(value: Any) -> str:
    """SHA-256 of the canonical text, 64 hexadecimal digits. Raises ``NotPlain``."""
    return hashlib.sha256(canonical(value)).hexdigest()


def plain_copy(value: Any) -> Any:
    """The value as a reader of its canonical text has it: fresh dicts and lists, 1.0 as 1. Raises ``NotPlain``."""
    return read(canonical(value))


def read(data: bytes) -> Any:
    """The value of a JSON text. Raises ``Unreadable`` for what is no JSON, or more than ``canonical`` keeps."""
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_no_number)
        _refuse(value, "", 0)
    except (ValueError, RecursionError) as fault:
        raise Unreadable(f"this is no JSON text that can be read ({fault})") from fault
    return value


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")


def _refuse(value: Any, where: str, depth: int) -> None:
    if depth > DEEPEST:
        raise NotPlain(f"{where[:80]}...: nested more than {DEEPEST} levels deep")
    if isinstance(value, dict):
        for key, inner in value.items():
            _refuse_key(key, where)
            _refuse(inner, f"{where}.{key}" if where else key, depth + 1)
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            _refuse(inner, f"{where}[{place}]", depth + 1)
    else:
        _refuse_leaf(value, where)


def _refuse_key(key: Any, where: str) -> None:
    if not isinstance(key, str):
        raise NotPlain(f"{where or 'the content'}: the key {key!r} is no text")
    _refuse_leaf(key, where)


def _refuse_leaf(value: Any, where: str) -> None:
    if isinstance(value, int | float) and abs(value) > LARGEST:
        raise NotPlain(f"{where or 'the content'}: {value} is larger than JSON keeps exactly; write it as text")
    try:
        rfc8785.dumps(value)
    except rfc8785.CanonicalizationError as fault:
        raise NotPlain(f"{where or 'the content'}: {value!r} has no place in JSON ({fault})") from fault
