"""What a terminal can show, and text made safe and fit for it."""

from __future__ import annotations

import os
import re
import shutil
import textwrap
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TextIO

WIDEST = 100
NARROWEST = 40
_SPACES = dict.fromkeys(map(ord, "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"), " ")
_PLAIN = {ord("\N{MINUS SIGN}"): "-", **{ord(c): a for c, a in zip("“”‘’–·…━┃", "\"\"''-..=|", strict=True)}}
_STYLE = re.compile("\x1b\\[\\d+m")
_NAMED = {"€": "EUR", "£": "GBP", "¥": "JPY"}


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where text is shown: its width in columns, whether it shows bold and dim, and its encoding."""

    width: int = WIDEST
    styled: bool = False
    encoding: str = "utf-8"

    @classmethod
    def of(cls, stream: TextIO) -> Terminal:
        """The terminal behind a stream: plain when it is a file, a pipe, or ``NO_COLOR`` is set."""
        shown = stream.isatty()
        styled = shown and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        return cls(shutil.get_terminal_size((WIDEST, 24)).columns, styled, stream.encoding or "utf-8")

    @property
    def columns(self) -> int:
        return max(NARROWEST, min(self.width, WIDEST))

    def bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self.styled and text else text

    def dim(self, text: str) -> str:
        return f"\x1b[2m{text}\x1b[0m" if self.styled and text else text

    def finish(self, lines: Iterable[str]) -> str:
        """Lines as one text that this terminal's encoding can write."""
        text = "\n".join(line.rstrip() for line in lines).translate(_SPACES) + "\n"
        return text if _can_write(text, self.encoding) else _written(text, self.encoding)


def padded(text: str, width: int) -> str:
    """Text filled with spaces to a width on the screen, which styles do not count into."""
    return text + " " * max(0, width - len(_STYLE.sub("", text)))


def safe(text: str) -> str:
    """One line without control characters: a campaign's name must not drive the reader's terminal."""
    return " ".join("".join(_harmless(c) for c in text).split(" ")).strip()


def _harmless(character: str) -> str:
    if character in "\t\n\r\v\f\x85\u2028\u2029":
        return " "
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(character) in ("Cc", "Cf", "Cs") else character


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most so many characters; a number stays with its unit."""
    return [line.strip() for line in textwrap.wrap(safe(text), width, break_on_hyphens=False)] or [""]


def _can_write(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _written(text: str, encoding: str) -> str:
    """The nearest that the encoding can write: signs by their names, unknown letters as ``?``."""
    plain = text.translate(_PLAIN)
    for sign, name in _NAMED.items():
        plain = plain if _can_write(sign, encoding) else plain.replace(sign, name)
    code = encoding if _can_write("a", encoding) else "ascii"
    return plain.encode(code, errors="replace").decode(code)
