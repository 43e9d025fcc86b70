"""Code within raw HTML in Markdown, as people write it: a fence right after ``<br>`` or ``</summary>``.

CommonMark ends such HTML at the next empty line and at nothing else. The fence is then text, the code behind its first
empty line is prose, and the fence that was to close it opens another one that hides the rest of the page. Static sites
(kramdown) see a fence there, and so does everybody who reads the page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markdown_it.rules_block.html_block import html_block

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

_FENCE = re.compile(r"^ {0,3}(?:`{3,}[^`\n]*|~{3,}.*)$", re.MULTILINE)
_VERBATIM = re.compile(r"<(?:!|\?|pre\b|script\b|style\b|textarea\b)", re.IGNORECASE)
"""What holds a fence as it stands: comments, listings, scripts."""


def see_fences_in_html(parser: MarkdownIt) -> MarkdownIt:
    """Let a fence end raw HTML, where another fence follows that can close it."""
    parser.block.ruler.at("html_block", _up_to_fence, {"alt": ["paragraph", "reference", "blockquote"]})
    return parser


def _up_to_fence(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    found = html_block(state, first, end, silent)
    if not found or silent:
        return found
    token: Any = state.tokens[-1]
    fence = _FENCE.search(token.content)
    if fence is None or _VERBATIM.search(token.content, 0, fence.start()):
        return True
    line = first + token.content.count("\n", 0, fence.start())
    if first < line and state.eMarks[line] < _last_fence(state):
        state.line = line
        token.map = [first, line]
        token.content = token.content[: fence.start()]
    return True


def _last_fence(state: StateBlock) -> int:
    """Where the last fence of the page stands, looked for once."""
    if "last_fence" not in state.env:
        state.env["last_fence"] = max(state.src.rfind("\n```"), state.src.rfind("\n~~~"))
    last: int = state.env["last_fence"]
    return last
