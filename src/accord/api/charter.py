"""The charter: its clauses, their versions, and changes proposed to them. Nothing here signs."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from accord.api.asked import Asked
from accord.api.doors import does, reads
from accord.api.given import Body, Name, NewContent, NewProposal, Seen
from accord.charter import operations, queries
from accord.pages.charter import change
from accord.pages.charter.clause import ClausePage, VersionsPage, clause_page, versions_page
from accord.pages.charter.overview import CharterPage, charter_page
from accord.pages.charter.proposal import ProposalPage, choice_names, proposal_page
from accord.record.once import Answer

Number = Annotated[int, Field(ge=-1, le=2**31 - 1)]


@reads("/charter", "charter")
def charter(asked: Asked) -> CharterPage:
    """The charter clause by clause, and what is proposed to become of it."""
    return charter_page(asked.person, asked.workspace, form=asked.form, made_up=asked.made_up)


@reads("/charter/yaml", "yaml", media_type="application/yaml")
def charter_yaml(asked: Asked) -> Answer:
    """The charter as a charter.yaml."""
    return Answer(200, "application/yaml", change.export_text(asked.person, asked.workspace).encode())


@reads("/charter/clauses/{clause}", "clause")
def clause(asked: Asked, clause: Name) -> ClausePage:
    """One clause as it counts."""
    return clause_page(asked.person, asked.workspace, clause, form=asked.form, made_up=asked.made_up)


@reads("/charter/clauses/{clause}/versions", "versions")
def versions(asked: Asked, clause: Name, left: Number = -1, right: Number = -1) -> VersionsPage:
    """All texts that a clause had, and how two of them differ."""
    return versions_page(asked.person, clause, left=left, right=right, form=asked.form, made_up=asked.made_up)


@reads("/charter/proposals/{proposal}", "proposal")
def proposal(asked: Asked, proposal: UUID) -> ProposalPage:
    """A proposed change: its difference in sentences, its reason, who signed."""
    return proposal_page(asked.person, asked.workspace, proposal, form=asked.form, made_up=asked.made_up)


def _now(asked: Asked, row: UUID) -> ProposalPage:
    return proposal_page(asked.person, asked.workspace, row, form=asked.form, made_up=asked.made_up)


@does("/charter/proposals", "proposal", status=201)
def draft_proposal(asked: Asked, new: NewProposal) -> ProposalPage:
    """Begin a change of a clause."""
    row = operations.draft(new.clause, new.content, reason=new.reason, by=asked.person, now=asked.now)
    return _now(asked, row.id)


@does("/charter/proposals/{proposal}/edit", "proposal")
def edit_proposal(asked: Asked, proposal: UUID, new: NewContent) -> ProposalPage:
    """Change the text that you read; 409 where somebody was faster."""
    operations.edit(proposal, new.content, reason=new.reason, version=new.version, by=asked.person, now=asked.now)
    return _now(asked, proposal)


@does("/charter/proposals/{proposal}/propose", "proposal")
def propose_proposal(asked: Asked, proposal: UUID, seen: Seen) -> ProposalPage:
    """Put a draft before both sides, who sign it in the browser."""
    operations.propose(proposal, version=seen.version, by=asked.person, now=asked.now)
    return _now(asked, proposal)


@does("/charter/proposals/{proposal}/withdraw", "proposal")
def withdraw_proposal(asked: Asked, proposal: UUID) -> ProposalPage:
    """Take back what not both have signed."""
    operations.withdraw(proposal, by=asked.person, now=asked.now)
    return _now(asked, proposal)


class Choices(Seen):
    """Which of two changes counts, by the names that the proposal's page gives its open questions."""

    choices: dict[str, Literal["mine", "theirs"]] = Field(default_factory=dict, max_length=500)


@does("/charter/proposals/{proposal}/refresh", "proposal")
def refresh_proposal(asked: Asked, proposal: UUID, chosen: Choices) -> ProposalPage:
    """Put the proposal's changes upon the text that came in force meanwhile."""
    names = choice_names(queries.one_proposal(proposal), asked.workspace)
    if unknown := sorted(set(chosen.choices) - set(names)):
        raise ValueError(f"{unknown[0]} is not asked; asked are {', '.join(sorted(names)) or 'none'}")
    choices = {names[name]: word for name, word in chosen.choices.items()}
    operations.bring_up_to_date(proposal, version=chosen.version, choices=choices, by=asked.person, now=asked.now)
    return _now(asked, proposal)


class Yaml(Body):
    """A whole charter.yaml."""

    text: str = Field(max_length=1_000_000)
    reason: str = Field(max_length=500)


@does("/charter/yaml", "charter", status=201)
def take_up(asked: Asked, given: Yaml) -> CharterPage:
    """Draft a proposal for each clause that differs from this text."""
    change.draft_all(asked.person, asked.workspace, given.text, reason=given.reason, now=asked.now)
    return charter(asked)


@does("/charter/file", "charter")
def write_again(asked: Asked) -> CharterPage:
    """Write what both sides signed into charter.yaml again, where somebody changed the file by hand."""
    operations.write_again(by=asked.person, now=asked.now)
    return charter(asked)
