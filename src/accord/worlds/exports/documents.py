"""The made-up retailer's documents as files: what people write in, in the formats in which they keep it."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Callable, Iterable
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from accord.worlds.documents import Kind, Paper

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time of every member of an archive, so that the same documents give the same bytes."""
NOTION = "notion_export.zip"


def write(folder: Path, papers: Iterable[Paper]) -> int:
    """Write one side's documents below ``folder``; returns how many. Where the library of a format is not installed, a
    document is written as Markdown."""
    notion: dict[str, bytes] = {}
    count = 0
    for paper in papers:
        count += 1
        if paper.kind == "notion":
            notion[f"{paper.folder}/{_name(paper)} {count:032x}.md"] = _markdown(paper)
            continue
        ending, content = _content(paper)
        path = folder / "documents" / paper.folder / f"{_name(paper)}.{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if notion:
        (folder / "documents" / NOTION).write_bytes(_archive(notion))
    return count


def _name(paper: Paper) -> str:
    return paper.title.replace(",", "").replace(" ", "-").lower()


def _content(paper: Paper) -> tuple[str, bytes]:
    writers: dict[Kind, Callable[[Paper], bytes]] = {
        "md": _markdown, "notion": _markdown, "html": _page, "txt": _text, "eml": _mail, "docx": _word, "pptx": _slides
    }  # fmt: skip
    try:
        return paper.kind, writers[paper.kind](paper)
    except ModuleNotFoundError:
        return "md", _markdown(paper)


def _markdown(paper: Paper) -> bytes:
    return ("\n\n".join([f"# {paper.title}", *paper.paragraphs]) + "\n").encode()


def _text(paper: Paper) -> bytes:
    return ("\n\n".join([paper.title.upper(), *paper.paragraphs]) + "\n").encode()


def _page(paper: Paper) -> bytes:
    title = html.escape(paper.title)
    body = "\n".join(f"<p>{html.escape(p)}</p>" for p in paper.paragraphs)
    return f"<!doctype html>\n<html lang='en'><head><meta charset='utf-8'><title>{title}</title></head>\n<body>" \
           f"<h1>{title}</h1>\n{body}\n</body></html>\n".encode()  # fmt: skip


def _mail(paper: Paper) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = f"{paper.side}@example.com"
    message["To"] = "everybody@example.com"
    message["Date"] = "Mon, 03 Nov 2025 09:00:00 +0100"
    message["Message-ID"] = f"<{_name(paper)}-{paper.side}@example.com>"
    message["Subject"] = paper.title
    message.set_content("\n\n".join(paper.paragraphs) + "\n")
    return message.as_bytes()


def _word(paper: Paper) -> bytes:
    from docx import Document

    made = Document()
    made.add_heading(paper.title, level=1)
    for paragraph in paper.paragraphs:
        made.add_paragraph(paragraph)
    held = io.BytesIO()
    made.save(held)
    return _settled(held.getvalue())


def _slides(paper: Paper) -> bytes:
    from pptx import Presentation

    made = Presentation()
    for at in range(0, len(paper.paragraphs), 2):
        slide = made.slides.add_slide(made.slide_layouts[1])
        slide.shapes.title.text = paper.title
        slide.placeholders[1].text = "\n".join(paper.paragraphs[at : at + 2])
    held = io.BytesIO()
    made.save(held)
    return _settled(held.getvalue())


def _settled(package: bytes) -> bytes:
    """An Office file without the time at which it was written."""
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        return _archive({name: source.read(name) for name in source.namelist()})


def _archive(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as out:
        for name, content in members.items():
            out.writestr(zipfile.ZipInfo(name, _LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()
