"""Made-up schemes of rewards whose faults are known: mirrored ones, and the same with one fault planted."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from accord.clauses.charter import Side
from accord.clauses.incentives import Incentive
from accord.methods.incentives.mirror import Mirror, mirror

SIDES: tuple[Side, ...] = ("marketing", "it")
FAULTS = ("wrong_way", "stretch", "jump", "decision", "one_side", "frames")


@dataclass(frozen=True)
class Planted:
    """``fault`` is what was planted, '' for none; ``side`` whose reward it is, ``subject`` what it is of."""

    lines: tuple[Incentive, ...]
    past: dict[str, NDArray[np.float64]]
    fault: str = ""
    side: Side = "it"
    subject: str = ""


def history(rng: np.random.Generator, metrics: int, months: int) -> dict[str, NDArray[np.float64]]:
    """Metrics around 100 that lean on each other and on the month before."""
    mixed = rng.normal(0, 1, (metrics, metrics)) * 0.4 + np.eye(metrics)
    at, rows = np.zeros(metrics), []
    for _ in range(months):
        at = 0.4 * at + mixed @ rng.standard_normal(metrics)
        rows.append(100 + 10 * at)
    return {f"m{j}": np.array(rows)[:, j] for j in range(metrics)}


def mirrored(rng: np.random.Generator) -> Planted:
    """Each side is paid by a rising function of the very sum by which the company earns."""
    many = int(rng.integers(2, 5))
    past = history(rng, many, int(rng.integers(18, 49)))
    terms = [_term(rng, f"m{j}") for j in range(many)]
    worth = " + ".join(terms)
    earned = [_earned(terms, past)]
    low, high = np.quantile(earned[0], [0.2, 0.9])
    lines = [Incentive("Company", worth, "worth", horizon="month")]
    for side in SIDES:
        share = float(rng.uniform(0.02, 0.1))
        pays = {
            0: f"{share:.4f} * ({worth})",
            1: f"{share * (high - low):.2f} * ramp({worth}, {low:.2f}, {high:.2f})",
            2: f"{share * (high - low):.2f} * step({worth}, {low:.2f})",
        }[int(rng.integers(0, 3))]
        lines.append(Incentive(f"Common {side}", pays, side=side, role="head", horizon="month"))
    return Planted((*lines, _decision(rng, "Release", many, terms)), past)


def _term(rng: np.random.Generator, metric: str) -> str:
    """A metric's worth: so much a unit, and for some no more beyond a bound."""
    unit = float(rng.uniform(200, 2000)) * float(rng.choice([-1, 1]))
    inner = f"min({metric}, {rng.uniform(104, 115):.1f})" if rng.random() < 0.3 else metric
    return f"{abs(unit):.1f} * {inner}" if unit > 0 else f"{abs(unit):.1f} * (300 - {inner})"


def _earned(terms: list[str], past: dict[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    from accord.clauses.formula import read
    from accord.methods.incentives.reckoning import reckoned

    summed: NDArray[np.float64] = np.sum([reckoned(read(t), past) for t in terms], axis=0)
    return summed


def _decision(rng: np.random.Generator, name: str, many: int, terms: list[str]) -> Incentive:
    """One that moves a metric the way in which the company earns, or against it, and says so."""
    j = int(rng.integers(0, many))
    rises = not terms[j].split("*")[1].strip().startswith("(300")
    by, worth = float(rng.uniform(2, 8)), float(rng.uniform(1000, 60000))
    # Where the worth no longer rises, the decision is worth nothing and the reward pays nothing: both agree.
    return Incentive(name, f"{worth:.0f}", "decision", changes=(f"m{j} {'+' if rises else '-'} {by:.2f}",))


def planted(rng: np.random.Generator, fault: str) -> Planted:
    """A mirrored scheme with one fault."""
    base = mirrored(rng)
    side = SIDES[int(rng.integers(0, 2))]
    metric = f"m{int(rng.integers(0, len(base.past)))}"
    worth = next(line for line in base.lines if line.kind == "worth")
    stake = 0.05 * float(np.ptp(_earned(worth.pays.split(" + "), base.past)))
    rises = f"* {metric}" in worth.pays or (f"min({metric}" in worth.pays and f"(300 - min({metric}" not in worth.pays)
    sign = "-" if rises else ""
    match fault:
        case "wrong_way":
            pays = f"{sign}{2 * stake:.2f} * ramp({metric}, 60, 160)"
            return _only(base, side, metric, fault, pays)
        case "stretch":
            pays = f"{sign}{2 * stake:.2f} * ramp({metric}, 90, 100)"
            return _only(base, side, metric, fault, pays)
        case "jump":
            pays = f"{sign}{2 * stake:.2f} * step({metric}, 97)"
            return _only(base, side, metric, fault, pays)
        case "decision":
            moved = f"{metric} {'-' if rises else '+'} 5"
            against = Incentive("Planted", "60000", "decision", changes=(moved,))
            linear = _linear(base, side)
            return replace(base, lines=(*linear, against), fault=fault, side=side, subject="Planted")
        case "one_side":
            other = SIDES[1 - SIDES.index(side)]
            lines = tuple(
                replace(_as_linear(base, line), pays=f"max(0, {_as_linear(base, line).pays} - {_usual(base):.2f})")
                if line.kind == "reward" and line.side == other
                else _as_linear(base, line)
                for line in base.lines
            )
            return replace(base, lines=lines, fault=fault, side=side)
    lines = tuple(
        replace(line, horizon="month" if line.side == side else "year") if line.kind == "reward" else line
        for line in base.lines
    )
    return replace(base, lines=lines, fault=fault, side=side)


def _usual(base: Planted) -> float:
    worth = next(line for line in base.lines if line.kind == "worth")
    return 0.05 * float(_earned(worth.pays.split(" + "), base.past).max()) * 1.0


def _as_linear(base: Planted, line: Incentive) -> Incentive:
    worth = next(one for one in base.lines if one.kind == "worth")
    return replace(line, pays=f"0.05 * ({worth.pays})") if line.kind == "reward" else line


def _linear(base: Planted, side: Side) -> tuple[Incentive, ...]:
    return tuple(_as_linear(base, line) if line.side == side else line for line in base.lines)


def _only(base: Planted, side: Side, metric: str, fault: str, pays: str) -> Planted:
    """The side is paid by this alone."""
    lines = tuple(replace(line, pays=pays) if line.side == side else line for line in base.lines)
    return replace(base, lines=lines, fault=fault, side=side, subject=metric)


def checked(scheme: Planted, seed: int = 0) -> Mirror:
    return mirror(scheme.lines, scheme.past, currency="EUR", seed=seed)


def is_found(scheme: Planted, answer: Mirror) -> bool:
    """Whether the planted fault is among those found, of that side and that subject."""
    kind = {"stretch": "wrong_way", "jump": "wrong_way"}.get(scheme.fault, scheme.fault)
    return any(p.kind == kind and p.side == scheme.side and p.subject in (scheme.subject, "") for p in answer.found)
