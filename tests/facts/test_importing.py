"""Reading exports: what counts twice, what counts once, and what a report says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from accord.facts.importing import read
from accord.facts.manifest import StoreError
from accord.facts.merge import Counts
from accord.facts.report import FileReport, Report
from accord.facts.settle import Answers
from accord.facts.store import Store
from accord.workspace.folder import Workspace
from accord.workspace.settings import Settings, remembered
from tests.facts.made_exports import NOW, order, orders, parse, result, write


def take(workspace: Workspace, *paths: Path, **more: Any) -> Report:
    return read(workspace, paths, now=NOW, parse=parse, **more)


def only(report: Report) -> FileReport:
    (file,) = report.files
    return file


def amounts(workspace: Workspace, table: str = "orders", column: str = "amount_minor") -> dict[str, int]:
    """Key -> money of the rows in force."""
    import duckdb

    files = [str(f) for f in Store(workspace).files(table)]
    key = {"orders": "order_id", "campaign_results": "campaign_id || '/' || day::varchar"}[table]
    with duckdb.connect() as connection:
        rows = connection.execute(f"select {key}, {column} from read_parquet($1)", [files]).fetchall() if files else []
    assert len(rows) == len(dict(rows)), "a key is in force twice"
    return dict(rows)


def test_an_export_is_stored_and_told_with_its_counts(workspace: Workspace, tmp_path: Path) -> None:
    file = only(take(workspace, write(tmp_path / "a.json", orders(range(10)))))
    assert file.status == "read"
    assert file.tables == {"orders": Counts(rows=10, new=10, changed=0, same=0, gone=0, repeated=0)}
    assert (file.rows_read, file.rejected, file.money) == (10, 0, {"EUR": 10_000})
    assert Store(workspace).state().tables["orders"].rows == 10


def test_the_same_file_twice_brings_no_row_and_no_import(workspace: Workspace, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", orders(range(10)))
    take(workspace, path)
    before = workspace.manifest.read_bytes()
    file = only(take(workspace, path))
    assert (file.status, file.new, file.changed, file.same) == ("here already", 0, 0, 10)
    assert workspace.manifest.read_bytes() == before


def test_the_same_file_under_another_name_is_the_same_file(workspace: Workspace, tmp_path: Path) -> None:
    take(workspace, write(tmp_path / "a.json", orders(range(10))))
    copied = write(tmp_path / "a (1).json", orders(range(10)))
    assert only(take(workspace, copied)).status == "here already"


def test_an_old_file_read_again_does_not_bring_old_rows_back(workspace: Workspace, tmp_path: Path) -> None:
    old = write(tmp_path / "old.json", [order(1, status="placed")])
    take(workspace, old)
    take(workspace, write(tmp_path / "new.json", [order(1, amount=900, status="refunded")]))
    assert only(take(workspace, old)).status == "here already"
    assert amounts(workspace) == {"N1": 900}


def test_overlapping_exports_count_no_order_twice(workspace: Workspace, tmp_path: Path) -> None:
    take(workspace, write(tmp_path / "a.json", orders(range(10))))
    later = [*orders(range(5, 8)), *orders(range(8, 12), amount=7)]
    file = only(take(workspace, write(tmp_path / "b.json", later)))
    assert (file.new, file.changed, file.same) == (2, 2, 3)
    assert amounts(workspace) == {f"N{n}": 7 if n >= 8 else 1000 for n in range(12)}


def test_a_re_exported_day_replaces_itself(workspace: Workspace, tmp_path: Path) -> None:
    first = [result(1, "brand", 100), result(1, "shoes", 50), result(2, "brand", 70)]
    take(workspace, write(tmp_path / "a.json", first, "campaign_results", "made_ads"))
    again = [result(2, "brand", 75), result(2, "bags", 20), result(1, "brand", 100)]
    file = only(take(workspace, write(tmp_path / "b.json", again, "campaign_results", "made_ads")))
    assert file.tables["campaign_results"] == Counts(rows=3, new=1, changed=1, same=1, gone=1, repeated=0)
    assert file.notes == ("1 rows of campaign_results are no longer in what this file tells anew, and are out",)
    told = amounts(workspace, "campaign_results", "cost_minor")
    assert told == {"brand/2026-01-01": 100, "brand/2026-01-02": 75, "bags/2026-01-02": 20}


def test_a_day_of_one_platform_leaves_the_other_platform_alone(workspace: Workspace, tmp_path: Path) -> None:
    write(tmp_path / "in/a.json", [result(1, "brand", 100)], "campaign_results", "made_ads")
    write(tmp_path / "in/b.json", [result(1, "social", 30, "social")], "campaign_results", "made_social")
    take(workspace, tmp_path / "in")
    assert Store(workspace).state().tables["campaign_results"].rows == 2


def test_two_tools_that_tell_of_one_order_are_both_kept_apart(workspace: Workspace, tmp_path: Path) -> None:
    write(tmp_path / "in/shop.json", [order(1, amount=10)], reader="made_shop")
    write(tmp_path / "in/till.json", [order(1, amount=11)], reader="made_till")
    take(workspace, tmp_path / "in")
    store = Store(workspace)
    assert store.readers("orders") == ("made_shop", "made_till")
    assert len(store.files("orders", "made_shop")) == len(store.files("orders", "made_till")) == 1


def test_missing_values_in_a_key_are_equal(workspace: Workspace, tmp_path: Path) -> None:
    bin_of = {"bin_start": "2026-01-01T00:00:00", "bin_seconds": 3600, "channel": None, "segment": None}
    take(workspace, write(tmp_path / "a.json", [bin_of | {"visits": 5}], "visits", "made_counter"))
    file = only(take(workspace, write(tmp_path / "b.json", [bin_of | {"visits": 6}], "visits", "made_counter")))
    assert (file.new, file.changed) == (0, 1)
    assert Store(workspace).state().tables["visits"].rows == 1


def test_of_rows_repeated_within_a_file_the_last_counts(workspace: Workspace, tmp_path: Path) -> None:
    rows = [order(1, amount=5), order(2), order(1, amount=6)]
    file = only(take(workspace, write(tmp_path / "a.json", rows)))
    assert file.tables["orders"] == Counts(rows=3, new=2, changed=0, same=0, gone=0, repeated=1)
    assert amounts(workspace) == {"N1": 6, "N2": 1000}


def test_of_files_in_one_call_the_one_that_tells_of_later_times_counts(workspace: Workspace, tmp_path: Path) -> None:
    write(tmp_path / "in/a.json", [order(1, amount=2), order(9)])
    write(tmp_path / "in/b.json", [order(1, amount=1)])
    take(workspace, tmp_path / "in")
    assert amounts(workspace)["N1"] == 2


def test_sides_come_from_the_folders(workspace: Workspace, tmp_path: Path) -> None:
    write(tmp_path / "in/marketing/a.json", orders([1]))
    write(tmp_path / "in/IT/deep/b.json", orders([2]))
    write(tmp_path / "in/c.json", orders([3]))
    report = take(workspace, tmp_path / "in")
    assert {f.file: f.side for f in report.files} == {
        "marketing/a.json": "marketing",
        "IT/deep/b.json": "it",
        "c.json": None,
    }
    assert {i.name: i.side for i in Store(workspace).state().imports} == {f.file: f.side for f in report.files}


def test_hidden_files_and_lock_files_are_passed_over(workspace: Workspace, tmp_path: Path) -> None:
    for name in ("in/.DS_Store", "in/.git/x.json", "in/~$a.json", "in/a.json"):
        write(tmp_path / name, orders([1]))
    assert [f.file for f in take(workspace, tmp_path / "in").files] == ["a.json"]


def test_a_bad_file_does_not_stop_the_others(workspace: Workspace, tmp_path: Path) -> None:
    write(tmp_path / "in/bad.json", [], broken="the file is cut off")
    write(tmp_path / "in/good.json", orders([1]))
    report = take(workspace, tmp_path / "in")
    (bad,) = report.refused
    assert bad.error == "bad.json, row 3: the file is cut off. Export it again"
    assert report.committed
    assert amounts(workspace) == {"N1": 1000}


def test_strict_lets_nothing_through_when_a_file_is_bad(workspace: Workspace, tmp_path: Path) -> None:
    write(tmp_path / "in/bad.json", [], broken="the file is cut off")
    write(tmp_path / "in/good.json", orders([1]))
    report = take(workspace, tmp_path / "in", strict=True)
    assert not report.committed
    assert not workspace.manifest.exists()


def test_a_path_that_is_not_there_is_an_error(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"nowhere\.csv"):
        take(workspace, tmp_path / "nowhere.csv")


def test_rows_without_a_needed_value_are_refused_as_a_fault_of_the_reader(workspace: Workspace, tmp_path: Path) -> None:
    file = only(take(workspace, write(tmp_path / "a.json", [order(1) | {"currency": None}])))
    assert file.status == "refused"
    assert "1 rows of orders lack currency" in str(file.error)
    assert not workspace.manifest.exists()


def test_rejected_rows_are_shown_and_kept_in_a_file(workspace: Workspace, tmp_path: Path) -> None:
    rejects = [["4", "Total", "1.299,00", "is not written as in the rest"]]
    file = only(take(workspace, write(tmp_path / "a.json", orders([1]), rejects=rejects)))
    assert (file.rows_read, file.rejected, file.rejects[0].column) == (2, 1, "Total")
    kept = (workspace.rejects / str(file.rejects_file)).read_text()
    assert "1.299,00" in kept


def test_a_question_is_told_and_nothing_of_the_file_is_stored(workspace: Workspace, tmp_path: Path) -> None:
    file = only(take(workspace, write(tmp_path / "a.json", orders([1]), needs_zone=True)))
    assert file.status == "asks"
    assert take(workspace, tmp_path / "a.json", dry_run=True).questions == (file,)
    assert file.question is not None
    assert (file.question.setting, file.question.flag, file.question.row) == ("zone", "--timezone", 2)
    assert not workspace.manifest.exists()


def test_an_answer_is_used_and_remembered_for_the_header(workspace: Workspace, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", orders([1]), needs_zone=True)
    file = only(take(workspace, path, flags=Answers(zone="Europe/Paris")))
    assert (file.status, file.zone) == ("read", "Europe/Paris")
    assert remembered(workspace)["made-orders"]["zone"] == "Europe/Paris"
    assert remembered(workspace)["made-orders"]["seen"] == "a.json"


def test_answers_that_cannot_be_remembered_are_told_after_the_facts_are_stored(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("accord.workspace.settings.write_whole", refuse)
    path = write(tmp_path / "a.json", orders([1]), needs_zone=True)
    with pytest.raises(StoreError, match=r"the facts are stored, but .* No space left"):
        take(workspace, path, flags=Answers(zone="Europe/Paris"))
    assert amounts(workspace) == {"N1": 1000}


def test_what_the_organisation_says_for_files_without_zone_counts_and_is_not_remembered(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.json", orders([1]), needs_zone=True)
    assert only(take(workspace, path, defaults=Answers(zone="Europe/Rome"))).zone == "Europe/Rome"
    assert remembered(workspace) == {}


def test_a_file_read_with_another_answer_replaces_itself(workspace: Workspace, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", orders([1, 2]), needs_zone=True)
    take(workspace, path, flags=Answers(zone="Made/Now"))
    take(workspace, write(tmp_path / "b.json", [order(2, amount=3)]))
    file = only(take(workspace, path, flags=Answers(zone="Made/Later")))
    assert file.replaces
    assert len(Store(workspace).state().imports) == 2
    assert amounts(workspace) == {"N1": 1000, "N2": 3}, "the later import still counts as later"
    assert Store(workspace).state().imports[0].settled["zone"] == "Made/Later"


def test_a_file_without_rows_is_an_import_with_its_offers(workspace: Workspace, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", [], offers=[{"name": "checkout"}])
    file = only(take(workspace, path))
    assert file.status == "read"
    assert file.offers[0].data == {"name": "checkout"}
    assert only(take(workspace, path)).status == "here already"


def test_progress_names_the_file(workspace: Workspace, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    path = write(tmp_path / "a.json", orders([1]))
    take(workspace, path, progress=lambda *news: told.append(news))
    assert told[-1] == ("a.json", path.stat().st_size, path.stat().st_size)


def test_a_file_that_changes_while_it_is_read_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", orders([1]))

    def slow(path: Path, *given: Any, **more: Any) -> Any:
        parsed = parse(path, *given, **more)
        write(path, orders([1, 2]))
        return parsed

    file = only(read(workspace, [path], now=NOW, parse=slow))
    assert file.status == "refused"
    assert "changed while it was read" in str(file.error)


def test_threads_can_be_set(workspace: Workspace, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", orders([1]))
    assert only(take(workspace, path, settings=Settings(threads=1))).new == 1


def test_the_settings_limits_reach_the_reader(workspace: Workspace, tmp_path: Path) -> None:
    seen = []

    def watching(path: Path, *given: Any, **more: Any) -> Any:
        seen.append(more["limits"])
        return parse(path, *given, **more)

    path = write(tmp_path / "a.json", orders([1]))
    read(workspace, [path], now=NOW, parse=watching, settings=Settings(limit_upload_mb=5, limit_seconds=7))
    assert (seen[0].upload_bytes, seen[0].seconds) == (5_000_000, 7.0)
