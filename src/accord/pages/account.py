"""The main job: facts and clauses of a workspace in, one brief out."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from accord.analyses.account import Progress, account
from accord.analyses.discovery import load, names
from accord.charter.reading import charter_of as charter_of
from accord.clauses.charter import Charter
from accord.engines import open_engine
from accord.engines.base import Engine, EngineSettings
from accord.facts.parse_discovery import readers
from accord.facts.record import Chosen, chosen
from accord.facts.store import State, Store
from accord.facts.tables import PROVENANCE, TABLES
from accord.findings import archive
from accord.findings.brief import Brief, Source, cells, rank
from accord.findings.finding import Finding
from accord.findings.format import Format
from accord.findings.identity import finding_id
from accord.pages.checks import checks
from accord.pages.finding import About
from accord.units.period import Period, local
from accord.workspace import settings as configuration
from accord.workspace.folder import Workspace

SCHEMA = {t.name: {c.name: c.type.value for c in (*t.columns, *PROVENANCE)} for t in TABLES.values()}
MONTHS = 3


class NoFacts(LookupError):  # noqa: N818 - says what is missing
    """There is nothing to make a brief of."""


@dataclass(frozen=True)
class Open:
    """A workspace opened for reading: charter, store, the files that count, and an engine over them."""

    workspace: Workspace
    charter: Charter
    store: Store
    chosen: Chosen
    engine: Engine

    @property
    def state(self) -> State:
        return self.store.state()

    @property
    def form(self) -> Format:
        organisation = self.charter.organisation
        return Format(organisation.locale, organisation.zone, organisation.currency)


@contextmanager
def opened(workspace: Workspace) -> Iterator[Open]:
    """Open a workspace for reading; its files stay until the block ends."""
    charter = charter_of(workspace)
    with Store.reading(workspace) as store:
        files = chosen(store, dict(charter.record))
        engine = open_engine(files.files, SCHEMA, engine_settings(workspace))
        try:
            yield Open(workspace, charter, store, files, engine)
        finally:
            engine.close()


def engine_settings(workspace: Workspace) -> EngineSettings:
    s = configuration.load(workspace)
    return EngineSettings(s.engine, f"{s.memory_mb}MB", s.threads, s.engine_url)


def brief_of(
    workspace: Workspace,
    *,
    now: datetime,
    first: date | None = None,
    last: date | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> Brief:
    """The brief of a period (local days, the last one included), its findings kept in the workspace.

    Without days: the last three months that the facts cover. ``now`` is naive UTC. Raises ``NoFacts``.
    """
    with opened(workspace) as here:
        state = here.state
        period, as_of = period_of(here, now, first, last)
        told = account(
            here.engine,
            here.charter,
            period,
            as_of=as_of,
            filled=_filled(here),
            how_to_get=how_to_get(),
            seed=seed,
            progress=progress,
        )
        if not told.findings:
            check_told(here, period, as_of)
        for finding in told.findings:
            archive.save(workspace.findings, finding)
        organisation = here.charter.organisation
        return Brief(
            organisation=organisation.name,
            period=period,
            as_of=as_of,
            currency=organisation.currency,
            locale=organisation.locale,
            zone=organisation.zone,
            cells=cells(told.findings, dict(told.missing_by_cell)),
            findings=rank(told.findings),
            missing=told.missing,
            sources=tuple(_sources(state)),
            checks=checks(here.store, here.chosen, here.engine, period, here.form),
            notes=here.chosen.notes,
            signed=_signed(told.findings, here.charter),
            made_up=workspace.made_up,
        )


def _signed(findings: Sequence[Finding], charter: Charter) -> bool:
    """A brief rests on signed clauses where each of its findings does; where it has none, on the whole charter."""
    return all(f.made.signed for f in findings) if findings else charter.is_signed()


def _filled(here: Open) -> list[str]:
    """Tables with rows; rates are not missed where everything is in the organisation's own currency."""
    filled = [t for t, s in here.state.tables.items() if s.rows]
    paid_in = set(here.engine.query("select distinct currency from orders")["currency"].tolist())
    return filled if paid_in - {here.charter.organisation.currency} else [*filled, "rates"]


def check_told(here: Open, period: Period, as_of: datetime) -> None:
    """That nothing was found means something only of days that the facts reach. Raises ``NoFacts``."""
    begun = _begun(here.state)
    if begun and (period.start >= as_of or period.end <= begun):
        form = here.form
        raise NoFacts(
            f"nothing is known of {form.period(period)}: the facts reach from {form.time(begun)} to "
            f"{form.time(as_of)}. Give --from and --to within it, or read newer exports"
        )


def how_to_get() -> dict[str, str]:
    """By fact table, where the exports that fill it are found, in the words of their readers."""
    found: dict[str, list[str]] = {}
    for reader in readers():
        for table in reader.tables:
            found.setdefault(table, []).append(reader.how_to_get.rstrip("."))
    return {table: "; or ".join(ways[:3]) for table, ways in found.items()}


def specs_of(findings: tuple[Finding, ...]) -> dict[str, dict[str, Any]]:
    """The chart of each finding, where its analysis draws one.

    A plug-in may have been taken away since, and a finding of an earlier version may hold other numbers: those are
    shown without a chart.
    """
    known = {name: load(name) for name in names()}
    ours = [f for f in findings if f.analysis in known and f.made.version == known[f.analysis].version]
    drawn = {finding_id(f): known[f.analysis].chart(f) for f in ours}
    return {name: spec for name, spec in drawn.items() if spec is not None}


def about() -> dict[str, About]:
    """What each analysis asks, and the page that says how it answers."""
    return {name: About(load(name).question, f"docs/analyses/{name}.md") for name in names()}


def period_of(here: Open, now: datetime, first: date | None, last: date | None) -> tuple[Period, datetime]:
    """The period asked for (or the usual one), and the moment to which the facts reach. Raises ``NoFacts``."""
    state = here.state
    as_of = _as_of(state, now)
    return _period(state, here.charter.organisation.zone, as_of, first, last), as_of


def _as_of(state: State, now: datetime) -> datetime:
    """Where what happened ends: plans reach further. Never later than ``now``."""
    told = [state.tables[t].last for t in ("orders", "visits", "payments", "availability") if t in state.tables]
    lasts = [t for t in told if t is not None] or [s.last for s in state.tables.values() if s.last is not None]
    if not lasts:
        if any(s.rows for s in state.tables.values()):
            return now  # documents bear no day: they are those of today
        raise NoFacts("this workspace holds no facts yet. Read some first: accord read FOLDER")
    return min(max(lasts) + timedelta(minutes=1), now)


def _period(state: State, zone: str, as_of: datetime, first: date | None, last: date | None) -> Period:
    begun = _begun(state)
    end_day = last or local(as_of - timedelta(minutes=1), zone).date()
    usual = _months_before(end_day, MONTHS)
    start_day = first or (max(usual, local(begun, zone).date()) if begun else usual)
    if start_day > end_day:
        raise ValueError(f"the period would begin on {start_day} and end on {end_day}; give --from and --to in order")
    return Period.of_days(start_day, end_day, zone)


def _begun(state: State) -> datetime | None:
    """The first moment that the facts know; None where none of them bears a day."""
    orders = state.tables.get("orders")
    firsts = [orders.first] if orders and orders.first else [s.first for s in state.tables.values() if s.first]
    return min((f for f in firsts if f is not None), default=None)


def _months_before(last: date, months: int) -> date:
    """The first of the days that ``months`` months up to and with ``last`` hold: 1 August for 31 October and three."""
    after = last + timedelta(days=1)
    index = after.year * 12 + after.month - 1 - months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(after.day, monthrange(year, month)[1]))


def _sources(state: State) -> Iterator[Source]:
    titles = {r.name: r.title for r in readers()}
    for one in state.imports:
        rows = sum(part.rows for part in one.own.values())
        name = f"{one.name}/{one.member}" if one.member else one.name
        yield Source(name, titles.get(one.reader, one.reader), one.side, rows, one.first, one.last)
