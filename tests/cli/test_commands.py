"""The command line as a person meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.core.exceptions import ImproperlyConfigured

from accord.cli import main
from accord.cli.door import guarded

ORDERS = "at,value\n" + "".join(
    f"2026-01-{d:02d} {h:02d}:00:00,{0 if (d, h) == (28, 12) else 100}\n" for d in range(1, 32) for h in range(24)
)
INCIDENTS = "incident_id,started_at,ended_at\nI-1,2026-01-28 12:00:00,2026-01-28 13:00:00\n"


def accord(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


@pytest.fixture
def series(tmp_path: Path) -> tuple[Path, Path]:
    """A month of hours with one hour lost, and the incident that did it."""
    (tmp_path / "orders.csv").write_text(ORDERS)
    (tmp_path / "incidents.csv").write_text(INCIDENTS)
    return tmp_path / "orders.csv", tmp_path / "incidents.csv"


def test_help_imports_no_statistics_and_no_database() -> None:
    code = "import sys; from accord.cli import main; main(['--help'], standalone_mode=False); " + (
        "bad = {'scipy', 'numpy', 'duckdb', 'babel', 'django'} & set(sys.modules); sys.exit(str(bad) if bad else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.index("Examples:") < done.stdout.index("Commands:")


def test_a_mistyped_command_is_answered_with_the_nearest() -> None:
    said = accord("breif")
    assert said.exit_code == 2
    assert "Did you mean 'brief'?" in said.output


def test_a_lost_hour_is_priced_with_its_interval(series: tuple[Path, Path]) -> None:
    said = accord("price", str(series[0]), "--incidents", str(series[1]), "--json")
    assert said.exit_code == 0, said.output
    [incident] = json.loads(said.output)["incidents"]
    assert incident["observed"] == 0
    assert incident["expected"]["low"] <= 100 <= incident["expected"]["high"]
    assert incident["lost"]["low"] > 0


def test_a_series_without_incidents_answers_with_none(series: tuple[Path, Path]) -> None:
    series[1].write_text("incident_id,started_at,ended_at\n")
    said = accord("price", str(series[0]), "--incidents", str(series[1]), "--json")
    assert said.exit_code == 0, said.output
    assert json.loads(said.output)["incidents"] == []


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (
            "at,value\n2026-01-01 00:00:00,1\n2026-01-01 01:00:00,many\n",
            "row 3, column value: 'many' is no number",
        ),
        ("at,value\n2026-01-01 00:00:00,1\nyesterday,2\n", "row 3, column at: 'yesterday' is no time"),
        ("when,value\n2026-01-01 00:00:00,1\n", "row 1: there is no column at"),
        ("at,value\n2026-01-02 00:00:00,1\n2026-01-01 00:00:00,2\n", "row 3, column at: not later than the row before"),
        ("at,value\n2026-01-01 00:00:00,1\n2026-01-01 01:00:00,2,3\n", "row 3: 3 cells under 2 headers"),
        ("", "is empty"),
        ("at,value\n2026-01-01 00:00:00,1\n2026-01-01 01:00:00,nan\n", "row 3, column value: 'nan' is no number"),
        ("at,value\n2026-01-01 00:00:00,1\n2026-01-01 01:00:00,-4\n", "row 3, column value: -4 is below 0"),
        (
            "at,value\n" + "".join(f"2026-01-01 0{h}:0{7 if h == 4 else 0}:00,1\n" for h in range(9)),
            "row 6, column at: off the grid of 3600 seconds",
        ),
    ],
)
def test_a_bad_series_is_refused_with_row_and_column(series: tuple[Path, Path], text: str, where: str) -> None:
    series[0].write_text(text)
    said = accord("price", str(series[0]), "--incidents", str(series[1]))
    assert said.exit_code == 1
    assert where in said.stderr
    assert said.stderr.count("orders.csv") == 1
    assert said.stdout == ""


def test_an_incident_outside_the_series_keeps_its_own_times(series: tuple[Path, Path]) -> None:
    series[1].write_text("incident_id,started_at,ended_at\nI-1,2027-01-28 12:00:00,2027-01-28 13:00:00\n")
    said = accord("price", str(series[0]), "--incidents", str(series[1]))
    assert "I-1: 2027-01-28 12:00:00 to 2027-01-28 13:00:00 UTC" in said.stdout
    assert "lies outside the data" in said.stdout


@pytest.mark.parametrize(("name", "why"), [("I-1", "I-1 stands twice"), ("", "no name")])
def test_an_incident_without_a_name_of_its_own_is_refused(series: tuple[Path, Path], name: str, why: str) -> None:
    series[1].write_text(INCIDENTS + f"{name},2026-01-20 12:00:00,2026-01-20 13:00:00\n")
    said = accord("price", str(series[0]), "--incidents", str(series[1]))
    assert (said.exit_code, said.stdout) == (1, "")
    assert f"incidents.csv, row 3, column incident_id: {why}" in said.stderr


def test_where_no_loss_can_be_measured_no_single_amount_is_told(series: tuple[Path, Path]) -> None:
    series[1].write_text("incident_id,started_at,ended_at\nI-1,2026-01-20 12:00:00,2026-01-20 13:00:00\n")
    said = accord("price", str(series[0]), "--incidents", str(series[1]))
    assert "lost        no single amount (" in said.stdout
    assert "-0" not in said.stdout.replace("2026-01", "")


def test_an_incident_that_ends_before_it_starts_is_refused(series: tuple[Path, Path]) -> None:
    series[1].write_text("incident_id,started_at,ended_at\nI-1,2026-01-28 13:00:00,2026-01-28 12:00:00\n")
    said = accord("price", str(series[0]), "--incidents", str(series[1]))
    assert said.exit_code == 1
    assert "incidents.csv, row 2: I-1 ends before it starts" in said.stderr


def test_an_unknown_zone_is_refused_with_an_example(series: tuple[Path, Path]) -> None:
    said = accord("price", str(series[0]), "--incidents", str(series[1]), "--timezone", "Paris")
    assert said.exit_code == 1
    assert "Paris" in said.stderr


def test_the_same_seed_prices_alike_to_the_byte(series: tuple[Path, Path]) -> None:
    words = ("price", str(series[0]), "--incidents", str(series[1]), "--json", "--seed", "3")
    assert accord(*words).output == accord(*words).output


def test_drivers_parts_add_up_to_the_change(tmp_path: Path) -> None:
    before, after = tmp_path / "b.csv", tmp_path / "a.csv"
    before.write_text("channel,visits,conversion,order_value\nsearch,1000,0.03,50\nsocial,400,0.01,40\n")
    after.write_text("channel,visits,conversion,order_value\nsearch,1200,0.028,52\nsocial,900,0.012,41\n")
    tree = "revenue = visits * conversion * order_value"
    said = accord("drivers", str(before), str(after), "--tree", tree, "--by", "channel", "--json")
    assert said.exit_code == 0, said.output
    told = json.loads(said.output)
    assert sum(p["effect"] for p in told["parts"]) == told["change"] == told["after"] - told["before"]
    assert all(sum(p["by_group"].values()) == p["effect"] for p in told["parts"])


def test_a_formula_that_does_more_than_arithmetic_is_refused(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("visits\n1\n")
    said = accord("drivers", str(tmp_path / "b.csv"), str(tmp_path / "b.csv"), "--tree", "revenue = __import__('os')")
    assert said.exit_code == 1
    assert said.stdout == ""


def test_init_writes_a_charter_once_and_leaves_it_as_it_is(tmp_path: Path) -> None:
    root = str(tmp_path / "ws")
    assert accord("init", "--workspace", root).exit_code == 0
    charter = tmp_path / "ws" / "charter.yaml"
    charter.write_text(charter.read_text() + "# mine\n")
    assert json.loads(accord("init", "--workspace", root, "--json").output)["written"] is False
    assert charter.read_text().endswith("# mine\n")
    assert accord("charter", "check", "--workspace", root).exit_code == 0


def test_a_wrong_charter_is_refused_with_line_and_key(tmp_path: Path) -> None:
    wrong = tmp_path / "charter.yaml"
    wrong.write_text("organisation:\n  zone: Paris\n")
    said = accord("charter", "check", str(wrong))
    assert said.exit_code == 1
    assert "charter.yaml" in said.stderr
    assert "zone" in said.stderr


def test_a_brief_of_nothing_says_what_to_do(tmp_path: Path) -> None:
    said = accord("brief", "--workspace", str(tmp_path / "ws"))
    assert said.exit_code == 1
    assert "accord read FOLDER" in said.stderr


def test_a_finding_that_is_not_there_is_named(tmp_path: Path) -> None:
    said = accord("finding", "abc", "--workspace", str(tmp_path / "ws"))
    assert said.exit_code == 1
    assert "no finding abc" in said.stderr


def test_calendar_entries_that_touch_do_not_clash(tmp_path: Path) -> None:
    plan = "campaign_id,name,starts_at,ends_at\nC1,Sale,2026-11-27 09:00:00,2026-11-27 18:00:00\n"
    (tmp_path / "campaigns.csv").write_text(plan)
    head = "number,short_description,type,state,start_date,end_date,business_service,close_code\n"
    rows = (
        "CHG1,Touches,normal,Scheduled,2026-11-27 08:00:00,2026-11-27 09:00:00,checkout,\n"
        "CHG2,Meets,normal,Scheduled,2026-11-27 17:00:00,2026-11-27 19:00:00,checkout,\n"
    )
    (tmp_path / "changes.csv").write_text(head + rows)
    said = accord("calendar", str(tmp_path), "--timezone", "UTC", "--json")
    assert said.exit_code == 0, said.output
    told = json.loads(said.stdout)
    assert told["left_out"] == []
    [clash] = told["clashes"]
    assert sorted(clash["entries"]) == ["C1", "CHG2"]
    assert (clash["start"], clash["end"]) == ("2026-11-27T17:00:00Z", "2026-11-27T18:00:00Z")


def test_every_export_that_is_recognised_is_named_with_where_it_is_found() -> None:
    said = accord("read", "--list")
    assert said.exit_code == 0, said.output
    for name in ("shopify_orders", "ga4_export", "jira", "openslo", "ecb_rates"):
        assert name in said.output


SALES = "order_id,ordered_at,amount,currency\nA1,03/04/2026 10:00,12.50,EUR\nA2,05/06/2026 10:00,13.50,EUR\n"
UNKNOWN = SALES.replace("order_id,ordered_at", "till_no,rung_up")
MAPPED = ("--as", "orders", "--map", "order_id=order_id,ordered_at=ordered_at,amount=amount,currency=currency")


@pytest.fixture
def sales(tmp_path: Path) -> tuple[str, ...]:
    """Words that read two orders whose days may as well be months, into a workspace of their own."""
    (tmp_path / "sales.csv").write_text(SALES)
    return ("read", str(tmp_path / "sales.csv"), *MAPPED, "--workspace", str(tmp_path / "w"))


def test_the_flag_that_a_question_names_answers_it(sales: tuple[str, ...]) -> None:
    asked = accord(*sales)
    assert asked.exit_code == 3
    assert "Answer with --date-order: day, month" in asked.stdout
    asked = accord(*sales, "--date-order", "day")
    assert asked.exit_code == 3
    assert "Answer with --timezone: UTC, or another IANA zone" in asked.stdout
    told = accord(*sales, "--date-order", "day", "--timezone", "UTC")
    assert told.exit_code == 0, told.output
    assert "from 3 Apr 2026, 10:00 to 5 Jun 2026, 10:00" in told.stdout.replace("June", "Jun")


@pytest.mark.parametrize(("flag", "value"), [("--locale", "xx_YY"), ("--currency", "EURO")])
def test_a_flag_that_cannot_be_meant_is_refused_before_any_file(sales: tuple[str, ...], flag: str, value: str) -> None:
    said = accord(*sales, flag, value)
    assert said.exit_code == 2
    assert f"{flag} {value} is not" in said.stderr


def test_a_question_about_the_zone_names_the_likely_ones(tmp_path: Path) -> None:
    (tmp_path / "charter.yaml").write_text("organisation:\n  zone: Europe/Lisbon\n")
    words = ("--workspace", str(tmp_path))
    (tmp_path / "a.csv").write_text(SALES.replace("03/04", "03/14"))
    assert accord("read", str(tmp_path / "a.csv"), "--timezone", "Asia/Tokyo", *words).exit_code == 0
    (tmp_path / "c.csv").write_text("payment_id,paid_at,amount,currency,status\n1,2026-07-01 10:00,5,EUR,paid\n")
    said = accord("read", str(tmp_path / "c.csv"), *words)
    assert "Answer with --timezone: Europe/Lisbon, Asia/Tokyo, UTC, or another IANA zone" in said.stdout


def test_a_file_that_no_reader_knows_shows_its_first_values(tmp_path: Path) -> None:
    (tmp_path / "sales.csv").write_text(UNKNOWN)
    said = accord("read", str(tmp_path / "sales.csv"), "--dry-run", "--workspace", str(tmp_path / "w"))
    assert said.exit_code == 1
    assert "column amount: 12.50, 13.50" in said.stdout


def test_a_folder_without_files_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    read = accord("read", str(tmp_path / "exports"), "--workspace", str(tmp_path / "w"))
    assert (read.exit_code, read.stdout) == (1, "No file to read was found there.\n")
    brief = accord("brief", str(tmp_path / "exports"), "--workspace", str(tmp_path / "w"))
    assert (brief.exit_code, brief.stdout) == (1, "")
    assert "no file to read was found in" in brief.stderr


def test_forgetting_says_in_words_what_was_deleted(sales: tuple[str, ...], tmp_path: Path) -> None:
    accord(*sales, "--date-order", "day", "--timezone", "UTC")
    name = json.loads(accord("facts", "list", "--json", "--workspace", str(tmp_path / "w")).stdout)["imports"][0]["id"]
    said = accord("facts", "forget", "--import", name, "--yes", "--workspace", str(tmp_path / "w"))
    assert said.exit_code == 0, said.output
    assert said.stdout.splitlines()[0].endswith("originals deleted: 1")
    assert said.stdout.splitlines()[1].strip() == "sales.csv"


def test_a_charter_that_is_not_there_is_told_with_the_mend(tmp_path: Path) -> None:
    said = accord("charter", "check", "--workspace", str(tmp_path / "w"))
    assert said.exit_code == 1
    assert "Write one with accord init" in said.stderr


def test_an_analysis_that_does_not_exist_is_named_beside_those_that_do(tmp_path: Path) -> None:
    said = accord("findings", "--analysis", "outage", "--workspace", str(tmp_path / "w"))
    assert said.exit_code == 2
    assert "there is no analysis outage; there are activities, clashes, " in said.stderr


def test_a_charter_laid_into_the_folder_later_counts_until_the_workspaces_own_is_edited(tmp_path: Path) -> None:
    from accord.pages.workspaces import for_exports, passed_over

    exports, root = tmp_path / "exports", tmp_path / "w"
    exports.mkdir()
    workspace = for_exports(exports, root)
    (exports / "charter.yaml").write_text("organisation:\n  name: Ours\n")
    assert for_exports(exports, root).charter.read_text() == "organisation:\n  name: Ours\n"
    assert not passed_over(workspace, exports)
    workspace.charter.write_text("organisation:\n  name: Edited\n")
    assert for_exports(exports, root).charter.read_text() == "organisation:\n  name: Edited\n"
    assert passed_over(workspace, exports)


def test_a_finding_is_found_in_the_one_workspace_that_keeps_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from accord.pages import workspaces

    monkeypatch.setattr(workspaces, "platform_root", lambda: tmp_path)
    monkeypatch.setattr(workspaces, "default_root", lambda: tmp_path / "default")
    (tmp_path / "shop-1" / "findings" / "3f9a1c2b7d").mkdir(parents=True)
    assert workspaces.holding(None, "3f9a").root == tmp_path / "shop-1"
    assert workspaces.holding(tmp_path / "other", "3f9a").root == tmp_path / "other"
    (tmp_path / "shop-2" / "findings" / "3f9a000000").mkdir(parents=True)
    assert workspaces.holding(None, "3f9a").root == tmp_path / "default"
    assert workspaces.holding(None, "3f9a1").root == tmp_path / "shop-1"


def test_a_calendar_of_an_empty_folder_fails_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    said = accord("calendar", str(tmp_path / "exports"))
    assert (said.exit_code, said.stdout) == (1, "")
    assert f"no file to read was found in {tmp_path / 'exports'}" in said.stderr


def test_the_help_of_an_analysis_says_what_each_setting_means_and_takes() -> None:
    told = " ".join(accord("run", "clashes", "--help").stdout.split())
    assert "--horizon-days INTEGER How far ahead to look (1 to 1100 days). [default: 92]" in told


def test_a_calendar_of_nothing_but_unreadable_files_fails_and_names_each_once(tmp_path: Path) -> None:
    (tmp_path / "sales.csv").write_text(UNKNOWN)
    said = accord("calendar", str(tmp_path / "sales.csv"))
    assert said.exit_code == 1
    assert said.stdout.count("left out: sales.csv, row 1: no reader") == 1


def test_a_calendar_is_shown_in_the_zone_that_was_named(tmp_path: Path) -> None:
    plan = "campaign_id,name,starts_at,ends_at\nC1,Sale,2026-11-27 09:00:00,2026-11-27 18:00:00\n"
    (tmp_path / "campaigns.csv").write_text(plan)
    asked = accord("calendar", str(tmp_path))
    assert asked.exit_code == 3
    assert "Answer with --timezone" in asked.stdout
    said = accord("calendar", str(tmp_path), "--timezone", "Europe/Paris")
    assert "1 entry, times in Europe/Paris" in said.stdout
    assert "27 Nov 2026, 09:00 to 27 Nov 2026, 18:00" in said.stdout
    wrong = accord("calendar", str(tmp_path), "--from", "2026-12-01", "--to", "2026-11-01")
    assert wrong.exit_code == 1
    assert "give them in order" in wrong.stderr


DRIVEN = "day,channel,visits,orders,revenue\n2026-09-01,web,100,10,500.00\n2026-09-02,web,110,11,600.00\n"


@pytest.mark.parametrize(
    ("change", "flags", "says"),
    [
        (("2026-09-02", "yesterday"), (), "b.csv, row 3, column day: 'yesterday' is no day"),
        ((",", ","), ("--minor", "nan"), "--minor is nan"),
        ((",", ","), ("--minor", "0"), "--minor is 0.0"),
    ],
)
def test_drivers_names_what_it_cannot_read(
    tmp_path: Path, change: tuple[str, str], flags: tuple[str, ...], says: str
) -> None:
    (tmp_path / "a.csv").write_text(DRIVEN)
    (tmp_path / "b.csv").write_text(DRIVEN.replace(*change))
    said = accord("drivers", str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), *flags)
    assert (said.exit_code, said.stdout) == (1, "")
    assert says in said.stderr


def test_drivers_of_the_same_file_twice_say_that_nothing_changed(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(DRIVEN)
    said = accord("drivers", str(tmp_path / "a.csv"), str(tmp_path / "a.csv"))
    assert said.stdout.endswith("Nothing changed.\n")


def test_a_word_in_a_column_of_numbers_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(DRIVEN)
    (tmp_path / "b.csv").write_text(DRIVEN.replace("500.00", "many") + "2026-09-03,web,90,9,450.00\n")
    said = accord("drivers", str(tmp_path / "a.csv"), str(tmp_path / "b.csv"))
    assert said.exit_code == 1
    assert "b.csv, row 2, column revenue: 'many' is no number" in said.stderr


def test_a_brief_of_days_without_facts_is_no_brief_that_found_nothing(sales: tuple[str, ...], tmp_path: Path) -> None:
    accord(*sales, "--date-order", "day", "--timezone", "UTC")
    said = accord("brief", "--from", "2027-01-01", "--to", "2027-01-31", "--workspace", str(tmp_path / "w"))
    assert (said.exit_code, said.stdout) == (1, "")
    assert "nothing is known of 1 Jan to 31 Jan 2027: the facts reach from 3 Apr 2026, 10:00" in said.stderr


def test_a_reject_file_is_named_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "sales.csv").write_text(SALES.replace("13.50", "many"))
    words = ("--date-order", "day", "--timezone", "UTC", "--workspace", str(tmp_path / "w"))
    said = accord("read", str(tmp_path / "sales.csv"), *MAPPED, *words)
    assert said.exit_code == 0, said.output
    named = said.stdout.split("all rejected rows: ")[1].splitlines()[0]
    assert "many" in Path(named).read_text()


def test_rates_are_not_missed_where_everything_is_in_the_own_currency(tmp_path: Path) -> None:
    days = [f"2026-0{m}-{d:02d}" for m in (3, 4) for d in range(1, 29)]
    lines = [f"A{i},{day} 12:{i % 60:02d}:00,10.00" for i, day in enumerate(days * 3)]
    (tmp_path / "orders.csv").write_text("\n".join(["number,placed,total", *lines]) + "\n")
    root = ("--workspace", str(tmp_path / "ws"))
    flags = ("--as", "orders", "--map", "order_id=number,ordered_at=placed,amount=total", "--timezone", "UTC")
    said = accord("read", str(tmp_path / "orders.csv"), *flags, "--currency", "EUR", "--locale", "en_IE", *root)
    assert said.exit_code == 0, said.output
    told = accord("brief", *root, "--from", "2026-04-01", "--to", "2026-04-28", "--json")
    assert told.exit_code == 0, told.output
    assert "rates" not in {m["needs"] for m in json.loads(told.stdout)["missing"]}
    late = accord("run", "drivers", *root, "--from", "2030-01-01", "--to", "2030-02-01")
    assert late.exit_code == 1
    assert "28 Apr 2026" in late.stderr or "April 2026" in late.stderr
    again = accord("facts", "rebuild", *root)
    assert again.exit_code == 0, again.output


def test_without_the_driver_of_postgresql_one_line_says_what_to_install(capsys: pytest.CaptureFixture[str]) -> None:
    def asks() -> None:
        raise ImproperlyConfigured("Error loading psycopg2 or psycopg module")

    with pytest.raises(SystemExit):
        guarded(asks)()
    assert "pipx install 'accord[web,postgres]'" in capsys.readouterr().err
