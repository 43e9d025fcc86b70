"""Reading with the real readers: archives, answers that are remembered, mappings, and a rebuild from the originals."""

from __future__ import annotations

import gzip
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from accord.facts.fingerprints import fingerprints_of
from accord.facts.importing import read
from accord.facts.merge import Counts
from accord.facts.parse import parse
from accord.facts.rebuild import rebuild
from accord.facts.report import FileReport, Report
from accord.facts.settle import Answers
from accord.facts.store import Store
from accord.workspace.folder import Workspace
from tests.facts.made_exports import NOW

SHOP = "Name,Email,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name\n"
SALES = "Order No,Order Date,Total,Customer Email\n"
MAPPING = "order_id=Order No,ordered_at=Order Date,amount=Total,customer_key=Customer Email"
MAPPED = Answers(reader="mapped", options={"as": "orders", "map": MAPPING})


def shop(numbers: range, total: str = "12.00") -> str:
    line = "#{},ana@example.org,paid,EUR,10.00,1.00,1.00,{},2026-01-{:02d} 10:00:00 +0100,1,Lamp\n"
    return SHOP + "".join(line.format(n, total, n % 28 + 1) for n in numbers)


def sales(first: int) -> str:
    """A made-up till's export: no zone, no currency, day and month told apart by the 21st."""
    return (
        SALES + f"R{first},2026-07-05 09:00,5.50,ana@example.org\nR{first + 1},2026-07-21 10:00,6.25,ben@example.org\n"
    )


def take(workspace: Workspace, *paths: Path, **more: Any) -> Report:
    return read(workspace, paths, now=NOW, **more)


def only(report: Report) -> FileReport:
    (file,) = report.files
    return file


def table(workspace: Workspace, columns: str) -> list[tuple[Any, ...]]:
    files = [str(f) for f in Store(workspace).files("orders")]
    with duckdb.connect() as connection:
        return connection.execute(f"select {columns} from read_parquet($1) order by all", [files]).fetchall()


def test_a_shop_s_overlapping_exports_count_once(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(shop(range(1, 11)))
    (tmp_path / "b.csv").write_text(shop(range(6, 16)))
    first, second = only(take(workspace, tmp_path / "a.csv")), only(take(workspace, tmp_path / "b.csv"))
    assert (first.reader, first.new, first.money) == ("shopify_orders", 10, {"EUR": 12_000})
    assert (second.new, second.same) == (5, 5)
    assert table(workspace, "count(*), sum(amount_minor)") == [(15, 18_000)]
    assert only(take(workspace, tmp_path / "a.csv")).status == "here already"


def test_a_file_that_is_here_already_is_not_parsed_again_and_reported_the_same(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(
        shop(range(1, 11)) + "#99,x@example.org,paid,EUR,1,1,1,many,2026-01-01 10:00:00 +0100,1,Lamp\n"
    )
    parsed: list[Path] = []

    def watched(path: Path, *given: Any, **more: Any) -> Any:
        parsed.append(path)
        return parse(path, *given, **more)

    first = only(take(workspace, tmp_path / "a.csv", parse=watched))
    again = only(take(workspace, tmp_path / "a.csv", parse=watched))
    assert len(parsed) == 1
    same = {"orders": Counts(rows=10, new=0, changed=0, same=10, gone=0, repeated=0)}
    assert again == replace(first, status="here already", tables=same)
    assert first.rejected == len(first.rejects) == 1
    other = only(take(workspace, tmp_path / "a.csv", parse=watched, flags=Answers(zone="UTC")))
    assert len(parsed) == 2, "with another answer it is looked at again"
    assert other.status == "here already"


def test_members_of_an_archive_are_imports_with_one_original(workspace: Workspace, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "both.zip", "w") as archive:
        archive.writestr("jan/a.csv", shop(range(1, 4)))
        archive.writestr("feb/a.csv", shop(range(3, 6), "13.00"))
    report = take(workspace, tmp_path / "both.zip")
    assert {(f.file, f.member) for f in report.files} == {("both.zip", "jan/a.csv"), ("both.zip", "feb/a.csv")}
    assert len(report.imports) == 2
    assert len(list(workspace.originals.iterdir())) == 1
    assert table(workspace, "count(*)") == [(5,)]
    assert {r.outcome for r in rebuild(workspace)} == {"equal"}


def test_a_packed_export_rebuilds_equal(workspace: Workspace, tmp_path: Path) -> None:
    with gzip.open(tmp_path / "a.csv.gz", "wt") as file:
        file.write(shop(range(1, 4)))
    take(workspace, tmp_path / "a.csv.gz")
    before = Store(workspace).snapshot_id()
    assert [(r.name, r.outcome) for r in rebuild(workspace)] == [("a.csv.gz", "equal")]
    assert Store(workspace).snapshot_id() == before


def test_a_mapping_and_its_answers_are_remembered_for_the_header(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(sales(1))
    (tmp_path / "b.csv").write_text(sales(3))
    unknown = only(take(workspace, tmp_path / "a.csv"))
    assert unknown.status == "refused"
    assert unknown.suggestions[0].table == "orders"
    asking = only(take(workspace, tmp_path / "a.csv", flags=MAPPED | Answers(currency="EUR")))
    assert asking.question is not None
    assert asking.question.flag == "--timezone"
    answered = MAPPED | Answers(currency="EUR", zone="Europe/Paris")
    assert only(take(workspace, tmp_path / "a.csv", flags=answered)).new == 2
    later = only(take(workspace, tmp_path / "b.csv"))
    assert (later.status, later.new, later.zone) == ("read", 2, "Europe/Paris")
    told = table(workspace, "order_id, ordered_at::varchar, amount_minor, currency")
    assert told[2] == ("R3", "2026-07-05 07:00:00", 550, "EUR")
    assert {r.outcome for r in rebuild(workspace)} == {"equal"}


def test_a_customer_is_the_same_in_every_export_and_nobody_by_name(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(shop(range(1, 3)))
    (tmp_path / "b.csv").write_text(sales(1))
    take(workspace, tmp_path / "a.csv")
    take(workspace, tmp_path / "b.csv", flags=MAPPED | Answers(currency="EUR", zone="UTC"))
    keys = [key for (key,) in table(workspace, "distinct customer_key")]
    assert len(keys) == 2
    assert all(len(key) == 32 and int(key, 16) for key in keys)


def test_a_file_nobody_knows_does_not_stop_the_others(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "notes.log").write_text("Call the printer.\n")
    (folder / "a.csv").write_text(shop(range(1, 3)))
    report = take(workspace, folder)
    assert {f.file: f.status for f in report.files} == {"a.csv": "read", "notes.log": "refused"}
    assert report.committed


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"\x1f\x8bnot gzip", b"\x89PNG"])
def test_fingerprints_of_a_bad_file_are_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad"
    path.write_bytes(content)
    assert fingerprints_of(path, tmp_path) == ()


def test_the_fingerprint_a_reader_tells_is_among_those_looked_up(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(shop(range(1, 3)))
    take(workspace, path)
    (one,) = Store(workspace).state().imports
    assert one.fingerprint in fingerprints_of(path, tmp_path)


def entries(name: str, *more: str) -> str:
    """A made-up calendar with one entry whose time has no zone."""
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Made up//EN\r\n"
    named = f"X-WR-CALNAME:{name}\r\n" if name else ""
    begin = "BEGIN:VEVENT\r\nDTSTART:20261127T090000\r\nSUMMARY:Freeze\r\n"
    events = "".join(f"{begin}UID:{uid}\r\nEND:VEVENT\r\n" for uid in ("a", *more))
    return f"{head}{named}{events}END:VCALENDAR\r\n"


def test_a_zone_answered_for_one_calendar_is_remembered_for_that_calendar_alone(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "it.ics").write_text(entries("IT"))
    (tmp_path / "shops.ics").write_text(entries("Shops"))
    (tmp_path / "it again.ics").write_text(entries("IT", "b"))
    assert only(take(workspace, tmp_path / "it.ics", flags=Answers(zone="Europe/Paris"))).status == "read"
    assert only(take(workspace, tmp_path / "it again.ics")).zone == "Europe/Paris"
    asks = only(take(workspace, tmp_path / "shops.ics"))
    assert asks.question is not None
    assert (asks.question.setting, asks.question.likely) == ("zone", ("Europe/Paris",))


def test_calendars_without_a_name_are_told_apart_by_their_files(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_text(entries(""))
    (tmp_path / "b.ics").write_text(entries("", "b"))
    take(workspace, tmp_path / "a.ics", flags=Answers(zone="Europe/Paris"))
    assert only(take(workspace, tmp_path / "b.ics")).status == "asks"
    (tmp_path / "a.ics").write_text(entries("", "c"))
    assert only(take(workspace, tmp_path / "a.ics")).zone == "Europe/Paris"


def sessions(*minutes: int) -> str:
    """A made-up day of GA4: a session of its own at each minute after midnight UTC."""
    line = '{{"event_name": "session_start", "event_timestamp": "{}", "user_pseudo_id": "v{}", "event_params": []}}\n'
    start = 1_788_220_800_000_000  # 1 September 2026
    return "".join(line.format(start + minute * 60_000_000, minute) for minute in minutes)


def visits(workspace: Workspace) -> list[tuple[Any, ...]]:
    files = [str(f) for f in Store(workspace).files("visits")]
    with duckdb.connect() as connection:
        return connection.execute("select hour(bin_start), visits from read_parquet($1) order by 1", [files]).fetchall()


@pytest.mark.parametrize("order", [("full", "early", "late"), ("early", "full", "late"), ("early", "late", "full")])
def test_an_intraday_table_never_replaces_the_days_own(
    workspace: Workspace, tmp_path: Path, order: tuple[str, ...]
) -> None:
    tables = {
        "full": ("events_20260901.json", sessions(5, 6, 65, 130)),
        "early": ("events_intraday_20260901.json", sessions(5)),
        "late": ("fetched again/events_intraday_20260901.json", sessions(5, 65, 70, 75)),
    }
    (tmp_path / "fetched again").mkdir()
    reports = {}
    for one in order:
        name, text = tables[one]
        (tmp_path / name).write_text(text)
        reports[one] = only(take(workspace, tmp_path / name))
    assert visits(workspace) == [(0, 2), (1, 1), (2, 1)]
    if order[-1] == "late":
        counts = reports["late"].tables["visits"]
        assert (counts.new, counts.changed, counts.same, counts.gone, counts.passed) == (0, 0, 0, 0, 2)
        assert any("2 rows of visits are of a time that a final export has told" in n for n in reports["late"].notes)
    assert {told.outcome for told in rebuild(workspace)} == {"equal"}
    assert visits(workspace) == [(0, 2), (1, 1), (2, 1)]


def test_of_two_intraday_tables_the_later_counts_until_the_days_own_is_there(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "events_20260831.json").write_text(sessions(-60))
    (tmp_path / "events_intraday_20260901.json").write_text(sessions(5))
    take(workspace, tmp_path)
    (tmp_path / "events_intraday_20260901.json").write_text(sessions(5, 6, 65))
    take(workspace, tmp_path)
    assert visits(workspace) == [(0, 2), (1, 1), (23, 1)]
