"""Views of what both sides signed: the chain, and files that anyone can check."""

from __future__ import annotations

from django.views.decorators.cache import cache_control

from accord.pages import signed as pages
from accord.pages.renderings.hand_out import HandOut
from accord.people.rights import Right, require
from accord.record import signing
from accord.web import door


@door.page("signed/signed.html", step="")
def signed(asked: door.Asked) -> pages.SignedPage:
    return pages.signed_page(
        asked.person, before=asked.whole("before", 0), now=asked.now, form=asked.form, made_up=asked.made_up
    )


@cache_control(no_store=True)
@door.file
def entry(asked: door.Asked, sequence: int) -> HandOut:
    """One entry as a file that ``accord verify`` checks."""
    require(asked.person, Right.EXPORT)
    return HandOut(signing.export(sequence, now=asked.now), "application/json", f"entry-{sequence}.accord.json")


@cache_control(no_store=True)
@door.file
def archive(asked: door.Asked) -> HandOut:
    """The whole record as such a file."""
    require(asked.person, Right.EXPORT)
    return HandOut(signing.archive(now=asked.now), "application/jsonl", "record.accord.jsonl")
