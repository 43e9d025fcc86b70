"""DuckDB over Parquet files."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import duckdb
import numpy as np
import pytest

from accord.engines import open_engine
from accord.engines.base import Engine, EngineError, EngineSettings
from accord.engines.duckdb import open_duckdb

SCHEMA = {
    "orders": {
        "order_id": "varchar",
        "ordered_at": "timestamp",
        "day": "date",
        "amount_minor": "bigint",
        "share": "double",
        "paid": "boolean",
    },
    "visits": {"at": "timestamp", "visits": "bigint", "channel": "varchar", "share": "double", "new": "boolean"},
}


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    """Three made-up orders, one with nothing but its number."""
    path = tmp_path / "o'rders.parquet"
    target = str(path).replace("'", "''")
    duckdb.execute(
        f"""copy (select * from (values
        ('a', timestamp '2026-01-01 10:00:00', date '2026-01-01', 100::bigint, 0.5::double, true),
        ('b', timestamp '2026-01-01 11:30:00', date '2026-01-01', 9007199254740993, 0.25, false),
        ('c', null, null, null, null, null)
        ) as v(order_id, ordered_at, day, amount_minor, share, paid)) to '{target}' (format parquet)"""
    )
    return path


@pytest.fixture
def engine(orders: Path) -> Engine:
    return open_engine({"orders": [orders]}, SCHEMA)


def test_columns_come_with_the_types_of_the_contract(engine: Engine) -> None:
    got = engine.query("select * from orders where order_id < 'c' order by order_id")
    assert {n: a.dtype for n, a in got.items()} == {
        "order_id": np.dtype(object),
        "ordered_at": np.dtype("datetime64[us]"),
        "day": np.dtype("datetime64[us]"),
        "amount_minor": np.dtype(np.int64),
        "share": np.dtype(np.float64),
        "paid": np.dtype(bool),
    }
    assert got["ordered_at"][1] == np.datetime64("2026-01-01T11:30:00")
    assert got["amount_minor"][1] == 2**53 + 1


def test_missing_values_are_nan_nat_and_none(engine: Engine) -> None:
    got = engine.query("select * from orders where order_id >= 'b' order by order_id")
    assert got["amount_minor"].dtype == np.float64
    assert np.isnan(got["amount_minor"][1])
    assert np.isnan(got["share"][1])
    assert np.isnat(got["ordered_at"][1])
    assert np.isnat(got["day"][1])
    assert got["paid"].tolist() == [False, None]


def test_text_with_a_missing_value_holds_none(engine: Engine) -> None:
    got = engine.query("select nullif(order_id, 'b') as id from orders order by order_id")
    assert got["id"].tolist() == ["a", None, "c"]


def test_a_sum_of_integers_is_an_exact_integer(engine: Engine) -> None:
    got = engine.query("select sum(amount_minor) as total, count(*) as n from orders")
    assert got["total"].tolist() == [2**53 + 101]
    assert got["total"].dtype == np.int64


def test_a_sum_beyond_64_bits_is_an_error_not_a_rounded_number(engine: Engine) -> None:
    with pytest.raises(EngineError, match="out of range"):
        engine.query("select sum(amount_minor * 1000) as total from orders cross join (values (1), (2)) as v(x)")


def test_a_table_without_files_is_empty_with_the_right_types(engine: Engine) -> None:
    got = engine.query("select v.at, v.visits, v.channel, v.share, v.new from visits v")
    assert [a.dtype.str for a in got.values()] == ["<M8[us]", "<i8", "|O", "<f8", "|b1"]
    assert all(len(a) == 0 for a in got.values())


def test_parameters_select_a_half_open_period(engine: Engine) -> None:
    sql = "select count(*) as n from orders where ordered_at >= :start and ordered_at < :end"
    start, end = datetime(2026, 1, 1, 10), datetime(2026, 1, 1, 11, 30)
    assert engine.query(sql, {"start": start, "end": end, "unused": 1})["n"].tolist() == [1]


def test_a_parameter_is_a_value_and_never_sql(engine: Engine) -> None:
    got = engine.query("select :word as word", {"word": "x'; drop table orders; --"})
    assert got["word"].tolist() == ["x'; drop table orders; --"]


def test_order_is_kept(engine: Engine) -> None:
    got = engine.query("select order_id, sum(amount_minor) as s from orders group by order_id order by order_id desc")
    assert got["order_id"].tolist() == ["c", "b", "a"]


@pytest.mark.parametrize("doing", ["copy (select 1) to '{file}'", "create table t as select 1", "set threads = 1"])
def test_nothing_can_be_written_or_set(engine: Engine, orders: Path, doing: str) -> None:
    before = orders.read_bytes()
    with pytest.raises(EngineError, match="begins with"):
        engine.query(doing.format(file=orders))
    assert orders.read_bytes() == before


def test_no_other_file_can_be_read(engine: Engine, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("secret\n1\n")
    with pytest.raises(EngineError, match="Permission"):
        engine.query(f"select * from '{other}'")


def test_an_unknown_column_is_told_in_the_engines_words(engine: Engine) -> None:
    with pytest.raises(EngineError, match=r"(?s)DuckDB: .*amuont_minor"):
        engine.query("select amuont_minor from orders")


def test_two_columns_of_one_name_are_refused(engine: Engine) -> None:
    with pytest.raises(EngineError, match="two columns are called 'order_id'"):
        engine.query("select order_id, order_id from orders")


def test_a_length_of_time_is_refused_as_a_result(engine: Engine) -> None:
    with pytest.raises(EngineError, match="'gap' is interval"):
        engine.query("select ordered_at - ordered_at as gap from orders")


def test_a_file_that_lacks_a_column_is_refused_when_opening(tmp_path: Path) -> None:
    path = tmp_path / "short.parquet"
    duckdb.execute(f"copy (select 'a' as order_id) to '{path}' (format parquet)")
    with pytest.raises(EngineError, match="ordered_at"):
        open_duckdb({"orders": [path]}, SCHEMA)


def test_a_file_that_changed_since_it_was_opened_is_looked_into_again(orders: Path, tmp_path: Path) -> None:
    open_duckdb({"orders": [orders]}, SCHEMA).close()
    duckdb.execute(f"copy (select 'a' as order_id) to '{tmp_path / 'short.parquet'}' (format parquet)")
    (tmp_path / "short.parquet").replace(orders)
    with pytest.raises(EngineError, match="lacks ordered_at"):
        open_duckdb({"orders": [orders]}, SCHEMA)
    orders.unlink()
    with pytest.raises(EngineError, match="cannot be read"):
        open_duckdb({"orders": [orders]}, SCHEMA)


def test_threads_share_an_engine(engine: Engine) -> None:
    def count(n: int) -> int:
        return int(engine.query("select count(*) + :n as n from orders", {"n": n})["n"][0])

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(count, range(20))) == [n + 3 for n in range(20)]


def test_a_query_larger_than_the_memory_spills_to_the_scratch_folder(tmp_path: Path) -> None:
    """Without a folder to spill to, DuckDB refuses this sort in 40 MB."""
    path = tmp_path / "many.parquet"
    made = "select 'o' || range as order_id, md5(range::varchar) || md5((range + 7)::varchar) as word"
    duckdb.execute(f"copy ({made} from range(600000)) to '{path}' (format parquet)")
    schema = {"orders": {"order_id": "varchar", "word": "varchar"}}
    placed = "select row_number() over (order by word) as place, order_id, word from orders"
    engine = open_engine({"orders": [path]}, schema, EngineSettings(memory_limit="40MB", threads=1, scratch=tmp_path))
    got = engine.query(f"select max(place) as n from ({placed}) as p where order_id <> word")
    assert got["n"].tolist() == [600_000]
    engine.close()
    assert list(tmp_path.iterdir()) == [path]
