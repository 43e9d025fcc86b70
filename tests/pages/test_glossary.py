"""The primer is made of the company's own findings, and quizzes with answers that could be true."""

from __future__ import annotations

from datetime import date

from accord.clauses.charter import Charter, Organisation
from accord.findings.format import Format
from accord.findings.words import title
from accord.pages.glossary import figures_of, language_of, primer_of, sentences
from tests.findings.made import finding

FORM = Format("en_IE", "UTC", "EUR")
FINDING = finding()


def test_the_language_of_the_glossary_is_the_organisations() -> None:
    assert language_of(Charter(organisation=Organisation(locale="de_AT"))) == "de"


def test_a_number_with_a_point_is_no_end_of_a_sentence() -> None:
    assert sentences("It lost €1.5 million. The rest held.") == ["It lost €1.5 million.", "The rest held."]


def test_a_finding_is_a_figure_with_wrong_answers_that_differ_from_it() -> None:
    [figure] = figures_of([FINDING], "marketing", FORM)
    assert title(FINDING, "marketing", FORM) in figure.says
    assert len({figure.value, *figure.others}) == 4


def test_the_primer_asks_about_a_figure_of_the_other_side() -> None:
    told = primer_of(Charter(), [FINDING], "marketing", date(2026, 11, 16), form=FORM)
    assert [f.finding for f in told.figures] == [f.finding for f in figures_of([FINDING], "marketing", FORM)]
    assert told.figures[0].asks in [q.asks for q in told.questions]
