"""A brief or a finding in the format asked for: the same page object, rendered."""

from __future__ import annotations

from typing import Literal, TextIO

from accord.findings.brief import Brief
from accord.findings.finding import Audience
from accord.findings.format import Format
from accord.pages.account import about, specs_of
from accord.pages.brief import brief_page
from accord.pages.language.proving import proofs_of
from accord.workspace.folder import Workspace

Asked = Literal["text", "json", "html", "pdf"]


def shown(
    brief: Brief, audience: Audience, asked: Asked, stream: TextIO | None = None, *, workspace: Workspace
) -> bytes:
    """The brief in the words of one audience, as UTF-8 text, JSON, one HTML file or PDF/UA.

    Text is laid out for the terminal that ``stream`` leads to; for none, plain and 100 columns wide. Sentences that
    prove a word's two meanings are those that ``workspace`` lets be quoted.
    """
    specs = specs_of(brief.findings) if asked in ("html", "pdf") else {}
    form = Format(brief.locale, brief.zone, brief.currency)
    page = brief_page(brief, audience, about(), specs, form, proofs_of(workspace, brief.findings, form))
    if asked == "pdf":
        from accord.pages.renderings.pdf import brief_pdf

        return brief_pdf(page)
    if asked == "html":
        from accord.pages.renderings.html import brief_html

        return brief_html(page).encode()
    if asked == "json":
        from accord.pages.renderings.as_json import brief_json

        return brief_json(page).encode()
    from accord.pages.renderings.terminal import Terminal
    from accord.pages.renderings.text import brief_text

    return brief_text(page, Terminal.of(stream) if stream else None).encode()
