"""A collision is one acronym with different meanings by side, not another way of writing the same."""

import pytest

from accord.language.acronyms import expansions
from accord.language.collisions import Collision, Unexplained, collisions, unexplained, uses
from accord.language.document import Document
from tests.language.papers import paper


def marketing(text: str, name: str = "m1") -> Document:
    return paper(text, "marketing", name)


def it(text: str, name: str = "i1") -> Document:
    return paper(text, "it", name)


def clash(*documents: Document) -> tuple[Collision, ...]:
    found = expansions(documents)
    return collisions(found, uses(documents, found))


def silent(*documents: Document) -> tuple[Unexplained, ...]:
    found = expansions(documents)
    return unexplained(found, uses(documents, found))


CUSTOMER = marketing("We ask the Customer Advisory Board (CAB). The CAB and other CABs agree.")
CHANGE = it("The Change Advisory Board (CAB) decides.")


def test_one_acronym_with_two_meanings_collides() -> None:
    [found] = clash(CUSTOMER, CHANGE, it("Ask the CAB, then the CAB's chair.", "i2"))
    assert (found.short, found.apart) == ("CAB", True)
    ours, theirs = found.sides
    assert (ours.side, ours.documents, ours.mentions) == ("it", 2, 3)
    assert (theirs.side, theirs.documents, theirs.mentions) == ("marketing", 1, 3)
    assert [m.long for m in ours.meanings] == ["Change Advisory Board"]
    [proof] = theirs.meanings[0].proofs
    assert (proof.document_id, proof.sentence) == ("m1", "We ask the Customer Advisory Board (CAB).")
    assert CUSTOMER.text[proof.start : proof.end] == "Customer Advisory Board (CAB)"


@pytest.mark.parametrize(
    "variant",
    [
        "Customer Advisory Boards (CABs)",
        "customer-advisory board (CAB)",
        "CAB: customer advisory board",
        "a Board of Customer Advisers, the Customer Advisory Board (CAB)",
        "Custommer Advisory Board (CAB)",
    ],
)
def test_another_way_of_writing_collides_with_nothing(variant: str) -> None:
    assert clash(CUSTOMER, it(variant)) == ()


def test_a_translation_collides_with_nothing() -> None:
    assert clash(marketing("Virtual Private Network (VPN)"), it("ein virtuelles privates Netzwerk (VPN)")) == ()
    assert clash(marketing("Frequently Asked Questions (FAQ)"), it("Foire aux questions (FAQ)")) == ()


def test_spellings_of_one_acronym_are_one() -> None:
    [found] = clash(marketing("Do Not Call (DNC)"), it("Do not contact (DnC)"))
    assert {m.long for side in found.sides for m in side.meanings} == {"Do Not Call", "Do not contact"}


def test_two_meanings_on_one_side_alone_are_no_collision() -> None:
    both = marketing("Public Relations (PR) writes a press release (PR).")
    assert clash(both) == ()
    assert clash(both, it("Open a PR.")) == ()


def test_a_second_meaning_of_one_side_collides_in_part_and_stands_behind() -> None:
    both = marketing("Public Relations (PR) reads our pull request (PR). " * 3)
    found = clash(both, it("Open a pull request (PR). " * 9), CUSTOMER, CHANGE)
    assert [(c.short, c.apart) for c in found] == [("CAB", True), ("PR", False)]


def test_those_that_both_sides_meet_most_come_first() -> None:
    rare = marketing("Service Manager (SM)", "m2"), it("Scrum Master (SM). SM, SM, SM, SM.", "i2")
    often = it("CAB, CAB, CAB.", "i3")
    assert [c.short for c in clash(CUSTOMER, CHANGE, *rare, often)] == ["CAB", "SM"]


def test_what_one_side_only_uses_is_unexplained() -> None:
    documents = CUSTOMER, it("The CAB met. Tell the CABs.")
    assert clash(*documents) == ()
    [found] = silent(*documents)
    assert (found.short, found.side, found.documents, found.mentions) == ("CAB", "it", 1, 2)
    assert found.explained[0].meanings[0].long == "Customer Advisory Board"


def test_a_third_side_that_only_uses_it_stands_beside_a_collision() -> None:
    [found] = clash(CUSTOMER, CHANGE, paper("The CAB costs money.", "finance", "f1"))
    assert [(s.side, len(s.meanings), s.mentions) for s in found.sides] == [
        ("finance", 0, 1),
        ("it", 1, 1),
        ("marketing", 1, 3),
    ]


def test_mentions_are_whole_words_and_parts_of_pairs_but_not_of_code() -> None:
    explained = marketing("Continuous Integration (CI)")
    assert silent(explained, it("CI, CI/CD, ci, DCI, CIs, CI-jobs, www.CI.com", "i1"))[0].mentions == 4
    assert silent(explained, paper("CI", "it", "i2", "code")) == ()


def test_without_counts_of_use_the_explaining_mentions_count() -> None:
    [found] = collisions(expansions([CUSTOMER, CHANGE]))
    assert [(s.documents, s.mentions) for s in found.sides] == [(1, 1), (1, 1)]


def test_the_order_of_documents_changes_nothing_but_the_order_of_proofs() -> None:
    documents = [CUSTOMER, CHANGE, marketing("Go-to-market (GTM)", "m3"), it("Google Tag Manager (GTM)", "i3")]
    one, other = clash(*documents), clash(*reversed(documents))
    assert one == other


def test_a_common_word_in_capitals_is_not_the_acronym_of_mixed_letters() -> None:
    framework, code = marketing("Scaled Agile Framework (SAFe)"), marketing("Infrastructure as Code (IaC)", "m2")
    found = silent(framework, code, it("Keep it SAFE: SAFE, not SAFER. IAC and IaC are code."))
    assert [(u.short, u.mentions) for u in found] == [("IaC", 2)]


def test_a_meaning_is_called_by_its_most_frequent_form_then_by_the_singular() -> None:
    one, two = marketing("magic quadrants (MQ)"), marketing("Magic Quadrant (MQ)", "m2")
    [told] = silent(one, two, it("Our MQ"))
    assert told.explained[0].meanings[0].long == "Magic Quadrant"
    assert told.explained[0].meanings[0].spellings == ("Magic Quadrant", "magic quadrants")
