"""What can be an acronym, and which spellings are one."""

import pytest

from accord.language.short_forms import key_of, short_form, strong


@pytest.mark.parametrize(
    ("token", "short"),
    [
        ("CABs", "CAB"),
        ("CAB's", "CAB"),
        ("CAB\u2019s", "CAB"),
        ("PoCs", "PoC"),
        ("SaaS", "SaaS"),
        ("B2Bs", "B2B"),
        ('"CAB"', "CAB"),
        ("C.A.B.", "C.A.B"),
        ("Acas", "Acas"),
    ],
)
def test_the_singular_is_kept_as_it_was_written(token: str, short: str) -> None:
    assert short_form(token) == short


@pytest.mark.parametrize("token", ["A", "cab", "1234", "ABCDEFGHIJK", "", "a.b", "-", "CAB meeting"])
def test_too_short_too_long_and_ordinary_words_are_none(token: str) -> None:
    assert short_form(token) is None


def test_all_spellings_of_one_acronym_have_one_key() -> None:
    assert {key_of(s) for s in ("CI/CD", "CICD", "Ci/Cd", "C.I.C.D")} == {"CICD"}
    assert key_of("R&D") != key_of("RD")


def test_one_capital_alone_is_weak() -> None:
    assert strong("CAB")
    assert strong("P1")
    assert not strong("Acas")
