"""The smallest change of weights after which no reward works against the company, by linear programming."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from accord.clauses.charter import Side
from accord.clauses.formula import constant
from accord.clauses.incentives import MONTHS, Incentive
from accord.methods.incentives.found import LEAST, Looked, Perversity, spanned
from accord.methods.incentives.moves import changes, pieces
from accord.methods.incentives.outcomes import MUCH, OTHER, one_side
from accord.methods.incentives.reckoning import Array
from accord.methods.incentives.scheme import SIDES, YEAR, Scheme

MOST_ROWS = 2000
PLACES = 4
LARGEST_WEIGHT = 1000.0
FIRM = 0.1
"""A reward that nets out to nothing is no mend: where it can, it pays this share of what its money could."""
LITTLE_MORE = 1.2
"""Months as wholes are mirrored too where that moves no more than so many times the money."""


@dataclass(frozen=True, slots=True)
class Mend:
    """``lines`` are the clause's lines with other weights and frames; those that a side takes over are put in.

    ``moved`` is how much money at stake a year goes from one line to another, in whole units, by side; ``usual`` what
    a year of usual months pays it before and after. ``whole`` says whether months as wholes are mirrored too, or only
    each metric and each decision.
    """

    lines: tuple[Incentive, ...]
    moved: tuple[tuple[Side, float], ...]
    usual: tuple[tuple[Side, float, float], ...]
    whole: bool


@dataclass(frozen=True)
class Choice:
    """A line whose weight may be changed: what it is now, and ``stake``, what a weight of one is worth a year."""

    line: Incentive
    held: float
    stake: float


def mended(looked: Looked, found: tuple[Perversity, ...]) -> Mend | None:
    """The mend of what was found; None where no weights of these lines would do, at the same money at stake a side.

    First time frames are brought in line (``in_line``), then weights are sought.

    Weights may fall to nothing, and a side may take over the other's lines, which is how a reward becomes a common
    one. Minimised is the money at stake that is moved (L1), by HiGHS (Huangfu and Hall 2018).
    """
    looked = replace(looked, scheme=in_line(looked.scheme, found))
    touched = tuple(side for side in SIDES if any(_blamed(one) == side for one in found))
    alone, whole = _of_both(looked, touched, whole=False), _of_both(looked, touched, whole=True)
    if alone is None:
        return None
    if whole is not None and _moved(whole) <= LITTLE_MORE * _moved(alone):
        return _put_together(looked, whole, True)
    return _put_together(looked, alone, False)


def in_line(scheme: Scheme, found: tuple[Perversity, ...]) -> Scheme:
    """The scheme with the frames of a side that is paid sooner as long as the other's, at the same money at stake.

    A line whose metrics are means (shares, days, hours) is the same formula over a longer frame, times as many of its
    own frames as that holds. A line on what adds up is written for the sums of its own frame: people must write it
    anew, so that it stays as it is.
    """
    for one in found:
        if one.kind == "frames":
            lines = tuple(_longer(line, one.side, round(one.end or YEAR), scheme.totals) for line in scheme.lines)
            scheme = replace(scheme, lines=lines)
    return scheme


def _longer(line: Incentive, side: Side, months: int, totals: frozenset[str]) -> Incentive:
    if line.kind != "reward" or line.side != side or line.months >= months or totals & set(line.metrics):
        return line
    frame = next(name for name, length in MONTHS.items() if length == months)
    return replace(line, horizon=frame, weight=line.weight * months / line.months)


def _blamed(one: Perversity) -> Side | None:
    """Whose weights must change for it: of one that bears everything, the other's; of time frames, nobody's."""
    if one.kind == "frames":
        return None
    return OTHER[one.side] if one.kind == "one_side" else one.side


def _of_both(looked: Looked, touched: tuple[Side, ...], *, whole: bool) -> list[Weights] | None:
    found = [_of_side(looked, side, whole=whole) for side in touched]
    kept = [one for one in found if one is not None]
    return kept if len(kept) == len(found) else None


def _moved(found: list[Weights]) -> float:
    return sum(one.moved for one in found)


@dataclass(frozen=True)
class Weights:
    """The weights found for one side's choices."""

    side: Side
    choices: tuple[Choice, ...]
    weights: tuple[float, ...]
    moved: float


def _of_side(looked: Looked, side: Side, *, whole: bool) -> Weights | None:
    choices = _choices(looked, side)
    held = np.array([c.held for c in choices])
    if not choices or not held.any():
        return Weights(side, choices, tuple(held.tolist()), 0.0)
    rows, least = _rows(looked, choices, whole=whole), _share(looked, side, choices)
    stakes = np.array([c.stake for c in choices])
    firm = np.where(rows @ held < 0, FIRM * _best(rows, stakes, float(stakes @ held)), 0.0)
    found = _solved(stakes, held, rows, firm, least)
    if found is None:
        found = _solved(stakes, held, rows, 0 * firm, least)
    if found is None:
        return None
    rounded = np.round(found, PLACES)
    moved = float(np.abs(rounded - held) @ np.array([c.stake for c in choices]))
    return Weights(side, choices, tuple(rounded.tolist()), moved)


def _choices(looked: Looked, side: Side) -> tuple[Choice, ...]:
    """The side's lines, and the other's with weight zero; those that nothing moves are left as they are."""
    mine = [(line, line.weight) for line in looked.scheme.rewards(side)]
    theirs = [(line, 0.0) for line in looked.scheme.rewards(OTHER[side])]
    made = [Choice(line, held, spanned(looked.scheme.yearly(line, looked.corners))) for line, held in (*mine, *theirs)]
    return tuple(choice for choice in made if choice.stake > 0)


def _rows(looked: Looked, choices: tuple[Choice, ...], *, whole: bool) -> Array:
    """One row for each movement that the company feels: its sign times what each line changes by, per weight of one."""
    found = [*_moves(looked, choices), *_decisions(looked, choices)]
    if whole and looked.scenarios.weighed:
        found.append(_months(looked, choices))
    rows = np.vstack(found) if found else np.zeros((0, len(choices)))
    size = np.abs(rows).max(axis=1, initial=0.0)
    rows = rows[size > 0] / size[size > 0, None]
    return np.unique(np.round(rows, 9), axis=0)


def _moves(looked: Looked, choices: tuple[Choice, ...]) -> list[Array]:
    found = []
    for metric in looked.scheme.metrics:
        of = pieces(looked, metric)
        company = np.zeros((looked.count, len(of.starts)))
        for line in looked.scheme.worths:
            company = company + changes(looked, of, line)
        scale = np.where(of.is_jump, 1.0, (looked.scenarios.high[metric] - looked.scenarios.low[metric]) / of.widths)
        felt = np.abs(company) * scale > LEAST * looked.stake
        by_line = np.stack([changes(looked, of, choice.line) for choice in choices], axis=2)
        rows = (np.sign(company)[:, :, None] * by_line)[felt]
        found.append(_distinct(rows))
    return found


def _decisions(looked: Looked, choices: tuple[Choice, ...]) -> list[Array]:
    found = []
    for decision in looked.scheme.decisions:
        worth = constant(decision.formula) or 0.0
        by_line = [np.broadcast_to(looked.scheme.decided(c.line, decision, looked.flat), looked.count) for c in choices]
        found.append(_distinct(np.sign(worth) * np.column_stack(by_line)))
    return found


def _months(looked: Looked, choices: tuple[Choice, ...]) -> Array:
    usual = looked.usual()
    lost = looked.company - looked.scheme.company(usual)[0]
    felt = np.abs(lost) > MUCH * looked.stake
    by_line = [looked.scheme.yearly(c.line, looked.flat) - looked.scheme.yearly(c.line, usual)[0] for c in choices]
    rows = np.column_stack([np.broadcast_to(one, looked.count) for one in by_line])
    return _distinct((np.sign(lost)[:, None] * rows)[felt])


def _distinct(rows: Array) -> Array:
    """Each row once; of very many, evenly chosen ones: what the mend leaves is looked for among all afterwards."""
    if len(rows) > MOST_ROWS:
        rows = rows[np.linspace(0, len(rows) - 1, MOST_ROWS).astype(int)]
    found: Array = np.unique(np.round(rows, 6), axis=0)
    return found


def _best(rows: Array, stakes: Array, whole: float) -> Array:
    """What each movement would pay if all of the side's money were at stake on the line that it moves most."""
    paid: Array = np.maximum(rows * (whole / stakes), 0.0).max(axis=1, initial=0.0)
    return paid


def _share(looked: Looked, side: Side, choices: tuple[Choice, ...]) -> tuple[Array, float] | None:
    """What a side that is spared must lose at least in the company's bad months: half of what the other one does,
    each held against what it has at stake. None where it is not spared."""
    if not any(one.side == OTHER[side] for one in one_side(looked)):
        return None
    usual = looked.usual()
    bad = looked.company - looked.scheme.company(usual)[0] < -MUCH * looked.stake
    fall = np.array([(looked.scheme.yearly(c.line, usual)[0] - _all_of(looked, c))[bad].mean() for c in choices])
    other = (looked.scheme.side(OTHER[side], usual)[0] - looked.paid[OTHER[side]])[bad].mean()
    return fall / looked.stakes[side], float(other / looked.stakes[OTHER[side]] / 2)


def _all_of(looked: Looked, choice: Choice) -> Array:
    return np.broadcast_to(looked.scheme.yearly(choice.line, looked.flat), looked.count)


def _solved(stakes: Array, held: Array, rows: Array, firm: Array, least: tuple[Array, float] | None) -> Array | None:
    """Weights least far from ``held``, none below zero, with the same money at stake and no row below ``firm``."""
    from scipy.optimize import linprog

    many = len(held)
    scaled = stakes / stakes.max()
    equal = np.concatenate([scaled, -scaled])[None, :]
    # held + up - down: up and down are what is put on and taken off.
    limits = rows @ held - firm
    if least is not None:
        rows, limits = np.vstack([rows, least[0]]), np.append(limits, least[0] @ held - least[1])
    upper = np.concatenate([-rows, rows], axis=1)
    found: Any = linprog(
        np.concatenate([scaled, scaled]),
        A_ub=upper if len(rows) else None,
        b_ub=limits if len(rows) else None,
        A_eq=equal,
        b_eq=[0.0],
        bounds=[(0, LARGEST_WEIGHT)] * many + [(0, one) for one in held.tolist()],
        method="highs",
    )
    if not found.success:
        return None
    weights: Array = held + found.x[:many] - found.x[many:]
    kept: Array = np.where(np.abs(weights) < 10.0**-PLACES, 0.0, weights)
    return kept


def _put_together(looked: Looked, found: list[Weights], whole: bool) -> Mend:
    """The clause's lines in their order, then what each side takes over."""
    changed: dict[str, float] = {}
    added: list[Incentive] = []
    for one in found:
        for choice, weight in zip(one.choices, one.weights, strict=True):
            if choice.line.side == one.side:
                changed[choice.line.name] = weight
            elif weight > 0:
                added.append(_taken_over(looked, choice.line, one.side, weight))
    lines = tuple(replace(line, weight=changed.get(line.name, line.weight)) for line in looked.scheme.lines)
    after, month = replace(looked.scheme, lines=(*lines, *added)), looked.usual()
    usual = tuple(
        (one.side, float(looked.scheme.side(one.side, month)[0]), float(after.side(one.side, month)[0]))
        for one in found
    )
    return Mend(after.lines, tuple((one.side, one.moved) for one in found), usual, whole)


def _taken_over(looked: Looked, line: Incentive, side: Side, weight: float) -> Incentive:
    role = next((one.role for one in looked.scheme.rewards(side)), None)
    words = {"marketing": "marketing", "it": "IT"}
    taken = {one.name.casefold() for one in looked.scheme.lines}
    name = f"{line.name}, shared with {words[side]}"
    number = 2
    while name.casefold() in taken:
        name, number = f"{line.name}, shared with {words[side]} {number}", number + 1
    return replace(line, name=name, side=side, role=role, weight=weight)
