"""A real shop with orders removed at known times: the brief tells them, and invents none on days without trade.

The invoices are real (UCI Online Retail); the outages are ours: every invoice inside them was taken out of the file.
The shop is closed on Saturdays, and has gaps of hours that are no outage. The freezes are those of a real release
cycle.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from click.testing import CliRunner

from accord.cli import main
from tests.support import shared

LONDON = ZoneInfo("Europe/London")


def _drawn() -> dict[str, tuple[str, int]]:
    """Twenty-four outages of two to four hours in trading hours of weekdays, days apart, from a fixed seed."""
    rng = random.Random(2011)
    days = [date(2011, 6, 1) + timedelta(days=n) for n in range(178)]
    open_ = [d for d in days if d.weekday() < 5 and d != date(2011, 8, 29)]
    found = sorted(rng.sample(open_[::2], 24))
    return {f"INC-{n}": (f"{d} {rng.randint(10, 13)}:00:00", rng.randint(2, 4)) for n, d in enumerate(found, 1)}


OUTAGES = _drawn()
CLOSED = {"INC-91": ("2011-10-01 10:00:00", 4), "INC-92": ("2011-11-05 09:00:00", 5)}
"""Saturdays: an incident is on record, but nobody buys then anyway."""
CHARTER = """
organisation: {name: A real shop, zone: Europe/London, currency: GBP, locale: en_GB, files_without_zone: organisation}
services:
  - {name: shop, carries: orders, severities: ["1", "2", "3"]}
calendar: {country: GB, region: ENG}
"""
MAP = "order_id=InvoiceNo,ordered_at=InvoiceDate,amount=Quantity*UnitPrice,customer_key=CustomerID,segment=Country"


def _span(start: str, hours: int) -> tuple[datetime, datetime]:
    first = datetime.fromisoformat(start)
    return first, first + timedelta(hours=hours)


def _write_orders(folder: Path) -> dict[str, int]:
    """The real invoices without those inside outages; returns how many invoices each outage took."""
    source = shared("uci_online_retail", "online_retail_all_days.csv.gz")
    spans = {name: _span(*told) for name, told in OUTAGES.items()}
    removed: dict[str, set[str]] = {name: set() for name in spans}
    with gzip.open(source, "rt", encoding="utf-8") as lines, (folder / "retail.csv").open("w", newline="") as out:
        reader, writer = csv.DictReader(lines), None
        for row in reader:
            writer = writer or _started(out, row)
            at = datetime.fromisoformat(row["InvoiceDate"])
            hit = next((n for n, (a, b) in spans.items() if a <= at < b), None)
            if hit is None:
                writer.writerow(row)
            elif not row["InvoiceNo"].startswith("C"):
                removed[hit].add(row["InvoiceNo"])
    return {name: len(found) for name, found in removed.items()}


def _started(out: object, row: dict[str, str]) -> csv.DictWriter[str]:
    writer = csv.DictWriter(out, list(row))  # type: ignore[arg-type]
    writer.writeheader()
    return writer


def _write_incidents(folder: Path) -> None:
    head = "id,incident_number,description,urgency,service_id,service_name,team_id,created_at,resolved_at".split(",")
    more = "seconds_to_engage,seconds_to_first_ack,seconds_to_mobilize,seconds_to_resolve,engaged_seconds".split(",")
    counts = "engaged_user_count,escalation_count,assignment_count".split(",")
    with (folder / "incidents.csv").open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([*head, *more, *counts])
        for n, (name, told) in enumerate((OUTAGES | CLOSED).items(), 1):
            start, end = (_utc(t) for t in _span(*told))
            writer.writerow([name, n, "shop is down", "high", "S1", "shop", "T1", start, end, *(["0"] * 8)])


def _utc(local: datetime) -> str:
    return local.replace(tzinfo=LONDON).astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ")


def _write_freezes(folder: Path) -> int:
    """The freeze weeks of a real release cycle as an iCalendar file; returns how many."""
    told = yaml.safe_load(shared("openstack_release_schedules", "doc/source/queens/schedule.yaml").read_text())
    named = ((w, [*(w.get("x-project") or []), *(w.get("project-specific") or [])]) for w in told["cycle"])
    weeks = [w for w, marks in named if any("freeze" in str(mark) for mark in marks)]
    lines = [line for n, week in enumerate(weeks) for line in _event(n, week["end"])]
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", *lines, "END:VCALENDAR", ""])
    (folder / "freezes.ics").write_text(text, newline="")
    return len(weeks)


def _event(n: int, end: date) -> list[str]:
    last = datetime.fromisoformat(str(end)).date()
    first = last - timedelta(days=4)
    return [
        "BEGIN:VEVENT",
        f"UID:freeze-{n}",
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}",
        "SUMMARY:Feature freeze",
        "END:VEVENT",
    ]


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, int], dict[str, object], str]:
    """What was removed, the brief as JSON, and what was said while reading."""
    folder = tmp_path_factory.mktemp("real")
    exports, root = folder / "exports", str(folder / "workspace")
    for side in ("marketing", "it"):
        (exports / side).mkdir(parents=True)
    (exports / "charter.yaml").write_text(CHARTER)
    removed = _write_orders(exports / "marketing")
    _write_incidents(exports / "it")
    freezes = _write_freezes(exports / "it")
    assert freezes >= 2
    run = CliRunner()
    told = run.invoke(main, ["charter", "check", str(exports / "charter.yaml")])
    assert told.exit_code == 0, told.output
    mapped = ["--as", "orders", "--map", MAP, "--currency", "GBP", "--timezone", "Europe/London"]
    told = run.invoke(main, ["read", str(exports / "marketing"), *mapped, "--workspace", root, "--json"])
    assert told.exit_code == 0, told.output
    days = ["--from", "2011-06-01", "--to", "2011-11-30"]
    (Path(root) / "charter.yaml").write_text(CHARTER)
    said = run.invoke(main, ["brief", str(exports), *days, "--workspace", root, "--format", "json"])
    assert said.exit_code == 0, said.output
    return removed, json.loads(said.stdout), said.stderr


def _outages(page: dict[str, object]) -> dict[str, dict[str, object]]:
    found = [f for cell in ("first", "others") for f in page[cell] if f["analysis"] == "outages"]  # type: ignore[attr-defined]
    return {f["subject"].split(":")[1]: f for f in found}


def _figure(finding: dict[str, object], name: str) -> dict[str, float]:
    return next(f for f in finding["figures"] if f["name"] == name)  # type: ignore[attr-defined]


def test_every_removed_outage_is_told(answered: tuple[dict[str, int], dict[str, object], str]) -> None:
    removed, page, _ = answered
    told = _outages(page)
    assert set(OUTAGES) <= set(told)
    assert sum(told[name]["amount"] is not None for name in OUTAGES) >= 20
    assert sum(removed.values()) > 500


def test_the_intervals_hold_the_invoices_that_were_removed(
    answered: tuple[dict[str, int], dict[str, object], str],
) -> None:
    """Nine in ten should; that fewer than 19 of 24 do has a chance of about 2 %."""
    removed, page, _ = answered
    told = {name: _figure(f, "not_placed") for name, f in _outages(page).items() if name in removed}
    held = [told[name]["low"] <= count <= told[name]["high"] for name, count in removed.items() if name in told]
    assert sum(held) >= 19
    assert abs(sum(t["mid"] for t in told.values()) - sum(removed.values())) < 0.15 * sum(removed.values())


def test_nothing_is_lost_on_a_day_without_trade(answered: tuple[dict[str, int], dict[str, object], str]) -> None:
    told = _outages(answered[1])
    for name in CLOSED:
        assert name not in told or told[name]["amount"] is None


def test_no_outage_is_told_that_nobody_reported(answered: tuple[dict[str, int], dict[str, object], str]) -> None:
    assert set(_outages(answered[1])) <= set(OUTAGES | CLOSED)
