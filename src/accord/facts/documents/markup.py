"""What site generators write into a page and no reader sees: front matter, templates, attributes."""

from __future__ import annotations

import re

_FRONT = re.compile(r"\A\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^(?:title|Title)\s*[:=]\s*(.+?)\s*$", re.MULTILINE)
# Middleman and Rails (ERB), Jekyll and Hugo (Liquid, Go templates), kramdown's attribute lists.
_TEMPLATES = re.compile(
    r"<%.{0,20000}?%>|\{%.{0,20000}?%\}|\{\{.{0,20000}?\}\}|\{::?[^{}\n]{0,2000}\}|\{#[\w-]{1,200}\}|\[\[_TOC_\]\]",
    re.DOTALL,
)


def front_matter(text: str) -> tuple[str, str]:
    """The title that the front matter gives ('' where none), and the text with the front matter blanked."""
    found = _FRONT.match(text)
    if not found:
        return "", text
    title = _TITLE.search(found[1])
    told = title[1].strip("\"' ") if title else ""
    return told, blanked(found[0]) + text[found.end() :]


def has_front_matter(text: str) -> bool:
    """Whether a text begins so; its fence may lie past what was looked at."""
    return bool(_FRONT.match(text))


def without_templates(text: str) -> str:
    """The text with template markup blanked, in the same lines and places."""
    return _TEMPLATES.sub(lambda found: blanked(found[0]), text)


def blanked(text: str) -> str:
    """As many characters and lines, all blank."""
    return re.sub(r"[^\n]", " ", text)
