"""How much room words take on a slide, which only PowerPoint would tell: measured in the letters of Inter."""

from __future__ import annotations

import re
import textwrap

from accord.pages.renderings.safe import fit

SANS, SERIF = "Inter", "Source Serif 4"
_LETTER = 0.535
"""Width of a letter of Inter in its size, on the wide side of the average, so that another font fits as well."""
_SPACING = 1.22
_SPACES = re.compile("[ \t\r\n\v\f\u2028\u2029]+")


def one_line(text: str) -> str:
    """Text without breaks of lines; spaces that hold a number together stay."""
    return _SPACES.sub(" ", fit(text)).strip()


def width(text: str, size: float) -> float:
    """Inches that a text takes on one line."""
    return len(text) * size * _LETTER / 72


def height(text: str, width: float, size: float) -> float:
    """Inches that a text takes in a column of so many inches, at a size in points."""
    return _count(text, width, size) * size * _SPACING / 72


def _count(text: str, width: float, size: float) -> int:
    return max(1, len(textwrap.wrap(text, _letters(width, size))))


def _letters(width: float, size: float) -> int:
    """Letters in a line."""
    return max(4, int(width * 72 / (size * _LETTER)))


def fitting(text: str, width: float, tall: float, sizes: tuple[float, ...]) -> tuple[float, str]:
    """The first size at which a text fits into so many inches; cut at the last size where none is small enough."""
    for size in sizes:
        if height(text, width, size) <= tall + 1e-9:
            return size, text
    size = sizes[-1]
    lines = max(1, int(tall * 72 / (size * _SPACING)))
    wrapped = textwrap.wrap(text, _letters(width, size), max_lines=lines, placeholder=" …")
    return size, " ".join(wrapped) or text
