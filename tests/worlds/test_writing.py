import csv
import gzip
import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from icalendar import Calendar

from accord.worlds.exports.ecb import rate_on
from accord.worlds.parquet import write_parquet
from accord.worlds.retailer import Settings, World
from accord.worlds.writing import write
from tests.worlds.made import SMALL, VERSIONS, all_rows, cents, hashes, rows, truth, written


def test_the_same_settings_give_the_same_bytes_of_every_file(tmp_path: Path) -> None:
    write(World(SMALL), tmp_path / "again")
    assert hashes(tmp_path / "again") == hashes(written())
    assert len(hashes(written())) > 20


def test_a_later_version_gives_the_same_bytes_again(tmp_path: Path) -> None:
    write(World(SMALL), tmp_path / "again", later="kept")
    assert hashes(tmp_path / "again") == hashes(written("kept"))


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FileExistsError, match="not empty"):
        write(World(SMALL), tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_progress_counts_every_day_once(tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    write(World(SMALL), tmp_path / "w", later="broken", progress=lambda *now: seen.append(now))
    assert [done for done, _, _ in seen] == list(range(1, 62))
    assert {total for _, total, _ in seen} == {(World(SMALL).last - World(SMALL).end).days} == {61}


def test_every_folder_says_that_it_is_made_up() -> None:
    for later in VERSIONS:
        assert "MADE-UP" in (written(later) / "README.txt").read_text("utf-8")


def test_shopify_adds_up_to_the_orders_that_were_placed() -> None:
    lines, known = all_rows(written(), "marketing/shopify_orders_*.csv"), truth()
    orders = [line for line in lines if line["Total"]]
    kept = [o for o in orders if not o["Cancelled at"]]
    assert len(kept) == known["totals"]["placed"]["orders"]
    assert sum(cents(o["Total"]) for o in kept) == known["totals"]["placed"]["minor"]
    assert len(orders) - len(kept) == known["exports"]["shopify_cancelled_orders"] > 0
    assert len(lines) > len(orders) == len({line["Name"] for line in lines}) == known["exports"]["shopify_orders"]


def test_shopify_repeats_only_name_and_items_on_further_lines() -> None:
    for line in all_rows(written(), "marketing/shopify_orders_*.csv"):
        if not line["Total"]:
            filled = {name for name, value in line.items() if value and not name.startswith("Lineitem")}
            assert filled == {"Name", "Email", "Vendor"}


def test_line_items_and_shipping_add_up_to_the_total() -> None:
    items: dict[str, int] = {}
    totals: dict[str, int] = {}
    for line in all_rows(written(), "marketing/shopify_orders_*.csv"):
        items[line["Name"]] = items.get(line["Name"], 0) + int(line["Lineitem quantity"]) * cents(
            line["Lineitem price"]
        )
        if line["Total"]:
            totals[line["Name"]] = cents(line["Total"]) - cents(line["Shipping"])
    assert items == totals


def test_stripe_and_gift_cards_add_up_to_shopify() -> None:
    charges = all_rows(written(), "marketing/stripe_payments_*.csv")
    live = [c for c in charges if c["Mode"] == "Live" and c["Status"] != "Failed"]
    paid = {c["order_id (metadata)"]: cents(c["Amount"]) for c in live}
    orders = [o for o in all_rows(written(), "marketing/shopify_orders_*.csv") if o["Total"]]
    assert paid == {o["Name"]: cents(o["Total"]) for o in orders if o["Payment Method"] == "Stripe"}
    told = truth()["exports"]
    assert told["stripe_succeeded_minor"] == sum(paid.values())
    assert told["shopify_total_minor"] == told["stripe_succeeded_minor"] + told["paid_by_gift_card_minor"]


def test_stripe_has_test_and_failed_rows_that_must_not_count() -> None:
    charges = all_rows(written(), "marketing/stripe_payments_*.csv")
    told = truth()["exports"]
    assert sum(cents(c["Amount"]) for c in charges if c["Mode"] == "Test") == told["stripe_test_minor"] > 0
    assert sum(cents(c["Amount"]) for c in charges if c["Status"] == "Failed") == told["stripe_failed_minor"] > 0
    assert len({c["id"] for c in charges}) == len(charges)


def test_refunds_are_the_same_in_both_tools() -> None:
    orders = [o for o in all_rows(written(), "marketing/shopify_orders_*.csv") if o["Payment Method"] == "Stripe"]
    charges = all_rows(written(), "marketing/stripe_payments_*.csv")
    live = sum(cents(c["Amount Refunded"]) for c in charges if c["Mode"] == "Live")
    assert live == sum(cents(o["Refunded Amount"]) for o in orders) == truth()["exports"]["stripe_refunded_minor"] > 0


def test_no_address_of_a_shopper_could_reach_anyone() -> None:
    for line in all_rows(written(), "marketing/shopify_orders_*.csv"):
        assert line["Email"].endswith("@example.com")
    for charge in all_rows(written(), "marketing/stripe_payments_*.csv"):
        assert charge["Customer Email"].endswith("@example.com")


def test_google_ads_is_utf16_with_preamble_and_totals_that_add_up() -> None:
    text = (written() / "marketing/google_ads_campaign_report.csv").read_bytes().decode("utf-16")
    lines = list(csv.reader(text.splitlines(), delimiter="\t"))
    assert lines[0] == ["Campaign report (made up)"]
    assert lines[1] == ["November 1, 2025 - February 28, 2026"]
    cost = lines[2].index("Cost")
    days = [line for line in lines[3:] if not line[0].startswith("Total: ")]
    (total,) = [line for line in lines if line[0] == "Total: Account"]
    assert sum(cents(d[cost].replace(",", "")) for d in days) == cents(total[cost].replace(",", ""))
    assert len(days) > 120


def test_meta_tells_its_currency_in_the_header_alone() -> None:
    found = rows(written() / "marketing/meta_ads_manager.csv")
    assert "Amount spent (USD)" in found[0]
    assert not any("EUR" in value for row in found for value in row.values())


def test_the_ecb_file_has_bank_days_newest_first_and_gaps() -> None:
    lines = (written() / "marketing/ecb_eurofxref-hist.csv").read_text("utf-8").splitlines()
    assert lines[0] == "Date,USD,JPY,GBP,CHF,SEK,ISK,"
    days = [date.fromisoformat(line.split(",")[0]) for line in lines[1:]]
    assert days == sorted(days, reverse=True)
    assert max(d.weekday() for d in days) == 4
    assert all(",N/A," in line for line in lines[1:])


def test_a_weekend_has_the_rate_of_the_friday_before() -> None:
    assert rate_on({date(2026, 1, 2): {"USD": 1.1}}, "USD", date(2026, 1, 4)) == 1.1


def test_analytics_sees_all_visits_and_most_purchases_of_its_days() -> None:
    files = sorted((written() / "marketing").glob("events_*.jsonl.gz"))
    assert [f.name for f in files] == [f"events_202602{d}.jsonl.gz" for d in (26, 27, 28)]
    events = [json.loads(line) for f in files for line in gzip.decompress(f.read_bytes()).splitlines()]
    bought = [e["ecommerce"]["transaction_id"] for e in events if e["event_name"] == "purchase"]
    assert len(bought) == len(set(bought)) == truth()["exports"]["ga4_purchases"]
    orders = {o["Name"]: o for o in all_rows(written(), "marketing/shopify_orders_*.csv") if o["Total"]}
    for event in (e for e in events if e["event_name"] == "purchase"):
        order = orders[event["ecommerce"]["transaction_id"]]
        assert cents(order["Total"]) == round(event["ecommerce"]["purchase_revenue"] * 100)
        assert order["Created at"][:10].replace("-", "") == event["event_date"]
    visits = sum(e["event_name"] == "session_start" for e in events)
    assert 0.02 < len(bought) / visits < 0.1


def test_two_tools_tell_the_same_outages_at_slightly_different_times() -> None:
    alarms = {r["incident_number"]: r for r in rows(written() / "it/pagerduty_incidents.csv")}
    desk = rows(written() / "it/servicenow_incident.csv")
    assert 0.5 < len(desk) / len(alarms) <= 1.0
    for row in desk:
        alarm = alarms[str(int(row["Number"][3:]) - 10_000)]
        machine = np.datetime64(alarm["created_at"].rstrip("Z"))
        people = np.datetime64(row["Opened"].replace(" ", "T")) - np.timedelta64(1, "h")  # Paris in winter
        assert np.timedelta64(1, "m") < people - machine < np.timedelta64(15, "m")


def test_jira_has_a_row_wider_than_its_header_and_repeated_columns() -> None:
    with (written() / "it/jira_issues.csv").open(encoding="utf-8", newline="") as file:
        header, *found = list(csv.reader(file))
    assert header.count("Labels") == 3
    assert [len(row) - len(header) for row in found if len(row) != len(header)] == [2]
    assert {row[header.index("Issue Type")] for row in found} == {"Incident", "Task"}


def test_changes_to_come_have_no_outcome_yet() -> None:
    found = rows(written() / "it/servicenow_change_request.csv")
    codes = {row["state"]: row["close_code"] for row in found}
    assert codes["Scheduled"] == ""
    assert {row["close_code"] for row in found} == {"successful", "unsuccessful", ""}


def test_nothing_told_to_it_in_the_future_stands_in_the_plan() -> None:
    now = truth()["period"]["end"]
    for row in rows(written() / "marketing/campaign_plan.csv"):
        assert row["announced_at"] < now
        assert row["capacity_checked_at"] < now


def test_calendars_can_be_read_and_carry_a_rule_with_exceptions() -> None:
    sales = Calendar.from_ical((written() / "marketing/sale_days.ics").read_bytes())
    events = sales.walk("VEVENT")
    (repeating,) = [e for e in events if "RRULE" in e]
    assert b"RRULE:FREQ=MONTHLY" in repeating.to_ical()
    assert b"EXDATE;VALUE=DATE:20251204" in repeating.to_ical()
    assert {type(e.decoded("dtstart")) for e in events} == {date}
    assert len(Calendar.from_ical((written() / "it/change_freezes.ics").read_bytes()).walk("VEVENT")) == 2


def test_prometheus_tells_the_availability_of_the_truth() -> None:
    good = total = 0
    for path in (written() / "it").glob("prometheus_requests_*.json"):
        for series in json.loads(path.read_text("utf-8"))["data"]["result"]:
            if series["metric"]["service"] == "checkout":
                counted = sum(int(value) for _, value in series["values"])
                good, total = (
                    (good + counted, total) if "good" in series["metric"]["__name__"] else (good, total + counted)
                )
    known = [a for a in truth()["availability"] if a["service"] == "checkout"]
    assert (good, total) == (sum(a["good"] for a in known), sum(a["total"] for a in known))
    assert 0.99 < good / total < 0.9999


def test_later_exports_go_on_with_the_numbers_of_the_months_shown() -> None:
    before = [int(o["Name"][1:]) for o in all_rows(written(), "marketing/shopify_orders_*.csv") if o["Total"]]
    after = [int(o["Name"][1:]) for o in all_rows(written("kept"), "marketing/shopify_orders_*.csv") if o["Total"]]
    assert min(after) == max(before) + 1
    for name, column in (("pagerduty_incidents", "id"), ("servicenow_incident", "Number")):
        early, late = ({r[column] for r in rows(written(v) / f"it/{name}.csv")} for v in VERSIONS[::2])
        assert not early & late


def test_parquet_holds_the_orders_that_shopify_has(tmp_path: Path) -> None:
    import duckdb

    count = write_parquet(World(SMALL), tmp_path / "orders")
    query = f"select * from '{tmp_path}/orders/*.parquet' order by row_number"
    found = duckdb.connect().execute(query).fetchall()
    shop = [o for o in all_rows(written(), "marketing/shopify_orders_*.csv") if o["Total"]]
    assert count == len(found) == len(shop)
    assert [(row[0], row[2], row[7]) for row in found] == [(o["Name"], cents(o["Total"]), o["Source"]) for o in shop]
    again = tmp_path / "again"
    write_parquet(World(SMALL), again)
    assert hashes(again) == hashes(tmp_path / "orders")


@pytest.mark.parametrize(
    "settings",
    [
        Settings(orders=5, months=2, later_months=1),
        Settings(orders=900, months=2, later_months=1, visits_days=0, start=date(2026, 5, 1), zone="America/New_York"),
        Settings(orders=900, months=3, later_months=1, overdispersion=0.3, visits_days=1, zone="UTC"),
    ],
)
def test_other_sizes_zones_and_months_add_up_too(settings: Settings, tmp_path: Path) -> None:
    known = write(World(settings), tmp_path / "w", later="broken")
    assert known["totals"]["wished"]["minor"] - known["totals"]["lost"]["minor"] == known["totals"]["placed"]["minor"]
    shop = [
        o for o in all_rows(tmp_path / "w", "marketing/shopify_orders_*.csv") if o["Total"] and not o["Cancelled at"]
    ]
    assert sum(cents(o["Total"]) for o in shop) == known["totals"]["placed"]["minor"]


@pytest.mark.soak
def test_fifty_million_orders_are_written_in_order_of_time(tmp_path: Path) -> None:
    import duckdb

    count = write_parquet(World(Settings(orders=50_000_000)), tmp_path / "orders")
    assert count == pytest.approx(50_000_000, rel=0.02)
    seen = duckdb.connect().execute(
        f"select count(*), count(distinct order_id), sum(cast(ordered_at < before as integer)) from "
        f"(select *, lag(ordered_at) over (order by row_number) as before from '{tmp_path}/orders/*.parquet')"
    )
    assert seen.fetchall() == [(count, count, 0)]
