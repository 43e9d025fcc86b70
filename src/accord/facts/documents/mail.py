"""Mails (RFC 5322): subject and what the writer wrote; what was said before stands apart. Who wrote it is not kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default as policy
from typing import Any

from accord.facts.documents import html
from accord.facts.documents.written import DEEPEST, Failed, Kind, Source, Written
from accord.facts.reading import BadFile

_PARTS = 1_000
_SAID_BEFORE = re.compile(
    r"^\s*(-{2,}\s?(original message|forwarded message|urspr.{1,3}ngliche nachricht|message d'origine).*"
    r"|_{10,}"
    r"|(on|am|le|el|op)\b.{3,200}(wrote|schrieb|crit|escribi.|schreef).{0,80}:)\s*$",
    re.IGNORECASE,
)
_HEADERS = re.compile(r"^\s*\*?(from|von|de|van)\*?\s?:\s.*$", re.IGNORECASE)
_SENT = re.compile(r"^\s*\*?(sent|date|gesendet|datum|envoy.|to|an|subject|betreff)\*?\s?:\s", re.IGNORECASE)


def read(source: Source) -> Iterator[Written | Failed]:
    """The mail, then each attachment that is a document. Raises ``BadFile``."""
    try:
        message = message_from_bytes(source.data, policy=policy)
        if not isinstance(message, EmailMessage):
            raise BadFile("this is no mail", "Save it as .eml")
        if sum(1 for _ in zip(message.walk(), range(_PARTS + 1), strict=False)) > _PARTS:
            raise BadFile(f"the mail has more than {_PARTS:,} parts", "Is this a mail?")
        made = _mail(message, source)
    except (MessageError, LookupError, ValueError, TypeError, AttributeError) as error:
        raise BadFile(f"the mail is damaged ({error})", "Save it again as .eml") from error
    yield made
    if source.format == "eml":
        yield from _attachments(message, source)


def _mail(message: EmailMessage, source: Source) -> Written:
    body = message.get_body(("html",) if source.format == "mhtml" else ("plain", "html"))
    if source.format == "mhtml":  # a page saved with its pictures, as Confluence writes for Word
        made = Written(source.format)
    else:
        made = Written(source.format)
        made.add("heading", str(message.get("subject", "")), 1)
    if body is None:
        return made
    content = body.get_content()
    if body.get_content_type() == "text/html":
        html.walk(html.tree(content), made, mail=source.format == "eml")
    else:
        _add_plain(content, made)
    return made


def _add_plain(text: str, made: Written) -> None:
    """Paragraphs; from a reply's mark on, and lines that begin with '>', it is what somebody said before."""
    kind: Kind = "prose"
    gathered: list[str] = []
    begins, last = 1, kind
    lines = text.replace("\r\n", "\n").split("\n")
    for number, line in enumerate(lines, 1):
        if kind == "prose" and _ends_reply(line, lines[number : number + 3]):
            kind = "quoted"
        own: Kind = "quoted" if line.lstrip().startswith(">") else kind
        if not line.strip() or own != last:
            made.add(last, "\n".join(gathered), begins)
            gathered, begins = [], number
        gathered.append(re.sub(r"^[>\s]+", "", line))
        last = own
    made.add(last, "\n".join(gathered), begins)


def _ends_reply(line: str, following: list[str]) -> bool:
    """Whether the writer's own words end here: a signature ('-- ', RFC 3676), or an earlier message."""
    if line in ("-- ", "--") or _SAID_BEFORE.match(line):
        return True
    return bool(_HEADERS.match(line)) and any(_SENT.match(after) for after in following)


def _attachments(message: EmailMessage, source: Source) -> Iterator[Written | Failed]:
    from accord.facts.documents.formats import source_of, written

    for number, part in enumerate(message.iter_attachments(), 1):
        name = re.sub(r"[\\/\x00-\x1f]", "_", part.get_filename() or f"attachment {number}")
        try:
            inner = source_of(name, _bytes_of(part), source.limits, source.depth + 1)
            if inner is None:
                continue
            if inner.depth > DEEPEST:
                raise BadFile(f"mails within mails, more than {DEEPEST} deep", "Save the inner one by itself")
            for one in written(inner):
                yield _named(one, name)
        except BadFile as fault:
            yield Failed(name, fault)


def _bytes_of(part: Any) -> bytes:
    if part.get_content_type() == "message/rfc822":
        return bytes(part.get_content())
    return part.get_payload(decode=True) or b""


def _named(one: Written | Failed, name: str) -> Written | Failed:
    whole = f"{name}/{one.name}" if one.name else name
    if isinstance(one, Failed):
        return Failed(whole, one.fault)
    one.name = whole
    return one
