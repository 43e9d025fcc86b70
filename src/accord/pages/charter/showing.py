"""Pieces that the pages of the charter share: a clause in plain words, a difference, the two keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from accord.clauses.changes import changes
from accord.clauses.charter import SIDE_WORDS
from accord.clauses.contents import Content
from accord.clauses.fields import CLAUSES, KEY_RESULT, SLO, Clause, Field, value_says
from accord.clauses.incentives_schema import CASES
from accord.findings.format import Format
from accord.pages.decisions.showing import SIDE_MARKS, Keys, moment
from accord.pages.shown import Column
from accord.people.names import initials

if TYPE_CHECKING:
    from accord.charter.models import Proposal

STATE_WORDS = {
    "draft": "a draft",
    "proposed": "waits for both",
    "signed_by_one": "waits for the other side",
    "in_force": "in force",
    "withdrawn": "withdrawn",
    "overtaken": "overtaken by another change",
}


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a clause as read: label and text, and the parts within it. ``title`` is '' for the clause itself."""

    title: str
    pairs: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal in a list."""

    id: UUID
    name: str
    clause: str
    clause_label: str
    says: str
    more: int
    reason: str
    by: str
    mark: str
    at: str
    state: str
    keys: Keys


@dataclass(frozen=True, slots=True)
class SignerShown:
    """One side's key: who turned it and when, or that nobody has."""

    mark: str
    initials: str
    who: str
    says: str
    name: str
    at: datetime | None
    method: str


def blocks(clause: str, content: Content) -> tuple[Block, ...]:
    """A clause in plain words, every value with its label."""
    of = CLAUSES[clause]
    if clause == "record":
        return (Block("", tuple((f"{table} come from", reader) for table, reader in content.items())),)
    if not of.name:
        return (Block("", _pairs(of, content)),)
    return tuple(Block(str(row[of.name]), _pairs(of, row), _objectives(row)) for row in content)


def _pairs(of: Clause, values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    fields = (f for f in of.fields if f.key != of.name and _concerns(of, f, values))
    return tuple((f.label, value_says(f, values.get(f.key))) for f in fields)


def _concerns(of: Clause, field: Field, values: Mapping[str, Any]) -> bool:
    """Whether a row has such a value at all: what brings the company money is paid to nobody and has no cap."""
    if of is not CLAUSES["incentives"]:
        return True
    return field.key in ("kind", "pays", *CASES[values.get("kind", "reward")])


def _objectives(row: Mapping[str, Any]) -> tuple[Block, ...]:
    told = tuple(Block(str(slo["name"]), (("Service level", objective_says(slo)),)) for slo in row.get("slos", ()))
    return (*told, *(Block(str(one["metric"]), _told_pairs(one)) for one in row.get("key_results", ())))


def _told_pairs(result: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What a key result says, without what it leaves open."""
    fields = (f for f in KEY_RESULT.fields if f.key in result and f.key != KEY_RESULT.name)
    return tuple((f.label, value_says(f, result[f.key])) for f in fields)


def objective_says(slo: Mapping[str, Any]) -> str:
    """An objective in one line: '99.9 % of requests over 28 days'."""
    by = value_says(SLO.field("budgeting"), slo.get("budgeting", "occurrences"))
    calendar = slo.get("calendar")
    over = f"each {calendar}" if calendar else f"over {slo.get('window_days', 28)} days"
    return f"{value_says(SLO.field('target'), slo['target'])} of {by} {over}"


def summary(clause: str, content: Content) -> str:
    """What a clause says, in a sentence."""
    match clause:
        case "organisation":
            margin = value_says(CLAUSES[clause].field("margin"), content.get("margin"))
            priced = f"margin {margin}" if content.get("margin") else margin
            return f"{content['name']}: {content['zone']}, {content['currency']}, {priced}."
        case "services":
            return _services(content)
        case "calendar":
            return _calendar(content)
        case "owners":
            return _owners(content)
        case "liaisons":
            return _liaisons(content)
        case "glossary":
            return _glossary(content)
        case "objectives":
            return _shared(content)
        case "incentives":
            return _rewarded(content)
        case "activities":
            return f"{_many(len(content), 'activity', 'activities')}." if content else "No activity is named yet."
        case _:
            return ", ".join(f"{t} from {r}" for t, r in content.items()) + "." if content else "None is named yet."


def _services(content: Content) -> str:
    if not content:
        return "No service is named yet, so that no outage has a price."
    priced = sum(1 for s in content if s.get("carries"))
    promised = sum(len(s.get("slos", ())) for s in content)
    objectives = _many(promised, "service level", "service levels")
    return f"{_many(len(content), 'service', 'services')}, {priced} with a price; {objectives}."


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def _calendar(content: Content) -> str:
    country, more = content.get("country"), len(content.get("special_days", ()))
    days = f"Public holidays of {country}" if country else "No public holidays"
    days += f" and {_many(more, 'further day', 'further days')}" if more else ""
    low, high = content.get("slot_hours", (0, 24))
    slot = "at any hour" if (low, high) == (0, 24) else f"between {low}:00 and {high}:00"
    least = str(content.get("pass_below", "0"))
    told = (
        f"clashes under {least} (in the organisation's currency) pass" if least.strip("0.") else "every clash is told"
    )
    return f"{days}; changes start {slot}; {told}."


def _owners(content: Content) -> str:
    default = next((o for o in content if o["subject"] == "default"), None)
    rest = len(content) - (default is not None)
    first = f"{default['marketing']} and {default['it']} answer" if default else "The two departments answer"
    return (
        f"{first}; {_many(rest, 'subject has', 'subjects have')} owners of their own."
        if rest
        else f"{first} for all findings."
    )


def _liaisons(content: Content) -> str:
    if not content:
        return "Nobody sits at the other side's table yet."
    return ", ".join(f"{p['name']} (from {SIDE_WORDS[p['side']]})" for p in content) + "."


def _glossary(content: Content) -> str:
    if not content:
        return "No word is agreed yet."
    agreed = sum(1 for term in content if term.get("status", "agreed") == "agreed")
    differ = sum(1 for term in content if term.get("marketing") and term.get("it"))
    return f"{_many(len(content), 'word', 'words')}, {agreed} agreed; {differ} mean something else to each side."


def _shared(content: Content) -> str:
    if not content:
        return "No objective is shared yet."
    results = [result for objective in content for result in objective.get("key_results", ())]
    aimed = sum(1 for result in results if result.get("target"))
    told = f"{_many(len(content), 'objective', 'objectives')}, {_many(len(results), 'metric', 'metrics')}"
    return f"{told}, {aimed} with a target; an owner on each side."


def _rewarded(content: Content) -> str:
    if not content:
        return "No reward is written down yet."
    kinds = [line.get("kind", "reward") for line in content]
    rewards, decisions = kinds.count("reward"), kinds.count("decision")
    return f"{_many(rewards, 'reward', 'rewards')}, held against {_many(decisions, 'decision', 'decisions')}."


def keys_of(state: str, sides: set[str]) -> Keys:
    """The keys of a proposal in a state, with the sides whose signatures count."""
    waits = [SIDE_WORDS[s] for s in ("marketing", "it") if s not in sides]
    says = f"waits for {waits[0]}" if state == "signed_by_one" and len(waits) == 1 else STATE_WORDS[state]
    return Keys("marketing" in sides, "it" in sides, says)


def signers(row: Proposal, form: Format) -> tuple[SignerShown, ...]:
    """One for each side, marketing first."""
    from accord.charter import queries

    signed = {s.side: s for s in queries.signatures(row)}
    told = []
    for side in ("marketing", "it"):
        s = signed.get(side)
        who = f"{s.name}, for {SIDE_WORDS[side]}" if s else f"For {SIDE_WORDS[side]}"
        says = f"signed {moment(s.at, form)}" if s else "not yet"
        told.append(
            SignerShown(
                SIDE_MARKS[side],
                initials(s.name) if s else "",
                who,
                says,
                s.name if s else "",
                s.at if s else None,
                s.method if s else "",
            )
        )
    return tuple(told)


def proposal_line(row: Proposal, form: Format) -> ProposalLine:
    """A proposal in a list, with the first of its changes."""
    from accord.charter import queries

    told = changes(row.clause, row.base, row.content)
    sides = {s.side for s in queries.signatures(row)}
    return ProposalLine(
        id=row.id,
        name=row.name,
        clause=row.clause,
        clause_label=CLAUSES[row.clause].label,
        says=told[0].says if told else "",
        more=max(0, len(told) - 1),
        reason=row.reason,
        by=row.by_name,
        mark=SIDE_MARKS.get(row.by_side, "n"),
        at=moment(row.changed_at, form),
        state=row.state,
        keys=keys_of(row.state, sides),
    )


def columns(*labels: str) -> tuple[Column, ...]:
    """Columns of text."""
    return tuple(Column(label.lower().replace(" ", "_"), label, False) for label in labels)


def reads(clause: str) -> tuple[str, ...]:
    """The questions of the analyses that read a clause: what a change of it touches."""
    from accord.analyses.discovery import load, names

    return tuple(load(name).question for name in names() if clause in load(name).needs.clauses)
