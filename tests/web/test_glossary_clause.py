"""The clause of words in the browser: a form a word, examples a line each, and nothing typed is markup."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse

from accord.charter.models import Proposal
from accord.clauses.defaults import default_text
from accord.people.rights import Role
from tests.people_made_up import person
from tests.web.test_charter import charter_file, signed_in

pytestmark = pytest.mark.django_db
__all__ = ["charter_file"]
HOSTILE = "<img src=x onerror=alert(1)>\"'&"
TYPED = {
    "glossary-0-term": "CAB",
    "glossary-0-variants": "CABs, C.A.B.",
    "glossary-0-it": HOSTILE,
    "glossary-0-status": "agreed",
    "glossary-0-examples": "The board met.\r\n\r\nIt meets, on Tuesdays.",
    "reason": "It means two things.",
}


def test_a_word_is_typed_proposed_and_read() -> None:
    client = signed_in(person(Role.MARKETING))
    client.post(reverse("clause.draft", args=["glossary"]), {**TYPED, "propose": "yes"})
    row = Proposal.objects.get()
    assert row.content[0]["examples"] == ["The board met.", "It meets, on Tuesdays."]
    assert row.content[0]["variants"] == ["CABs", "C.A.B."]
    for address in (reverse("proposal", args=[row.id]), reverse("proposal.edit", args=[row.id])):
        page = client.get(address).content.decode()
        assert "The board met." in page
        assert "<img src=x" not in page


def test_a_long_glossary_is_opened_at_a_word_and_sends_what_it_does_not_show_back_unread(charter_file: Path) -> None:
    many = "".join(f"  - {{term: word {n}}}\n" for n in range(40))
    charter_file.write_text(default_text().replace("glossary: []\n", f"glossary:\n{many}"))
    client = signed_in(person(Role.MARKETING))
    assert "Change one word" in client.get(reverse("clause", args=["glossary"])).content.decode()
    page = client.get(reverse("clause.change", args=["glossary"]), {"row": "word 7"}).content.decode()
    assert ('value="word 7"' in page, 'value="word 8"' in page) == (True, False)
    assert '<textarea name="only" hidden>word 7</textarea>' in page
    assert "what is not shown here stays as it stands" in page
