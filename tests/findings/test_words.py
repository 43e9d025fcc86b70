"""A finding in the words of its reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from accord.findings import words
from accord.findings.finding import AUDIENCES, Audience, Waiting, Wording
from accord.findings.format import Format
from accord.units.interval import Interval
from accord.units.money import Amount
from tests.findings.made import finding

FORM = Format("en_IE", "Europe/Paris", "EUR")
HEADLINE = "€21,400 lost (€18,600 to €24,700, 90\u202f% sure)"


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_audience_is_told_the_amount_with_its_interval(audience: Audience) -> None:
    assert words.say(finding(), audience, FORM) == f"{HEADLINE}. About 312 orders were lost."


def test_where_no_sum_can_be_told_the_verdict_stands_in_its_place() -> None:
    told = words.say(finding(amount=None, verdict="Cannot tell: too little data."), "it", FORM)
    assert told == "Cannot tell: too little data. About 312 orders were lost."


def test_an_amount_that_was_counted_has_no_interval() -> None:
    counted = finding(amount=Amount(Interval.exact(840_000), "EUR"), kind="counted")
    assert words.headline(counted, FORM) == "€8,400 counted"
    assert counted.amount is not None
    assert (words.ends(counted.amount, FORM), words.surety("lost", counted.amount, FORM)) == ("", "lost, counted")


def test_a_place_that_is_no_figure_is_an_error_that_names_the_figures() -> None:
    wrong = finding(wordings=dict.fromkeys(AUDIENCES, Wording("{gone}", "")))
    with pytest.raises(KeyError, match="no figure gone; there are lost"):
        words.title(wrong, "it", FORM)


def test_a_figure_that_looks_like_a_place_is_text() -> None:
    base = finding()
    odd = replace(base, figures=(replace(base.figures[0], value="{lost} \\1 {0}", unit="text"),))
    assert words.fill("{lost}", odd, FORM) == "{lost} \\1 {0}"


def test_what_it_costs_to_wait_is_told_only_where_it_costs() -> None:
    assert words.waiting(finding(), FORM) == ""
    risk = Waiting(Interval(2_680_000, 910_000, 5_130_000), datetime(2026, 11, 27, 5))
    assert words.waiting(finding(waiting=risk), FORM) == (
        "Waiting costs €26,800 a week (€9,100 to €51,300, 90\u202f% sure) until 27 Nov 2026, 06:00."
    )
    assert words.waiting(finding(waiting=Waiting(Interval.exact(1000_00))), FORM) == "Waiting costs €1,000 a week."


def test_how_often_ranges_have_held_is_told_only_where_it_was_tried() -> None:
    assert words.held(finding(held=(91, 100))) == "Such ranges have held 91 of 100 times on quiet windows."
    assert words.held(finding()) == words.held(finding(held=(0, 0))) == ""


def test_numbers_that_are_no_figures_are_found() -> None:
    assert words.stray_numbers("{lost} of 406 orders, {lost:range}, 3.5 hours") == ["406", "3.5"]
