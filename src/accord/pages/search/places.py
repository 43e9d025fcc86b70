"""Where to look, and what of it this reader may see. Each place yields what could be found, ready to be matched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from accord.clauses.charter import SIDE_WORDS
from accord.findings.finding import Audience
from accord.findings.format import Format
from accord.pages.sheet import utc
from accord.units.period import Period, local
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.people.models import Person


@dataclass(frozen=True, slots=True)
class Asking:
    """Who looks, in whose words, and when (``now`` naive UTC)."""

    person: Person
    workspace: Workspace
    audience: Audience
    form: Format
    now: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """Something that can be found: ``says`` stands below its title, ``more`` is only searched.

    ``when`` is put before what it says; it is asked only of what is shown, because days take long to write.
    ``route`` and ``args`` name its page, ``query`` what stands behind the question mark and ``fragment`` the place on
    it; no route, no link.
    """

    title: str
    says: str
    more: str = ""
    route: str = ""
    args: tuple[Any, ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    when: Callable[[], str] | None = None
    fragment: str = ""


_PAGES = (
    ("Today", "what needs both of you, and the next fourteen days", "today", "home start"),
    ("The brief", "what each side cost and earned the other", "brief", "report month"),
    ("Findings", "what it means, in money", "findings", "list filter"),
    ("Decisions", "what waits for a signature, and what runs", "decisions", "docket sign promise"),
    ("What decisions were worth", "kept, broken, cannot tell", "record", "verification verdict track"),
    ("Goals", "what both sides answer for, and where it is heading", "goals", "scorecard objectives okr targets kpi"),
    ("Activities", "what each brings, and what to test first", "activities", "channels classes crucial attribution"),
    ("Joint calendar", "both sides' plans, clashes, another slot", "calendar", "plans weeks freeze campaign change"),
    ("Your feeds", "the calendar in your own program", "calendar.feeds", "ical subscribe"),
    ("Language", "words that mean two things, and a text checked for its reader", "language", "jargon terms documents"),
    ("Check a text for its reader", "what they would trip over, and what to say instead", "language.check", "words"),
    ("Glossary", "each word, what either side means by it, what both write", "language.glossary", "terms words"),
    ("Five words of the other side", "this week's words and figures, three questions", "language.primer", "quiz"),
    ("A requirement for two readers", "as marketing and as IT read it", "language.spec", "spec story ticket"),
    ("Charter", "what both sides agreed", "charter", "clauses agreement proposal"),
    ("Facts", "what there is, and bring files in", "facts", "import export upload drop data"),
    ("Your account", "how you sign in, and what you see", "account", "password passkey settings zone language"),
    ("Your tokens", "for programs that read for you", "tokens", "api"),
)


def of_findings(asking: Asking) -> Iterator[Found]:
    """Published findings in the reader's words."""
    from accord.decisions.queries import published

    title = f"title_{asking.audience}"
    rows = published().values_list(
        "finding", title, "verdict", "subject", "owner_marketing", "owner_it", "start", "end"
    )
    for finding, words, verdict, subject, marketing, it, start, end in rows:
        when = partial(asking.form.period, Period(utc(start), utc(end)))
        more = f"{finding} {subject} {marketing} {it}"
        yield Found(words, verdict, more, "finding", (finding,), when=when)


def of_decisions(asking: Asking) -> Iterator[Found]:
    """Decisions, the newest first."""
    from accord.decisions.queries import decisions

    for row in decisions():
        says = f"{row.name}, {row.state.replace('_', ' ')}, by {row.drafted_by_name}"
        yield Found(row.title, says, f"{row.about} {row.finding}", "decision", (row.id,))


def of_plans(asking: Asking) -> Iterator[Found]:
    """What is planned from now on."""
    from accord.pages.joint_calendar.marks import KIND_WORDS, when
    from accord.pages.outlook import plans_of

    for entry in plans_of(asking.workspace)[0]:
        if entry.end > asking.now:
            says, lies = KIND_WORDS[entry.kind].capitalize(), partial(when, entry, asking.form)
            first = local(max(entry.start, asking.now), asking.form.zone).date().isoformat()
            query = (("from", first), ("entry", entry.id))
            yield Found(entry.title, says, f"{entry.id} {entry.service or ''}", "calendar", (), query, lies)


def of_people(asking: Asking) -> Iterator[Found]:
    """Who is here: names and roles for everybody; addresses, and a page, for those who may open it."""
    from accord.people.queries import people
    from accord.people.rights import ROLE_NAMES, Right, Role, may

    invites = may(asking.person, Right.INVITE)
    for one in people():
        opens = invites or one.pk == asking.person.pk
        if one.is_active or invites:
            says = ROLE_NAMES[Role(one.role)] + ("" if one.is_active else ", no longer here")
            more = one.email if opens else ""
            yield Found(one.name, says, more, "person" if opens else "", (one.pk,) if opens else ())


def of_clauses(asking: Asking) -> Iterator[Found]:
    """The charter's clauses, by what they ask and say."""
    from accord.charter.queries import standing
    from accord.charter.sight import seen
    from accord.clauses.fields import CLAUSES

    for name, one in seen(asking.person, standing(asking.workspace)).items():
        of = CLAUSES[name]
        yield Found(of.label, of.question, f"{name} {' '.join(_texts(one.content))}", "clause", (name,))


def of_words(asking: Asking) -> Iterator[Found]:
    """Words of the glossary, with what each side means by them; then words that mean two things and are not agreed."""
    from accord.pages.language.glossary import line_of
    from accord.pages.language.known import known

    here = known(asking.workspace)
    for line in map(line_of, here.glossary):
        means = "; ".join(f"{side}: {said}" for side, said in (("marketing", line.marketing), ("IT", line.it)) if said)
        says = f"both write {line.wording}" if line.wording else "a word of the glossary"
        yield Found(line.term, "; ".join(filter(None, (says, means))), f"{line.variants} {line.finance}",
                    "language.glossary", fragment=line.anchor)  # fmt: skip
    for word in here.unsettled():
        means = "; ".join(f"{SIDE_WORDS[s.side]}: {', '.join(s.means[:3])}" for s in word.sides if s.means)
        yield Found(word.word, means, "means two things", "language")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def of_analyses(asking: Asking) -> Iterator[Found]:
    """How each question is answered."""
    from accord.analyses.discovery import load, names

    for name in names():
        analysis = load(name)
        yield Found(analysis.title, analysis.question, name, "analysis", (name,))


def of_facts(asking: Asking) -> Iterator[Found]:
    """Fact tables, and the exports that fill them."""
    from accord.facts.parse_discovery import readers
    from accord.facts.tables import TABLES

    for table in TABLES.values():
        columns = " ".join(c.name for c in table.columns)
        yield Found(table.name.replace("_", " ").capitalize(), f"A fact table: {table.row}", columns, "facts")
    for reader in readers():
        yield Found(
            reader.title, f"An export: {reader.how_to_get}", f"{reader.name} {' '.join(reader.tables)}", "facts"
        )


def of_pages(asking: Asking) -> Iterator[Found]:
    """The pages of the site that this person may open."""
    from accord.people.rights import Right, may

    yield from (Found(title, says, more, route) for title, says, route, more in _PAGES)
    if may(asking.person, Right.REWARDS):
        yield Found("Incentives", "whether a reward works against the company", "bonus mirror check", "incentives")
    if may(asking.person, Right.INVITE):
        yield Found("People", "who is here, invitations, roles", "invite access", "people")
    if may(asking.person, Right.ADMINISTER):
        yield Found("Administration", "rows, as they are", "admin", "admin:index")


PLACES = (
    ("findings", "Findings", of_findings),
    ("decisions", "Decisions", of_decisions),
    ("plans", "Plans", of_plans),
    ("people", "People", of_people),
    ("words", "Words", of_words),
    ("clauses", "Charter", of_clauses),
    ("analyses", "How it is worked out", of_analyses),
    ("facts", "Facts", of_facts),
    ("pages", "Pages", of_pages),
)
"""In the order in which equally good answers stand."""
