"""Hostile files, made on the spot: broken, oversized, deceitful. Every one must end in a message and no row.

``CORPUS`` is what each run tries; ``VARIANTS`` multiplies the text ones by encodings, delimiters and packing.
"""

from __future__ import annotations

import gzip
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import xlsxwriter

SHOP = "Name,Email,Financial Status,Currency,Total,Created at,Lineitem name,Source"
ORDER = "#1,a@example.com,paid,EUR,10.00,2026-05-01 10:00:00 +0200,Mug,web"
PLAN = "campaign_id,name,starts_at,ends_at,forecast,currency"
MB = 1_000_000


@dataclass(frozen=True)
class Hostile:
    """A file's name, how its bytes are made, and a piece of the message that it must end in."""

    name: str
    make: Callable[[], bytes]
    told: str

    def __str__(self) -> str:
        return self.name


def shop(order: str = ORDER, header: str = SHOP) -> bytes:
    return f"{header}\n{order}\n".encode()


def spoilt(name: str, value: str, told: str, at: int) -> Hostile:
    """A shop file of one order of which one cell is spoilt."""
    cells = ORDER.split(",")
    cells[at] = value
    return Hostile(name, lambda: shop(",".join(cells)), told)


def zipped(members: dict[str, bytes], **attributes: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            for attribute, value in attributes.items():
                setattr(info, attribute, value)
            archive.writestr(info, data)
    return packed.getvalue()


def workbook(**parts: bytes) -> bytes:
    """A workbook with one order sheet, some of its parts replaced."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, SHOP.split(","))
        sheet.write_row(1, 0, ORDER.split(","))
    whole = {i: zipfile.ZipFile(made).read(i) for i in zipfile.ZipFile(made).namelist()}
    return zipped(whole | {name.replace("__", "/").replace("_xml", ".xml"): data for name, data in parts.items()})


def sheet_xml(body: str) -> bytes:
    start = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return f"{start}<sheetData>{body}</sheetData></worksheet>".encode()


def bomb_workbook() -> bytes:
    """Under a megabyte that unpacks to over 300."""
    made = io.BytesIO(workbook())
    with (
        zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet2.xml", "w") as sheet,
    ):
        for _ in range(330):
            sheet.write(b'<c t="inlineStr"><is><t>x</t></is></c>' * 27_000)
    return made.getvalue()


def far_cell_workbook() -> bytes:
    """Two cells in opposite corners: 17 thousand million cells between them."""
    body = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return workbook(xl__worksheets__sheet1_xml=sheet_xml(body))


def laughs(levels: int = 9) -> bytes:
    lines = ['<!ENTITY a0 "ha">'] + [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, levels)]
    head = f'<?xml version="1.0"?><!DOCTYPE sst [{"".join(lines)}]>'
    body = (
        f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&a{levels - 1};</t></si></sst>'
    )
    return (head + body).encode()


def outside_entity() -> bytes:
    head = '<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    body = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&x;</t></si></sst>'
    return (head + body).encode()


def overlapping() -> bytes:
    """Two directory entries that share one member's bytes."""
    whole = zipped({"a.csv": shop(), "b.csv": shop()})
    first = whole.index(b"PK\x01\x02")
    second = whole.index(b"PK\x01\x02", first + 4)
    return whole[: second + 42] + struct.pack("<L", 0) + whole[second + 46 :]


def lying_zip() -> bytes:
    """A member that is longer than its directory says."""
    whole = bytearray(zipped({"orders.csv": shop() + b"x" * 200_000}))
    at = whole.index(b"PK\x01\x02") + 24
    whole[at : at + 4] = struct.pack("<L", 10)
    return bytes(whole)


def encrypted_zip() -> bytes:
    whole = bytearray(zipped({"orders.csv": shop()}))
    whole[6] |= 1
    whole[whole.index(b"PK\x01\x02") + 8] |= 1
    return bytes(whole)


def gzip_bomb(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(bytes(MB)) for _ in range(size // MB)), packer.flush()])


def noise(size: int, seed: int) -> bytes:
    return random.Random(seed).randbytes(size)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WIDE = ",".join(f"c{n}" for n in range(10**6)) + "\n"

CORPUS = [
    Hostile("empty.csv", lambda: b"", "empty"),
    Hostile("blank.csv", lambda: b"\n\n \n", "no reader recognises"),
    Hostile("noise.csv", lambda: noise(100_000, 1), "not a text"),
    Hostile("noise.xlsx", lambda: b"PK\x03\x04" + noise(10_000, 2), "damaged"),
    Hostile("picture.csv", lambda: b"\x89PNG\r\n\x1a\n" + noise(500, 3), "a picture"),
    Hostile("pages.csv", lambda: b"%PDF-1.7\n" + noise(500, 4), "the PDF is damaged"),
    Hostile("program.csv", lambda: b"\x7fELF" + noise(500, 5), "a program"),
    Hostile("database.csv", lambda: b"SQLite format 3\0" + bytes(100), "a database"),
    Hostile("old.xls", lambda: OLE + bytes(512), "password"),
    Hostile("locked.xlsx", lambda: OLE + noise(4096, 6), "password"),
    Hostile("macros.xlsm", lambda: workbook() and zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b"",
            "xl/vbaProject.bin": b"x"}), "macros"),
    Hostile("letter.docx", lambda: zipped({"[Content_Types].xml": b"", "word/document.xml": b"x"}), "the Word file"),
    Hostile("cut.xlsx", lambda: workbook()[:-200], "damaged"),
    Hostile("hollow.xlsx", lambda: zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}), "workbook"),
    Hostile("broken_sheet.xlsx", lambda: workbook(xl__worksheets__sheet1_xml=b"<worksheet><sheetData><row"), ""),
    Hostile("bomb.xlsx", bomb_workbook, "zip bomb"),
    Hostile("far_cell.xlsx", far_cell_workbook, ""),
    Hostile("laughs.xlsx", lambda: workbook(xl__sharedStrings_xml=laughs()), ""),
    Hostile("outside.xlsx", lambda: workbook(xl__sharedStrings_xml=outside_entity()), ""),
    Hostile("many_columns.xlsx", lambda: workbook(xl__worksheets__sheet1_xml=sheet_xml(
        '<row r="1"><c r="ZZZZ1"><v>1</v></c></row>')), ""),
    Hostile("table.csv.xlsx", lambda: b"just,text\nwith,a wrong name\n", "no reader recognises"),
    Hostile("zip.csv", lambda: zipped({"letter.log": b"Dear all,\nno table here.\n"}), "no reader recognises"),
    Hostile("empty.zip", lambda: zipped({}), "no file"),
    Hostile("nested.zip", lambda: zipped({"inner.zip": zipped({"orders.csv": shop()})}), "another archive"),
    Hostile("nested_gz.zip", lambda: zipped({"orders.csv": gzip.compress(shop())}), "another archive"),
    Hostile("doll.gz", lambda: gzip.compress(gzip.compress(shop())), "another archive"),
    Hostile("zip.gz", lambda: gzip.compress(zipped({"orders.csv": shop()})), "another archive"),
    Hostile("slip.zip", lambda: zipped({"../../outside.csv": shop()}), "outside of the archive"),
    Hostile("absolute.zip", lambda: zipped({"/etc/orders.csv": shop()}), "outside of the archive"),
    Hostile("backslash.zip", lambda: zipped({"..\\..\\orders.csv": shop()}), "outside of the archive"),
    Hostile("drive.zip", lambda: zipped({"C:/orders.csv": shop()}), "outside of the archive"),
    Hostile("link.zip", lambda: zipped({"orders.csv": b"/etc/passwd"}, external_attr=0o120777 << 16), "is a link"),
    Hostile("secret.zip", encrypted_zip, "password"),
    Hostile("overlap.zip", overlapping, "overlaps"),
    Hostile("lying.zip", lying_zip, "damaged"),
    Hostile("crowd.zip", lambda: zipped({f"{n}.csv": b"" for n in range(10_001)}), "10,001 files"),
    Hostile("flat_bomb.zip", lambda: zipped({"orders.csv": bytes(60 * MB)}), "zip bomb"),
    Hostile("bomb.csv.gz", lambda: gzip_bomb(120 * MB), "zip bomb"),
    Hostile("cut.csv.gz", lambda: gzip.compress(shop() * 500)[:-30], "cut off"),
    Hostile("crc.csv.gz", lambda: gzip.compress(shop())[:-8] + bytes(8), "damaged"),
    Hostile("table.7z", lambda: b"7z\xbc\xaf\x27\x1c" + noise(100, 7), "not read"),
    Hostile("table.bz2", lambda: b"BZh91AY&SY" + noise(100, 8), "not read"),
    Hostile("nul.csv", lambda: shop(ORDER.replace("Mug", "M\0g")), "NUL"),
    Hostile("nul_far.csv", lambda: shop() + (ORDER + "\n").encode() * 9 + b"#2,\0", "row 12"),
    Hostile("bad_utf8.csv", lambda: "Name,Größe\n".encode() + b"\xff,\xc3\x28\n" + "ü\n".encode() * 9, "row 2"),
    Hostile("bad_mark.csv", lambda: b"\xef\xbb\xbf" + shop() + b"\xff\xff", "utf-8"),
    Hostile("odd_utf16.csv", lambda: shop().decode().encode("utf-16")[:-1], "utf-16"),
    Hostile("lone_surrogate.csv", lambda: b"\xff\xfe" + shop().decode().encode("utf-16-le") + b"\x00\xd8", "utf-16"),
    Hostile("million_columns.csv", lambda: (WIDE + WIDE).encode(), "row 1"),
    Hostile("million_columns_later.csv", lambda: shop() + WIDE.encode(), "row 3"),
    Hostile("endless_line.csv", lambda: b"x" * (25 * MB), "longer than"),
    Hostile("big_cell.csv", lambda: shop(ORDER.replace("Mug", "M" * 2 * MB)), "row 2"),
    Hostile("open_quote.csv", lambda: shop(ORDER.replace("Mug", '"Mug')), "row 2"),
    Hostile("open_quote_far.csv", lambda: shop() + f'#2,"{ORDER}\n'.encode() * 3001, "row"),
    Hostile("cut_row.csv", lambda: f"{SHOP}\n{ORDER}\n#2,b@exa".encode(), "row 3"),
    Hostile("deep.json", lambda: b"[" * 200_000, "nested too deep"),
    Hostile("deep_objects.json", lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deep"),
    Hostile("broken.json", lambda: b'{"incidents": [{"id": 1},]}', "row 1"),
    Hostile("two.json", lambda: b'{"a": 1} trailing', "row 1"),
    Hostile("laughs.yaml", lambda: b"apiVersion: &a ['ha']\n" + b"".join(
        f"k{n}: &b{n} [{', '.join(['*a' if n == 0 else f'*b{n - 1}'] * 9)}]\n".encode() for n in range(9)), "aliases"),
    Hostile("object.yaml", lambda: b"apiVersion: !!python/object/apply:os.system ['true']\n", "YAML"),
    Hostile("deep.yaml", lambda: b"version: " + b"[" * 20_000, ""),
    Hostile("broken.ics", lambda: b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:never\r\n", ""),
    Hostile("hollow.parquet", lambda: b"PAR1" + noise(200, 9) + b"PAR1", ""),
    spoilt("huge_amount.csv", "1e400", "row 2, column Total", 4),
    spoilt("endless_amount.csv", "9" * 5000, "row 2, column Total", 4),
    spoilt("not_a_number.csv", "NaN", "row 2, column Total", 4),
    spoilt("too_large.csv", "99999999999999999999.00", "row 2, column Total", 4),
    spoilt("formula_amount.csv", "=1+1", "row 2, column Total", 4),
    spoilt("year_1.csv", "0001-01-01 00:00:00 +0000", "row 2, column Created at", 5),
    spoilt("year_9999.csv", "9999-12-31 23:59:59 +0000", "row 2, column Created at", 5),
    spoilt("year_99999.csv", "99999-01-01 00:00:00 +0000", "row 2, column Created at", 5),
    spoilt("day_30_2.csv", "2026-02-30 00:00:00 +0000", "row 2, column Created at", 5),
    spoilt("offset_99.csv", "2026-02-03 00:00:00 +9999", "row 2, column Created at", 5),
    spoilt("turned_name.csv", "#1\u202e002", "row 2, column Name", 0),
    spoilt("hidden_name.csv", "#1\u200b", "row 2, column Name", 0),
    spoilt("bell_name.csv", "#1\x07", "row 2, column Name", 0),
    spoilt("no_currency.csv", "€€€", "row 2", 3),
    Hostile("hidden_header.csv", lambda: shop(header=SHOP.replace("Total", "To\u200btal")), "character U+200B"),
    Hostile("turned_header.csv", lambda: shop(header=SHOP.replace("Total", "\u202eTotal")), "invisible"),
    Hostile("shifted.csv", lambda: shop(ORDER.replace("Mug", "Mug, large")), "row 2"),
    Hostile("unclear_dates.csv", lambda: f"{PLAN}\nA,A,03/04/2026 10:00,05/04/2026 10:00,,\n".encode(),
            "row 2, column starts_at"),
    Hostile("unclear_numbers.csv", lambda: f"{PLAN}\nA,A,2026-04-03,2026-04-05,12.345,EUR\n".encode(),
            "row 2, column forecast"),
]  # fmt: skip

_TEXTS = [
    h
    for h in CORPUS
    if h.name.startswith(("huge_", "year_", "day_30", "turned_n", "hidden_n", "nul", "no_curr", "shifted"))
]
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be")
_DELIMITERS = (",", ";", "\t")


def _variants() -> Iterator[Hostile]:
    for hostile in _TEXTS:
        for encoding in _ENCODINGS:
            for delimiter in _DELIMITERS:
                yield Hostile(
                    f"{encoding}-{ord(delimiter)}-{hostile.name}", _rewritten(hostile, encoding, delimiter), "row"
                )
        yield Hostile(f"packed-{hostile.name}.gz", _packed(hostile, gzip.compress), "row")
        yield Hostile(f"packed-{hostile.name}.zip", _packed(hostile, lambda data: zipped({"orders.csv": data})), "row")


def _rewritten(hostile: Hostile, encoding: str, delimiter: str) -> Callable[[], bytes]:
    return lambda: hostile.make().decode().replace(",", delimiter).encode(encoding)


def _packed(hostile: Hostile, pack: Callable[[bytes], bytes]) -> Callable[[], bytes]:
    return lambda: pack(hostile.make())


VARIANTS = list(_variants())
"""The text files in other letters, with other delimiters, and packed; for the long run."""
