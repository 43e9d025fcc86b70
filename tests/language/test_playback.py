"""Said back: what a restatement must keep, and what it may say otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.language.playback import lost_points, points

SAID = (
    "When checkout fails in a sale we lose the shopper: 312 of 406 did not come back on 19 November. We pay half, "
    "at most €4,200 a quarter, if IT switches over within 5 minutes. We ask Jo to name the sale hours 10 days ahead. "
    "If nothing comes of it, we stop on 31 March."
)
BACK = (
    "On 19 November 312 of your 406 shoppers were gone for good. You pay half of a spare route, and if we switch over "
    "within 5 minutes. We hear the sale hours from Jo."
)


def lost(original: str, restated: str, names: tuple[str, ...] = ()) -> list[str]:
    return [p.text for p in lost_points(original, restated, names) if not p.kept]


def test_what_was_left_out_is_named_and_what_was_kept_is_not() -> None:
    assert lost(SAID, BACK) == ["at most €4,200 a quarter", "€4,200", "10", "If nothing comes of it", "31 March"]


@given(st.sampled_from([SAID, BACK, "Nothing but words", "Pay $1.5 million by 2027-03-31 unless Ada objects"]))
def test_a_text_said_back_word_for_word_loses_nothing(text: str) -> None:
    assert lost(text, text) == []


@pytest.mark.parametrize(
    ("original", "restated"),
    [
        ("It costs €4,200", "It costs 4200 euros"),
        ("It costs EUR 4,200", "It costs 4.2 thousand"),
        ("It costs €1.5 million", "1,500,000 EUR it is"),
        ("We stop on 31 March 2027", "We stop on 2027-03-31"),
        ("We stop on 31 March", "on March 31, 2027 we stop"),
        ("It takes 5 minutes", "five minutes it takes"),
        ("18 % of it", "18 percent of it"),
        ("at most 10 people", "no more than 10 people"),
        ("We ask Lena Moreau", "So Lena is asked, as Moreau wished: we ask Lena"),
        ("Every Tuesday at 05:00", "on Tuesdays at 5:00"),
    ],
)
def test_another_way_of_writing_the_same_keeps_it(original: str, restated: str) -> None:
    assert lost(original, restated) == []


@pytest.mark.parametrize(
    ("original", "restated", "missing"),
    [
        ("It costs €4,200", "It costs $4,200", "€4,200"),
        ("We stop on 31 March 2027", "We stop on 31 March 2028", "31 March 2027"),
        ("at least 5 of them", "at most 5 of them", "at least 5 of them"),
        ("You may deploy unless a sale runs", "You may deploy while a sale runs", "unless a sale runs"),
        ("It moves by -5 points", "it moves", "-5"),
    ],
)
def test_another_meaning_loses_the_point(original: str, restated: str, missing: str) -> None:
    assert missing in lost(original, restated)


def test_known_names_count_wherever_they_stand() -> None:
    assert lost("checkout stands still", "the shop stands still", ("checkout",)) == ["checkout"]


def test_an_empty_text_has_no_points() -> None:
    assert lost_points("", "anything") == ()


@pytest.mark.parametrize(
    ("original", "restated", "says", "now"),
    [
        ("The spare costs 2,000 EUR a month.", "The spare costs money.", "spare costs 2,000 EUR a month", ""),
        ("We need an error rate of 3.2 % or less.", "The error rate may be 3.4 %.", "3.2 % or less", "3.4 %"),
        ("Orders stop on 31 March 2027.", "So orders stop on 13 March 2027.", "31 March 2027", "13 March 2027"),
        ("The sale opens at 10:00 sharp.", "The sale opens at 11:00.", "10:00", "11:00"),
        ("Keep at least 5 servers.", "You keep at most 5 servers.", "at least 5 servers", "at most 5 servers"),
        ("We lost 610 orders in the outage.", "The outage lost you 61 orders.", "610 orders", "61 orders"),
    ],
)
def test_a_lost_point_says_what_it_is_and_what_was_said_instead(
    original: str, restated: str, says: str, now: str
) -> None:
    [point] = [p for p in lost_points(original, restated) if not p.kept and says in p.says]
    assert now in point.now
    assert bool(now) == bool(point.now)


def test_a_number_about_something_else_is_no_change() -> None:
    [point] = [p for p in lost_points("It takes 5 minutes.", "We meet 12 suppliers.") if not p.kept]
    assert (point.says, point.now) == ("takes 5 minutes", "")


def test_a_digit_within_a_word_is_no_number() -> None:
    assert [f.text for f in points("P1 and p99 in B2B, 7 of them")] == ["7"]


@given(st.text(alphabet="ab AB.,;19 %€-:\n", max_size=60), st.text(alphabet="ab AB.,;19 %€-:\n", max_size=60))
def test_points_stand_where_they_are_said_to_stand(original: str, restated: str) -> None:
    assert all(f.text.strip() in original[f.start : f.end] for f in points(original))
    for point in lost_points(original, restated):
        assert point.text in original
        assert not (point.kept and point.now)
