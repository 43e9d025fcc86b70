"""A document knows which of its text is written for people, and where."""

import pytest

from accord.language.document import Document, Part

TEXT = "Release\nWe freeze in May.\na | b\nmake all\nSee you."
PARTS = (
    Part("heading", 0, 7, 1),
    Part("prose", 8, 25, 3),
    Part("table", 26, 31, 5),
    Part("code", 32, 40, 9),
    Part("prose", 41, 49, 12),
)
MADE = Document("d1", "it", "Release", "ops/release.md", TEXT, PARTS)


def test_prose_and_headings_come_without_tables_and_code() -> None:
    assert [text for _, text in MADE.prose()] == ["Release", "We freeze in May.", "See you."]


def test_an_offset_is_found_in_its_part_and_line() -> None:
    at = TEXT.index("freeze")
    assert MADE.part_at(at) == PARTS[1]
    assert MADE.line_of(at) == 3
    assert MADE.line_of(TEXT.index("See")) == 12


def test_between_two_parts_there_is_none() -> None:
    assert MADE.part_at(7) is None
    assert MADE.part_at(len(TEXT)) is None
    assert MADE.line_of(7) == 1


def test_nothing_is_quotable_unless_it_is_said() -> None:
    assert MADE.quotable is False


@pytest.mark.parametrize(
    ("path", "told"),
    [("a/b.md", "line"), ("a.PDF", "page"), ("a.docx", "paragraph"), ("b.pptx", "slide"), ("", "line")],
)
def test_a_place_is_told_by_what_its_format_counts(path: str, told: str) -> None:
    assert Document("d", "it", "t", path, "", ()).counted_by == told
