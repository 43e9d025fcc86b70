"""A page as one self-contained HTML file: no script, no inline style, nothing fetched."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from accord.findings.format import Format
from accord.pages.brief import BriefPage
from accord.pages.finding import FindingPage
from accord.pages.renderings import chart
from accord.pages.renderings.safe import fit
from accord.pages.resources import static_folder, template_folder
from accord.pages.shown import Chart
from accord.pages.worked_out import worked_out_once

WIDE, SLIM = 760, 340
"""Widths of a chart in units of its own: on a page, and on a phone."""

KEPT_FOR = 30 * 24 * 3600
"""Seconds for which a drawing is kept; a page that shows an older finding draws it again."""
_URL = re.compile(r"url\((fonts/[\w-]+\.woff2)\)")


@dataclass(frozen=True, slots=True)
class Drawings:
    """A chart drawn for a page and for a phone."""

    wide: Markup
    slim: Markup


def brief_html(page: BriefPage) -> str:
    """The brief as a file that can be mailed, kept and printed."""
    form = Format(page.locale, page.zone, page.currency)
    return _render("brief.html", page, _drawings(page.findings, form))


def finding_html(page: FindingPage, form: Format) -> str:
    """One finding as a file of its own."""
    return _render("finding.html", page, _drawings([page], form))


def _render(template: str, page: BriefPage | FindingPage, drawings: dict[str, Drawings | None]) -> str:
    style = page_style()
    ours = Markup(style)  # noqa: S704 - our own style sheet
    return _templates().get_template(template).render(page=page, drawings=drawings, style=ours, policy=policy(style))


@cache
def page_style() -> str:
    """The style sheet with its fonts inside."""
    folder = static_folder()
    text = (folder / "style.css").read_text(encoding="utf-8")
    return _URL.sub(lambda m: f"url(data:font/woff2;base64,{_base64((folder / m[1]).read_bytes())})", text)


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def policy(style: str) -> str:
    """A content security policy that allows this style sheet and data inside the file, and nothing else."""
    digest = _base64(hashlib.sha256(style.encode()).digest())
    parts = ["default-src 'none'", f"style-src 'sha256-{digest}'", "img-src data:", "font-src data:"]
    return "; ".join([*parts, "base-uri 'none'", "form-action 'none'"])


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(template_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_clean,
        trim_blocks=True,
    )


def _clean(value: Any) -> Any:
    return fit(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _drawings(findings: Iterable[FindingPage], form: Format) -> dict[str, Drawings | None]:
    return {finding.id: drawn_for(finding.id, finding.chart, form) for finding in findings}


@worked_out_once(most=512)
def _one(
    name: str, spec: str, description: str, currency: str | None, form: Format, width: int, drawn: Path | None
) -> Markup:
    """Drawing takes a tenth of a second of a processor, and the same chart stands on many people's pages."""
    svg = chart.draw(json.loads(spec), form, currency, width, drawn)
    return Markup(chart.themed(svg, description, f"{name}-{width}"))  # noqa: S704 - rebuilt from known elements


def drawn_for(name: str, drawn: Chart | None, form: Format, ahead: Path | None = None) -> Drawings | None:
    """A chart drawn for a page and for a phone; ``name`` is unique on the page.

    ``ahead`` is the folder of what was drawn ahead (``draw_ahead``), which is looked at first.
    """
    if drawn is None:
        return None
    spec = json.dumps(drawn.spec)
    wide, slim = (_one(name, spec, drawn.description, drawn.currency, form, width, ahead) for width in (WIDE, SLIM))
    return Drawings(wide, slim)


def draw_ahead(findings: Iterable[FindingPage], form: Format, folder: Path) -> None:
    """Keep the charts of these findings in ``folder`` for the pages that will show them; old ones are let go."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for drawn in (finding.chart for finding in findings if finding.chart):
        for width in (WIDE, SLIM):
            with suppress(ValueError):  # whoever opens the finding is told why it cannot be drawn
                chart.keep(json.loads(json.dumps(drawn.spec)), form, drawn.currency, width, folder)
    for one in folder.iterdir():
        if one.stat().st_mtime < time.time() - KEPT_FOR:
            one.unlink(missing_ok=True)
