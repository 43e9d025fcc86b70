from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from accord.facts.limits import DEFAULT
from accord.facts.reading import BadFile
from accord.facts.sniff import sample_of
from accord.facts.sniff_container import unpack
from accord.facts.sniff_encoding import encoding_of
from tests.facts.readers.making import written

TABLE = "name;amount\nCafé – “crème”;1,50 €\nnaïve;2,00 €\n"


@pytest.mark.parametrize(
    ("name", "mend"), [("brief.docx", "is damaged: fetch it again"), ("orders.bin", "Is it a table?")]
)
def test_bytes_that_are_no_text_get_the_mend_for_what_they_are_called(name: str, mend: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(bytes(range(128, 256)) * 40)
    with pytest.raises(BadFile, match=mend):
        encoding_of(path, DEFAULT)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_western_text_is_read_in_the_letters_it_was_written_in(encoding: str, tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", TABLE, encoding)
    assert path.read_bytes().decode(encoding_of(path, DEFAULT)) == TABLE


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Müller,Straße,Größe über alles\n"),
        ("cp1250", "Zażółć gęślą jaźń, Łódź jest piękna, pieniądze są ważne\n"),
        ("cp1251", "Витрачена сума, Кліки (усі), Покази, Назва кампанії\n"),
        ("shift_jis", "こんにちは世界、これは日本語のテキストです。\n"),
    ],
)
def test_other_letters_are_found_on_a_sample(encoding: str, text: str, tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", text * 20, encoding)
    assert path.read_bytes().decode(encoding_of(path, DEFAULT)) == text * 20


def test_a_pound_sign_far_down_an_ascii_file_is_a_pound_sign(tmp_path: Path) -> None:
    text = "vendor,amount\n" + "Made-up Ltd,100.00\n" * 20_000 + "Made-up Ltd,£5\n"
    assert encoding_of(written(tmp_path, "t.csv", text, "cp1252"), DEFAULT) == "cp1252"


def test_one_broken_byte_in_utf_8_is_an_error_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("name\nCafé\nCrème\n".encode() + b"br\xffken\n" + "Gelée\n".encode())
    with pytest.raises(BadFile, match="not UTF-8") as bad:
        encoding_of(path, DEFAULT)
    assert bad.value.row == 4


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b,c\n1,2,3\n4,5,6\n", ","),
        ("a;b;c\n1,5;2,5;3,5\n4,1;5,1;6,1\n", ";"),
        ("a\tb\tc\n1,5\t2 x\t3\n4\t5\t6\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ('sep=;\na;b\n"x,y";2\n', ";"),
        ("just one column\nrow\nrow\n", ""),
    ],
)
def test_the_delimiter_is_found(text: str, delimiter: str, tmp_path: Path) -> None:
    assert sample_of(written(tmp_path, "t.csv", text), DEFAULT).delimiter == delimiter


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{"incidents": []}', "json"),
        ("[1, 2]", "json"),
        ('{"a": 1}\n{"a": 2}\n', "jsonl"),
        ("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "ics"),
        ("apiVersion: openslo/v1\nkind: Service\n", "yaml"),
        ("# a note\n---\nversion: prometheus/v1\n", "yaml"),
        ("name,when\nlunch: tomorrow,12:00\n", "csv"),
        ("PAR1 is not at the start of a real one\n", "parquet"),
    ],
)
def test_the_kind_is_found_by_content_whatever_the_name_says(text: str, kind: str, tmp_path: Path) -> None:
    assert sample_of(written(tmp_path, "misnamed.xlsx", text), DEFAULT).kind == kind


def test_documents_are_parsed_and_several_in_one_file_are_a_list(tmp_path: Path) -> None:
    assert sample_of(written(tmp_path, "a.json", '{"a": [1]}'), DEFAULT).data == {"a": [1]}
    assert sample_of(written(tmp_path, "a.yaml", "a: 1\n"), DEFAULT).data == {"a": 1}
    assert sample_of(written(tmp_path, "b.yaml", "---\na: 1\n---\na: 2\n"), DEFAULT).data == [{"a": 1}, {"a": 2}]


def test_a_zip_is_taken_apart_and_a_gzip_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "exports.zip", "w") as archive:
        archive.writestr("folder/orders.csv", "a,b\n1,2\n")
        archive.writestr("folder/plan.csv", "c,d\n3,4\n")
        archive.writestr("__MACOSX/._orders.csv", "rubbish")
    (tmp_path / "zip").mkdir()
    members = list(unpack(tmp_path / "exports.zip", tmp_path / "zip", DEFAULT))
    assert [(m.name, m.path.read_text()) for m in members] == [
        ("folder/orders.csv", "a,b\n1,2\n"),
        ("folder/plan.csv", "c,d\n3,4\n"),
    ]
    (tmp_path / "orders.csv.gz").write_bytes(gzip.compress(b"a,b\n1,2\n"))
    (member,) = unpack(tmp_path / "orders.csv.gz", tmp_path / "zip", DEFAULT)
    assert (member.name, member.path.name, member.path.read_text()) == ("", "orders.csv", "a,b\n1,2\n")
