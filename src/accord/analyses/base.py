"""The shape of an analysis: what it needs, portable SQL, and a pure estimate on the small result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any, ClassVar, Generic, Literal, TypeVar

import numpy as np

from accord.clauses.charter import Charter
from accord.engines.base import Columns, length
from accord.findings.finding import Cell, Finding
from accord.units.period import Period

S = TypeVar("S")


def setting(default: Any, meaning: str, unit: str = "", least: float | None = None, most: float | None = None) -> Any:
    """A field of an analysis's ``Settings`` with what doors say of it: its meaning, its unit and its bounds."""
    return field(default=default, metadata={"meaning": meaning, "unit": unit, "least": least, "most": most})


@dataclass(frozen=True, slots=True)
class Needs:
    """Fact tables without which there is no answer, those that improve it, and the clauses read."""

    tables: tuple[str, ...]
    optional: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """The number that a decision should move, and which way is better.

    ``told`` says how a period's number is had from findings, so that a promise can be verified: ``each`` finding tells
    one happening and they are added; one finding tells the ``whole`` period's sum; one tells a share over a ``window``
    that ends the period; or each tells what lies ``ahead``. ``silent`` is what no finding means where the facts reach:
    ``nothing`` happened, or it is ``unknown``. ``stand_in`` names a figure by which a finding without the number is
    valued, at what the others' numbers come to for one unit of it. A ``seasonal`` number moves with the time of year as
    much as with any decision, so that a later period cannot be held against an earlier one. ``dated`` are the tables
    whose rows tell when, where they are others than those needed; those without any row are left out.
    """

    figure: str
    better: Literal["up", "down"]
    says: str
    told: Literal["each", "whole", "window", "ahead"] = "each"
    silent: Literal["nothing", "unknown"] = "nothing"
    stand_in: str | None = None
    seasonal: bool = False
    dated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Given(Generic[S]):
    """What an estimate is given beside the rows: no clock, no files.

    ``told`` are the findings of the other analyses over the same period, where the analysis ``hears`` them.
    """

    period: Period
    as_of: datetime
    charter: Charter
    settings: S
    told: tuple[Finding, ...] = ()

    @property
    def currency(self) -> str:
        return self.charter.organisation.currency

    @property
    def zone(self) -> str:
        return self.charter.organisation.zone


Rows = Mapping[str, Columns]
"""Query name -> its columns, checked against the analysis's ``rows`` contracts."""


class Analysis(Generic[S]):
    """One question. A subclass sits in its own file of this folder and is found by listing it.

    ``queries`` are portable SELECT texts by name, with ``:history_start``, ``:start`` and ``:end``; ``rows``
    names for each the frozen dataclass that its columns must match. ``history`` is how far before the period
    the queries look back. One that ``hears`` is asked last and given what the others found.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    question: ClassVar[str]
    version: ClassVar[int]
    needs: ClassVar[Needs]
    cell: ClassVar[Cell | None] = None
    history: ClassVar[timedelta] = timedelta(days=400)
    queries: ClassVar[dict[str, str]]
    rows: ClassVar[dict[str, type]]
    effect: ClassVar[Effect]
    settings: ClassVar[type]
    hears: ClassVar[bool] = False

    def estimate(self, rows: Rows, given: Given[S], rng: np.random.Generator) -> list[Finding]:
        """Pure: arrays and clauses in, findings out; no input or output, no clock."""
        raise NotImplementedError

    def chart(self, finding: Finding) -> dict[str, Any] | None:
        """A Vega-Lite spec over the finding's grid, or None where a table says it better."""
        return None


class ContractBroken(Exception):  # noqa: N818 - names the broken thing
    """SQL returned other columns than the row dataclass promises."""


def check_contract(analysis: type[Analysis[Any]], query: str, columns: Columns) -> None:
    """Raise ``ContractBroken`` unless the columns are the fields of the row dataclass, in one length."""
    wanted = [f.name for f in fields(analysis.rows[query])]
    if list(columns) != wanted:
        raise ContractBroken(f"{analysis.name}.{query} returned {list(columns)}, promised {wanted}")
    if any(len(c) != length(columns) for c in columns.values()):
        raise ContractBroken(f"{analysis.name}.{query} returned columns of different lengths")
