"""What kind an entry is, in four languages."""

from __future__ import annotations

import pytest

from accord.facts.readers.ical_kinds import kind_of


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Change freeze Q4", "freeze"),
        ("Codefreeze", "freeze"),
        ("Änderungsstopp Weihnachten", "freeze"),
        ("Gel des changements", "freeze"),
        ("Congelación de cambios", "freeze"),
        ("Scheduled maintenance: database", "maintenance"),
        ("Wartungsfenster", "maintenance"),
        ("Mantenimiento del sitio", "maintenance"),
        ("Bank holiday", "holiday"),
        ("Gesetzlicher Feiertag", "holiday"),
        ("Jour férié", "holiday"),
        ("Día festivo", "holiday"),
        ("Black Friday", "sale"),
        ("Winterschlussverkauf", "other"),
        ("Schlussverkauf", "sale"),
        ("Soldes d'hiver", "sale"),
        ("Rebajas", "sale"),
        ("Herbstkampagne", "other"),
        ("Kampagne Herbst", "campaign"),
        ("Campaña de otoño", "campaign"),
        ("Rollout of search", "change"),
        ("Mise en production", "change"),
        ("Cambio de servidor", "change"),
        ("Exchange of ideas", "other"),
        ("Wholesale visit", "other"),
        ("Sales kick-off", "other"),
        ("Salesforce training", "other"),
        ("", "other"),
    ],
)
def test_words_tell_the_kind(title: str, kind: str) -> None:
    assert kind_of([], title) == kind


def test_categories_come_before_the_title() -> None:
    assert kind_of(["Holiday"], "Sale planning") == "holiday"
    assert kind_of(["Team"], "Summer sale") == "sale"
