from __future__ import annotations

import gzip
import os
import subprocess
import sys
import time
import zipfile
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest

from accord.facts.limits import Limits
from accord.facts.mapping_suggest import NotRecognised
from accord.facts.parse import parse, recognise
from accord.facts.parse_discovery import reader_named, reader_names, readers
from accord.facts.reading import Ask, BadFile, Given
from tests.facts.hostile import ORDER, SHOP
from tests.facts.readers.making import KEY, facts, rejects, written

PLAN = "campaign_id,name,starts_at,ends_at\nA,A,2026-05-01,2026-05-02\n"
GIVEN = Given(zone="UTC", hash_key=KEY)


def shop(*orders: str) -> str:
    return "\n".join([SHOP, *orders, ""])


def numbered(count: int) -> list[str]:
    return [ORDER.replace("#1,", f"#{n},") for n in range(count)]


def test_a_file_is_told_whole(tmp_path: Path) -> None:
    bad = ORDER.replace("#1", "#2").replace("10.00", "=1+1")
    path = written(tmp_path, "orders.csv", shop(ORDER, bad))
    (parsed,) = parse(path, GIVEN, tmp_path / "out")
    assert (parsed.source, parsed.member, parsed.reader, parsed.reader_version) == (path, "", "shopify_orders", 1)
    assert parsed.source_id == sha256(path.read_bytes()).hexdigest()
    assert (parsed.counts, parsed.rejected, parsed.rows_read) == ({"orders": 1}, 1, 2)
    assert parsed.first == parsed.last == datetime(2026, 5, 1, 8)
    assert (parsed.money, parsed.encoding, parsed.locale) == ({"EUR": 1000}, "utf-8", "en_US")
    assert ("Total", "total") in parsed.columns_matched
    assert len(parsed.fingerprint) == 16


def test_nothing_is_written_but_tables_and_rejects(tmp_path: Path) -> None:
    bad = ORDER.replace("#1", "#2").replace("10.00", "=1+1")
    (parsed,) = parse(written(tmp_path, "orders.csv", shop(ORDER, bad)), GIVEN, tmp_path / "out")
    assert set((tmp_path / "out").iterdir()) == {parsed.tables["orders"], parsed.rejects}


def test_no_cell_of_the_reject_file_acts_as_a_formula(tmp_path: Path) -> None:
    bad = ORDER.replace("#1", "#2").replace("10.00", "=1+1")
    (parsed,) = parse(written(tmp_path, "orders.csv", shop(ORDER, bad)), GIVEN, tmp_path / "out")
    assert rejects(parsed) == [{"row": "3", "column": "Total", "value": "'=1+1", "reason": "is not a number"}]


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    path = written(tmp_path, "orders.csv", shop(*numbered(50)))
    (one,), (two,) = parse(path, GIVEN, tmp_path / "one"), parse(path, GIVEN, tmp_path / "two")
    assert one.tables["orders"].read_bytes() == two.tables["orders"].read_bytes()


def test_a_zip_of_exports_is_read_member_by_member(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "exports.zip", "w") as archive:
        archive.writestr("marketing/orders.csv", shop(ORDER))
        archive.writestr("marketing/plan.csv", PLAN)
        archive.writestr("marketing/readme.txt", "Hello\nthere\n")
    plan, orders = sorted(parse(tmp_path / "exports.zip", GIVEN, tmp_path / "out"), key=lambda p: p.reader)
    assert (orders.member, orders.source_id) == ("marketing/orders.csv", sha256(shop(ORDER).encode()).hexdigest())
    assert (plan.member, plan.counts) == ("marketing/plan.csv", {"campaigns": 1})
    assert "marketing/readme.txt is not recognised and left out" in (*plan.notes, *orders.notes)


def test_a_gzip_file_is_known_by_its_own_hash(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv.gz"
    path.write_bytes(gzip.compress(shop(ORDER).encode()))
    (parsed,) = parse(path, GIVEN, tmp_path / "out")
    assert (parsed.member, parsed.source_id) == ("", sha256(path.read_bytes()).hexdigest())


def test_a_header_without_rows_is_an_empty_export_and_no_fault(tmp_path: Path) -> None:
    (parsed,) = parse(written(tmp_path, "orders.csv", SHOP + "\n"), GIVEN, tmp_path / "out")
    assert (parsed.counts, parsed.tables, parsed.first, parsed.rows_read) == ({}, {}, None, 0)


def test_a_question_names_file_row_column_and_flag(tmp_path: Path) -> None:
    with pytest.raises(Ask) as asked:
        parse(written(tmp_path, "plan.csv", PLAN), Given(), tmp_path / "out")
    told = asked.value
    assert (told.file, told.row, told.column, told.setting) == ("plan.csv", 2, "starts_at", "zone")
    assert str(told).startswith("plan.csv, row 2, column starts_at: In which time zone")
    assert "--timezone" in str(told)


def test_an_error_in_a_member_names_the_member(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "exports.zip", "w") as archive:
        archive.writestr("a/orders.csv", shop(ORDER.replace("Mug", '"Mug')))
    with pytest.raises(BadFile) as bad:
        parse(tmp_path / "exports.zip", GIVEN, tmp_path / "out")
    assert str(bad.value).startswith("exports.zip/a/orders.csv, row 2: the file ends within a quoted cell")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"nowhere\.csv: there is no such file"):
        parse(tmp_path / "nowhere.csv", GIVEN, tmp_path / "out")


def test_an_unknown_zone_or_reader_or_locale_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, "plan.csv", PLAN.replace("ends_at\n", "ends_at,forecast\n").replace("02\n", "02,1.50\n"))
    with pytest.raises(BadFile, match="Atlantis is no time zone"):
        parse(path, Given(zone="Mars/Atlantis"), tmp_path / "out")
    with pytest.raises(BadFile, match="no reader crystal_ball"):
        parse(path, GIVEN, tmp_path / "out", reader="crystal_ball")
    with pytest.raises(BadFile, match="xx_YY is not a locale"):
        parse(path, Given(zone="UTC", locale="xx_YY"), tmp_path / "out")


def test_progress_is_told_at_least_once_a_second(tmp_path: Path) -> None:
    path = written(tmp_path, "orders.csv", shop(*numbered(60_000)))
    told: list[tuple[int, int]] = []
    started = time.monotonic()
    parse(path, GIVEN, tmp_path / "out", progress=lambda done, size: told.append((done, size)))
    assert len(told) >= time.monotonic() - started
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert any(0 < done <= size for done, size in told)


def test_a_child_that_needs_too_much_memory_is_stopped(tmp_path: Path) -> None:
    path = written(tmp_path, "orders.csv", shop(*numbered(100_000)))
    with pytest.raises(BadFile, match="memory"):
        parse(path, GIVEN, tmp_path / "out", limits=Limits(memory_bytes=60_000_000))
    assert list((tmp_path / "out").iterdir()) == []


def test_a_child_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    path = written(tmp_path, "orders.csv", shop(ORDER))
    with pytest.raises(BadFile, match=r"took longer than 0\.05 s"):
        parse(path, GIVEN, tmp_path / "out", limits=Limits(seconds=0.05))


def test_the_key_is_in_no_argument_and_no_variable_of_the_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[object, object]] = []

    class Watched(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, command: list[str], **more: object) -> None:
            seen.append((command, more["env"]))
            super().__init__(command, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", Watched)
    parse(written(tmp_path, "orders.csv", shop(ORDER)), GIVEN, tmp_path / "out")
    assert KEY.hex() not in repr(seen)
    assert repr(KEY)[2:-1] not in repr(seen)


def test_the_child_is_of_our_session_so_that_a_lower_priority_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Linux shares the processors among sessions first; reading a file would take half of them from the pages."""
    seen: list[tuple[int, int]] = []

    class Watched(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, command: list[str], **more: object) -> None:
            super().__init__(command, **more)  # type: ignore[call-overload]
            seen.append((os.getsid(self.pid), os.getpgid(self.pid) - self.pid))

    monkeypatch.setattr(subprocess, "Popen", Watched)
    parse(written(tmp_path, "orders.csv", shop(ORDER)), GIVEN, tmp_path / "out")
    assert seen == [(os.getsid(0), 0)]


def test_readers_are_found_by_their_file_names_without_importing_any() -> None:
    code = (
        "import sys; from accord.facts.parse_discovery import reader_names; names = reader_names();"
        "assert 'shopify_orders' in names, names;"
        "heavy = {'numpy', 'duckdb', 'babel', 'scipy', 'yaml'} & sys.modules.keys(); assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)})


def test_every_reader_is_named_after_its_file_and_says_where_its_export_is_found() -> None:
    for reader in readers():
        assert reader.name in reader_names()
        assert reader_named(reader.name) is reader
        assert reader.title
        assert reader.how_to_get
        assert set(reader.tables) <= set(_tables())


def _tables() -> list[str]:
    from accord.facts.tables import TABLES

    return list(TABLES)


def test_readers_of_other_packages_are_found_by_their_entry_point(tmp_path: Path) -> None:
    (tmp_path / "other.py").write_text(
        "from accord.facts.readers.campaign_plan import CampaignPlan\n"
        "class Other(CampaignPlan):\n    name = 'other_plan'\n    def recognise(self, sample):\n        return 1.0\n"
        "READER = Other()\n"
    )
    folder = tmp_path / "other-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 1.0\n")
    (folder / "entry_points.txt").write_text("[accord.readers]\nother_plan = other:READER\n")
    path = written(tmp_path, "plan.csv", PLAN.replace("starts_at", "start"))
    code = f"from pathlib import Path; from accord.facts.parse import recognise; print(recognise(Path({str(path)!r})))"
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    told = subprocess.run([sys.executable, "-c", code], check=True, env=env, capture_output=True, text=True).stdout
    assert "('', 'other_plan', 1.0)" in told


def test_recognising_may_be_narrowed_to_some_readers(tmp_path: Path) -> None:
    path = written(tmp_path, "orders.csv", shop(ORDER))
    assert recognise(path) == [("", "shopify_orders", 1.0)]
    assert recognise(path, ["jira", "ecb_rates"]) == []


def test_text_that_is_no_table_is_not_recognised_and_nothing_is_suggested(tmp_path: Path) -> None:
    with pytest.raises(NotRecognised) as unknown:
        parse(written(tmp_path, "letter.csv", "Dear all,\nthis is a letter.\n"), GIVEN, tmp_path / "out")
    assert unknown.value.suggestions == ()


def test_text_that_is_no_table_is_a_document_whose_side_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(Ask) as asked:
        parse(written(tmp_path, "letter.txt", "Dear all,\nthis is a letter.\n"), GIVEN, tmp_path / "out")
    assert asked.value.choices == ("marketing", "it")


def test_rows_are_numbered_as_an_editor_numbers_lines(tmp_path: Path) -> None:
    rows = [ORDER.replace("#1", "#2").replace("Mug", '"Mug\nwith a saucer"'), "", ORDER.replace("#1", "#3")]
    (parsed,) = parse(written(tmp_path, "orders.csv", shop(ORDER, *rows)), GIVEN, tmp_path / "out")
    assert [fact["row_number"] for fact in facts(parsed, "orders")] == [2, 3, 6]


@pytest.mark.parametrize("locale", ["xx_YY", "not a locale", "de-DE-x-y-z"])
def test_a_locale_that_does_not_exist_is_told_in_a_sentence(locale: str, tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", "booked_on,vendor,amount\n2026-07-01,Tea,1.50\n")
    with pytest.raises(BadFile, match=r"is not a locale; write it like en_US or de_DE. Name it with --locale"):
        parse(path, Given(locale=locale, currency="EUR"), tmp_path / "out")
