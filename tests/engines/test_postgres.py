"""Facts in a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import duckdb
import psycopg
import pytest

from accord.engines import open_engine
from accord.engines.base import Engine, EngineError, EngineSettings
from accord.engines.loading import HOME

SCHEMA = {"notes": {"n": "bigint", "text": "varchar"}}


def _file(folder: Path, name: str, select: str) -> Path:
    path = folder / name
    duckdb.execute(f"copy ({select}) to '{path}' (format parquet)")
    return path


@pytest.fixture
def settings(postgres_url: str) -> Iterator[EngineSettings]:
    yield EngineSettings(name="postgres", url=postgres_url)
    with psycopg.connect(postgres_url, autocommit=True) as server:
        for name in _kept(postgres_url):
            server.execute(f"drop table {HOME}.{name} cascade")


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return _file(tmp_path, "first.parquet", "select 1::bigint as n, 'one' as text")


@pytest.fixture
def second(tmp_path: Path) -> Path:
    return _file(tmp_path, "second.parquet", "select 2::bigint as n, 'two' as text")


def _open(settings: EngineSettings, *files: Path) -> Engine:
    return open_engine({"notes": files}, SCHEMA, settings)


def _kept(url: str) -> list[str]:
    sql = "select tablename from pg_tables where schemaname = %s and tablename like 'notes%%'"
    with psycopg.connect(url) as server:
        return sorted(name for (name,) in server.execute(sql, [HOME]).fetchall())


def _texts(engine: Engine) -> list[str]:
    return [str(t) for t in engine.query("select text from notes order by n nulls last")["text"]]


def test_a_table_is_loaded_once_for_its_content(settings: EngineSettings, first: Path, tmp_path: Path) -> None:
    _open(settings, first).close()
    with psycopg.connect(settings.url, autocommit=True) as server:
        server.execute(f"update {HOME}.{_kept(settings.url)[0]} set text = 'touched'")
    copy = tmp_path / "renamed.parquet"
    copy.write_bytes(first.read_bytes())
    again = _open(settings, copy)
    assert _texts(again) == ["touched"]
    again.close()


def test_a_session_keeps_its_snapshot_while_another_opens_a_newer_one(
    settings: EngineSettings, first: Path, second: Path
) -> None:
    old = _open(settings, first)
    new = _open(settings, first, second)
    assert _texts(old) == ["one"]
    assert _texts(new) == ["one", "two"]
    assert len(_kept(settings.url)) == 2
    old.close()
    new.close()


def test_content_that_no_session_uses_is_dropped_at_the_next_load(
    settings: EngineSettings, first: Path, second: Path
) -> None:
    _open(settings, first).close()
    before = _kept(settings.url)
    new = _open(settings, second)
    assert len(_kept(settings.url)) == 1
    assert _kept(settings.url) != before
    new.close()


def test_a_load_that_fails_leaves_nothing(settings: EngineSettings, first: Path, tmp_path: Path) -> None:
    bad = _file(tmp_path, "bad.parquet", "select 3::bigint as n, 'a' || chr(0) || 'b' as text")
    with pytest.raises(EngineError, match="PostgreSQL cannot load the facts"):
        _open(settings, first, bad)
    assert _kept(settings.url) == []


def test_two_sessions_that_open_at_once_load_once(settings: EngineSettings, first: Path) -> None:
    opened: list[Engine] = []
    threads = [Thread(target=lambda: opened.append(_open(settings, first))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [_texts(engine) for engine in opened] == [["one"]] * 4
    assert len(_kept(settings.url)) == 1
    for engine in opened:
        engine.close()


def test_an_empty_table_and_an_empty_file_are_empty(settings: EngineSettings, tmp_path: Path) -> None:
    none = _file(tmp_path, "none.parquet", "select 1::bigint as n, '' as text where false")
    for engine in (_open(settings), _open(settings, none)):
        assert _texts(engine) == []
        engine.close()


def test_a_missing_text_and_an_empty_one_stay_apart(settings: EngineSettings, tmp_path: Path) -> None:
    rows = "(1::bigint, ''), (2, null), (3, '\\N'), (4, 'a\tb')"
    file = _file(tmp_path, "odd.parquet", f"select * from (values {rows}) as v(n, text)")
    engine = _open(settings, file)
    got = engine.query("select text from notes order by n nulls last")["text"].tolist()
    assert got == ["", None, "\\N", "a\tb"]
    engine.close()


def test_nothing_can_be_written(settings: EngineSettings, first: Path) -> None:
    engine = _open(settings, first)
    with pytest.raises(EngineError, match="begins with delete"):
        engine.query("delete from notes")
    with pytest.raises(EngineError, match="read-only transaction"):
        engine.query("select lo_create(0) as n")
    engine.close()


def test_the_servers_words_are_told(settings: EngineSettings, first: Path) -> None:
    engine = _open(settings, first)
    with pytest.raises(EngineError, match=r'PostgreSQL: column "txet" does not exist'):
        engine.query("select txet from notes")
    assert _texts(engine) == ["one"]
    with pytest.raises(EngineError, match="'gap' has the type with oid 1186"):
        engine.query("select interval '1' hour as gap from notes")
    engine.close()


def test_an_unreachable_server_and_a_missing_url_say_so() -> None:
    with pytest.raises(EngineError, match="cannot be reached"):
        open_engine({}, SCHEMA, EngineSettings(name="postgres", url="postgresql://nobody@127.0.0.1:1/none"))
    with pytest.raises(EngineError, match="needs its url"):
        open_engine({}, SCHEMA, EngineSettings(name="postgres"))
