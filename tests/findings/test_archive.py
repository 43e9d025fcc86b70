from __future__ import annotations

import os
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from accord.analyses import discovery
from accord.findings.archive import NoFinding, load, read, revisions, save
from accord.findings.finding import Claim, Condition, Evidence, Figure, Finding, Flag, Grid, Made, Waiting
from accord.findings.identity import finding_id, plain, revision_id
from accord.units.interval import Interval
from tests.analyses.sitting import ask
from tests.analyses.worlds import SITTINGS
from tests.findings.made import DAY, finding

AT = datetime(2026, 11, 19, 13, 30)


def full() -> Finding:
    """A finding in which every field says something, and every union its rarer side."""
    return finding(
        figures=(
            Figure("lost", "Lost", Interval(312.5, 290, 340), "count"),
            Figure("at", "At", AT, "time"),
            Figure("name", "Name", "2026-11-19T13:30:00", "text"),
        ),
        evidence=(
            Evidence("Orders", "orders", (Condition("ordered_at", ">=", AT), Condition("status", "in", ("a", "b"))), 3),
            Evidence("Money", "orders", (Condition("amount_minor", ">", 5), Condition("x", "=", 0.5)), 1, "lost", "n"),
        ),
        claims=(Claim("orders", "web", DAY), Claim("risk", "*", DAY)),
        waiting=Waiting(Interval(10, 5, 20.25), AT),
        flags=(Flag("still_open", "It is open."),),
        held=(9, 10),
        grid=Grid((("at", "Time", "time"), ("n", "Seen", "count")), ((AT, 3), (AT, None))),
        breakdown=Grid((("name", "Part", "text"), ("n", "Seen", "count")), (("2026-11-19T13:30:00", 0.5),)),
        made=Made("r", "c", "s", 3, True),
    )


@pytest.mark.parametrize("made", [finding(), finding(amount=None, cell=None), full()], ids=["plain", "bare", "full"])
def test_a_finding_comes_back_as_it_was(tmp_path: Path, made: Finding) -> None:
    save(tmp_path, made)
    assert load(tmp_path, finding_id(made)) == made


@pytest.mark.parametrize("name", discovery.names())
def test_findings_of_every_analysis_come_back_as_they_were(tmp_path: Path, name: str) -> None:
    for made in ask(discovery.load(name), SITTINGS[name].planted(np.random.default_rng(3))):
        save(tmp_path, made)
        back = load(tmp_path, finding_id(made))
        assert plain(back) == plain(made)
        assert revision_id(back) == revision_id(made)


def test_the_same_content_is_one_revision_and_a_new_one_supersedes_it(tmp_path: Path) -> None:
    old, new = finding(), finding(verdict="changed")
    first = save(tmp_path, old)
    assert save(tmp_path, old) == first
    second = save(tmp_path, new)
    assert set(revisions(tmp_path, finding_id(old))) == {first, second}
    assert load(tmp_path, finding_id(old)) == new
    assert read(tmp_path / finding_id(old) / f"{first}.json") == old


def test_what_is_told_again_is_the_latest_again_and_what_stands_is_not_written_once_more(tmp_path: Path) -> None:
    old, new = finding(), finding(verdict="changed")
    home = tmp_path / finding_id(old)
    first, second = save(tmp_path, old), save(tmp_path, new)
    for n, name in enumerate((first, second), 1):
        os.utime(home / f"{name}.json", (n, n))
    save(tmp_path, new)
    assert (home / f"{second}.json").stat().st_mtime == 2
    save(tmp_path, old)
    assert revisions(tmp_path, finding_id(old)) == [second, first]
    (home / f"{first}.json").write_bytes(b"damaged")
    save(tmp_path, old)
    assert load(tmp_path, finding_id(old)) == old


def test_the_beginning_of_a_name_is_enough_where_it_is_the_only_one(tmp_path: Path) -> None:
    made = finding()
    save(tmp_path, made)
    assert load(tmp_path, finding_id(made)[:4]) == made


def test_a_name_that_fits_none_or_many_is_refused_with_those_there_are(tmp_path: Path) -> None:
    for number in range(40):
        save(tmp_path, finding(subject=f"checkout:INC-{number}"))
    first = sorted(p.name for p in tmp_path.glob("*"))
    shared = next(a[0] for a, b in pairwise(first) if a[0] == b[0])
    with pytest.raises(NoFinding, match="findings begin with"):
        load(tmp_path, shared)
    with pytest.raises(NoFinding, match=first[0]):
        load(tmp_path, "nothing")


@pytest.mark.parametrize("name", ["../x", "*", "", "a/b", "."])
def test_a_name_that_is_no_name_finds_nothing(tmp_path: Path, name: str) -> None:
    save(tmp_path, finding())
    with pytest.raises(NoFinding):
        load(tmp_path, name)


def test_an_empty_archive_says_what_to_do_first(tmp_path: Path) -> None:
    with pytest.raises(NoFinding, match="run accord brief first"):
        load(tmp_path, "abc")


def test_a_revision_that_was_changed_by_hand_is_not_believed(tmp_path: Path) -> None:
    made = finding()
    path = tmp_path / finding_id(made) / f"{save(tmp_path, made)}.json"
    path.write_text(path.read_text(encoding="utf-8").replace("2140000", "2140001"), encoding="utf-8")
    with pytest.raises(NoFinding, match="was changed after it was written"):
        load(tmp_path, finding_id(made))


def test_no_half_written_file_stays(tmp_path: Path) -> None:
    save(tmp_path, full())
    assert not list(tmp_path.rglob("*.part"))
