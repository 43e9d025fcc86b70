"""Each format gives the text that people read, with tables and code apart and no markup."""

from __future__ import annotations

import pytest

from accord.facts.documents.formats import certain_format, prose_format
from accord.facts.documents.written import Failed, Written
from accord.facts.reading import BadFile
from tests.facts.documents import made


def test_markdown_keeps_prose_tables_and_code_apart_and_drops_templates() -> None:
    page = made.only("guide.html.md.erb", made.MARKDOWN.encode())
    assert page.title == "Release guide"
    assert made.parts(page) == [
        ("heading", "When we freeze"),
        ("prose", "The change advisory board (CAB) meets on Tuesday. Write to […]."),
        ("prose", "first step"),
        ("prose", "second step"),
        ("table", "word | meaning\nCAB | board"),
        ("code", "make release"),
        ("prose", "Mind the freeze."),
    ]
    assert [line for *_, line in page.parts] == [6, 9, 14, 15, 17, 21, 25]
    assert page.words == 3 + 11 + 2 + 2 + 3


@pytest.mark.parametrize("fence", ["```", "```sql", "~~~"])
def test_a_fence_right_after_a_tag_is_code_and_hides_no_text_behind_it(fence: str) -> None:
    text = f"<details>\nPull a list.\n<br>\n{fence}\nselect 1\n\nselect 2\n{fence[:3]}\n\nDo not contact (DNC).\n"
    page = made.only("queries.md", f"# Queries\n\n{text}".encode())
    assert made.parts(page)[1:] == [
        ("prose", "Pull a list."),
        ("code", "select 1\n\nselect 2"),
        ("prose", "Do not contact (DNC)."),
    ]
    assert [line for *_, line in page.parts] == [1, 3, 6, 12]


@pytest.mark.parametrize("html", ["<!-- \n```\n-->\n\nSeen.", "<div>\n```\n</div>\n\nSeen."])
def test_a_fence_that_nothing_closes_or_that_is_hidden_hides_nothing(html: str) -> None:
    page = made.only("page.md", f"# Page\n\n{html}\n".encode())
    assert made.parts(page)[-1] == ("prose", "Seen.")


def test_a_page_of_html_has_no_navigation_and_no_styles() -> None:
    page = made.only("brief.html", made.HTML.encode())
    assert page.title == "Brief"
    assert made.parts(page) == [
        ("heading", "Spring brief"),
        ("prose", "We launch in May. Be ready."),
        ("table", "channel | budget\nmail | 10"),
        ("prose", "A table that only places text."),
        ("code", "send --all"),
    ]


def test_code_within_a_sentence_is_marked_so_that_it_is_no_prose() -> None:
    page = made.only("a.md", b"# Use `make`\n\nRun `` a`b `` and `CAB`s.\n\n| word | code |\n|---|---|\n| run | `go` |")
    assert made.parts(page) == [
        ("heading", "Use `make`"),
        ("prose", "Run `ab` and `CAB`s."),
        ("table", "word | code\nrun | `go`"),
    ]


def test_code_within_a_sentence_of_a_page_is_marked_too() -> None:
    told = "<p>Run <code>a <var>b</var>\nc</code>, <kbd></kbd>or not.</p>"
    table = "<table><tr><td>run</td><td><code>go</code> <b>on</b></td></tr></table>"
    page = made.only("a.html", f"<html><body>{told}<pre><code>x</code></pre>{table}</body></html>".encode())
    assert made.parts(page) == [
        ("prose", "Run `a b c`, or not."),
        ("code", "x"),
        ("table", "run | `go` on"),
    ]


def test_what_a_table_is_called_stands_before_it() -> None:
    table = "<table><caption>Who <b>leads</b></caption><tr><td>role</td><td>who</td></tr></table>"
    assert made.parts(made.only("a.html", f"<html><body>{table}</body></html>".encode())) == [
        ("prose", "Who leads"),
        ("table", "role | who"),
    ]


def test_notes_of_a_word_file_stand_behind_what_refers_to_them_and_comments_are_others_words() -> None:
    told = made.parts(made.only("a.docx", made.docx_with_notes()))
    assert told == [
        ("prose", "The CAB meets."),
        ("quoted", "Is that so?"),
        ("prose", "CAB: Change Advisory Board."),
        ("table", "role | who"),
        ("prose", "Since May."),
        ("prose", "Ask it."),
    ]


def test_a_word_file_gives_headings_paragraphs_and_tables_in_order() -> None:
    page = made.only("runbook.docx", made.docx())
    assert page.title == "Runbook"
    assert made.parts(page) == [
        ("heading", "On call"),
        ("prose", "Who is paged answers within ten minutes."),
        ("table", "role | who\nlead | Kim"),
        ("prose", "Then write it down."),
    ]


def test_slides_give_titles_texts_and_notes() -> None:
    deck = made.only("plan.pptx", made.pptx())
    assert deck.title == "Plan of spring"
    assert made.parts(deck) == [
        ("heading", "Plan of spring"),
        ("prose", "Three campaigns"),
        ("prose", "One budget"),
        ("prose", "Say why."),
    ]


def test_pages_of_a_pdf_lose_their_running_heads_and_join_cut_words() -> None:
    bodies = ["We freeze the shop in the last week of May and launch", "after it.", "Be ready with the cam-", "paign."]
    data = made.pdf(*(f"Handbook page {n}\n{text}" for n, text in enumerate(bodies[:2], 1)), *[
        f"Handbook page {n}\n{text}" for n, text in ((3, "\n".join(bodies[2:])), (4, "The end."))
    ])  # fmt: skip
    book = made.only("book.pdf", data)
    assert [(text, line) for (_, text), (*_, line) in zip(made.parts(book), book.parts, strict=True)] == [
        (bodies[0], 1),
        (bodies[1], 2),
        ("Be ready with the campaign.", 3),
        ("The end.", 4),
    ]


def test_a_mail_keeps_what_was_said_before_and_the_signature_apart_and_no_address() -> None:
    text = "Hello,\n\nwe freeze on Monday.\n\nOn Fri, 30 Jan 2026, Lee <lee@example.com> wrote:\n> When do we freeze?\n"
    page = made.only("m.eml", made.mail(text).as_bytes())
    assert made.parts(page)[:3] == [
        ("heading", "Freeze in May"),
        ("prose", "Hello,"),
        ("prose", "we freeze on Monday."),
    ]
    assert {kind for kind, _ in made.parts(page)[3:]} == {"quoted"}
    assert "When do we freeze?" in page.text
    assert "@" not in page.text
    assert made.parts(made.only("m.eml", made.mail("Done.\n\n-- \nKim\nHead of IT").as_bytes()))[2:] == [
        ("quoted", "-- Kim Head of IT")
    ]


def test_a_mail_without_text_gives_its_html_without_block_quotes() -> None:
    page = made.only("m.eml", made.mail("", html="<p>Yes.</p><blockquote>Shall we?</blockquote>").as_bytes())
    assert made.parts(page)[1:] == [("prose", "Yes."), ("quoted", "Shall we?")]


def test_documents_attached_to_a_mail_are_read_and_pictures_are_not() -> None:
    message = made.mail("See attached.")
    message.add_attachment(made.docx(), maintype="application", subtype="octet-stream", filename="runbook.docx")
    message.add_attachment(b"\x89PNG....", maintype="image", subtype="png", filename="logo.png")
    message.add_attachment(b"PK\x03\x04 no zip", maintype="application", subtype="x", filename="broken.docx")
    _, attached, failed = made.read("m.eml", message.as_bytes())
    assert isinstance(attached, Written)
    assert (attached.name, attached.title) == ("runbook.docx", "Runbook")
    assert isinstance(failed, Failed)
    assert "cut off or damaged" in str(failed.fault)


def test_a_page_that_confluence_saved_for_word_is_read() -> None:
    text = (
        "Date: Mon, 2 Feb 2026 10:00:00 +0000 (UTC)\nMessage-ID: <1.2@confluence>\nSubject: Exported From Confluence\n"
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n'
        "--b\nContent-Type: text/html; charset=UTF-8\n\n"
        "<html><body><h1>Access guide</h1><p>Ask the owner.</p></body></html>\n--b--\n"
    )
    page = made.only("Access-guide.doc", text.encode())
    assert (page.format, page.title) == ("mhtml", "Access guide")
    assert made.parts(page) == [("heading", "Access guide"), ("prose", "Ask the owner.")]


def test_of_a_confluence_page_only_its_own_text_is_read() -> None:
    text = (
        "<!DOCTYPE html><html><head><title>Ops : Access</title></head><body><div id='breadcrumbs'>Ops</div>"
        "<div id='main-content'><p>Ask the owner.</p></div><div id='footer'>Atlassian</div></body></html>"
    )
    page = made.only("Access_12.html", text.encode())
    assert page.title == "Access"
    assert made.parts(page) == [("prose", "Ask the owner.")]


def test_a_confluence_space_in_xml_gives_its_current_pages() -> None:
    def page(number: int, title: str, *more: str) -> str:
        told = "".join(more)
        return (
            f'<object class="Page" package="p"><id name="id">{number}</id>'
            f'<property name="title"><![CDATA[{title}]]></property>{told}</object>'
            f'<object class="BodyContent" package="p"><id name="id">9{number}</id><property name="body"><![CDATA['
            f"<p>Text of {title}.</p><ac:structured-macro ac:name='code'><ac:parameter ac:name='language'>sh"
            f"</ac:parameter><ac:plain-text-body><![CDATA[run it]]]]><![CDATA[></ac:plain-text-body>"
            f'</ac:structured-macro>]]></property><property name="content" class="Page"><id name="id">{number}</id>'
            "</property></object>"
        )

    old = '<property name="originalVersion" class="Page"><id name="id">1</id></property>'
    text = f'<?xml version="1.0"?><hibernate-generic>{page(1, "Access")}{page(2, "Access", old)}</hibernate-generic>'
    (one,) = made.read("entities.xml", text.encode())
    assert isinstance(one, Written)
    assert (one.title, one.name) == ("Access", "1")
    assert made.parts(one) == [("heading", "Access"), ("prose", "Text of Access."), ("code", "run it")]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.txt", "We freeze in May, and launch after it.\n\nBe ready.", "txt"),
        ("a.md", "Three short lines\nof a note\nabout May.", "markdown"),
        ("a.txt", "# Heading\n\nand what follows it.", "markdown"),
        ("a.csv", "We freeze in May, and launch after it.", ""),
        ("a.txt", "1234 5678 90 12 34\n99 88 77", ""),
        ("a.json", "We freeze in May, and launch after it.", ""),
    ],
)
def test_a_text_is_a_document_when_it_is_made_of_words(name: str, text: str, told: str) -> None:
    assert prose_format(name, text, ()) == told


def test_a_table_is_no_document_whatever_it_is_called() -> None:
    assert prose_format("a.txt", "order,amount\nfirst,ten\nsecond,two", (("order", "amount"), ("first", "ten"))) == ""


def test_a_list_of_settings_that_looks_like_headers_is_no_mail() -> None:
    assert certain_format("a.txt", b"", "name: shop\nkind: table\nowner: kim\n") == ""


def test_without_the_library_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "docx", None)
    with pytest.raises(BadFile, match=r"accord\[language\]"):
        made.read("runbook.docx", made.docx_without_library())


def test_a_table_with_a_missing_cell_is_a_table_and_addresses_of_pages_are_no_words() -> None:
    table = "| x | y |\n| --- | --- | --- |\n| one | two |"
    text = f"# A\n\n{table}\n\nSee https://example.com/a.b and go.\n\n<p>[here](/x)</p>\n"
    page = made.only("a.md", text.encode())
    assert made.parts(page)[1:] == [("table", "x | y\none | two"), ("prose", "See […] and go."), ("prose", "here")]
