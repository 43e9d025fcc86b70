"""What doors say of an analysis's settings."""

from __future__ import annotations

from typing import Any

import pytest

from accord.analyses.discovery import load, names
from accord.pages.asking import SettingField, fields_of

SETTINGS = [(name, field) for name in names() for field in fields_of(load(name))]


@pytest.mark.parametrize(("name", "field"), SETTINGS, ids=[f"{name}.{field.name}" for name, field in SETTINGS])
def test_every_setting_says_what_it_means_and_its_bounds_are_those_that_hold(name: str, field: SettingField) -> None:
    assert field.meaning
    assert field.help.endswith(".")
    settings: Any = load(name).settings
    if field.kind in ("int", "float"):
        assert field.least is not None, "a number has a bound"
        kind = int if field.kind == "int" else float
        for bound, step in ((field.least, -1), (field.most, 1)):
            if bound is not None:
                settings(**{field.name: kind(bound)})
                with pytest.raises(ValueError, match=field.name):
                    settings(**{field.name: kind(bound) + step})


def test_help_tells_meaning_unit_and_bounds() -> None:
    field = SettingField("days", "int", 5, (), "how far to look", "days", 1, 9)
    assert field.help == "How far to look (1 to 9 days)."
    assert SettingField("n", "int", 5, (), "how many", "", 1).help == "How many (1 or more)."
