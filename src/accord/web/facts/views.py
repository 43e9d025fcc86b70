"""Views of facts."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import StreamingHttpResponse
from django.urls import reverse

from accord.pages.charter import offering
from accord.pages.facts import operations
from accord.pages.facts.dropped import DropPage, drop_page
from accord.pages.facts.imported import ImportPage, WorkPage, import_page, rejects_of, work_page
from accord.pages.facts.overview import FactsPage, facts_page
from accord.web import door


@door.page("facts/facts.html", step="facts")
def facts(asked: door.Asked) -> FactsPage:
    return facts_page(
        asked.person,
        asked.workspace,
        form=asked.form,
        now=asked.now,
        watched_folder=settings.ACCORD.watched_folder,
        limit_mb=settings.ACCORD.limit_upload_mb,
        all_imports=bool(asked.query.get("all")),
    )


@door.page("facts/drop.html", step="facts")
def drop(asked: door.Asked, name: uuid.UUID) -> DropPage:
    return drop_page(asked.person, asked.workspace, name, form=asked.form)


@door.page("facts/import.html", step="facts")
def imported(asked: door.Asked, name: str) -> ImportPage:
    return import_page(asked.person, asked.workspace, name, form=asked.form)


@door.page("facts/work.html", step="facts")
def work(asked: door.Asked, name: uuid.UUID) -> WorkPage:
    return work_page(asked.person, name, form=asked.form)


@door.action
def bring(asked: door.Asked) -> str:
    uploads, too_large = list(_uploads(asked)), getattr(asked.request, "too_large", [])
    for file in too_large:
        says = f"{file} is larger than {settings.ACCORD.limit_upload_mb} MB and was left out; export a shorter period."
        messages.error(asked.request, says)
    if too_large and not uploads:
        return reverse("facts")
    side, drop_id = asked.given.get("side", ""), asked.given.get("drop", "")
    name = operations.bring(asked.workspace, uploads, side=side, by=asked.person, now=asked.now, drop_id=drop_id)
    return reverse("facts_drop", args=[name])


def _uploads(asked: door.Asked) -> Iterator[operations.Upload]:
    for file in cast("list[UploadedFile[Any]]", asked.request.FILES.getlist("files")):
        yield operations.Upload(file.name or "file", file.chunks())


@door.action
def answer(asked: door.Asked, name: uuid.UUID) -> str:
    operations.answer(
        asked.workspace, name, {name: str(value) for name, value in asked.given.items()}, by=asked.person, now=asked.now
    )
    return reverse("facts_drop", args=[name])


@door.action
def leave_out(asked: door.Asked, name: uuid.UUID) -> str:
    operations.leave_out(asked.workspace, name, asked.given.get("file", ""), by=asked.person, now=asked.now)
    return reverse("facts_drop", args=[name])


@door.action
def confirm(asked: door.Asked, name: uuid.UUID) -> str:
    operations.confirm(asked.workspace, name, by=asked.person, now=asked.now)
    return reverse("facts_drop", args=[name])


@door.action
def read_watched(asked: door.Asked) -> str:
    job = operations.read_watched(folder=settings.ACCORD.watched_folder, by=asked.person, now=asked.now)
    return reverse("facts_work", args=[job])


@door.action
def draft_services(asked: door.Asked) -> str:
    carrying = asked.given.getlist("carries")
    row = offering.draft_services(asked.person, asked.workspace, carrying, now=asked.now)
    return reverse("proposal", args=[row.id])


@door.action
def take_out(asked: door.Asked, name: str) -> str:
    job = operations.take_out(asked.workspace, name, by=asked.person, now=asked.now)
    return reverse("facts_work", args=[job])


@door.action
def cancel(asked: door.Asked, name: uuid.UUID) -> str:
    operations.cancel(name, by=asked.person, now=asked.now)
    return door.back(asked.request)


@door.action
def retry(asked: door.Asked, name: uuid.UUID) -> str:
    return reverse("facts_work", args=[operations.retry(name, by=asked.person, now=asked.now)])


@door.file
def rejects(asked: door.Asked, name: str) -> StreamingHttpResponse:
    """All rejected rows of an import, as a file."""
    path = rejects_of(asked.person, asked.workspace, name)
    headers = {"Content-Disposition": f'attachment; filename="rejected-{name}.csv"'}
    return StreamingHttpResponse(_blocks(path), content_type="text/csv", headers=headers)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(1 << 16):
            yield block
