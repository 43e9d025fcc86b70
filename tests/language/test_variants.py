"""Long forms that differ in writing only are one meaning; others are not."""

import pytest

from accord.language.variants import same_meaning


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Customer Advisory Board", "customer advisory boards"),
        ("Single Sign-On", "single sign on"),
        ("Software Delivery Lifecycle", "software delivery life cycle"),
        ("Organisation Chart", "Organization charts"),
        ("Centre of Excellence", "Center of Excellence"),
        ("Behaviour Analysis", "Behavior Analysis"),
        ("Programme Board", "Program Board"),
        ("Product Manager", "Product Management"),
        ("Sales Dev Rep", "Sales Development Representative"),
        ("Customer Success Manager", "Manager of Customer Success"),
        ("Personally Identifable Information", "Personally Identifiable Information"),
        ("Product Mangement", "Product Management"),
        ("Research & Development", "Research and Development"),
        ("Customer Advisory Board", "Our Big Customer Advisory Board"),
        ("Mean Time to Recover", "Mean Time To Recovery"),
    ],
)
def test_another_way_of_writing_is_the_same_meaning(a: str, b: str) -> None:
    assert same_meaning(a, b) is True
    assert same_meaning(b, a) is True


@pytest.mark.parametrize(
    ("english", "other"),
    [
        ("Virtual Private Network", "virtuelles privates Netzwerk"),
        ("Product Manager", "Produktmanager"),
        ("Customer Relationship Management", "Kundenbeziehungsmanagement"),
        ("Key Performance Indicator", "Leistungskennzahl"),
        ("Service Level Agreement", "Service-Level-Vereinbarung"),
        ("Public Relations", "relations publiques"),
        ("Research and Development", "recherche et d\u00e9veloppement"),
        ("Point of Sale", "point de vente"),
    ],
)
def test_a_translation_is_the_same_meaning(english: str, other: str) -> None:
    assert same_meaning(english, other) is True
    assert same_meaning(other, english) is True


def test_a_translation_of_unknown_words_cannot_be_told() -> None:
    assert same_meaning("Frequently Asked Questions", "foire aux questions") is None
    assert same_meaning("relations publiques", "\u00d6ffentlichkeitsarbeit") is None


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Customer Advisory Board", "Change Advisory Board"),
        ("Customer Advisory Board", "\u00c4nderungsbeirat"),
        ("Product Manager", "Project Manager"),
        ("Product Manager", "Production Manager"),
        ("Product Manager", "Projektmanager"),
        ("Do Not Call", "Do Not Contact"),
        ("Contract Management", "Contact Management"),
        ("Custom Order", "Customer Order"),
        ("Public Relations", "Pull Request"),
        ("Mean Time To Recover", "Mean Time To Resolution"),
        ("Cost per Action", "Cost per Acquisition"),
        ("Sales Engineer", "Software Engineer"),
    ],
)
def test_other_words_are_another_meaning(a: str, b: str) -> None:
    assert same_meaning(a, b) is False
    assert same_meaning(b, a) is False
