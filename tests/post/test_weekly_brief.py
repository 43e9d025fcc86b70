"""The weekly brief by mail: what it says beside the numbers."""

from __future__ import annotations

from accord.findings.format import Format
from accord.pages.brief import brief_page
from accord.pages.mails import weekly
from tests.pages import made_up


def test_the_words_of_the_week_stand_in_a_line_that_leads_to_the_primer() -> None:
    form = Format("en_IE", "Europe/Paris", "EUR")
    page = brief_page(made_up.brief(), "marketing", form=form)
    mail = weekly(
        page, site="https://accord.example", stop_path="/mail/stop/x", waits=0, form=form, made_up=True,
        learn=("Five words of IT, this week", ("error budget", "rollback")),
    )  # fmt: skip
    said = "Five words of IT, this week\n  error budget, rollback\n  https://accord.example/language/primer"
    assert said in mail.text
    assert "<a href='https://accord.example/language/primer'>Five words of IT, this week</a>" in mail.html
    assert "language/primer" not in weekly(
        page, site="https://accord.example", stop_path="/mail/stop/x", waits=0, form=form, made_up=True
    ).text  # fmt: skip
