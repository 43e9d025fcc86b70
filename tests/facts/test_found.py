"""Which files of a folder are read, and whose they are."""

from __future__ import annotations

from pathlib import Path

from accord.facts.found import files_in


def test_a_charter_and_a_readme_beside_exports_are_no_exports(tmp_path: Path) -> None:
    (tmp_path / "marketing").mkdir()
    for name in ("charter.yaml", "README.txt", ".hidden", "marketing/orders.csv"):
        (tmp_path / name).write_text("x")
    [found] = files_in([tmp_path])
    assert (found.shown, found.side) == ("marketing/orders.csv", "marketing")


def test_a_file_that_is_named_itself_is_always_read(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("x")
    assert [f.shown for f in files_in([tmp_path / "readme.txt"])] == ["readme.txt"]
