"""Findings, their evidence, how they are worked out, and what was said to them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from ninja import Query, Schema
from pydantic import Field

from accord.api.asked import Asked
from accord.api.doors import does, reads
from accord.api.given import Name, Text
from accord.comments import operations as comments
from accord.comments.queries import Said
from accord.comments.queries import comments as comments_of
from accord.pages import findings as pages
from accord.pages import opened


class Wanted(Schema):
    """What is asked for; empty lets everything through. Amounts are in whole units of the currency."""

    analysis: str = Field("", max_length=60)
    side: str = Field("", description="marketing or it")
    kind: str = Field("", description=", ".join(pages.KINDS))
    first: str = Field("", alias="from", description="a day: 2026-11-01")
    last: str = Field("", alias="to", description="a day: 2026-11-30")
    least: str = Field("", description="an amount: 5000")
    most: str = Field("", description="an amount: 50000")
    text: str = Field("", max_length=200, pattern=r"^[^\x00]*$")
    gone: str = Field("", description="yes: those that the facts no longer bear out, too")


@reads("/findings", "findings", listed="lines")
def findings(asked: Asked, wanted: Annotated[Wanted, Query()]) -> pages.FindingsPage:
    """Findings, first what costs most to leave as it is."""
    filter_ = pages.asked_for(wanted.model_dump(by_alias=True))
    found = [_page(asked, filter_, 1)]
    while found[-1].after:
        found.append(_page(asked, filter_, len(found) + 1))
    return replace(found[0], lines=tuple(line for page in found for line in page.lines), after="")


def _page(asked: Asked, wanted: pages.Filter, number: int) -> pages.FindingsPage:
    return pages.findings_page(
        asked.person, replace(wanted, page=number), audience=asked.audience, form=asked.form, made_up=asked.made_up
    )


@reads("/findings/{name}", "finding")
def finding(asked: Asked, name: Name, revision: Annotated[str, Field(max_length=100)] = "") -> opened.OpenedPage:
    """One finding: in the words of an audience, its chart as numbers, what was said to it."""
    return opened.opened_page(
        asked.person, asked.workspace, name, revision=revision,
        audience=asked.audience, form=asked.form, made_up=asked.made_up,
    )  # fmt: skip


@reads("/findings/{name}/evidence", "evidence")
def evidence(
    asked: Asked, name: Name, rows: Annotated[int, Field(ge=1, le=10_000)] = opened.ROWS
) -> opened.EvidencePage:
    """The rows behind a finding's numbers, down to file and line."""
    return opened.evidence_page(
        asked.person, asked.workspace, name, most=rows, audience=asked.audience, form=asked.form, made_up=asked.made_up
    )


@reads("/analyses/{name}", "analysis")
def analysis(asked: Asked, name: Name) -> opened.HowPage:
    """How an analysis works its findings out."""
    return opened.how_page(asked.person, name, form=asked.form)


@dataclass(frozen=True, slots=True)
class Comments:
    """What was said to a finding, oldest first."""

    finding: str
    comments: tuple[Said, ...]


@reads("/findings/{name}/comments", "comments", listed="comments")
def said(asked: Asked, name: Name) -> Comments:
    """What was said to a finding, oldest first."""
    opened.known(asked.workspace, name)
    return Comments(name, comments_of("finding", name))


@does("/findings/{name}/comments", "finding", status=201)
def comment(asked: Asked, name: Name, said: Text) -> opened.OpenedPage:
    """Comment on a finding; whoever is named with @ is told."""
    opened.known(asked.workspace, name)
    comments.say(by=asked.person, kind="finding", subject=name, text=said.text, now=asked.now)
    return finding(asked, name)


@does("/findings/{name}/say-back", "finding", status=201)
def say_back(asked: Asked, name: Name, said: Text) -> opened.OpenedPage:
    """Say a finding in one's own words; what got lost stands in the answer."""
    page = finding(asked, name)
    comments.say_back(
        by=asked.person, kind="finding", subject=name, revision=page.finding.revision, original=page.original,
        text=said.text, names=(page.finding.owner_marketing, page.finding.owner_it), now=asked.now,
    )  # fmt: skip
    return finding(asked, name)
