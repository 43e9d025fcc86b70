"""The brief in a terminal."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.pages.renderings.terminal import Terminal, padded, safe, wrap
from accord.pages.renderings.text import brief_text, finding_text, table_text
from tests.pages import hostile, made_up


@pytest.mark.parametrize("width", [72, 80, 100, 200])
def test_a_brief_fits_one_terminal_page(width: int) -> None:
    lines = brief_text(made_up.page(), Terminal(width)).splitlines()
    assert max(map(len, lines)) <= min(width, 100)
    assert len(lines) <= (48 if width >= 100 else 70)


@pytest.mark.parametrize("width", [20, 40, 60])
def test_a_narrow_terminal_gets_one_column(width: int) -> None:
    lines = brief_text(made_up.page(), Terminal(width)).splitlines()
    assert max(map(len, lines)) <= max(width, 40)
    assert "What IT cost marketing" in lines


def test_bold_is_shown_on_a_screen_only() -> None:
    assert "\x1b[" not in brief_text(made_up.page(), Terminal(100))
    assert "\x1b[1m" in brief_text(made_up.page(), Terminal(100, styled=True))


def test_styles_do_not_move_the_columns() -> None:
    plain = brief_text(made_up.page(), Terminal(100))
    styled = brief_text(made_up.page(), Terminal(100, styled=True))
    assert re.sub("\x1b\\[\\d+m", "", styled) == plain


def test_no_color_and_dumb_terminals_are_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen(io.StringIO):
        encoding = "utf-8"

        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert Terminal.of(Screen()).styled
    monkeypatch.setenv("TERM", "dumb")
    assert not Terminal.of(Screen()).styled
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Terminal.of(Screen()).styled
    assert not Terminal.of(io.StringIO()).styled


def test_a_terminal_that_knows_no_signs_gets_their_names() -> None:
    text = brief_text(made_up.page(), Terminal(100, encoding="ascii"))
    assert "EUR21,400" in text
    assert "=|=" in text
    assert text.isascii()


def test_names_cannot_drive_the_terminal() -> None:
    page = made_up.page(brief_=hostile.brief())
    for text in (brief_text(page, Terminal(100)), *(finding_text(f, Terminal(100)) for f in page.findings)):
        assert not [c for c in text if (ord(c) < 32 or 127 <= ord(c) < 160 or c == "\u202e") and c != "\n"]


@settings(max_examples=200)
@given(st.text(), st.integers(10, 100))
def test_wrapped_text_is_never_wider_than_asked_and_holds_no_control_character(text: str, width: int) -> None:
    for line in wrap(text, width):
        assert len(line) <= width
        assert line.isprintable() or "\u3000" in line or not line.isascii()
        assert safe(line) == line


def test_padding_counts_what_is_seen() -> None:
    assert padded("\x1b[1mab\x1b[0m", 4) == "\x1b[1mab\x1b[0m  "
    assert padded("abcdef", 4) == "abcdef"


def test_one_finding_tells_its_three_wordings_its_evidence_and_how_far_to_trust_it() -> None:
    finding = next(f for f in made_up.page().findings if f.analysis == "outages" and f.flags)
    text = " ".join(finding_text(finding, Terminal(100)).split())
    for part in ("Marketing", "IT", "Finance", "18,204 orders", "371 to 440", "have held 91 of 100 times"):
        assert part in text
    assert finding.flags[0].sentence in text


def test_a_table_is_set_in_columns() -> None:
    chart = next(f.chart for f in made_up.page().findings if f.analysis == "drivers")
    assert chart is not None
    assert chart.table is not None
    assert table_text(chart.table).splitlines() == [
        "Part               Change",
        "Visits            €18,100",
        "Conversion       −€43,900",
        "Order value        €7,200",
        "Mix of channels   −€3,100",
    ]


def test_what_several_analyses_wait_for_is_described_once() -> None:
    page = made_up.page()
    [need] = page.missing
    partly = replace(need, needs="campaigns", how_to_get="the plan", partly=True)
    short = replace(need, how_to_get="the desk", partly=False)
    other = replace(short, question="What did it bring?")
    text = " ".join(brief_text(replace(page, missing=(short, other)), Terminal(100)).split())
    assert f"{need.question} It takes {need.needs} (the desk). What did it bring? It takes {need.needs}. " in text
    text = " ".join(brief_text(replace(page, missing=(short, partly, other)), Terminal(100)).split())
    assert f"{need.question} It takes {need.needs} (the desk). Answered in part without campaigns (the plan). " in text
    assert f"What did it bring? It takes {need.needs}." in text


@pytest.mark.parametrize("count", [1, 2, 5, 30])
def test_what_is_missing_takes_four_lines_at_most_and_says_how_to_see_it_all(count: int) -> None:
    page = made_up.page()
    [need] = page.missing
    missing = tuple(
        replace(need, question=f"Question {n}, long enough for a line?", needs=f"an export of the {n}th kind",
                how_to_get=f"The {n}th tool: Settings, Export, a menu with a long name, and then as CSV")
        for n in range(count)
    )  # fmt: skip
    lines = brief_text(replace(page, missing=missing), Terminal(100)).splitlines()
    start = lines.index("Not measured yet")
    told = lines[start : lines.index("", start)]
    assert len(told) <= 4
    assert "an export of the 0th kind" in " ".join(told)
    if count > 2:
        assert "accord read --list" in told[-1]


def test_the_last_line_says_how_to_see_the_rest() -> None:
    page = made_up.page()
    many = replace(page, others=page.others * 20, missing=())
    lines = brief_text(many, Terminal(100)).splitlines()
    assert len(lines) == 48
    beyond = len(many.told) - sum(line.endswith(")") and "(" in line for line in _also(lines))
    assert lines[-1].startswith(f"{beyond} more")
    assert lines[-1].endswith("accord brief --format html")
    assert brief_text(replace(page, others=()), Terminal(100)).splitlines()[-1] == "In full: accord brief --format html"


def test_a_long_title_gives_way_to_the_range() -> None:
    page = made_up.page()
    long = replace(page.told[0], title="Revenue lost while " * 20)
    line = _also(brief_text(replace(page, others=(long,)), Terminal(100)).splitlines())[0]
    assert len(line) <= 100
    assert line.endswith(f"… ({long.amount.ends})".replace("\N{NO-BREAK SPACE}", " ")) if long.amount else False


def _also(lines: list[str]) -> list[str]:
    start = lines.index("Also found, with 90 % ranges") + 1
    return lines[start : lines.index("", start)]
