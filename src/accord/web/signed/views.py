"""Views of what both sides signed: the chain, and files that anyone can check."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from accord.pages import signed as pages
from accord.people.rights import Right, require
from accord.record import signing
from accord.signatures.key import KeyMissing
from accord.web import door


@door.page("signed/signed.html", step="")
def signed(asked: door.Asked) -> pages.SignedPage:
    return pages.signed_page(
        asked.person, before=asked.whole("before", 0), now=asked.now, form=asked.form, made_up=asked.made_up
    )


def entry(request: HttpRequest, sequence: int) -> HttpResponse:
    """One entry as a file that ``accord verify`` checks."""
    return _file(request, sequence)


def archive(request: HttpRequest) -> HttpResponse:
    """The whole record as such a file."""
    return _file(request, None)


def _file(request: HttpRequest, sequence: int | None) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if not request.user.is_authenticated:
        return door.sign_in_first(request)
    asked = door.asked(request)
    try:
        require(asked.person, Right.EXPORT)
        if sequence is None:
            return _given(signing.archive(now=asked.now), "record.accord.jsonl", "application/jsonl")
        content = signing.export(sequence, now=asked.now)
        return _given(content, f"entry-{sequence}.accord.json", "application/json")
    except (PermissionError, LookupError, ValueError, KeyMissing) as fault:
        return door.refused(request, fault)


def _given(content: bytes, name: str, media_type: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=media_type, headers=headers)
