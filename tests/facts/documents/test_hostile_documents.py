"""Documents made to harm end in a message with the mend, within the limits, and nothing of them is stored."""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from accord.facts import bundles
from accord.facts import parse as parsing
from accord.facts.documents.formats import within
from accord.facts.importing import read
from accord.facts.limits import Limits
from accord.facts.parse import parse
from accord.facts.reading import BadFile, Given
from accord.facts.settle import Answers
from accord.facts.store import Store
from accord.workspace.folder import Workspace
from accord.workspace.settings import Settings
from tests.facts.documents import made
from tests.facts.made_exports import NOW

LIMITS = Limits(memory_bytes=512_000_000, seconds=20, line_chars=5_000_000)
GIVEN = Given(hash_key=b"a made-up key", side="it")
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def package(part: str, body: bytes | str) -> bytes:
    return made.zipped({"[Content_Types].xml": TYPES, part: body})


def laughs() -> str:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{levels}]><x>&l9;</x>'


def noted(footnotes: bytes) -> bytes:
    """A Word file with footnotes that are not what they should be."""
    with zipfile.ZipFile(io.BytesIO(made.docx_with_notes())) as whole:
        members = {name: whole.read(name) for name in whole.namelist()}
    return made.zipped({**members, "word/footnotes.xml": footnotes})


def looping_pdf() -> bytes:
    """Pages that are children of themselves."""
    return made.pdf_of(
        ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000 /Parent 2 0 R >>"]
    )


def inflating_pdf() -> bytes:
    """A page whose stream unpacks to 400 MB."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b" " * 10_000_000) for _ in range(40)) + packer.flush()
    stream = data.decode("latin-1")
    objects = made.pdf("x").decode().split("endobj\n")
    assert len(objects) == 5
    told = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 612 792] >>",
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
        f"<< /Length {len(data)} /Filter /FlateDecode >>\nstream\n@@\nendstream",
    ]
    return made.pdf_of(told).replace(b"@@", stream.encode("latin-1"))


def locked_pdf() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(io.BytesIO(made.pdf("secret"))))
    writer.encrypt("a made-up word", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def mails_in_mails(depth: int) -> bytes:
    inner = made.mail("The innermost.").as_bytes()
    for level in range(depth):
        head = f"From: a@example.com\r\nTo: b@example.com\r\nSubject: {level}\r\nMIME-Version: 1.0\r\n"
        bound = f'Content-Type: multipart/mixed; boundary="b{level}"\r\n\r\n--b{level}\r\n'
        inner = (
            (head + bound).encode() + b"Content-Type: message/rfc822\r\n\r\n" + inner + f"\r\n--b{level}--\r\n".encode()
        )
    return inner


CORPUS: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb.docx": (lambda: package("word/document.xml", b" " * 200_000_000), "zip bomb"),
    "bomb.pptx": (lambda: package("ppt/presentation.xml", b" " * 200_000_000), "zip bomb"),
    "laughs.docx": (lambda: package("word/document.xml", laughs()), "entities of its own"),
    "laughs.pptx": (lambda: package("ppt/presentation.xml", laughs()), "entities of its own"),
    "laughs.xml": (lambda: laughs().replace("x>", "hibernate-generic>").encode(), "entities of its own"),
    "notes.docx": (lambda: noted(b" " * 200_000_000), "zip bomb"),
    "laughing_notes.docx": (lambda: noted(laughs().encode()), "entities of its own"),
    "broken_notes.docx": (lambda: noted(b"<w:footnotes"), "damaged"),
    "macros.docx": (lambda: package("word/vbaProject.bin", b"x"), "macros"),
    "cut.docx": (lambda: made.docx()[:-200], "cut off or damaged"),
    "hollow.docx": (lambda: package("word/document.xml", "<w:document/>"), "damaged"),
    "hollow.pptx": (lambda: package("ppt/presentation.xml", "<p/>"), "damaged"),
    "locked.docx": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
    "locked.pdf": (locked_pdf, "password"),
    "loop.pdf": (looping_pdf, "PDF"),
    "inflating.pdf": (inflating_pdf, "PDF"),
    "scan.pdf": (lambda: made.pdf(""), "scan"),
    "cut.pdf": (lambda: made.pdf("a", "b")[:300], "PDF"),
    "deep.html": (lambda: b"<html><body>" + b"<div>" * 100_000 + b"deep", "nested too deep"),
    "long.md": (lambda: b"# A\n\n" + b"word " * 20_000_000, "a line is longer than"),
    "long.html": (lambda: b"<html><body><p>" + b"word " * 20_000_000, "a line is longer than"),
    "parts.eml": (lambda: _many_parts(5_000), "parts"),
    "empty.html": (lambda: b"<html><body></body></html>", "no text"),
    "broken.md": (lambda: b"# Title\n\n" + "Größe ".encode() * 50 + b"\xff\xfe", "not UTF-8"),
}  # fmt: skip


def _many_parts(count: int) -> bytes:
    part = b"--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n"
    head = (
        b'From: a@example.com\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    )
    return head + part * count + b"--b--\r\n"


@pytest.mark.parametrize("name", CORPUS)
def test_a_hostile_document_ends_in_a_message(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make, told = CORPUS[name]
    looks: list[int] = []
    look = parsing._resident
    monkeypatch.setattr(parsing, "_resident", lambda pid: looks.append(look(pid)) or looks[-1])
    path, out = tmp_path / name, tmp_path / "out"
    path.write_bytes(make())
    started = time.monotonic()
    with pytest.raises(BadFile) as ended:
        parse(path, GIVEN, out, limits=LIMITS)
    assert time.monotonic() - started < LIMITS.seconds + 30
    assert max(looks) < 1.1 * LIMITS.memory_bytes
    assert list(out.iterdir()) == []
    message = str(ended.value)
    assert name in message
    assert told in message
    assert "Traceback" not in message
    assert "Report it" not in message


def test_mails_within_mails_are_opened_three_deep_and_no_deeper(tmp_path: Path) -> None:
    path = tmp_path / "deep.eml"
    path.write_bytes(mails_in_mails(30))
    (parsed,) = parse(path, GIVEN, tmp_path / "out", limits=LIMITS)
    assert parsed.counts["documents"] == 4
    assert parsed.rejects is not None
    assert "more than 3 deep" in parsed.rejects.read_text()


def test_of_a_bundle_the_document_that_had_to_be_stopped_is_left_out(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundles, "FEWEST", 2)
    folder = tmp_path / "it"
    folder.mkdir()
    for name in ("a", "m", "z"):
        (folder / f"{name}.md").write_text(f"# {name}\n\nA page of words.")
    rows = b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 1_000_000
    (folder / "k.docx").write_bytes(heavy_docx(rows))
    report = read(
        workspace, [folder], now=NOW, flags=Answers(), settings=Settings(limit_memory_mb=300, limit_seconds=60)
    )
    refused = {f.file: f.error or "" for f in report.refused} | {
        r.value: r.reason for f in report.files for r in f.rejects
    }
    assert list(refused) == ["k.docx"]
    assert "memory" in refused["k.docx"]
    assert "split it" in refused["k.docx"]
    assert Store(workspace).state().tables["documents"].rows == 3


def heavy_docx(body: bytes) -> bytes:
    """A Word file that unpacks to less than is refused, and to more than memory holds as a tree."""
    import io
    import zipfile

    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made.docx())) as plain,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=0) as heavy,
    ):
        for info in plain.infolist():
            data = plain.read(info)
            heavy.writestr(info.filename, data.replace(b"<w:body>", b"<w:body>" + body))
    return buffer.getvalue()


def test_a_document_that_takes_too_long_is_ended_also_where_its_library_goes_on() -> None:
    def stubborn() -> None:
        with suppress(BadFile):  # taken for a fault of the file
            time.sleep(60)
        time.sleep(60)

    started = time.monotonic()
    with pytest.raises(BadFile, match="longer than"), within(0.05):
        stubborn()
    assert time.monotonic() - started < 50
