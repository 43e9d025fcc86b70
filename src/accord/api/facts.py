"""Facts: what there is, files on their way in, and work that is done later."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from django.conf import settings
from ninja import File as FileParam
from ninja import Form
from ninja.files import UploadedFile

from accord.api.asked import Asked
from accord.api.doors import does, reads
from accord.api.given import Answers, File, Name
from accord.api.problems import TooLarge
from accord.pages.facts import operations
from accord.pages.facts.dropped import DropPage, drop_page
from accord.pages.facts.imported import ImportPage, WorkPage, import_page, rejects_of, work_page
from accord.pages.facts.overview import FactsPage, facts_page
from accord.record.once import Answer


@reads("/facts", "facts", listed="imports")
def facts(asked: Asked) -> FactsPage:
    """What facts there are, from which files, and what is missing for which analysis."""
    return facts_page(
        asked.person, asked.workspace, form=asked.form, now=asked.now, all_imports=True,
        watched_folder=settings.ACCORD.watched_folder, limit_mb=settings.ACCORD.limit_upload_mb,
    )  # fmt: skip


@reads("/facts/drops/{name}", "drop")
def drop(asked: Asked, name: UUID) -> DropPage:
    """Files that wait: what they were recognised as, questions, a preview."""
    return drop_page(asked.person, asked.workspace, name, form=asked.form)


@reads("/facts/imports/{name}", "import")
def imported(asked: Asked, name: Name) -> ImportPage:
    """One file that was read."""
    return import_page(asked.person, asked.workspace, name, form=asked.form)


@reads("/facts/imports/{name}/rejected", "rejected", media_type="text/csv")
def rejected(asked: Asked, name: Name) -> Answer:
    """All rejected rows of an import, as CSV."""
    return Answer(200, "text/csv", rejects_of(asked.person, asked.workspace, name).read_bytes())


@reads("/work/{name}", "work")
def work(asked: Asked, name: UUID) -> WorkPage:
    """How a piece of work stands."""
    return work_page(asked.person, name, form=asked.form)


@does("/facts/drops", "drop", status=201, in_one=False)
def bring(
    asked: Asked,
    files: Annotated[list[UploadedFile], FileParam()],
    side: Annotated[Literal["marketing", "it", ""], Form()] = "",
) -> DropPage:
    """Bring files to be looked at; nothing of them is a fact before 'reading' is asked for."""
    if too_large := getattr(asked.request, "too_large", []):
        most = settings.ACCORD.limit_upload_mb
        raise TooLarge(f"{too_large[0]} is larger than {most} MB; export a shorter period. Nothing was kept")
    uploads = [operations.Upload(file.name or "file", file.chunks()) for file in files]
    name = operations.bring(asked.workspace, uploads, side=side, by=asked.person, now=asked.now)
    return drop_page(asked.person, asked.workspace, name, form=asked.form)


@does("/facts/drops/{name}/answers", "drop")
def answer(asked: Asked, name: UUID, given: Answers) -> DropPage:
    """Answer questions about the files, and have them looked at again."""
    operations.answer(asked.workspace, name, given.answers, by=asked.person, now=asked.now)
    return drop_page(asked.person, asked.workspace, name, form=asked.form)


@does("/facts/drops/{name}/without", "drop")
def leave_out(asked: Asked, name: UUID, given: File) -> DropPage:
    """Let one waiting file go."""
    operations.leave_out(asked.workspace, name, given.file, by=asked.person, now=asked.now)
    return drop_page(asked.person, asked.workspace, name, form=asked.form)


@does("/facts/drops/{name}/reading", "work", status=202)
def read(asked: Asked, name: UUID) -> WorkPage:
    """Read the files of a drop; the answer is the work that does it."""
    return work_page(
        asked.person, operations.confirm(asked.workspace, name, by=asked.person, now=asked.now), form=asked.form
    )


@does("/facts/watched", "work", status=202)
def read_watched(asked: Asked) -> WorkPage:
    """Read the watched folder now."""
    job = operations.read_watched(folder=settings.ACCORD.watched_folder, by=asked.person, now=asked.now)
    return work_page(asked.person, job, form=asked.form)


@does("/facts/imports/{name}/undo", "work", status=202)
def take_out(asked: Asked, name: Name) -> WorkPage:
    """Take a file's rows out of the facts again."""
    job = operations.take_out(asked.workspace, name, by=asked.person, now=asked.now)
    return work_page(asked.person, job, form=asked.form)


@does("/work/{name}/cancel", "work")
def cancel(asked: Asked, name: UUID) -> WorkPage:
    """Cancel work that waits or runs."""
    operations.cancel(name, by=asked.person, now=asked.now)
    return work_page(asked.person, name, form=asked.form)


@does("/work/{name}/again", "work", status=202)
def retry(asked: Asked, name: UUID) -> WorkPage:
    """Try failed or cancelled work again; the answer is the new work."""
    return work_page(asked.person, operations.retry(name, by=asked.person, now=asked.now), form=asked.form)
