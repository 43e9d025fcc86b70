"""The form in which a change of a clause is written, and YAML or objectives from other tools as such changes."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from accord.charter import operations, queries
from accord.charter.models import Proposal
from accord.charter.reading import record_names
from accord.charter.sight import hidden, require_sight, without
from accord.clauses import yaml_io
from accord.clauses.changes import changes
from accord.clauses.charter import Charter
from accord.clauses.contents import contents
from accord.clauses.fields import CLAUSES
from accord.clauses.offers import merge_offer
from accord.clauses.schema import SHARE, ClauseError
from accord.findings.format import Format
from accord.pages.charter.clause import known
from accord.pages.charter.difference import WouldChange, difference, over
from accord.pages.charter.forms import Group, controls, filled, read
from accord.pages.charter.showing import columns
from accord.pages.charter.some_rows import ONLY, PARTIAL, some, whole
from accord.pages.goals.importing import brings_goals, goals_in
from accord.pages.sheet import Sheet, SheetTable, cell_text
from accord.people.rights import Right, require
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.people.models import Person

LARGEST_TEXT = 1_000_000
OFFERING = ("openslo", "sloth")

PERCENT = "This is no target. Write it in per cent, above 0 and up to 100, such as 99.9."
"""The form takes per cent, where a file takes shares: a file's advice would be wrong here."""


@dataclass(frozen=True)
class ChangePage:
    """The form of a new proposal (``proposal`` is None) or of one that is edited; ``wrong`` is said on top.

    ``hidden`` are fields that say which rows are shown, where the clause has more than a form holds.
    """

    clause: str
    label: str
    question: str
    groups: tuple[Group, ...]
    reason: str
    proposal: UUID | None
    name: str
    version: int
    wrong: str
    signed_by_one: bool
    form: Format
    hidden: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        return f"Edit {self.name}" if self.proposal else f"Change: {self.label.lower()}"


def change_page(person: Person, workspace: Workspace, clause: str, row: str = "", *, form: Format) -> ChangePage:
    """An empty proposal: the clause as it stands, or where it is long its ``row``. Raises ``NotAllowed``,
    ``LookupError``."""
    require(person, Right.PREPARE)
    require_sight(person, clause)
    rows, hidden = some(clause, queries.standing(workspace)[known(clause)].content, (row,))
    return _page(clause, {**filled(clause, rows), **hidden}, form=form)


def edit_page(person: Person, proposal: UUID, *, form: Format) -> ChangePage:
    """A proposal to be edited. Raises ``NotAllowed``, ``LookupError``."""
    require(person, Right.PREPARE)
    row = queries.one_proposal(proposal)
    require_sight(person, row.clause)
    touched = tuple(change.path[0] for change in changes(row.clause, row.base, row.content))
    rows, hidden = some(row.clause, row.content, touched)
    return _page(row.clause, {**filled(row.clause, rows), **hidden}, row.reason, row, form=form)


def typed_page(
    person: Person,
    typed: Mapping[str, str],
    *,
    clause: str = "",
    proposal: UUID | None = None,
    fault: ValueError | None = None,
    form: Format,
) -> ChangePage:
    """The form as it was typed, with what to mend beside its field: nothing typed is lost."""
    require(person, Right.PREPARE)
    row = queries.one_proposal(proposal) if proposal else None
    name = row.clause if row else known(clause)
    require_sight(person, name)
    wrong, where = _fault(name, typed, fault)
    return _page(name, typed, typed.get("reason", ""), row, wrong, where, form=form)


def _fault(clause: str, typed: Mapping[str, str], fault: ValueError | None) -> tuple[str, dict[str, str]]:
    if not isinstance(fault, ClauseError):
        return (str(fault) if fault else "", {})
    says = f"{fault.reason}. {fault.mend}" if fault.mend != SHARE else PERCENT
    field = read(clause, typed).field_of(fault)
    if not field:
        return f"{fault.key}: {says}", {}
    return f"{_place(clause, typed, field)}: {says}", {field: says}


def _place(clause: str, typed: Mapping[str, str], name: str) -> str:
    """The field's label with the rows around it: 'Checkout, availability: Target'."""
    for group in controls(clause, typed, {}):
        for within, titles in ((group, (group.title,)), *((g, (group.title, g.title)) for g in group.groups)):
            for control in within.controls:
                if control.name == name:
                    return ": ".join(part for part in (", ".join(filter(None, titles)), control.field.label) if part)
    return CLAUSES[clause].label


def _page(
    clause: str,
    typed: Mapping[str, str],
    reason: str = "",
    row: Proposal | None = None,
    wrong: str = "",
    where: Mapping[str, str] | None = None,
    *,
    form: Format,
) -> ChangePage:
    return ChangePage(
        clause=clause,
        label=CLAUSES[clause].label,
        question=CLAUSES[clause].question,
        groups=controls(clause, typed, where or {}, blank=2 if typed.get("more") else 1),
        reason=reason,
        proposal=row.id if row else None,
        name=row.name if row else "",
        version=row.version if row else 0,
        wrong=wrong,
        signed_by_one=bool(row and row.state == Proposal.SIGNED_BY_ONE),
        form=form,
        hidden=tuple((name, typed[name]) for name in (PARTIAL, ONLY) if name in typed),
    )


def store(
    person: Person,
    typed: Mapping[str, str],
    *,
    clause: str = "",
    proposal: UUID | None = None,
    version: int = 0,
    now: datetime,
) -> Proposal:
    """Keep what was typed as a draft, and put it before both sides where that button was pressed.

    Raises as ``operations.draft``, ``edit`` and ``propose`` do.
    """
    reason = typed.get("reason", "")
    if proposal:
        before = queries.one_proposal(proposal)
        require_sight(person, before.clause)
        content = whole(before.clause, typed, read(before.clause, typed).content, before.content)
        row = operations.edit(proposal, content, reason=reason, version=version, by=person, now=now)
    else:
        standing = queries.standing(settings.ACCORD_WORKSPACE)[known(clause)].content if typed.get(PARTIAL) else None
        content = whole(clause, typed, read(known(clause), typed).content, standing)
        row = operations.draft(clause, content, reason=reason, by=person, now=now)
    return operations.propose(row.id, version=row.version, by=person, now=now) if typed.get("propose") else row


@dataclass(frozen=True)
class ImportPage:
    """A text beside what it would change; ``text`` is the whole charter that it comes to, '' before one was given."""

    text: str
    source: str
    would: tuple[WouldChange, ...]
    asked: bool
    form: Format
    made_up: str = ""
    left: tuple[tuple[str, str], ...] = ()
    """What the text holds and no clause can take: what, and why."""

    def sheet(self) -> Sheet:
        rows = tuple((cell_text(w.label), cell_text(says)) for w in self.would for says in w.changes)
        table = SheetTable("changes", "What it would change", columns("Clause", "Change"), rows)
        return Sheet("charter-import", "Take up a text", self.form, made_up=self.made_up, tables=(table,))


def import_page(
    person: Person, workspace: Workspace, *, text: str = "", source: str = "", form: Format, made_up: str = ""
) -> ImportPage:
    """What a text would change; nothing is stored. Raises ``NotAllowed``, ``ClauseError``, ``ValueError``."""
    require(person, Right.PREPARE)
    if not text:
        return ImportPage("", "", (), False, form, made_up)
    if len(text) > LARGEST_TEXT:
        raise ValueError("the text is longer than a million characters; a charter is not")
    stand = without(queries.agreed(workspace), hidden(person))
    left: tuple[tuple[str, str], ...] = ()
    if brings_goals(text, source):
        goals = goals_in(stand, text.encode(), file=source or "goals.yml")
        charter, left = goals.charter, goals.unsaid
    else:
        charter = taken_up(stand, text, source)
    would = difference(stand, charter)
    for one in would:
        require_sight(person, one.clause)
    return ImportPage(yaml_io.dump(charter, hidden(person)), source, would, True, form, made_up, left)


def taken_up(agreed: Charter, text: str, source: str = "") -> Charter:
    """The charter that a text comes to: a charter.yaml as it is, an OpenSLO or Sloth file added to what stands.

    A clause that a charter.yaml leaves out stays as it stands. Raises ``ClauseError`` and ``ValueError``.
    """
    if _offers(text):
        return _offered(agreed, text, source)
    return over(agreed, text)


def _offers(text: str) -> bool:
    from accord.clauses import safe_yaml

    try:
        roots = [value for _, value in safe_yaml.documents(text)]
    except safe_yaml.UnsafeYaml:
        return False
    return any(isinstance(r, dict) and ("apiVersion" in r or "slos" in r) for r in roots)


def _offered(agreed: Charter, text: str, source: str) -> Charter:
    from accord.facts.parse import parse
    from accord.facts.reading import Given

    with tempfile.TemporaryDirectory(prefix="accord-") as folder:
        file = Path(folder) / (Path(source).name or "offered.yaml")
        file.write_text(text, encoding="utf-8")
        out = Path(folder) / "out"
        out.mkdir()
        offers = [offer for parsed in parse(file, Given(), out) for offer in parsed.offers]
    if not offers:
        raise ValueError("this file offers no clause; OpenSLO and Sloth files do, and charter.yaml is one itself")
    charter = agreed
    for offer in offers:
        charter = merge_offer(charter, offer)
    return charter


def draft_all(person: Person, workspace: Workspace, text: str, *, reason: str, now: datetime) -> tuple[Proposal, ...]:
    """A draft for each clause that the text changes; all of them or none. Raises as ``import_page`` and ``draft``."""
    from accord.record.writing import writing

    require(person, Right.PREPARE)
    page = import_page(person, workspace, text=text, form=Format("en_IE", "UTC", "EUR"))
    if not page.would:
        raise ValueError("this text changes nothing; the charter says so already")
    said = contents(yaml_io.load(page.text, record_names()))
    with writing():
        return tuple(operations.draft(w.clause, said[w.clause], reason=reason, by=person, now=now) for w in page.would)


def export_text(person: Person, workspace: Workspace) -> str:
    """The charter as YAML: signed clauses as signed, the others as they stand in draft. Raises ``NotAllowed``.

    A clause that this person may not see is left out, so that the text taken up again leaves it as it stands.
    """
    require(person, Right.EXPORT)
    return yaml_io.dump(queries.agreed(workspace), hidden(person))
