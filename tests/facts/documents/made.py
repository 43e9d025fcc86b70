"""Made-up documents of every format."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from accord.facts.child import Job
from accord.facts.documents.formats import source_of, written
from accord.facts.documents.written import Failed, Written
from accord.facts.limits import DEFAULT, Limits
from accord.facts.parse import Parsed, parsed_of
from accord.facts.parse_answer import raise_for, request_of
from accord.facts.reading import Given

MARKDOWN = """---
title: "Release guide"
layout: page
---

# When we freeze
{: .no_toc}

The change advisory board (CAB) meets
on [Tuesday](https://example.com/cab). Write to jane@example.com.

<%= partial "cta", locals: { variant: "a" } %>

- first step
- second {{ site.step }} step

| word | meaning |
|---|---|
| CAB | board |

```sh
make release
```

<div class="note"><p>Mind the freeze.</p><script>alert(1)</script></div>
"""

HTML = """<!doctype html><html><head><title>Brief</title><style>p {color: red}</style></head><body>
<nav><a href="/">Home</a></nav>
<h1>Spring brief</h1>
<p>We <b>launch</b> in May.<br>Be ready.</p>
<table><tr><th>channel</th><th>budget</th></tr><tr><td>mail</td><td>10</td></tr></table>
<table><tr><td><p>A table that only places text.</p></td></tr></table>
<pre>send --all</pre>
<footer>Imprint</footer></body></html>"""


def parts(made: Written) -> list[tuple[str, str]]:
    """Kind and text of each part, cut out of the text by its offsets."""
    return [(kind, made.text[start:end]) for kind, start, end, _ in made.parts]


def read(name: str, data: bytes, limits: Limits = DEFAULT) -> list[Written | Failed]:
    """What the file holds, recognised by its content."""
    source = source_of(name, data, limits, 0)
    assert source is not None, f"{name} is not recognised"
    return list(written(source))


def only(name: str, data: bytes) -> Written:
    (made,) = read(name, data)
    assert isinstance(made, Written)
    return made


def parse_here(path: Path, given: Given, out: Path, *, reader: str | None = None, **_: Any) -> list[Parsed]:
    """As ``accord.facts.parse.parse``, in this process: no limits, and no second for each file."""
    out.mkdir(parents=True, exist_ok=True)
    answer = Job(request_of("parse", path, given, out, DEFAULT) | {"reader": reader}, io.StringIO()).answer()
    raise_for(answer, path)
    return [parsed_of(path, one) for one in answer["parsed"]]


def docx(last: str = "Then write it down.") -> bytes:
    from docx import Document

    document = Document()
    document.core_properties.title = "Runbook"
    document.add_heading("On call", 1)
    document.add_paragraph("Who is paged answers within ten minutes.")
    table = document.add_table(2, 2)
    for cell, text in zip((c for row in table.rows for c in row.cells), "role who lead Kim".split(), strict=True):
        cell.text = text
    document.add_paragraph(last)
    return saved(document)


def docx_with_notes() -> bytes:
    """A paragraph with a footnote and a comment, a table with an endnote, and a head on each page."""
    from docx import Document
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = Document()
    document.sections[0].header.paragraphs[0].text = "Confidential"
    first = document.add_paragraph("The CAB meets.")
    document.add_comment(first.runs, "Is that so?", author="Kim Example")
    cell = document.add_table(1, 2).rows[0].cells
    cell[0].text, cell[1].text = "role", "who"
    document.add_paragraph("Ask it.")
    notes = (("footnote", first, "CAB: Change Advisory Board."), ("endnote", cell[1].paragraphs[0], "Since May."))
    for name, place, text in notes:
        between = f'<w:{name} w:type="separator" w:id="0"><w:p><w:r><w:t>---</w:t></w:r></w:p></w:{name}>'
        own = f'<w:{name} w:id="2"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:{name}>'
        blob = f"<w:{name}s {nsdecls('w')}>{between}{own}</w:{name}s>".encode()
        kind = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{name}s+xml"
        part = Part(PackURI(f"/word/{name}s.xml"), kind, blob, document.part.package)
        document.part.relate_to(part, getattr(RELATIONSHIP_TYPE, f"{name}s".upper()))
        place.add_run()._r.append(parse_xml(f'<w:{name}Reference {nsdecls("w")} w:id="2"/>'))
    return saved(document)


def pptx() -> bytes:
    from pptx import Presentation

    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Plan of spring"
    slide.placeholders[1].text = "Three campaigns\nOne budget"
    slide.notes_slide.notes_text_frame.text = "Say why."
    return saved(deck)


def saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def pdf(*pages: str) -> bytes:
    """A PDF by hand: a page a text, a line of the text a line of the page."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    for text in pages:
        at = len(objects) + 1
        shown = " ".join(f"({line}) Tj 0 -14 Td" for line in text.split("\n"))
        stream = f"BT /F1 12 Tf 72 720 Td {shown} ET"
        font = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R /Resources {font} /Contents {at + 1} 0 R >>")
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(len(pages)))
    objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} /MediaBox [0 0 612 792] >>"
    return pdf_of(objects)


def pdf_of(objects: list[str]) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{at:010} 00000 n \n" for at in places)
    count = len(objects) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>\n"
    return body + f"{end}startxref\n{len(body)}\n%%EOF\n".encode()


def mail(text: str, *, html: str = "", subject: str = "Freeze in May") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "Kim <kim@example.com>", "lee@example.com"
    message["Subject"], message["Date"] = subject, "Mon, 2 Feb 2026 10:00:00 +0100"
    if text:
        message.set_content(text)
    if html:
        (message.add_alternative if text else message.set_content)(html, subtype="html")
    return message


def zipped(members: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def docx_without_library() -> bytes:
    """A Word file as small as one can be."""
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>"})
