"""Views of the common language."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import cast
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from accord.language.exchange.shape import LARGEST, Exported
from accord.pages.language import glossary as words
from accord.pages.language.check import CheckPage, check_page
from accord.pages.language.overview import LanguagePage, language_page
from accord.pages.language.primer import PrimerShown, primer_shown
from accord.pages.language.spec import SpecPage, spec_page
from accord.pages.renderings.hand_out import HandOut
from accord.record.refusals import Unfinished
from accord.web import door

_CHECK, _PRIMER, _SPEC = "language/check.html", "language/primer.html", "language/spec.html"


@door.page("language/language.html", step="language", kept=True)
def language(asked: door.Asked) -> LanguagePage:
    return language_page(
        asked.person,
        asked.workspace,
        audience=asked.audience,
        today=_today(asked),
        form=asked.form,
        made_up=asked.made_up,
    )


@door.page(_CHECK, step="language")
def check(asked: door.Asked) -> CheckPage:
    return check_page(asked.person, asked.workspace, reader=_other(asked))


@door.asking(_CHECK, step="language", of_page="language.check")
def marked(asked: door.Asked) -> CheckPage:
    """The text is in the answer and nowhere else: nothing of it is stored, and no log holds it."""
    text = asked.given.get("text", "").replace("\r\n", "\n")
    return check_page(
        asked.person,
        asked.workspace,
        text,
        reader=asked.given.get("reader", _other(asked)),
        take=asked.given.get("take", ""),
        every=bool(asked.given.get("every")),
    )


@door.page("language/glossary.html", step="language", kept=True)
def glossary(asked: door.Asked) -> words.GlossaryPage:
    return words.glossary_page(asked.person, asked.workspace, form=asked.form, made_up=asked.made_up)


@door.file
def export(asked: door.Asked, how: str) -> HandOut:
    """The glossary for another tool; several files come as a ZIP."""
    made = words.export(asked.person, asked.workspace, how)
    if len(made.files) > 1:
        return HandOut(_zipped(made), "application/zip", f"glossary-{how}.zip")
    ((name, content),) = made.files
    return HandOut(content, "application/octet-stream", name)


def _zipped(made: Exported) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.files:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@door.action
def take_in(asked: door.Asked) -> str:
    file = cast("UploadedFile[bytes] | None", asked.request.FILES.get("file"))
    if file is None:
        raise ValueError("choose a file of words first")
    if (file.size or 0) > LARGEST:
        raise ValueError(f"{file.name} is larger than {LARGEST // 1_000_000} MB; take it in in parts")
    side, reason, name = asked.given.get("side", ""), asked.given.get("reason", ""), file.name or ""
    row, unsaid = words.take_in(
        asked.person, asked.workspace, bytes(file.read()), name, side=side, reason=reason, now=asked.now
    )
    for says in unsaid:
        messages.warning(asked.request, says)
    return reverse("proposal", args=[row.id])


@door.action
def propose(asked: door.Asked) -> str:
    """To the form, at this word: what both are to write is for people to say."""
    finding, word = (asked.given.get(name, "") for name in ("finding", "word"))
    try:
        row = words.propose(asked.person, asked.workspace, finding=finding, word=word, now=asked.now)
    except Unfinished:
        # What each side means stands there already: the word's own form asks for the wording.
        return f"{reverse('clause.change', args=['glossary'])}?{urlencode({'row': word})}"
    return reverse("proposal.edit", args=[row.id])


@door.page(_PRIMER, step="language", kept=True)
def primer(asked: door.Asked) -> PrimerShown:
    return _primer(asked)


@door.asking(_PRIMER, step="language", of_page="language.primer")
def answers(asked: door.Asked) -> PrimerShown:
    """The answers are in the page that comes back, and nowhere else."""
    return _primer(asked, cast("dict[str, str]", asked.given.dict()))


def _primer(asked: door.Asked, given: dict[str, str] | None = None) -> PrimerShown:
    return primer_shown(
        asked.person,
        asked.workspace,
        audience=asked.audience,
        today=_today(asked),
        form=asked.form,
        answers=given,
        made_up=asked.made_up,
    )


@door.page(_SPEC, step="language")
def spec(asked: door.Asked) -> SpecPage:
    return spec_page(asked.person, asked.workspace)


@door.asking(_SPEC, step="language", of_page="language.spec")
def worded(asked: door.Asked) -> SpecPage:
    """The requirement is in the answer and nowhere else."""
    return spec_page(asked.person, asked.workspace, asked.given.get("text", "").replace("\r\n", "\n"))


def _today(asked: door.Asked) -> date:
    return asked.now.astimezone(ZoneInfo(asked.form.zone)).date()


def _other(asked: door.Asked) -> str:
    """Whom somebody writes to: the other side, unless they say otherwise."""
    return "marketing" if asked.person.side == "it" else "it"
