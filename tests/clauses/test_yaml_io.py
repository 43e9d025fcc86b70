"""charter.yaml reads strictly, writes back what it read, and names the line of every fault."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.clauses.activities import Activity
from accord.clauses.charter import Charter, Liaison, Owner, Service, Slo
from accord.clauses.defaults import default_text
from accord.clauses.glossary import Term
from accord.clauses.objectives import BUILT_IN, GuardRail, KeyResult, Metric, Objective
from accord.clauses.schema import ClauseError
from accord.clauses.yaml_io import dump, load
from tests.clauses.strategies import charters


@given(charters)
def test_a_charter_that_was_written_reads_back_the_same(charter: Charter) -> None:
    assert load(dump(charter)) == charter


def test_an_empty_file_is_the_default_charter(tmp_path: Path) -> None:
    (tmp_path / "charter.yaml").write_text("")
    assert load(tmp_path / "charter.yaml") == Charter()


def test_the_default_text_says_what_the_default_charter_is() -> None:
    assert load(default_text()) == Charter(owners=(Owner("default", "Marketing", "IT"),))


def objective_of_the_example() -> Objective:
    weight = Metric("page_weight", "count", "down", "measured", "Weight of the first page")
    weight = replace(weight, drivers=("page_weight = pictures + scripts", "scripts: it"))
    rail = GuardRail("idea_to_live", 30, at_least=False)
    shoppers, owners = BUILT_IN["shoppers_who_could_buy"], ("Head of e-commerce", "Head of platform")
    could_buy = KeyResult(shoppers, 0.9995, date(2026, 12, 31), *owners, None, (rail,), "quarter")
    watched = KeyResult(weight, None, None, "Head of brand", "Head of platform")
    return Objective("Every shopper can buy", (could_buy, watched))


OPENED = ("services", "liaisons", "record", "glossary", "objectives", "incentives", "activities")


def test_the_examples_in_the_default_text_are_valid() -> None:
    text = default_text().replace("services: []\n", "").replace("record: {}\n", "").replace("liaisons: []\n", "")
    text = text.replace("glossary: []\n", "").replace("objectives: []\n", "").replace("incentives: []\n", "")
    text = text.replace("activities: []\n", "")
    lines = [line.removeprefix("# ") if line.startswith("#   ") else line for line in text.splitlines()]
    lines = [line.removeprefix("# ") if line in [f"# {o}:" for o in OPENED] else line for line in lines]
    charter = load("\n".join(lines))
    assert charter.services == (
        Service("checkout", "orders", None, ("1", "2"), ("checkout-api", "Web Shop"), (Slo("availability", 0.999),)),
    )
    assert charter.liaisons == (Liaison("Service desk lead", "it", "Campaign planning, Mondays"),)
    assert charter.glossary == (
        Term(
            "CAB",
            marketing="Customer Advisory Board",
            it="Change Advisory Board",
            wording="change board",
            finance="meeting that approves changes",
            instead=(("marketing", "IT's change board"),),
            owner_marketing="Head of Customer Insight",
            owner_it="Change Manager",
            examples=("The change board meets on Tuesdays.",),
            journey_step="delivery",
            variants=("CABs", "C.A.B."),
        ),
    )
    assert charter.objectives == (objective_of_the_example(),)
    assert charter.activities == (Activity("Paid search", "marketing", ("search",), ("checkout",), 2_100_000),)
    assert [line.kind for line in charter.incentives] == ["reward", "worth", "decision"]
    assert dict(charter.record) == {"orders": "shopify_orders", "incidents": "pagerduty"}


def test_money_is_written_in_whole_units_and_kept_in_minor_ones() -> None:
    text = "organisation: {{currency: {}}}\ncalendar: {{pass_below: {}}}"
    assert load(text.format("EUR", "250.5")).calendar.pass_below_minor == 25_050
    assert load(text.format("JPY", "250")).calendar.pass_below_minor == 250
    assert load(text.format("KWD", '"1.005"')).calendar.pass_below_minor == 1_005


def test_norway_is_a_country_and_not_a_no() -> None:
    assert load("calendar: {country: NO}").calendar.country == "NO"


OWNED = "\n        owner_marketing: Brand\n        owner_it: IT"
GOAL = "objectives:\n  - name: Grow\n    key_results:\n"
KEY = f"{GOAL}      - owner_marketing: Brand\n        owner_it: IT\n        metric: "

FAULTS = [
    ("organisaton:\n  name: A", 2, "organisaton", "Did you mean organisation?"),
    ("organisation:\n  zone: Europe/Berlin\n  curency: EUR", 3, "organisation.curency", "Did you mean currency?"),
    ("organisation:\n  zone: Berlin", 2, "organisation.zone", "IANA"),
    ("organisation:\n  zone: ../../etc/passwd", 2, "organisation.zone", "IANA"),
    ("organisation:\n  currency: DEM", 2, "organisation.currency", "ISO 4217"),
    ("organisation:\n  locale: xx_YY", 2, "organisation.locale", "en_IE"),
    ("organisation:\n  margin: 35", 2, "organisation.margin", "0.35"),
    ("organisation:\n  margin: [1]", 2, "organisation.margin", "after the colon"),
    ("organisation: Accord", 1, "organisation", "indented"),
    ("organisation:\n  name: A\n  name: B", 3, "organisation.name", "Leave one"),
    ("services:\n  name: a", 2, "services", "- "),
    ("services:\n  - carries: orders", 2, "services[1]", "name: ..."),
    ("services:\n  - name: a\n  - name: A", 3, "services[2]", "Leave one"),
    ("services:\n  - name: a\n  - name: b\n    aliases: [A]", 3, "services[2].aliases", "one service"),
    ("services:\n  - name: a\n    carries: money", 3, "services[1].carries", "orders"),
    ("services:\n  - name: a\n    severities: [high]", 3, "services[1].severities[1]", "Known are"),
    (
        "services:\n  - name: a\n    slos:\n      - name: x\n        target: 99.9",
        5,
        "services[1].slos[1].target",
        "0.999",
    ),
    (
        "services:\n  - name: a\n    slos:\n      - {name: x, target: 0.9, calendar: month, window_days: 7}",
        4,
        "services[1].slos[1].window_days",
        "Leave one",
    ),
    ("calendar:\n  country: XX", 2, "calendar.country", "ISO 3166"),
    ("calendar:\n  country: DE\n  region: XX", 3, "calendar.region", "BY"),
    ("calendar:\n  special_days: [27.11.2026]", 2, "calendar.special_days[1]", "year-month-day"),
    ("calendar:\n  slot_hours: [18, 8]", 2, "calendar.slot_hours", "[8, 18]"),
    ("calendar:\n  country: DE\n  pass_below: 1.005", 3, "calendar.pass_below", "2 digits"),
    ("calendar:\n  pass_below: 1,000", 2, "calendar.pass_below", "1250.00"),
    ("calendar:\n  pass_below: 1e999999999", 2, "calendar.pass_below", "1250.00"),
    ("owners:\n  - subject: default\n    it: IT", 2, "owners[1]", "marketing: ..."),
    ("glossary:\n  - it: Change Advisory Board", 2, "glossary[1]", "term: ..."),
    ("glossary:\n  - term: CAB\n    status: signed", 3, "glossary[1].status", "Known are"),
    ("glossary:\n  - term: CAB\n    instead: it", 3, "glossary[1].instead", "Did you mean instead_it?"),
    ("glossary:\n  - term: CAB\n  - term: cab", 3, "glossary[2]", "Leave one"),
    ("glossary:\n  - term: CAB\n  - term: board\n    variants: [Cab]", 3, "glossary[2].variants", "one entry"),
    (f"{GOAL}      - owner_it: IT", 4, "objectives[1].key_results[1]", "metric: ..."),
    (f"{GOAL}      - metric: revenue\n        owner_it: IT", 4, "objectives[1].key_results[1]", "owner_marketing: ..."),
    (f"{KEY}revenue\n        target: 2", 4, "objectives[1].key_results[1]", "a day by which"),
    (f"{KEY}revenue\n        by: 2026-12-31", 4, "objectives[1].key_results[1]", "only to watch"),
    (f"{KEY}revenue\n        unit: days", 7, "objectives[1].key_results[1].unit", "Leave unit out"),
    (f"{KEY}revenue\n        target: 1.234", 7, "objectives[1].key_results[1].target", "2 digits"),
    (f"{KEY}revenue\n        target: -3", 7, "objectives[1].key_results[1].target", "1250000.00"),
    (f"{KEY}data_hygiene\n        target: 95", 7, "objectives[1].key_results[1].target", "99.9 %"),
    (f"{KEY}idea_to_live\n        target: 3 %", 7, "objectives[1].key_results[1].target", "plain number"),
    (f"{KEY}nps", 4, "objectives[1].key_results[1]", "measured elsewhere"),
    (f"{KEY}NPS", 6, "objectives[1].key_results[1].metric", "small letters"),
    (f"{KEY}a\n        source: availability", 4, "objectives[1].key_results[1].service", "Name the service"),
    (f"{KEY}revenue\n        guard_rails: [a => 3]", 7, "objectives[1].key_results[1].guard_rails[1]", ">= or <="),
    (f"{KEY}revenue\n        guard_rails: [reven >= 3]", 7, "objectives[1].key_results[1].guard_rails[1]", "revenue?"),
    (f"{KEY}revenue\n        drivers: [a = b * c, d = b]", 7, "objectives[1].key_results[1].drivers", "only *"),
    (
        f"{KEY}revenue\n        drivers: [a = b * c, b = a + d]",
        7,
        "objectives[1].key_results[1].drivers",
        "Take out one",
    ),
    (f"{KEY}revenue\n      - metric: revenue{OWNED}", 7, "objectives[1].key_results[2].metric", "another name"),
    ("signed: true", 1, "signed", "in the record"),
    ("a: 1\n---\nb: 2", 2, "", "---"),
    ("organisation:\n\tname: A", 2, "", "indentation"),
]


@pytest.mark.parametrize(("text", "line", "key", "mend"), FAULTS)
def test_a_fault_names_its_line_its_key_and_the_mend(text: str, line: int, key: str, mend: str) -> None:
    with pytest.raises(ClauseError) as fault:
        load(text)
    assert (fault.value.line, fault.value.key) == (line, key)
    assert mend in fault.value.mend


def test_a_fault_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "charter.yaml").write_text("oops: 1")
    with pytest.raises(ClauseError, match=r"charter\.yaml, line 1, oops: unknown key"):
        load(tmp_path / "charter.yaml")


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "charter.yaml").write_bytes("organisation: {name: Café}".encode("latin-1"))
    with pytest.raises(ClauseError, match="UTF-8"):
        load(tmp_path / "charter.yaml")


def test_the_source_of_record_must_be_a_reader_that_fills_the_table() -> None:
    known = {"orders": ["shopify_orders"]}
    assert load("record: {orders: shopify_orders}", known).record == (("orders", "shopify_orders"),)
    with pytest.raises(ClauseError, match="Did you mean orders"):
        load("record: {order: shopify_orders}", known)
    with pytest.raises(ClauseError, match="Did you mean shopify_orders"):
        load("record: {orders: shopify_order}", known)


@given(st.text())
def test_no_text_does_more_than_be_refused(text: str) -> None:
    with suppress(ClauseError):
        load(text)


@pytest.mark.parametrize("letters", [120, 121])
def test_a_service_s_name_fits_into_a_title_or_is_refused_with_its_length(letters: int, tmp_path: Path) -> None:
    path = tmp_path / "charter.yaml"
    path.write_text(f"services:\n  - name: {'x' * letters}\n", encoding="utf-8")
    if letters <= 120:
        assert len(load(path).services[0].name) == letters
    else:
        with pytest.raises(ClauseError, match="the name has 121 letters"):
            load(path)
