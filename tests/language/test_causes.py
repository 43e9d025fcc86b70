"""Each alert that only we or only textlint gives has a cause that is seen in the text."""

from collections import Counter

import pytest
from bench.causes import NO_CAUSE, differences, unindented_lines

from accord.language.checking import Checker
from accord.language.lexicon import Entry

TERMS = ("pipeline", "significant change", "changes over", "data pipeline", "pipeline tool")


def cause(text: str, *theirs: tuple[int, str]) -> list[str]:
    """Why we and textlint, which tells ``theirs``, differ on a text."""
    checker = Checker(Entry(term, "x", "", "glossary", may_be_explained=False) for term in TERMS)
    alerts = [("a.md", alert) for alert in checker.alerts(text, "markdown")]
    return list(differences({"a.md": text}, alerts, Counter(("a.md", *key) for key in theirs)))


def test_the_same_alerts_need_no_cause() -> None:
    assert cause("The pipeline.\n", (1, "pipeline")) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<div>\nThe pipeline\n</div>\n", "raw HTML"),
        ("![The pipeline](a.png)\n", "image"),
        ("A data\npipeline runs.\n", "line's end"),
        ("The pipeline/line.\n", "word's end"),
        ("  -  Basics of it:\n    - A pipeline\n", "goes on without its indent"),
        ("- Basics of it:\n<br>\n## Then\n- A pipeline\n", "tag"),
        ("One pipeline.\n", NO_CAUSE),
    ],
)
def test_an_alert_of_ours_alone_has_a_cause(text: str, said: str) -> None:
    assert [said in one for one in cause(text)] == [True]


@pytest.mark.parametrize(
    ("text", "line", "term", "said"),
    [
        ("A data pipeline runs.\n", 1, "pipeline", "within a longer term"),
        ("Significant changes over years.\n", 1, "changes over", "overlaps another term"),
        ("Write to it@pipeline.\n", 1, "pipeline", "address"),
        ("- It says `the\npipeline`\n", 2, "pipeline", "goes on without its indent"),
        ("We say nothing.\n", 1, "pipeline", NO_CAUSE),
    ],
)
def test_an_alert_of_textlint_alone_has_a_cause(text: str, line: int, term: str, said: str) -> None:
    only = [c for c in cause(text, (line, term)) if c.startswith("only theirs")]
    assert [said in one for one in only] == [True]


def test_lines_that_go_on_without_indent_are_told_with_their_block() -> None:
    text = "- One\ngoes on\n- Two\n\n- Three\n  goes on\n\n1. Four\n   - Five\n\nSix\n"
    assert unindented_lines(text) == {1, 2, 3}
