"""What a reader reads of a source, and where it stands."""

from __future__ import annotations

from itertools import pairwise
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.language.markup import Markup, markup_of, read

MARKDOWN = """---
title: front
---
# Héading `code` [link text](https://host/path "title") <https://auto.link>

Raw <b>bold</b> and <code>coded</code> ![picture](x.png)

<div class="attribute">
block &eacute;té
<pre>preformatted</pre>
second <!-- comment --> line
</div>

    indented

```
fenced
```

> quoted over
> two lines

| cell | other |
|------|-------|
| one  | two   |

[reference]: https://defined
"""
READ = ("Héading", "link text", "Raw", "bold", "picture", "été", "second", "quoted over two lines", "cell", "two")
UNREAD = (
    "front code https path title auto coded x.png attribute preformatted comment indented fenced reference defined"
).split()


def test_text_is_read_also_of_links_images_tables_and_raw_html() -> None:
    text = read(MARKDOWN, "markdown").text
    assert [words for words in READ if words not in text] == []


@pytest.mark.parametrize("word", UNREAD)
def test_code_addresses_tags_comments_and_front_matter_are_not_read(word: str) -> None:
    seen = read(MARKDOWN, "markdown")
    assert word not in seen.text
    assert word in seen.unread()


@pytest.mark.parametrize("words", [w for w in READ if w not in ("été", "quoted over two lines")])
def test_what_is_read_is_found_again_in_the_source(words: str) -> None:
    seen = read(MARKDOWN, "markdown")
    start, end = seen.span(seen.text.index(words), seen.text.index(words) + len(words))
    assert MARKDOWN[start:end] == words


def test_a_phrase_over_a_line_s_end_is_one_phrase_and_its_gap_is_known() -> None:
    seen = read(MARKDOWN, "markdown")
    at = seen.text.index("over two")
    assert MARKDOWN[slice(*seen.span(at, at + 8))] == "over\n> two"
    assert seen.gaps(at, at + 8) == ("\n> ",)


def test_markup_within_a_phrase_is_told() -> None:
    seen = read("an error **budget** of &amp; &amp;", "markdown")
    assert seen.text.startswith("an error budget")
    assert seen.gaps(3, 15) is None
    assert seen.gaps(3, 8) == ()


def test_nothing_reaches_from_one_block_into_the_next() -> None:
    assert "one two" not in read("- one\n- two\n", "markdown").text
    assert "one two" not in read("<p>one</p>\n<p>two</p>", "html").text
    assert "one two" not in read("one\n\ntwo", "plain").text
    assert "one two" in read("one\r\ntwo", "plain").text


def test_of_html_neither_scripts_nor_attributes_are_read() -> None:
    source = "<p title='no'>Caf&eacute; &amp; <b>bar</b></p><script>let no = 1</script><p>at & t"
    assert read(source, "html").text.replace("\0", "") == "Café & barat & t"


def test_places_of_a_template_are_passed_over() -> None:
    assert "SLO" not in read("{{ SLO }} {% SLO %} <% SLO %> text {:.SLO}", "plain").text
    assert "SLO" in read("{SLO}", "plain").text
    assert "SLO" not in read("{SLO}", "plain", places=True).text


@given(st.text(alphabet=" \nab*_`<>/&;#[](){}é\U0001f600|-=!.~\"'\t\r\0", max_size=80))
@pytest.mark.parametrize("markup", ["markdown", "html", "plain"])
def test_every_character_read_stands_somewhere_and_what_is_left_is_the_rest(markup: Markup, source: str) -> None:
    seen = read(source, markup)
    spans = [seen.span(i, i + 1) for i, c in enumerate(seen.text) if c not in "\0\ufffc"]
    assert all(0 <= a <= b <= len(source) for a, b in spans)
    assert all(before[0] <= after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize(
    ("name", "markup"), [("a.MD", "markdown"), ("b/c.htm", "html"), ("notes.txt", "plain"), ("README", "plain")]
)
def test_the_ending_tells_the_markup(name: str, markup: Markup) -> None:
    assert markup_of(PurePath(name)) == markup


def test_what_is_no_text_is_refused_with_the_mend() -> None:
    with pytest.raises(ValueError, match=r"plan\.docx: only text files .*save it"):
        markup_of(PurePath("plan.docx"))


@pytest.mark.parametrize("piece", ["<a ", "<!--", "<p title='", "&", "{{", "<script>", "</", "SLO/", "[[", "`", "> "])
@pytest.mark.parametrize("markup", ["markdown", "html"])
def test_what_is_opened_again_and_again_and_never_closed_takes_no_longer_than_its_length(
    markup: Markup, piece: str
) -> None:
    seen = read(piece * 20_000, markup)
    assert len(seen.text) <= len(seen.source) + 2


def test_a_script_ends_only_with_its_own_end_and_an_open_comment_never() -> None:
    assert read("<script>if (a </b> c) no</script>yes", "html").text.strip("\0") == "yes"
    assert read("yes<!-- no", "html").text == "yes"
    assert read("a < b, 3 <4, {{ no", "html").text == "a < b, 3 <4, {{ no"
