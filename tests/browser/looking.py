"""One visit to a page, and everything that must hold there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

MOST_BYTES = 300_000
WIDTHS = (320, 390, 768, 1280, 1920)
"""320 px is a window of 1280 px at 400 % (WCAG 2.2, 1.4.10 Reflow)."""
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
_OVERFLOW = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .filter(e => !e.closest('.scroll, .hide, .skip'))
  .slice(0, 3).map(e => e.outerHTML.slice(0, 120))"""


@dataclass
class Seen:
    """What a page did: its answer, what the browser complained of, and how much it sent."""

    status: int = 0
    complaints: list[str] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)

    def watch(self, page: Any) -> None:
        page.on("console", self._said)
        page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        page.on("requestfinished", self._sent)

    def _said(self, message: Any) -> None:
        # A page that is refused is asked for here and there: that is no fault of it.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def _sent(self, request: Any) -> None:
        if "/fonts/" not in request.url:
            sizes = request.sizes()
            self.sizes[request.url] = sizes["responseBodySize"] + sizes["responseHeadersSize"]


def wrong_with(page: Any, address: str, axe: str) -> Iterator[str]:
    """Open an address in a window; every fault found is one line."""
    seen = Seen()
    seen.watch(page)
    answer = page.goto(address)
    if answer.status >= 500:
        yield f"answered {answer.status}"
    if sum(seen.sizes.values()) > MOST_BYTES:
        yield f"weighs {sum(seen.sizes.values())} bytes: {seen.sizes}"
    styled = page.locator("body [style]").evaluate_all("all => all.map(e => e.outerHTML.slice(0, 160))")
    if styled:
        yield f"elements have a style of their own: {styled[:3]}"
    page.evaluate(axe)
    yield from _in_each_size(page)
    yield from (f"the browser says: {c}" for c in seen.complaints)


def _in_each_size(page: Any) -> Iterator[str]:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            yield f"is wider than {width} px: {page.evaluate(_OVERFLOW)}"
        if width in (390, 1280):
            yield from _accessible(page, width)


def _accessible(page: Any, width: int) -> Iterator[str]:
    """All rules once for each size; colours in the dark once more, for nothing else changes there."""
    for theme, rules in (("dark", _COLOURS), ("light", _RULES)):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        for fault in page.evaluate("rules => axe.run(document, {...rules, resultTypes: ['violations']})", rules)[
            "violations"
        ]:
            where = [f"{n['target']} {n['failureSummary'][:300]}" for n in fault["nodes"][:3]]
            yield f"{fault['id']} ({width} px, {theme}): {fault['help']} {where}"
