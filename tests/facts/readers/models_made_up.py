"""Made-up results of models, laid out as the libraries of the models save them; every figure is invented.

The layouts are those of files that xarray wrote with netCDF4, h5netcdf and SciPy: dimensions are HDF5 dimension scales.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import h5py
import numpy as np
from scipy.io import netcdf_file

CHANNELS = ("Search", "Kanal Ö", "All Channels")
METRICS, KINDS = ("mean", "median", "ci_lo", "ci_hi"), ("prior", "posterior")
RATIOS = np.array([[2.6, 2.5, 1.9, 3.2], [0.9, 0.8, 0.5, 1.1], [1.8, 1.7, 1.2, 2.2]])
WEEKS, CHAINS, DRAWS = 26, 2, 100
TRUE = np.array([3.0, 0.5])


def returns() -> Any:
    """(channels, metrics, distributions): a prior that is off, and the posterior."""
    return np.stack([RATIOS * 9, RATIOS], axis=-1)


def meridian_hdf5(path: Path, **attributes: Any) -> Path:
    coordinates = {"channel": CHANNELS, "metric": METRICS, "distribution": KINDS}
    with h5py.File(path, "w") as file:
        _coordinates(file, coordinates)
        _array(file, "roi", returns(), tuple(coordinates))
        _array(file, "spend", np.array([1e4, 5e3, 1.5e4]), ("channel",))
        file.attrs.update({"use_kpi": 0, **attributes})
    return path


def meridian_classic(path: Path) -> Path:
    """As SciPy writes it: names are rows of letters."""
    with netcdf_file(str(path), "w", version=2) as file:
        for name, words in (("channel", CHANNELS), ("metric", METRICS), ("distribution", KINDS)):
            letters = np.array([w.encode() for w in words])
            file.createDimension(name, len(words))
            file.createDimension(f"string_{name}", letters.dtype.itemsize)
            told = file.createVariable(name, "c", (name, f"string_{name}"))
            told[:] = letters.view("S1").reshape(len(words), -1)
        roi = file.createVariable("roi", "d", ("channel", "metric", "distribution"))
        roi[:] = returns()
        file.use_kpi = 0  # type: ignore[attr-defined]  # an attribute of the file
    return path


def pymc(path: Path, *, scaled: bool = False, regions: int = 0, costs: str = "channel_data") -> Path:
    """Contributions by draw around ``TRUE`` times what was spent; in thousands where ``scaled``."""
    rng = np.random.default_rng(1)
    spent = rng.gamma(2, 500, (WEEKS, len(TRUE)))
    brought = TRUE * (1 + 0.1 * rng.standard_normal((CHAINS, DRAWS, 1, len(TRUE)))) * spent
    dims: tuple[str, ...] = ("date", "channel")
    if regions:
        share = np.full((regions, 1), 1 / regions)
        brought, spent, dims = brought[:, :, :, None] * share, spent[:, None] * share, ("date", "geo", "channel")
    names = {"date": np.arange(WEEKS) * 7, "geo": [f"R{n}" for n in range(regions)], "channel": ["x1", "x2"]}
    with h5py.File(path, "w") as file:
        file.attrs["version"] = "0.0.3"
        posterior, constant = file.create_group("posterior"), file.create_group("constant_data")
        own = {name: names[name] for name in dims}
        _coordinates(posterior, {"chain": np.arange(CHAINS), "draw": np.arange(DRAWS), **own})
        _coordinates(constant, own)
        for group in (posterior, constant):
            group["date"].attrs["units"] = "days since 2024-01-01 00:00:00"
        name = "channel_contribution" + ("" if scaled else "_original_scale")
        _array(posterior, name, brought / (1000 if scaled else 1), ("chain", "draw", *dims))
        _array(constant, costs, spent, dims)
        constant["target_scale"] = 1000.0
    return path


def _coordinates(group: Any, of: dict[str, Any]) -> None:
    for name, values in of.items():
        told = [str(v) for v in values] if isinstance(values[0], str) else values
        kind = h5py.string_dtype() if isinstance(told, list) else None
        group.create_dataset(name, data=told, dtype=kind).make_scale(name)


def _array(group: Any, name: str, values: Any, dims: tuple[str, ...]) -> None:
    made = group.create_dataset(name, data=values, compression="gzip")
    for axis, dim in enumerate(dims):
        made.dims[axis].attach_scale(group[dim])
