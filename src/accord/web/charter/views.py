"""Views of the charter."""

from __future__ import annotations

import uuid
from typing import cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.urls import reverse

from accord.charter import operations, queries
from accord.clauses.merging import Choice
from accord.pages.charter import change
from accord.pages.charter.clause import ClausePage, VersionsPage, clause_page, versions_page
from accord.pages.charter.overview import CharterPage, charter_page
from accord.pages.charter.proposal import ProposalPage, choice_names, proposal_page
from accord.pages.renderings.hand_out import HandOut
from accord.people.rights import Right, require
from accord.record import signing
from accord.web import door
from accord.web.signed import proof

_FORM, _IMPORT = "charter/change.html", "charter/import.html"


@door.page("charter/charter.html", step="charter", kept=True, alike=True)
def charter(asked: door.Asked) -> CharterPage:
    return charter_page(asked.person, asked.workspace, form=asked.form, made_up=asked.made_up)


@door.page("charter/clause.html", step="charter")
def clause(asked: door.Asked, clause: str) -> ClausePage:
    return clause_page(asked.person, asked.workspace, clause, form=asked.form, made_up=asked.made_up)


@door.page("charter/versions.html", step="charter")
def versions(asked: door.Asked, clause: str) -> VersionsPage:
    left, right = asked.whole("left", -1), asked.whole("right", -1)
    return versions_page(asked.person, clause, left=left, right=right, form=asked.form, made_up=asked.made_up)


@door.page("charter/proposal.html", step="charter")
def proposal(asked: door.Asked, proposal: uuid.UUID) -> ProposalPage:
    return proposal_page(asked.person, asked.workspace, proposal, form=asked.form, made_up=asked.made_up)


@door.page(_FORM, step="charter")
def begin(asked: door.Asked, clause: str) -> change.ChangePage:
    row = asked.query.get("row", "")
    return change.change_page(asked.person, asked.workspace, clause, row, form=asked.form)


@door.page(_FORM, step="charter")
def edit(asked: door.Asked, proposal: uuid.UUID) -> change.ChangePage:
    return change.edit_page(asked.person, proposal, form=asked.form)


@door.action
def draft(asked: door.Asked, clause: str) -> str | HttpResponse:
    return _store(asked, clause=clause)


@door.action
def save(asked: door.Asked, proposal: uuid.UUID) -> str | HttpResponse:
    return _store(asked, proposal=proposal)


def _store(asked: door.Asked, clause: str = "", proposal: uuid.UUID | None = None) -> str | HttpResponse:
    """'Add a row' stays on the form and stores nothing; a fault is said on the form as it was typed."""
    typed = dict(cast("dict[str, str]", asked.given.dict()))
    fault: ValueError | None = None
    if not typed.get("more"):
        try:
            version = asked.version if proposal else 0
            row = change.store(asked.person, typed, clause=clause, proposal=proposal, version=version, now=asked.now)
            return reverse("proposal", args=[row.id])
        except ValueError as caught:
            fault = caught
    page = change.typed_page(asked.person, typed, clause=clause, proposal=proposal, fault=fault, form=asked.form)
    return door.show(asked, page, _FORM, "charter", status=400 if fault else 200)


@door.action
def propose(asked: door.Asked, proposal: uuid.UUID) -> str:
    operations.propose(proposal, version=asked.version, by=asked.person, now=asked.now)
    return reverse("proposal", args=[proposal]) + "#keys"


@door.action
def withdraw(asked: door.Asked, proposal: uuid.UUID) -> str:
    operations.withdraw(proposal, by=asked.person, now=asked.now)
    return reverse("charter")


@door.action
def refresh(asked: door.Asked, proposal: uuid.UUID) -> str:
    names = choice_names(queries.one_proposal(proposal), asked.workspace)
    chosen = {path: asked.given.get(name, "") for name, path in names.items()}
    choices = {path: cast(Choice, word) for path, word in chosen.items() if word in ("mine", "theirs")}
    operations.bring_up_to_date(proposal, version=asked.version, choices=choices, by=asked.person, now=asked.now)
    return reverse("proposal", args=[proposal])


@proof.asking
def to_sign(asked: door.Asked, proposal: uuid.UUID) -> JsonResponse:
    return proof.ask_about(asked, "proposal", proposal, operations.to_sign)


@door.action
def sign(asked: door.Asked, proposal: uuid.UUID) -> str | HttpResponse:
    return proof.sign(asked, "proposal", proposal, operations.sign)


@door.action
def write_again(asked: door.Asked) -> str:
    operations.write_again(by=asked.person, now=asked.now)
    return reverse("charter")


@door.page(_IMPORT, step="charter")
def take_up(asked: door.Asked) -> change.ImportPage:
    return change.import_page(asked.person, asked.workspace, form=asked.form, made_up=asked.made_up)


@door.action
def preview(asked: door.Asked) -> HttpResponse:
    text, source = _text(asked)
    page = change.import_page(
        asked.person, asked.workspace, text=text, source=source, form=asked.form, made_up=asked.made_up
    )
    return door.show(asked, page, _IMPORT, "charter")


def _text(asked: door.Asked) -> tuple[str, str]:
    """What was typed, or the file that was given. Raises ``ValueError`` for neither, and for what is no text."""
    file = cast("UploadedFile[bytes] | None", asked.request.FILES.get("file"))
    if file is None:
        text = asked.given.get("text", "")
        if not text.strip():
            raise ValueError("give a file, or paste the text of one")
        return text, ""
    if (file.size or 0) > change.LARGEST_TEXT:
        raise ValueError(f"{file.name} is larger than a megabyte; a charter is not")
    try:
        return bytes(file.read()).decode("utf-8-sig"), file.name or ""
    except UnicodeDecodeError as fault:
        raise ValueError(f"{file.name} is not UTF-8 text; save it as UTF-8") from fault


@door.action
def draft_all(asked: door.Asked) -> str:
    text, reason = asked.given.get("text", ""), asked.given.get("reason", "")
    made = change.draft_all(asked.person, asked.workspace, text, reason=reason, now=asked.now)
    return reverse("proposal", args=[made[0].id]) if len(made) == 1 else reverse("charter")


@door.file
def export(asked: door.Asked) -> HandOut:
    """The charter as a charter.yaml."""
    text = change.export_text(asked.person, asked.workspace)
    return HandOut(text.encode(), "application/yaml; charset=utf-8", "charter.yaml")


@door.file
def signed(asked: door.Asked, proposal: uuid.UUID) -> HandOut:
    """The signed clause as a file that ``accord verify`` checks."""
    require(asked.person, Right.EXPORT)
    page = proposal_page(asked.person, asked.workspace, proposal, form=asked.form)
    return HandOut(signing.export(page.entry or 0, now=asked.now), "application/json", f"{page.name}.accord.json")
