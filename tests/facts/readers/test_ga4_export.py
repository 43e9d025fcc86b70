"""GA4's export: visits by hour and channel, orders by transaction, from JSON lines and Parquet alike."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given as hypothesis_given
from hypothesis import settings
from hypothesis import strategies as st

from accord.facts.convert_text import person_key
from accord.facts.limits import DEFAULT
from accord.facts.parse import parse, recognise
from accord.facts.readers.ga4_export import READER
from accord.facts.reading import Ask, BadFile, Given, Sample
from accord.facts.sniff import sample_of
from tests.facts.readers.documents import Outcome, collect, read, written

T0 = int(datetime(2026, 9, 1, tzinfo=UTC).timestamp() * 1_000_000)
MINUTE = 60_000_000


def event(name: str, minute: float, visitor: str | None = "v1", session: int | None = 1, **more: Any) -> dict[str, Any]:
    params = [{"key": k, "value": {"string_value": v}} for k, v in more.pop("params", {}).items()]
    if session is not None:
        params.insert(0, {"key": "ga_session_id", "value": {"string_value": None, "int_value": str(session)}})
    return {
        "event_date": "20260901",
        "event_timestamp": str(T0 + int(minute * MINUTE)),
        "event_name": name,
        "event_params": params,
        "user_pseudo_id": visitor,
        **more,
    }


def purchase(minute: float, number: str | None, revenue: Any = 49.9, **more: Any) -> dict[str, Any]:
    shop = {"transaction_id": number, "purchase_revenue": revenue}
    return event("purchase", minute, ecommerce=shop, **{"params": {"currency": "EUR"}, **more})


def lines(*events: dict[str, Any]) -> str:
    return "".join(json.dumps(e) + "\n" for e in events)


def of(folder: Path, *events: dict[str, Any], given: Given | None = None, day: str = "20260901") -> Outcome:
    path = written(folder, f"events_{day}.json", lines(*events))
    return collect(READER, Sample(path, "jsonl", b""), given or Given())


def visits(outcome: Outcome) -> list[tuple[int, str, int]]:
    return [(r["bin_start"].hour, r["channel"], r["visits"]) for r in outcome.rows("visits")]


CPC: dict[str, Any] = {"traffic_source": {"source": "google", "medium": "cpc"}}


def test_visits_are_counted_by_the_hour_and_channel_in_which_they_began(tmp_path: Path) -> None:
    outcome = of(
        tmp_path,
        event("session_start", 5, **CPC),
        event("page_view", 6),
        event("session_start", 70, "v2", 7),
        event("session_start", 80, "v1", 2, **CPC),
    )
    assert visits(outcome) == [
        (0, "(direct) / (none)", 0),
        (0, "google / cpc", 1),
        (1, "(direct) / (none)", 1),
        (1, "google / cpc", 1),
    ]
    assert outcome.rows("visits")[1]["bin_seconds"] == 3600
    assert [r["row_number"] for r in outcome.rows("visits")] == [3, 1, 3, 4]


def test_an_hour_without_visits_is_a_measured_zero(tmp_path: Path) -> None:
    outcome = of(tmp_path, event("session_start", 5), event("session_start", 185, "v2"))
    assert [n for _, _, n in visits(outcome)] == [1, 0, 0, 1]


def test_a_session_that_is_told_twice_is_one_visit(tmp_path: Path) -> None:
    twice = event("session_start", 5)
    assert [n for _, _, n in visits(of(tmp_path, twice, twice))] == [1]


def test_visitors_who_gave_no_consent_are_counted_one_by_one(tmp_path: Path) -> None:
    silent = event("session_start", 5, None, None)
    assert [n for _, _, n in visits(of(tmp_path, silent, silent))] == [2]


def test_without_session_start_the_first_event_of_a_session_counts_and_is_told(tmp_path: Path) -> None:
    outcome = of(tmp_path, event("page_view", 59), event("scroll", 61), event("page_view", 62, "v2"))
    assert [(h, n) for h, _, n in visits(outcome)] == [(0, 1), (1, 1)]
    assert "No event says session_start" in outcome.notes[0]


@pytest.mark.parametrize(
    ("said", "channel"),
    [
        ({}, "(direct) / (none)"),
        ({"traffic_source": {"source": "bing", "medium": "organic"}}, "bing / organic"),
        ({"params": {"source": "news", "medium": "email"}, **CPC}, "news / email"),
        ({"collected_traffic_source": {"manual_source": "x", "manual_medium": None}, **CPC}, "x / (none)"),
        ({"collected_traffic_source": {"gclid": "abc"}}, "google / cpc"),
        (
            {
                "session_traffic_source_last_click": {"manual_campaign": {"source": "a", "medium": "b"}},
                "collected_traffic_source": {"manual_source": "x"},
            },
            "a / b",
        ),
        ({"session_traffic_source_last_click": {"google_ads_campaign": {"campaign_name": "s"}}}, "google / cpc"),
        (
            {"session_traffic_source_last_click": {"cross_channel_campaign": {"source": "c", "medium": "d"}}},
            "c / d",
        ),
    ],
)
def test_the_channel_is_the_sessions_own_before_the_users_first(
    tmp_path: Path, said: dict[str, Any], channel: str
) -> None:
    assert visits(of(tmp_path, event("session_start", 5, **said))) == [(0, channel, 1)]


def test_a_purchase_is_an_order_with_the_channel_of_its_session(tmp_path: Path) -> None:
    campaign: dict[str, Any] = {"session_traffic_source_last_click": {"manual_campaign": {"campaign_name": "Autumn"}}}
    outcome = of(
        tmp_path,
        event("session_start", 5, **CPC),
        purchase(9, "T1", **campaign),
        given=Given(hash_key=b"k", options={"segment": "country"}),
    )
    (order,) = outcome.rows("orders")
    assert len(order.pop("customer_key")) == 32
    assert order == {
        "order_id": "T1",
        "ordered_at": datetime(2026, 9, 1, 0, 9),
        "amount_minor": 4990,
        "currency": "EUR",
        "channel": "google / cpc",
        "campaign_id": "Autumn",
        "segment": None,
        "status": "placed",
        "row_number": 2,
    }


def test_each_visit_of_a_known_visitor_is_a_touch_and_each_purchase_a_conversion_of_the_same(tmp_path: Path) -> None:
    campaign: dict[str, Any] = {"collected_traffic_source": {"manual_campaign_name": "Autumn"}}
    outcome = of(
        tmp_path,
        event("session_start", 5, **CPC, **campaign),
        event("session_start", 7, None, None),
        event("session_start", 90, "v1", 2),
        purchase(95, "T1", session=2, user_id="anna"),
        given=Given(hash_key=b"k"),
    )
    touches, (bought,) = outcome.rows("touches"), outcome.rows("conversions")
    told = [(t["touched_at"].minute, t["channel"], t["campaign_id"]) for t in touches]
    assert told == [(5, "google / cpc", "Autumn"), (30, "(direct) / (none)", None)]
    assert {t["visitor_key"] for t in touches} == {bought["visitor_key"]} == {person_key(b"k", "v1")}
    assert len({t["touch_id"] for t in touches}) == 2
    assert (bought["conversion_id"], bought["goal"], bought["order_id"]) == ("T1", "purchase", "T1")
    assert (bought["value_minor"], bought["currency"], bought["row_number"]) == (4990, "EUR", 4)


def test_a_visit_read_again_keeps_its_number_so_that_it_counts_once(tmp_path: Path) -> None:
    first, again = (of(tmp_path, *EVENTS, given=Given(hash_key=b"k")).rows("touches") for _ in range(2))
    assert [t["touch_id"] for t in first] == [t["touch_id"] for t in again]
    other = of(tmp_path, *EVENTS, given=Given(hash_key=b"another")).rows("touches")
    assert {t["touch_id"] for t in other}.isdisjoint(t["touch_id"] for t in first)


def test_a_segment_that_is_asked_for_is_taken(tmp_path: Path) -> None:
    place: dict[str, Any] = {"geo": {"country": "Germany"}, "device": {"category": "mobile"}}
    for option, segment in (("country", "Germany"), ("device", "mobile")):
        outcome = of(tmp_path, event("session_start", 5, **place), given=Given(options={"segment": option}))
        assert outcome.rows("visits")[0]["segment"] == segment


def test_the_first_of_repeated_purchase_events_counts(tmp_path: Path) -> None:
    outcome = of(tmp_path, purchase(9, "T1", 20), purchase(8, "T1", 10), purchase(10, "T2", 5))
    assert [(r["order_id"], r["amount_minor"]) for r in outcome.rows("orders")] == [("T1", 1000), ("T2", 500)]
    assert "1 repeated purchase events" in outcome.notes[-1]


def test_a_full_refund_marks_the_order_and_a_part_of_it_does_not(tmp_path: Path) -> None:
    def refund(number: str, value: float | None) -> dict[str, Any]:
        return event("refund", 20, ecommerce={"transaction_id": number, "refund_value": value})

    outcome = of(
        tmp_path,
        *(purchase(m, f"T{m}", 10.0) for m in (1, 2, 3)),
        refund("T1", None),
        refund("T2", 10.0),
        refund("T3", 4.0),
    )
    assert [r["status"] for r in outcome.rows("orders")] == ["refunded", "refunded", "placed"]


@pytest.mark.parametrize(
    ("revenue", "currency", "minor"),
    [("1234.5", "EUR", 123_450), (1999, "JPY", 1999), (1.0055, "KWD", 1006), (0, "EUR", 0)],
)
def test_money_is_kept_in_minor_units_of_its_currency(tmp_path: Path, revenue: Any, currency: str, minor: int) -> None:
    outcome = of(tmp_path, purchase(9, "T1", revenue, params={"currency": currency}))
    assert [(r["amount_minor"], r["currency"]) for r in outcome.rows("orders")] == [(minor, currency)]


def test_the_value_of_the_event_stands_in_for_missing_revenue(tmp_path: Path) -> None:
    outcome = of(tmp_path, purchase(9, "T1", None, params={"currency": "EUR", "value": "7.5"}))
    assert outcome.rows("orders")[0]["amount_minor"] == 750


def test_a_purchase_without_a_currency_is_asked_about(tmp_path: Path) -> None:
    told = purchase(9, "T1", params={})
    with pytest.raises(Ask) as asked:
        of(tmp_path, event("session_start", 1), told)
    assert (asked.value.setting, asked.value.row) == ("currency", 2)
    assert of(tmp_path, told, given=Given(currency="GBP")).rows("orders")[0]["currency"] == "GBP"


def test_lines_that_are_no_events_are_rejected_by_their_own_line(tmp_path: Path) -> None:
    good = json.dumps(event("session_start", 5))
    text = f'{good}\n\n{{broken\n[1, 2]\n{{"event_name": "x", "event_timestamp": "soon"}}\n{good}\n'
    outcome = collect(READER, Sample(written(tmp_path, "e.json", text), "jsonl", b""), Given())
    assert [r.row for r in outcome.rejects] == [3, 4, 5]
    assert outcome.rows("visits")[0]["row_number"] == 1


def test_purchases_that_cannot_be_orders_are_rejected(tmp_path: Path) -> None:
    outcome = of(
        tmp_path,
        purchase(1, None),
        purchase(2, "(not set)"),
        purchase(3, "T3", None),
        purchase(4, "T4", "many"),
        purchase(5, "T5", params={"currency": "euro"}),
    )
    assert [(r.row, r.column.split(".")[-1]) for r in outcome.rejects] == [
        (1, "transaction_id"),
        (2, "transaction_id"),
        (3, "purchase_revenue"),
        (4, "purchase_revenue"),
        (5, "purchase_revenue"),
    ]
    assert outcome.rows("orders") == []


def test_a_file_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    whole = lines(event("session_start", 5), event("page_view", 6))
    with pytest.raises(BadFile, match="cut short") as refused:
        collect(READER, Sample(written(tmp_path, "e.json", whole[:-40]), "jsonl", b""), Given())
    assert refused.value.row == 2


def test_a_time_that_is_not_in_microseconds_is_refused_or_absurd_but_never_moved(tmp_path: Path) -> None:
    late = event("session_start", 5) | {"event_timestamp": str(10**18)}
    with pytest.raises(BadFile, match="outside the calendar"):
        of(tmp_path, late)


def test_an_intraday_table_says_that_it_is_preliminary(tmp_path: Path) -> None:
    outcome = of(tmp_path, event("session_start", 5), day="intraday_20260901")
    assert "intraday" in outcome.notes[0]
    assert outcome.preliminary
    assert not of(tmp_path, event("session_start", 5), day="20260901").preliminary


EVENTS = (
    event("session_start", 5, **CPC),
    event("page_view", 6),
    event("session_start", 65, "v2"),
    purchase(66, "T1", visitor="v2"),
)


def test_parquet_and_a_json_array_give_the_same_facts_as_lines(tmp_path: Path) -> None:
    from_lines = of(tmp_path, *EVENTS)
    array = written(tmp_path, "array.json", json.dumps(EVENTS))
    parquet = tmp_path / "e'v[1].parquet"
    place = str(parquet).replace("'", "''")
    duckdb.sql(f"copy (select * from read_json('{tmp_path}/events_20260901.json')) to '{place}' (format parquet)")
    for path in (array, parquet):
        assert READER.recognise(sample_of(path, DEFAULT)) > 0.9
        assert read(READER, path).batches == from_lines.batches


def test_a_packed_export_goes_through_the_whole_door(tmp_path: Path) -> None:
    path = written(tmp_path, "events_20260901.json.gz", gzip.compress(lines(*EVENTS).encode()))
    assert [name for _, name, _ in recognise(path)] == ["ga4_export"]
    (parsed,) = parse(path, Given(hash_key=b"k"), tmp_path / "out")
    assert parsed.counts == {"visits": 4, "orders": 1, "touches": 2, "conversions": 1}
    assert parsed.money == {"EUR": 4990}
    assert (parsed.first, parsed.last) == (datetime(2026, 9, 1), datetime(2026, 9, 1, 1, 6))


def test_it_knows_its_own(tmp_path: Path) -> None:
    assert READER.recognise(Sample(tmp_path, "jsonl", b"", text=lines(*EVENTS))) > 0.9
    assert READER.recognise(Sample(tmp_path, "json", b"", data=EVENTS[0])) > 0.9
    assert READER.recognise(Sample(tmp_path / "none.parquet", "parquet", b"PAR1")) == 0
    foreign: tuple[Any, ...] = ([], {}, [1], {"event_name": 1})
    assert {READER.recognise(Sample(tmp_path, "json", b"", data=data)) for data in foreign} == {0}


anything = st.recursive(
    st.none() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5) | st.sampled_from(["purchase", "EUR"]),
    lambda i: st.lists(i, max_size=3) | st.dictionaries(st.sampled_from(["key", "value", "string_value", "source"]), i),
    max_leaves=6,
)
names = st.sampled_from(["session_start", "purchase", "refund", "scroll"])
fields = {"event_params": anything, "ecommerce": anything, "traffic_source": anything, "user_pseudo_id": anything}


@settings(max_examples=25, deadline=None)
@hypothesis_given(st.lists(st.fixed_dictionaries({"event_name": names | anything}, optional=fields), max_size=5))
def test_no_content_makes_it_fall(tmp_path_factory: pytest.TempPathFactory, events: list[dict[str, Any]]) -> None:
    dated = [{"event_timestamp": str(T0 + i), **e} for i, e in enumerate(events)]
    outcome = of(tmp_path_factory.getbasetemp(), *dated, given=Given(currency="EUR"))
    assert sum(n for _, _, n in visits(outcome)) <= len(events)
