"""How times and bytes stand in a signed text, one way each; and a strict reader of plain values."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime
from typing import Any

from accord.signatures.canonical import Unreadable

_TIME = "%Y-%m-%dT%H:%M:%SZ"


def whole(moment: datetime) -> datetime:
    """The moment in UTC without parts of a second. Raises ``ValueError`` for a moment without zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} names no zone; a signature needs to know the moment")
    return moment.astimezone(UTC).replace(microsecond=0)


def stamp(moment: datetime) -> str:
    """2026-11-20T16:12:00Z (RFC 3339)."""
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def short(data: bytes) -> str:
    """Base64 for names and addresses, without padding (RFC 4648, section 5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unshort(text: str) -> bytes:
    """The bytes behind ``short``. Raises ``ValueError``, also for another spelling of the same bytes."""
    data = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if short(data) != text:
        raise ValueError("another spelling of the same bytes")
    return data


class Fields:
    """Takes the fields out of a plain object one by one.

    Every method raises ``Unreadable`` with the place where a field is missing or of another form; ``end`` also where
    one is left over.
    """

    def __init__(self, value: Any, where: str) -> None:
        if not isinstance(value, dict):
            raise Unreadable(f"{where} is no object")
        self._left = dict(value)
        self._where = where

    def text(self, name: str) -> str:
        value = self._take(name)
        if not isinstance(value, str) or not value:
            raise self._wrong(name, "no text")
        return value

    def number(self, name: str) -> int:
        value = self._take(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._wrong(name, "no whole number")
        return value

    def moment(self, name: str) -> datetime:
        text = self.text(name)
        try:
            moment = datetime.strptime(text, _TIME).replace(tzinfo=UTC)
        except ValueError as fault:
            raise self._wrong(name, "no time such as 2026-11-20T16:12:00Z") from fault
        if stamp(moment) != text:
            raise self._wrong(name, "no time such as 2026-11-20T16:12:00Z")
        return moment

    def hexed(self, name: str, size: int) -> bytes:
        """``size`` bytes in lower-case hexadecimal digits."""
        text = self.text(name)
        try:
            data = bytes.fromhex(text)
        except ValueError as fault:
            raise self._wrong(name, f"not {2 * size} hexadecimal digits") from fault
        if len(data) != size or data.hex() != text:
            raise self._wrong(name, f"not {2 * size} hexadecimal digits")
        return data

    def blob(self, name: str) -> bytes:
        """Any bytes, as ``short`` writes them."""
        try:
            return unshort(self.text(name))
        except (binascii.Error, UnicodeEncodeError, ValueError) as fault:
            if isinstance(fault, Unreadable):
                raise
            raise self._wrong(name, "not base64url without padding") from fault

    def items(self, name: str) -> list[Any]:
        value = self._take(name)
        if not isinstance(value, list):
            raise self._wrong(name, "no list")
        return value

    def inner(self, name: str) -> dict[str, Any]:
        value = self._take(name)
        if not isinstance(value, dict):
            raise self._wrong(name, "no object")
        return value

    def maybe(self, name: str) -> bool:
        """Whether the field holds something; a null is taken out."""
        if self._left.get(name, self) is not None:
            return True
        del self._left[name]
        return False

    def exactly(self, name: str, value: str) -> None:
        if self.text(name) != value:
            raise self._wrong(name, f"not {value}")

    def end(self) -> None:
        if self._left:
            extra = ", ".join(sorted(map(repr, self._left)))
            raise Unreadable(f"{self._where} holds {extra}, which has no place there")

    def _take(self, name: str) -> Any:
        if name not in self._left:
            raise Unreadable(f"{self._where} lacks {name}")
        return self._left.pop(name)

    def _wrong(self, name: str, why: str) -> Unreadable:
        return Unreadable(f"{self._where}: {name} is {why}")
