"""A page as a file to take away: one door to every format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from accord.findings.format import Format
from accord.pages.brief import BriefPage
from accord.pages.renderings.as_csv import is_zip, sheet_csv, stem
from accord.pages.renderings.as_json import page_json
from accord.pages.sheet import NoHandOut, Sheet
from accord.pages.sheets_of import sheet_of
from accord.units.period import local

FileFormat = Literal["json", "csv", "xlsx", "pdf", "pptx"]
FORMATS: tuple[FileFormat, ...] = get_args(FileFormat)

_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPES: dict[str, str] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "pptx": f"{_OFFICE}.presentationml.presentation",
}


@dataclass(frozen=True, slots=True)
class HandOut:
    """A file: what it holds, its media type, and a name in plain letters."""

    content: bytes
    media_type: str
    file_name: str


def hand_out(page: Any, format_: str, form: Format | None = None, made_up: str = "") -> HandOut:
    """A page in one of ``FORMATS``. CSV of several tables is a ZIP of them, and its name says so.

    ``form`` and ``made_up`` are for a page that does not say itself how its reader sees numbers and whether its data
    are made up (a finding alone). Raises ``NoHandOut`` for a format that there is not, or that this page has not.
    """
    makers = _makers()
    if format_ not in makers:
        raise NoHandOut(f"there is no hand-out in the format {format_!r}; there are {', '.join(FORMATS)}")
    sheet = sheet_of(page, form, made_up)
    content = makers[format_](page, sheet)
    ending = "zip" if format_ == "csv" and is_zip(content) else format_
    stem_ = f"{_stem(sheet)}-csv-tables" if ending == "zip" else _stem(sheet)
    return HandOut(content, _TYPES[ending], f"{stem_}.{ending}")


def formats_of(page: Any) -> tuple[FileFormat, ...]:
    """The formats in which a page is handed out: all, but a slide only where the page makes one."""
    from accord.pages.slide import has_slides

    return FORMATS if has_slides(page) else FORMATS[:-1]


def _makers() -> dict[str, Callable[[Any, Sheet], bytes]]:
    return {"json": _json, "csv": _csv, "xlsx": _xlsx, "pdf": _pdf, "pptx": _pptx}


def _json(page: Any, sheet: Sheet) -> bytes:
    return page_json(page, f"accord.{sheet.name}/1").encode()


def _csv(_: Any, sheet: Sheet) -> bytes:
    return sheet_csv(sheet)


def _xlsx(_: Any, sheet: Sheet) -> bytes:
    from accord.pages.renderings.as_xlsx import sheet_xlsx

    return sheet_xlsx(sheet)


def _pdf(page: Any, sheet: Sheet) -> bytes:
    if isinstance(page, BriefPage):
        from accord.pages.renderings.pdf import brief_pdf

        return brief_pdf(page)
    from accord.pages.renderings.as_pdf import sheet_pdf

    return sheet_pdf(sheet)


def _pptx(page: Any, sheet: Sheet) -> bytes:
    from accord.pages.renderings.as_pptx import slides_pptx
    from accord.pages.slide import slides_of

    return slides_pptx(slides_of(page, sheet.form, sheet.made_up), sheet.form)


def _stem(sheet: Sheet) -> str:
    """'made-up-accord-brief-2026-11-20': what it is, and the local day to which its facts reach."""
    day = local(sheet.at, sheet.form.zone).date().isoformat() if sheet.at else ""
    return stem(" ".join(("made up" if sheet.made_up else "", "accord", sheet.name, sheet.key, day)))
