"""What a media mix model found, as its library saves it: Meridian's summary, PyMC-Marketing's model."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from accord.facts.netcdf import MAGIC, MOST_AT_ONCE, Floats, Group, Variable, opened
from accord.facts.readers.gathering import Gathered
from accord.facts.reading import BadFile, Given, Note, Piece, Reader, Reject, Sample

GROUPS = ("posterior", "constant_data")
CONTRIBUTIONS = ("channel_contribution_original_scale", "channel_contribution")
SPENDS = ("channel_spend", "channel_data")
CONFIDENCE = 0.90
"""What Meridian's intervals hold where nobody asked for another, and what ours hold."""
ALL = "All Channels"
LEAST_DRAWS = 100
AS_CSV = "docs/facts/readers/model_netcdf.md says how to save its returns, also as CSV"


class ModelNetcdf:
    """One channel, one result: incremental revenue for each unit of cost, with its interval."""

    name = "model_netcdf"
    title = "A model's results (netCDF)"
    side: str | None = "marketing"
    tables: tuple[str, ...] = ("experiments",)
    how_to_get = "Meridian: analyzer.summary_metrics() saved with to_netcdf. PyMC-Marketing: mmm.save('model.nc')"

    def recognise(self, sample: Sample) -> float:
        """No other reader takes netCDF."""
        return 1.0 if sample.kind == "netcdf" and sample.head.startswith(MAGIC) else 0.0

    def read(self, path: Path, sample: Sample, given: Given) -> Iterator[Piece]:
        """A result for each channel. Raises ``BadFile`` where the file is neither of the two."""
        with opened(path, GROUPS) as groups:
            whole, posterior = groups[""], groups.get("posterior")
            if "roi" in whole.variables:
                yield from _meridian(whole)
            elif posterior and any(name in posterior.variables for name in CONTRIBUTIONS):
                yield from _pymc(posterior, groups.get("constant_data", Group({}, {})))
            else:
                raise BadFile("it holds neither Meridian's summary nor PyMC-Marketing's contributions", AS_CSV)


READER: Reader = ModelNetcdf()


def _meridian(of: Group) -> Iterator[Piece]:
    """``roi`` by channel, metric and distribution; the posterior's median (or mean) between ``ci_lo`` and ``ci_hi``."""
    if int(np.ravel(of.attributes.get("use_kpi", 0))[0]):
        raise BadFile("its returns are in another unit than revenue (use_kpi)", "Save the summary with use_kpi=False")
    roi = _named(of, "roi", ("channel", "metric", "distribution"))
    metrics, kinds = (_one(of, name).texts() for name in ("metric", "distribution"))
    if "posterior" not in kinds or not {"ci_lo", "ci_hi"} <= set(metrics):
        raise BadFile("its returns have no posterior with ci_lo and ci_hi", AS_CSV)
    middle = "median" if "median" in metrics else "mean"
    order = tuple(roi.dims.index(name) for name in ("channel", "metric", "distribution"))
    told = roi.values().transpose(order)[:, :, kinds.index("posterior")]
    ends = told[:, [metrics.index(name) for name in (middle, "ci_lo", "ci_hi")]]
    sure = float(np.ravel(of.attributes.get("confidence_level", CONFIDENCE))[0])
    if not 0.5 <= sure < 1:
        raise BadFile(f"confidence_level is {sure:g}", "Write a share from 0.5 to 1, such as 0.9")
    if "confidence_level" not in of.attributes:
        yield Note(f"The file does not say how sure its intervals are; {CONFIDENCE:.0%} was taken, Meridian's own.")
    yield from _results("meridian", _one(of, "channel").texts(), ends, sure, None)


def _pymc(posterior: Group, constant: Group) -> Iterator[Piece]:
    """All that a channel brought over all that was spent, by draw; the model adds channels up, so that this is what
    would be missing without it."""
    contribution = next(posterior.variables[name] for name in CONTRIBUTIONS if name in posterior.variables)
    spend = next((constant.variables[name] for name in SPENDS if name in constant.variables), None)
    if spend is None:
        raise BadFile("it has no channel_data, so that nobody can tell what was spent", AS_CSV)
    scale = None if contribution.name == CONTRIBUTIONS[0] else _scale(constant)
    channels = _one(posterior, "channel").texts()
    cost = _summed(spend, ("channel",))
    spent_on = constant.variables.get("channel")
    if len(channels) != len(cost) or (spent_on and spent_on.texts() != channels):
        raise BadFile("the channels of its costs are others than those of its contributions", AS_CSV)
    brought = _by_draw(contribution, scale)
    if len(brought) < LEAST_DRAWS:
        raise BadFile(f"{len(brought)} draws tell no interval", f"Save {LEAST_DRAWS} draws or more")
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.quantile(brought / cost, (0.5, 0.05, 0.95), axis=0).T
    yield Note("Taken as money spent and revenue brought: channel_data must be cost, and the target revenue.")
    dates = posterior.variables.get("date") or constant.variables.get("date")
    yield from _results("pymc_marketing", channels, ends, CONFIDENCE, dates.times() if dates else None)


def _results(
    tool: str, channels: list[str], ends: Floats, sure: float, dates: list[datetime] | None
) -> Iterator[Piece]:
    """``ends`` (channels, 3): middle, low, high. A newer model's result replaces the older one of its channel."""
    if not channels:
        raise BadFile("it names no channel", AS_CSV)
    rows, seen = Gathered("experiments"), set()
    for number, (channel, (ratio, low, high)) in enumerate(zip(channels, ends.tolist(), strict=True), 1):
        if channel.casefold() == ALL.casefold():
            continue
        if not channel or channel in seen:
            yield Reject(number, "channel", channel, "has no name of its own")
        elif not (np.isfinite([ratio, low, high]).all() and low <= ratio <= high and low < high):
            yield Reject(number, "roi", f"{ratio:g} ({low:g} to {high:g})", "does not lie within an interval")
        else:
            told = {"started_at": min(dates), "ended_at": max(dates)} if dates else {}
            rows.add(number, experiment_id=channel, source_tool=tool, activity=channel, method="model", ratio=ratio,
                     ratio_low=low, ratio_high=high, confidence=sure, **told)  # fmt: skip
        seen.add(channel)
    yield from rows.rest()


def _one(of: Group, name: str) -> Variable:
    """Raises ``BadFile`` where there is none of that name."""
    if name not in of.variables:
        raise BadFile(f"it has no {name}", AS_CSV)
    return of.variables[name]


def _named(of: Group, name: str, dims: tuple[str, ...]) -> Variable:
    found = _one(of, name)
    if set(found.dims) != set(dims):
        told = f"{name} goes by {', '.join(found.dims)}, where {', '.join(dims)} are read"
        raise BadFile(told, "Save the summary of all regions and weeks together")
    return found


def _scale(constant: Group) -> float:
    """What one unit of the model's target is in money."""
    found = _one(constant, "target_scale")
    if found.dims:
        mend = "Call mmm.add_original_scale_contribution_variable(['channel_contribution']) before the fit"
        raise BadFile(f"target_scale goes by {', '.join(found.dims)}", mend)
    return float(found.values().ravel()[0])


def _summed(of: Variable, kept: tuple[str, ...]) -> npt.NDArray[np.float64]:
    """Summed over all dimensions but ``kept``, in that order."""
    if not set(kept) <= set(of.dims):
        raise BadFile(f"{of.name} goes by {', '.join(of.dims)}, without {', '.join(kept)}", AS_CSV)
    return _fold(of.values(), of.dims, kept)


def _fold(values: Floats, dims: tuple[str, ...], kept: tuple[str, ...]) -> Floats:
    summed = np.nansum(values, axis=tuple(i for i, name in enumerate(dims) if name not in kept))
    left = [name for name in dims if name in kept]
    return np.asarray(summed.transpose([left.index(name) for name in kept]))


def _by_draw(of: Variable, scale: float | None) -> Floats:
    """What each channel brought in each draw of all chains, (draws, channels); read some draws at a time."""
    kept = ("chain", "draw", "channel")
    if not set(kept) <= set(of.dims):
        raise BadFile(f"{of.name} goes by {', '.join(of.dims)}, without {', '.join(kept)}", AS_CSV)
    sizes = dict(zip(of.dims, of.shape, strict=True))
    others = int(np.prod([n for name, n in sizes.items() if name not in ("chain", "draw")]))
    step = max(MOST_AT_ONCE // max(others, 1), 1)
    found = []
    for chain in range(sizes["chain"]):
        for first in range(0, sizes["draw"], step):
            place = {"chain": slice(chain, chain + 1), "draw": slice(first, first + step)}
            values = of.values(tuple(place.get(name, slice(None)) for name in of.dims))
            found.append(_fold(values, of.dims, kept).reshape(-1, sizes["channel"]))
    return np.concatenate(found) * (1.0 if scale is None else scale) if found else np.zeros((0, sizes["channel"]))
