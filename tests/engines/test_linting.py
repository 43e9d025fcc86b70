"""The allowed words: what is refused, and what it says instead."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from accord.engines import words
from accord.engines.linting import refusals
from tests.engines.promised import PROMISED

SEVENTEEN = {
    "range join": (
        "select i.service, count(*) as n from incidents i join orders o "
        "on o.ordered_at >= i.started_at and o.ordered_at < i.ended_at group by i.service",
        None,
    ),
    "window with a frame": (
        "select sum(amount_minor) over (order by ordered_at rows between 3 preceding and current row) as s from orders",
        None,
    ),
    "filtered aggregate": ("select count(*) filter (where planned) as n from incidents", None),
    "truncated time": (
        "select date_trunc('hour', ordered_at) as h, count(*) as n from orders group by date_trunc('hour', ordered_at)",
        None,
    ),
    "quantile": ("select quantile(amount_minor, 0.5) as q from orders", "percentile_cont(0.5) within group"),
    "as-of join": (
        "select o.order_id from orders o asof join rates r on o.ordered_at >= r.day",
        "row_number() over (partition by ... order by t desc nulls last) = 1",
    ),
    "generate_series": ("select g.i from generate_series(1, 9) as g(i)", "with recursive"),
    "date_diff": ("select date_diff('minute', started_at, ended_at) as m from incidents", "extract(day from b - a)"),
    "dayofweek": ("select dayofweek(ordered_at) as d from orders", "date_trunc('week', t)"),
    "isodow": ("select extract(isodow from ordered_at) as d from orders", "date_trunc('week', t)"),
    "cast to int": ("select cast(2.5 as int) as i", "cast(floor(x) as bigint)"),
    "texts joined in order": (
        "select string_agg(order_id, ',' order by ordered_at) as s from orders",
        "return the rows and gather them",
    ),
    "qualify": (
        "select order_id from orders qualify row_number() over (order by ordered_at) = 1",
        "filter the window in an outer select",
    ),
    "the value at the greatest": ("select arg_max(order_id, ordered_at) as o from orders", "row_number()"),
    "median": ("select median(amount_minor) as m from orders", "percentile_cont(0.5) within group"),
    "distinct on": ("select distinct on (segment) order_id, segment from orders", "row_number()"),
    "columns left out": ("select * exclude (status) from orders", "it without except"),
}
"""Seventeen ways to write SQL as DuckDB likes it; None is allowed, a text is part of what is said instead."""


@pytest.mark.parametrize("name", SEVENTEEN)
def test_seventeen_constructs_are_let_pass_or_refused_with_what_to_write(name: str) -> None:
    sql, instead = SEVENTEEN[name]
    found = refusals(sql, PROMISED)
    if instead is None:
        assert found == []
    else:
        assert any(instead in r.instead for r in found), found


def test_thirteen_of_the_seventeen_are_refused() -> None:
    assert sum(bool(refusals(sql, PROMISED)) for sql, _ in SEVENTEEN.values()) == 13


TRAPS = {
    "select 7 / 2 as x": "1e0 * a / nullif(b, 0)",
    "select amount_minor / 100 as x from orders": "1e0 * a / nullif(b, 0)",
    "select 1e0 * amount_minor / row_number as x from orders": "nullif",
    "select 1e0 / 0 as x": "0 gives infinity or an error",
    "select 1.0 * amount_minor / nullif(amount_minor, 0) as x from orders": "1.0e0, a double",
    "select mod(amount_minor, row_number) as x from orders": "mod(a, nullif(b, 0))",
    "select amount_minor % 7 as x from orders": "mod(a, b)",
    "select amount_minor // 7 as x from orders": "cast(floor(1e0 * a / nullif(b, 0)) as bigint)",
    "select segment from orders order by segment": "segment nulls last",
    "select segment from orders order by segment desc": "segment nulls last",
    "select rank() over (order by segment) as r from orders": "segment nulls last",
    "select ordered_at from orders order by 1": "1 nulls last",
    "select o.ordered_at from rates r left join orders o on true order by o.ordered_at": "o.ordered_at nulls last",
    "select max(x) as ordered_at from orders order by ordered_at": "ordered_at nulls last",
    "select order_id, count(*) as n from orders group by rollup (order_id) order by order_id": "order_id nulls last",
    "select cast(amount_minor as bigint) as x from orders": "cast(floor(x) as bigint)",
    "select amount_minor::bigint as x from orders": "cast(x as ...)",
    "select cast(amount_minor as double) as x from orders": "1e0 * x",
    "select cast(amount_minor as double precision) as x from orders": "1e0 * x",
    "select cast(amount_minor as decimal(18, 2)) as x from orders": "a cast to bigint, date or timestamp",
    "select cast(order_id as varchar(3)) as x from orders": "cast(null as varchar(20))",
    "select cast(null as varchar) as x": "cast(null as varchar(20))",
    "select try_cast(order_id as bigint) as x from orders": "cast, of a column that holds nothing else",
    "select floor(1e0 * amount_minor) as x from orders": "as bigint): its type differs",
    "select round(1e0 * amount_minor) as x from orders": "cast(floor(x + 0.5e0) as bigint)",
    "select stddev_samp(amount_minor) as x from orders": "(1e0 * x)",
    "select extract(dow from ordered_at) as x from orders": "date_trunc('week', t)",
    "select extract(epoch from ordered_at) as x from orders": "extract(day from b - a)",
    "select extract(second from ordered_at) as x from orders": "extract of one of day, doy",
    "select extract(hour from interval '90' minute) as x": "a difference of two times",
    "select date_trunc('decade', ordered_at) as x from orders": "date_trunc with one of",
    "select ordered_at at time zone 'UTC' as x from orders": "keep UTC in SQL",
    "select ordered_at + interval '90 minutes' as x from orders": "interval '90' minute",
    "select ordered_at + interval '2' week as x from orders": "interval '90' minute",
    "select r.day - date '2026-01-01' as x from rates r": "cast(a as timestamp)",
    "select current_timestamp as x": "a parameter, such as :end",
    "select now() as x": "a parameter, such as :end",
    "select random() as x": "rng",
    "select upper(segment) as x from orders": "fold its case in Python",
    "select ilike.x from orders where segment ilike 'd%'": "fold its case in Python",
    "select ln(amount_minor) as x from orders": "NumPy, in estimate()",
    "select concat(segment, channel) as x from orders": "a || b",
    "select ifnull(segment, '') as x from orders": "coalesce(a, b)",
    "select substring(segment, 0, 2) as x from orders": "a start of 0 or less",
    "select order_id from orders where segment like 'a\\_%'": "without backslashes",
    "select order_id from orders where segment like channel": "a pattern in quotes",
    "select order_id from orders limit 5": "order by before limit",
    "select order_id from orders order by ordered_at limit 5 offset 5": "row_number()",
    "select Amount from orders": "amount: one engine makes names small",
    "select at from availability": "t.at",
    "select count(distinct segment, channel) as n from orders": "count(distinct x) of one column",
    "select count(distinct (segment, channel)) as n from orders": "columns of their own",
    "select segment, count(*) as n from orders group by all": "it without all",
    "select a.day from rates a natural join rates b": "it without method",
    "select a.day from rates a, lateral (select 1) as b": "join a subquery",
    "select day from rates union by name select day from rates": "it without by_name",
    "select sum(per_base) over (order by day groups 1 preceding) as s from rates": "rows or range",
    "select lag(day) ignore nulls over (order by day) as s from rates": "allowed words",
    "select count(*) as n from orders tablesample (10 percent)": "not the same rows twice",
    "select [1, 2] as x": "allowed words",
    "select list_sum(x) as x from orders": "allowed words",
    "select key_number(segment || channel) as x from orders": "key_number(x) in small letters, of one column",
    "select Key_Number(segment) as x from orders": "key_number(x) in small letters, of one column",
    "select md5(segment) as x from orders": "key_number(key)",
    'select "list_sum"(x) as x from orders': "in small letters",
    "from orders select order_id": "select first",
    "delete from orders": "allowed words",
    "select 1 as a; select 2 as b": "allowed words",
    "select (": "one plain SELECT",
    "select 'open": "one plain SELECT",
}


@pytest.mark.parametrize("sql", TRAPS)
def test_a_trap_is_refused_with_what_to_write(sql: str) -> None:
    found = refusals(sql, PROMISED)
    assert any(TRAPS[sql] in r.instead for r in found), found


def test_an_order_by_what_always_has_a_value_needs_no_nulls_last() -> None:
    sql = "select date_trunc('day', ordered_at) as d, count(*) as n from orders group by 1 order by d, n, order_id"
    assert refusals(sql, PROMISED) == []
    assert [r.found for r in refusals(sql)] == ["order by d", "order by order_id"]


def test_words_inside_texts_and_comments_are_not_words() -> None:
    assert refusals("select 'round(x)::int, now()' as t -- extract(dow from t)\n") == []


def test_a_refusal_reads_as_a_sentence() -> None:
    told = str(refusals("select median(x) as m from orders")[0])
    assert told == "median() is not portable; instead: percentile_cont(0.5) within group (order by x)"


def test_every_refused_function_says_something_and_is_not_allowed() -> None:
    assert not set(words.INSTEAD) & words.FUNCTIONS
    assert all(words.INSTEAD.values())


def test_running_a_query_never_imports_the_parser() -> None:
    code = (
        "import sys; from accord.engines import open_engine; e = open_engine({}, {'t': {'x': 'bigint'}});"
        "e.query('select x from t where x = :x', {'x': 1}); assert 'sqlglot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_page_names_every_allowed_word() -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "engines.md").read_text()
    told = set(re.findall(r"[a-z_]+", page[page.index("## The allowed words") :]))
    assert (words.FUNCTIONS | words.PARTS | words.TRUNCATIONS | words.STEPS) - told == set()


def test_what_the_page_says_to_write_is_allowed() -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "engines.md").read_text()
    table = page[page.index("| instead of |") : page.index("## An engine of your own")]
    written = [line.split("|")[2] for line in table.splitlines()[2:] if line.startswith("|")]
    pieces = [p for cell in written for p in re.findall(r"`([^`]+)`", cell) if p.endswith(")") and "..." not in p]
    pieces = [p for p in pieces if not p.startswith("estimate")]
    assert len(pieces) >= 8
    assert {p: refusals(f"select {p} as x from t") for p in pieces} == {p: [] for p in pieces}
