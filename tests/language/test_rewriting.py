"""Rewritten for a reader: only words change, and that is proved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.clauses.glossary import Reader, Term
from accord.language.lexicon import lexicon
from accord.language.markup import Markup, read
from accord.language.rewriting import RewriteError, Rewriter, Rewritten

GLOSSARY = (
    Term("error budget", wording="agreed failure allowance"),
    Term("SLO", instead=(("marketing", "service promise"),)),
    Term("MQL", instead=(("it", "a contact who may buy"),)),
    Term("CAB", marketing="customer advisory board", it="change advisory board", wording="change board"),
    Term("platform", wording="sales platform"),
    Term("P1", wording="worst failure"),
    Term("uplift", wording="extra sales", finance="extra revenue", status="proposed"),
)


def rewritten(
    text: str, reader: Reader = "marketing", markup: Markup = "markdown", glossary: tuple[Term, ...] = GLOSSARY
) -> Rewritten:
    return Rewriter(lexicon(reader, glossary)).rewrite(text, markup)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("The error budget is spent.", "The agreed failure allowance is spent."),
        ("An SLO holds.", "A service promise holds."),
        ("We keep an SLO, a P1 ends it.", "We keep a service promise, a worst failure ends it."),
        ("SLOs hold; SLOs", "Service promises hold; service promises"),
        ("Error budgets. ERROR BUDGETS!", "Agreed failure allowances. AGREED FAILURE ALLOWANCES!"),
        ("An error-budget", "An agreed failure allowance"),
        ("A CAB", "A change board"),
        ("our platform, the sales platform", "our sales platform, the sales platform"),
        ("# SLO\n\n- SLO\n- the SLO", "# Service promise\n\n- Service promise\n- the service promise"),
        ("uplift and slo", "uplift and slo"),
    ],
)
def test_terms_become_what_the_glossary_says(text: str, says: str) -> None:
    assert rewritten(text).text == says


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("An MQL came.", "A contact who may buy came."),
        ("MQLs came, the MQL left.", "Contacts who may buy came, the contact who may buy left."),
        ("our MQLs, each MQL", "our contacts who may buy, each contact who may buy"),
    ],
)
def test_an_article_of_the_wording_and_one_of_the_text_make_one(text: str, says: str) -> None:
    assert rewritten(text, "it").text == says


@pytest.mark.parametrize(
    "kept",
    [
        "`SLO`",
        "[text](https://host/SLO 'SLO')",
        "<https://host/SLO>",
        "https://host/SLO",
        "```\nSLO\n```",
        "<code>SLO</code>",
        "<span title='SLO'>x</span>",
        "    SLO",
        "[ref]: https://SLO",
        "{{ SLO }}",
    ],
)
def test_code_links_and_tags_stay_byte_for_byte(kept: str) -> None:
    text = f"An SLO is here.\n\n{kept}\n\nMore  SLO *here*.  \n"
    assert rewritten(text).text == f"A service promise is here.\n\n{kept}\n\nMore  service promise *here*.  \n"


def test_a_term_over_a_line_s_end_keeps_the_line_and_its_quote_mark() -> None:
    assert rewritten("> the error\n> budget is").text == "> the agreed\n> failure allowance is"


def test_a_term_with_markup_inside_is_left_and_told() -> None:
    done = rewritten("The error **budget** is spent.")
    assert (done.text, done.edits) == (done.original, ())
    assert [(left.term, left.line, left.column, left.why) for left in done.left] == [
        ("error budget", 1, 5, "markup stands within it")
    ]


def test_wordings_that_lead_in_a_circle_are_left_and_told() -> None:
    done = rewritten("The alpha", glossary=(Term("alpha", wording="beta"), Term("beta", wording="alpha")))
    assert done.text == "The alpha"
    assert "holds 'beta'" in done.left[0].why


@pytest.mark.parametrize(
    ("text", "glossary", "why"),
    [
        ("3 SLA", (Term("SLA", wording="million promises"),), "lose a number, 3"),
        ("The SLA", (Term("SLA", wording="*promise*"),), "change markup"),
        ("The SLA", (Term("SLA", wording="`promise`"),), "change markup"),
        (
            "A change budget",
            (Term("change", wording="error"), Term("error budget", wording="x")),
            "makes 'error budget'",
        ),
    ],
)
def test_what_would_change_more_than_words_is_refused_with_the_reason(
    text: str, glossary: tuple[Term, ...], why: str
) -> None:
    with pytest.raises(RewriteError, match=why.replace("*", r"\*")):
        rewritten(text, glossary=glossary)


def test_html_is_escaped_and_its_tags_stay() -> None:
    glossary = (Term("SLA", wording="R&D promise"),)
    done = rewritten("<p title='SLA'>An <b>SLA</b>, a SLA</p>", markup="html", glossary=glossary)
    assert done.text == "<p title='SLA'>An <b>R&amp;D promise</b>, an R&amp;D promise</p>"


def test_an_edit_says_where_it_stood_and_the_diff_shows_it() -> None:
    done = rewritten("One.\r\nAn SLO holds.\r\n", markup="plain")
    [edit] = done.edits
    assert (edit.term, edit.old, edit.new, edit.line, edit.column) == ("SLO", "An SLO", "A service promise", 2, 1)
    assert done.original[edit.start : edit.end] == edit.old
    assert "-An SLO holds." in done.diff("brief.md")
    assert "+A service promise holds." in done.diff("brief.md")
    assert rewritten("nothing").diff() == ""


PIECES = st.sampled_from(
    "error budget|SLO|an SLO|SLOs|platform|P1|MQL|CAB|3 |12.5 %| |\n|\n\n|> |- |`SLO`|[SLO](x/SLO)|*|**|<b>|</b>|"
    "<code>|</code>|&amp;|. |, |Ann Lee |é|a |31 March 2027|€4,200|<div>|</div>|error\n|budget|Budget|the ".split("|")
)


@given(
    st.lists(PIECES, max_size=14), st.sampled_from(["markdown", "html", "plain"]), st.sampled_from(["marketing", "it"])
)
def test_only_words_change_and_twice_is_once(pieces: list[str], markup: Markup, reader: Reader) -> None:
    text = "".join(pieces)
    rewriter = Rewriter(lexicon(reader, GLOSSARY))
    try:
        done = rewriter.rewrite(text, markup)
    except RewriteError:
        return
    assert rewriter.rewrite(done.text, markup).text == done.text
    assert rewriter.rewrite(text, markup) == done
    assert read(done.text, markup).unread() == read(text, markup).unread()
    at = new = 0
    for edit in done.edits:
        assert text[at : edit.start] == done.text[new : new + edit.start - at]
        new += edit.start - at + len(edit.new)
        at = edit.end
    assert text[at:] == done.text[new:]
