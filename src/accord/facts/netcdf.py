"""NetCDF files: named arrays with named dimensions, in both forms that models are saved in.

The classic form (CDF-1 and CDF-2, frozen since 2004) is read by SciPy, netCDF-4, which is HDF5, by h5py. Nothing
outside the file is followed: links to other files, data kept elsewhere and virtual arrays are refused. Sizes are looked
at before anything is read.

Source: Unidata, NetCDF Classic and 64-bit Offset File Formats; netCDF-4 uses HDF5 dimension scales for dimensions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from accord.facts.reading import BadFile

Floats = npt.NDArray[np.float64]
HDF5, CLASSIC = b"\x89HDF\r\n\x1a\n", (b"CDF\x01", b"CDF\x02")
MAGIC = (HDF5, b"CDF")
MOST_AT_ONCE = 10_000_000
"""Values that are read in one go; 80 MB."""
MOST_NAMES = 10_000
_SCALE_ONLY = "This is a netCDF dimension but not a netCDF variable"
_CALENDAR = re.compile(
    r"(days|hours|minutes|seconds|milliseconds|microseconds|nanoseconds) since ([\d-]+)(?:[ T](\S+))?"
)
_STEPS = {"milliseconds": 1e3, "microseconds": 1.0, "nanoseconds": 1e-3}


@dataclass(frozen=True, slots=True)
class Variable:
    """An array of a file: its name, dimensions in order, sizes and attributes. ``at`` is the library's own."""

    name: str
    dims: tuple[str, ...]
    shape: tuple[int, ...]
    attributes: dict[str, Any]
    at: Any

    def values(self, place: tuple[slice, ...] = ()) -> Floats:
        """All values, or those at ``place``, as numbers. Raises ``BadFile`` where they are none or too many."""
        size = prod(len(range(*part.indices(n))) for n, part in zip(self.shape, self._whole(place), strict=True))
        if size > MOST_AT_ONCE:
            raise BadFile(f"{self.name} has {size:,} values", "Save a summary of the model, or fewer draws")
        try:
            return np.asarray(self.at[self._whole(place)], dtype=np.float64)
        except (TypeError, ValueError, OSError) as error:
            raise BadFile(f"{self.name} cannot be read as numbers ({error})", "Save the model again") from error

    def texts(self) -> list[str]:
        """A list of names. Raises ``BadFile`` where it is none."""
        if prod(self.shape) > MOST_NAMES * 100:
            raise BadFile(f"{self.name} holds too many letters", "Is this a model's result?")
        try:
            raw = np.asarray(self.at[()])
        except OSError as error:
            raise BadFile(f"{self.name} cannot be read ({error})", "Save the model again") from error
        if raw.dtype == np.dtype("S1") and raw.ndim == 2:  # the classic form keeps a name as a row of letters
            raw = np.array([b"".join(row) for row in raw], dtype=object)
        return [_text(one) for one in raw.ravel().tolist()]

    def times(self) -> list[datetime]:
        """Moments as naive UTC, by the attribute ``units`` (CF Conventions, section 4.4)."""
        found = _CALENDAR.match(_text(self.attributes.get("units", "")))
        try:
            if found is None:
                return [datetime.fromisoformat(text[:19]) for text in self.texts()]
            start = datetime.fromisoformat(f"{found[2]} {(found[3] or '00:00:00')[:8]}")
            step = _STEPS.get(found[1])
            return [start + (timedelta(microseconds=v * step) if step else timedelta(**{found[1]: v}))
                    for v in self.values().tolist()]  # fmt: skip
        except (ValueError, OverflowError) as error:
            raise BadFile(f"{self.name} tells no times ({error})", "Save the model again") from error

    def _whole(self, place: tuple[slice, ...]) -> tuple[slice, ...]:
        return place or (slice(None),) * len(self.shape)


@dataclass(frozen=True, slots=True)
class Group:
    """A part of a file: its variables by name, and its attributes."""

    variables: dict[str, Variable]
    attributes: dict[str, Any]


@contextmanager
def opened(path: Path, wanted: Sequence[str]) -> Iterator[dict[str, Group]]:
    """The file's own group (``''``) and those of the groups ``wanted`` that it has.

    Raises ``BadFile`` where it is broken, or of a kind that cannot be read here.
    """
    with path.open("rb") as file:
        head = file.read(8)
    if head[:4] in CLASSIC:
        yield {"": _classic(path)}
    elif head == HDF5:
        with _hdf5(path) as file:
            yield _groups(file, wanted)
    else:
        raise BadFile("this kind of netCDF is not read", "Save it with format='NETCDF4' or 'NETCDF3_64BIT'")


def _classic(path: Path) -> Group:
    from scipy.io import netcdf_file

    try:
        with netcdf_file(str(path), "r", mmap=False) as file:
            found = {
                name: Variable(
                    name, tuple(v.dimensions), tuple(v.shape), dict(vars(v)["_attributes"]), np.array(v.data)
                )
                for name, v in file.variables.items()
            }
            return Group(found, dict(vars(file)["_attributes"]))
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError, AssertionError) as error:
        raise BadFile("the netCDF file is cut off or damaged", "Save it again") from error


@contextmanager
def _hdf5(path: Path) -> Iterator[Any]:
    try:
        import h5py
    except ImportError as error:
        mend = "Install accord[models], or save its table as CSV: docs/facts/readers/model_netcdf.md says how"
        raise BadFile("netCDF-4 files need the library h5py, which is not installed here", mend) from error
    try:
        with h5py.File(path, "r") as file:
            yield file
    except (OSError, RuntimeError, KeyError) as error:
        raise BadFile(f"the netCDF file is cut off or damaged ({str(error)[:200]})", "Save it again") from error


def _groups(file: Any, wanted: Sequence[str]) -> dict[str, Group]:
    import h5py

    found = {"": _group(file, "the file")}
    for name in wanted:
        if isinstance(file.get(name, getlink=True), h5py.HardLink) and isinstance(file[name], h5py.Group):
            found[name] = _group(file[name], name)
    return found


def _group(group: Any, name: str) -> Group:
    import h5py

    if len(group) > MOST_NAMES:
        raise BadFile(f"{name} holds {len(group):,} arrays", "Is this a model's result?")
    found = {}
    for key in group:
        if not isinstance(group.get(key, getlink=True), h5py.HardLink):
            raise BadFile(f"{key} points outside of its place in the file", "Do not trust this file")
        if isinstance(group[key], h5py.Dataset):
            found[key] = _variable(group[key], key)
    return Group({k: v for k, v in found.items() if v is not None}, _attributes(group))


def _variable(data: Any, name: str) -> Variable | None:
    """None for a dimension that has no values of its own."""
    if data.external or data.is_virtual:
        raise BadFile(f"{name} keeps its values in another file", "Do not trust this file")
    attributes = _attributes(data)
    if _text(attributes.get("NAME", "")).startswith(_SCALE_ONLY):
        return None
    dims = tuple(_dimension(data, axis, name) for axis in range(data.ndim))
    return Variable(name, dims, tuple(data.shape), attributes, data)


def _dimension(data: Any, axis: int, name: str) -> str:
    """A coordinate is its own dimension."""
    scales = data.dims[axis]
    return str(scales[0].name).rsplit("/", 1)[-1] if len(scales) else name


def _attributes(of: Any) -> dict[str, Any]:
    """What can be read of them; references to other parts of the file are left out."""
    found = {}
    for key in list(of.attrs)[:MOST_NAMES]:
        if key not in ("DIMENSION_LIST", "REFERENCE_LIST", "CLASS"):
            try:
                found[key] = of.attrs[key]
            except (OSError, TypeError, ValueError):
                continue
    return found


def _text(value: Any) -> str:
    """Letters of bytes or text, without the filling of the classic form."""
    one = value.item() if isinstance(value, np.generic | np.ndarray) and value.size == 1 else value
    told = one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one)
    return told.rstrip("\x00 ")
