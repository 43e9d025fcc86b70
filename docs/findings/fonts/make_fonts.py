"""Make the fonts of ``src/accord/pages/static/fonts`` from the upstream variable fonts. See fonts.md.

Usage: python docs/findings/fonts/make_fonts.py FOLDER_OF_INTER FOLDER_OF_SOURCE_SERIF_4 OUT
Both folders are unpacked ``@fontsource-variable`` packages. Needs fonttools and brotli, which Accord itself does not.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

LATIN = "20-7E A0-FF 131 152-153 2C6 2DA 2DC 2009-200B 2010-2015 2018-201A 201C-201E 2020-2022 2026 202F 2030 "
LATIN += "2039-203A 20AC 2122 2190-2193 2212 2248 2260 2264-2265 FFFD"
MORE = "100-17F 18F 192 1E6-1E7 218-21B 259 1E9E 20A6 20A8-20AB 20AD-20AE 20B1-20B2 20B4-20B5 20B8-20BA 20BC-20BF"
SETS = {"latin": LATIN, "latin-ext": MORE}
FEATURES = "kern tnum lnum ss03 ccmp locl mark mkmk liga".split()
INTER, SERIF = ("Inter", "inter"), ("Accord Serif", "source-serif-4")
PRINTED = (
    (INTER, "normal", 400, "Regular"),
    (INTER, "normal", 600, "SemiBold"),
    (SERIF, "normal", 400, "Regular"),
    (SERIF, "normal", 600, "SemiBold"),
    (SERIF, "italic", 400, "Italic"),
)
SHOWN = ((INTER, "normal", (400, 600)), (SERIF, "normal", (400, 600)), (SERIF, "italic", 400))


def code_points(ranges: str) -> list[int]:
    ends = [[int(end, 16) for end in part.split("-")] for part in ranges.split()]
    return [point for pair in ends for point in range(pair[0], pair[-1] + 1)]


def cut(source: Path, weight: object, points: list[int]) -> TTFont:
    """One weight, or a range of weights, with these letters only."""
    whole = BytesIO()
    instantiateVariableFont(TTFont(source), {"wght": weight}).save(whole)
    font = TTFont(BytesIO(whole.getvalue()))
    options = Options(layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    return font


def rename(font: TTFont, family: str, style: str) -> None:
    """Source is a reserved name, so what was cut from Source Serif 4 goes by another."""
    names = font["name"]
    plain = style in ("Regular", "Italic")
    texts = {1: family if plain else f"{family} {style}", 2: style if plain else "Regular", 4: f"{family} {style}"}
    texts |= {3: f"{family} {style}", 6: f"{family.replace(' ', '')}-{style}", 16: family, 17: style}
    for number in {record.nameID for record in names.names} - {0, 5, 13, 14}:
        names.removeNames(nameID=number)
    for number, text in texts.items():
        names.setName(text, number, 3, 1, 0x409)


def main(inter: Path, serif: Path, out: Path) -> None:
    folders = {"Inter": inter / "files", "Accord Serif": serif / "files"}
    for (family, slug), style, weight in SHOWN:
        for name, points in SETS.items():
            font = cut(folders[family] / f"{slug}-{name}-wght-{style}.woff2", weight, code_points(points))
            rename(font, family, "Italic" if style == "italic" else "Regular")
            font.flavor = "woff2"
            tail = "-italic" if style == "italic" else ""
            font.save(out / f"{family.lower().replace(' ', '-')}-{name}{tail}.woff2")
    for (family, slug), style, weight, word in PRINTED:
        parts = []
        for name, points in SETS.items():
            part = out / f"{name}.part.ttf"
            font = cut(folders[family] / f"{slug}-{name}-wght-{style}.woff2", weight, code_points(points))
            font.flavor = None
            font.save(part)
            parts.append(part)
        whole = Merger().merge([str(part) for part in parts])
        rename(whole, family, word)
        whole.save(out / f"{family.replace(' ', '')}-{word}.ttf")
        for part in parts:
            part.unlink()


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
