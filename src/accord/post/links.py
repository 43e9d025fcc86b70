"""The link under each mail that ends it with one click (RFC 8058): signed, so that nobody can end another's."""

from __future__ import annotations

import uuid

from django.core import signing

_SALT = "accord.post.stop"


class NoSuchLink(LookupError):  # noqa: N818 - says what there is not
    """A link that was cut off or made up."""


def stop_link(person: uuid.UUID, what: str) -> str:
    """The secret part of the link that ends ``what`` ('news' or 'weekly_brief') for a person."""
    return signing.dumps([str(person), what], salt=_SALT)


def read(link: str) -> tuple[uuid.UUID, str]:
    """Whose, and what it ends. Raises ``NoSuchLink``."""
    try:
        person, what = signing.loads(link, salt=_SALT)
        return uuid.UUID(person), str(what)
    except (signing.BadSignature, ValueError, TypeError) as fault:
        raise NoSuchLink("this link is not whole; copy all of it, or change your mail under your account") from fault
