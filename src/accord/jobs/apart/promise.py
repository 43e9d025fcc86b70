"""Hold a promise against the facts: what would come with nothing changed, or what came."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from accord.analyses import discovery, effects
from accord.analyses.effects import Decided
from accord.clauses.safe_yaml import UnsafeYaml
from accord.clauses.schema import ClauseError
from accord.facts.keys import KeysMissing
from accord.facts.manifest import StoreError
from accord.findings.identity import plain
from accord.jobs.apart import CannotBeDone, Tell
from accord.pages.account import NoFacts, Open, opened, period_of
from accord.pages.sheet import utc
from accord.units.interval import Interval
from accord.units.period import Period
from accord.workspace.folder import Workspace
from accord.workspace.settings import BadSetting


def do(request: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """Answer each of ``questions`` (see ``verification.asking.question``): ``measured`` where it says ``came``, else
    ``before``; or ``cannot`` with the reason. ``facts`` and ``as_of`` say what was asked.
    """
    workspace = Workspace(Path(request["workspace"]))
    now = datetime.fromisoformat(request["now"])
    try:
        with opened(workspace) as here:
            as_of = period_of(here, now, None, None)[1]
            answers = {}
            for done, (name, question) in enumerate(request["questions"].items()):
                tell(done, len(request["questions"]), "Asking the analysis again")
                answers[name] = _answer(here, question, as_of)
            return {"answers": answers, "facts": here.store.snapshot_id(), "as_of": as_of.isoformat()}
    except NoFacts:
        return {"answers": {}, "facts": "", "as_of": ""}
    except (StoreError, KeysMissing, BadSetting, ClauseError, UnsafeYaml) as reason:
        raise CannotBeDone(str(reason)) from reason


def _answer(here: Open, question: dict[str, Any], as_of: datetime) -> dict[str, Any]:
    if question["analysis"] not in discovery.names():
        return {"cannot": f"the analysis {question['analysis']} is no longer here"}
    analysis = discovery.load(question["analysis"])
    given: dict[str, Any] = {
        "subject": question["subject"],
        "baseline": _period(question["earlier"]),
        "later": _period(question["later"]),
        "as_of": as_of,
        "figure": question["figure"],
    }
    try:
        if not question["came"]:
            return {"before": plain(effects.before(analysis, here.engine, here.charter, **given))}
        decided = _decided(question["decided"])
        found = effects.measure(
            analysis, here.engine, here.charter, **given, decided=decided, told_to=_told_to(here, as_of)
        )
        return {"measured": plain(found)}
    except ValueError as reason:
        return {"cannot": str(reason)}


def _told_to(here: Open, as_of: datetime) -> dict[str, datetime]:
    """How far each table is known to reach beyond its last row: to the day on which the newest file of it was read.

    Incidents that have stopped leave no rows; an export that was read later would have told them.
    """
    found: dict[str, datetime] = {}
    for one in here.state.imports:
        reach = min(utc(one.imported_at), as_of)
        for table in one.yielded:
            found[table] = max(found.get(table, reach), reach)
    return found


def _decided(value: dict[str, Any] | None) -> Decided | None:
    return Decided(Interval(**value["baseline"]), value["seconds"], value["version"]) if value else None


def _period(ends: list[str]) -> Period:
    return Period(datetime.fromisoformat(ends[0]), datetime.fromisoformat(ends[1]))
