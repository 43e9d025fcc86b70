"""How our templates are read: Jinja, strict about what is missing; everything shown is escaped."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined

from accord.findings.format import Format
from accord.pages.renderings.html import Drawings, drawn_for
from accord.pages.shown import Chart


def environment(autoescape: bool, **options: Any) -> Environment:
    """Django calls this once (and would escape as well); templates see what is given to ``globals`` here."""
    made = Environment(**(options | {"undefined": StrictUndefined, "trim_blocks": True}), autoescape=True)
    made.globals.update(url=_url, static=static, draw=_draw, ways_to_sign=_ways_to_sign)
    return made


def _url(name: str, /, *args: Any, **query: Any) -> str:
    from urllib.parse import urlencode

    found = reverse(name, args=args)
    asked = {k: v for k, v in query.items() if v not in ("", None)}
    return f"{found}?{urlencode(asked)}" if asked else found


def _draw(chart: Chart | None, name: str, form: Format) -> Drawings | None:
    """A chart for a page and for a phone, as ``.wide`` and ``.slim`` of parts.chart, or None where there is none."""
    return drawn_for(name, chart, form, settings.ACCORD_WORKSPACE.drawn)


def _ways_to_sign(request: Any) -> Any:
    """How the reader can sign at the address at which the page was opened: ``signed.proof.Ways``."""
    from accord.web.signed.proof import ways

    return ways(request)
