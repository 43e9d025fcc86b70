"""The page of activities: classes with their intervals, what to test first, and attribution apart from both."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from accord.people.rights import Role
from tests.people_made_up import person
from tests.web.scenes_activities import of_activities, publish_activities

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(person(Role.CMO), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_classes_stand_in_their_order_and_each_activity_in_its_own(reader: Client) -> None:
    publish_activities()
    text = reader.get("/activities").content.decode()
    heads = re.findall(r'<h2 id="c-\d">([^<]*)</h2>', text)
    assert heads == ["Crucial", "Secondary", "Nice to have", "Not known: to be tested"]
    parts = re.split(r'<h2 id="[^"]*">', text)
    by_class = {part.split("<")[0]: part for part in parts[1:]}
    assert "search" in by_class["Crucial"]
    assert "email" in by_class["Nice to have"]
    assert "display" in by_class["Not known: to be tested"]


def test_what_to_test_first_leads_to_its_finding(reader: Client) -> None:
    publish_activities()
    text = reader.get("/activities").content.decode()
    assert re.search(r'<a href="/findings/\w+">Nobody knows what display brings', text)


def test_attribution_stands_apart_and_says_that_it_describes(reader: Client) -> None:
    publish_activities()
    text = reader.get("/activities").content.decode()
    assert text.index("Not known: to be tested") < text.index("What stands before orders")
    assert "says nothing about cause" in text


def test_its_table_goes_out_with_every_activity(reader: Client) -> None:
    publish_activities()
    rows = reader.get("/activities.csv").content.decode()
    table = of_activities()[0].breakdown
    assert table is not None
    assert all(str(row[0]) in rows for row in table.rows)


def test_before_anything_is_known_it_says_what_to_bring(reader: Client) -> None:
    text = reader.get("/activities").content.decode()
    assert "Nothing is known of any activity yet." in text
    assert "campaign plan" in text
