"""Results of models are read from the files that their libraries save, and nothing outside of them is followed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from accord.facts.reading import BadFile
from tests.facts.readers import models_made_up as made
from tests.facts.readers.making import facts, read_here, read_one, rejects


def results(path: Path) -> dict[str, dict[str, Any]]:
    return {row["activity"]: row for row in facts(read_here(path), "experiments")}


def refused(path: Path) -> str:
    with pytest.raises(BadFile) as error:
        read_here(path)
    return str(error.value)


@pytest.mark.parametrize("form", [made.meridian_hdf5, made.meridian_classic], ids=["netCDF-4", "classic"])
def test_meridians_summary_is_read_in_both_forms(form: Callable[[Path], Path], tmp_path: Path) -> None:
    found = results(form(tmp_path / "summary.nc"))
    assert set(found) == {"Search", "Kanal Ö"}, "the sum of all channels is no activity"
    one = found["Search"]
    assert (one["ratio"], one["ratio_low"], one["ratio_high"], one["confidence"]) == (2.5, 1.9, 3.2, 0.9)
    assert (one["source_tool"], one["method"], one["experiment_id"]) == ("meridian", "model", "Search")


def test_a_file_that_says_how_sure_it_is_is_believed_and_one_that_does_not_is_told(tmp_path: Path) -> None:
    silent = read_here(made.meridian_hdf5(tmp_path / "silent.nc"))
    sure = read_here(made.meridian_hdf5(tmp_path / "sure.nc", confidence_level=0.8))
    assert "90%" in silent.notes[0]
    assert (facts(sure, "experiments")[0]["confidence"], sure.notes) == (0.8, ())


@pytest.mark.parametrize("wrong", [{"use_kpi": 1}, {"confidence_level": 90.0}])
def test_returns_in_another_unit_and_a_confidence_that_is_none_are_refused(
    wrong: dict[str, Any], tmp_path: Path
) -> None:
    assert next(iter(wrong)) in refused(made.meridian_hdf5(tmp_path / "wrong.nc", **wrong))


@pytest.mark.parametrize("how", [{}, {"scaled": True}, {"regions": 2}, {"costs": "channel_spend"}], ids=str)
def test_what_a_channel_brought_over_what_was_spent_is_told_by_draw(how: dict[str, Any], tmp_path: Path) -> None:
    found = results(made.pymc(tmp_path / "model.nc", **how))
    for name, true in zip(("x1", "x2"), made.TRUE.tolist(), strict=True):
        one = found[name]
        assert one["ratio"] == pytest.approx(true, rel=0.03)
        assert one["ratio_low"] == pytest.approx(true * (1 - 0.1645), rel=0.06)
        assert one["ratio_high"] == pytest.approx(true * (1 + 0.1645), rel=0.06)
        assert (one["source_tool"], one["confidence"]) == ("pymc_marketing", 0.9)
        assert (one["started_at"], one["ended_at"]) == (datetime(2024, 1, 1), datetime(2024, 6, 24))


def test_many_draws_are_read_some_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made.pymc(tmp_path / "model.nc")
    whole = results(path)
    monkeypatch.setattr("accord.facts.netcdf.MOST_AT_ONCE", made.WEEKS * 2 * 7)
    monkeypatch.setattr("accord.facts.readers.model_netcdf.MOST_AT_ONCE", made.WEEKS * 2 * 7)
    assert results(path) == whole


def test_a_channel_on_which_nothing_was_spent_is_told_and_left_out(tmp_path: Path) -> None:
    path = made.pymc(tmp_path / "model.nc")
    with h5py.File(path, "r+") as file:
        file["constant_data/channel_data"][:, 0] = 0
    parsed = read_here(path)
    assert [row["activity"] for row in facts(parsed, "experiments")] == ["x2"]
    assert rejects(parsed)[0]["row"] == "1"


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        ("constant_data/channel_data", "nobody can tell what was spent"),
        ("posterior/channel_contribution", "neither Meridian"),
        ("constant_data/target_scale", "no target_scale"),
        ("posterior/channel", "no channel"),
    ],
)
def test_what_is_missing_is_said_with_the_way_out(gone: str, told: str, tmp_path: Path) -> None:
    path = made.pymc(tmp_path / "model.nc", scaled=True)
    with h5py.File(path, "r+") as file:
        del file[gone]
    message = refused(path)
    assert told in message
    assert "CSV" in message


def linked(file: h5py.File) -> None:
    file["roi"] = h5py.ExternalLink("/etc/passwd", "/x")


def soft(file: h5py.File) -> None:
    file["roi"] = h5py.SoftLink("/spend")


def kept_elsewhere(file: h5py.File) -> None:
    file.create_dataset("roi", (3, 4, 2), "u1", external=[("/etc/passwd", 0, 24)])


def put_together(file: h5py.File) -> None:
    layout = h5py.VirtualLayout((3, 4, 2), "f8")
    layout[:] = h5py.VirtualSource("/elsewhere.nc", "roi", (3, 4, 2))
    file.create_virtual_dataset("roi", layout)


def far_too_large(file: h5py.File) -> None:
    made_up = file.create_dataset("roi", (200_000, 20_000, 2_000), "f8", chunks=(64, 64, 64), compression="gzip")
    for axis, dim in enumerate(("channel", "metric", "distribution")):
        made_up.dims[axis].attach_scale(file[dim])


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (linked, "points outside"),
        (soft, "points outside"),
        (kept_elsewhere, "in another file"),
        (put_together, "in another file"),
        (far_too_large, "8,000,000,000,000 values"),
    ],
)
def test_nothing_outside_the_file_is_followed_and_nothing_vast_is_read(
    spoil: Callable[[h5py.File], None], told: str, tmp_path: Path
) -> None:
    path = made.meridian_hdf5(tmp_path / "summary.nc")
    with h5py.File(path, "r+") as file:
        del file["roi"]
        spoil(file)
    assert told in refused(path)


@pytest.mark.parametrize("head", [b"\x89HDF\r\n\x1a\n", b"CDF\x01", b"CDF\x02", b"CDF\x05"])
def test_a_broken_file_ends_in_a_message(head: bytes, tmp_path: Path) -> None:
    path = tmp_path / "broken.nc"
    path.write_bytes(head + bytes(range(256)) * 8)
    assert "netCDF" in refused(path)


@pytest.mark.parametrize("form", [made.meridian_hdf5, made.meridian_classic, made.pymc])
def test_a_file_cut_off_ends_in_a_message(form: Callable[[Path], Path], tmp_path: Path) -> None:
    path = form(tmp_path / "cut.nc")
    whole = path.read_bytes()
    for share in (0.2, 0.5, 0.9):
        path.write_bytes(whole[: int(len(whole) * share)])
        assert refused(path)


def test_spoilt_bytes_end_in_a_message_or_in_a_result_but_never_in_a_fault(tmp_path: Path) -> None:
    """In the process of its own that reads strangers' files: a fault of the library would end that one only."""
    whole, rng = made.meridian_hdf5(tmp_path / "whole.nc").read_bytes(), np.random.default_rng(2)
    for number in range(3):
        spoilt = bytearray(whole)
        for at in rng.integers(8, len(whole), 200).tolist():
            spoilt[at] = int(rng.integers(256))
        path = tmp_path / f"spoilt{number}.nc"
        path.write_bytes(spoilt)
        with suppress(BadFile):
            read_one(path)


def test_without_the_library_the_classic_form_is_read_and_the_way_out_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = made.meridian_classic(tmp_path / "old.nc"), made.meridian_hdf5(tmp_path / "new.nc")
    monkeypatch.setitem(sys.modules, "h5py", None)
    assert len(results(old)) == 2
    message = refused(new)
    assert "accord[models]" in message
    assert "CSV" in message
