"""Spark: what can be told without it, and (``-m engines``) a session and a cluster on this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from accord.engines import open_engine, spark
from accord.engines.base import Engine, EngineError, EngineSettings, Tables
from accord.engines.spark import missing
from tests.engines import made_up


def test_a_machine_without_java_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(spark, "find_spec", lambda name: object())
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert missing() == "there is no Java: install a Java runtime (17 or later) or set JAVA_HOME"
    with pytest.raises(EngineError, match="Spark engine cannot run: there is no Java"):
        open_engine({}, {}, EngineSettings(name="spark"))


def test_a_machine_without_pyspark_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark, "find_spec", lambda name: None)
    assert missing() == "pyspark is not installed: pip install 'accord[spark]'"


@pytest.mark.parametrize(
    ("limit", "told"),
    [("1GB", "1024m"), ("512 MiB", "1024m"), ("3000MB", "3000m"), ("1.5g", "1536m"), ("1TB", "1048576m")],
)
def test_a_memory_limit_is_told_in_sparks_words(limit: str, told: str) -> None:
    options = spark.options(EngineSettings(name="spark", memory_limit=limit))
    assert options["spark.driver.memory"] == options["spark.executor.memory"] == told


def test_a_memory_limit_that_is_none_is_refused() -> None:
    with pytest.raises(EngineError, match="write a number with MB, GB or TB"):
        spark.options(EngineSettings(name="spark", memory_limit="much"))


def test_a_url_names_the_cluster_and_none_this_process() -> None:
    assert spark.options(EngineSettings(name="spark", url="spark://host:7077"))["spark.master"] == "spark://host:7077"
    assert spark.options(EngineSettings(name="spark", threads=3))["spark.master"] == "local[3]"


@pytest.mark.engines
def test_times_do_not_depend_on_the_zone_of_the_machine(spark_engine: Engine) -> None:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "America/New_York"
    time.tzset()
    try:
        got = spark_engine.query("select min(day) as day, date_trunc('hour', min(day)) as at_hour from rates")
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        time.tzset()
    assert [str(a[0])[:16] for a in got.values()] == ["2026-01-01T00:00"] * 2


@pytest.mark.engines
def test_spark_refuses_what_the_others_refuse(spark_engine: Engine) -> None:
    with pytest.raises(EngineError, match=r"Spark: .*amuont"):
        spark_engine.query("select amuont from orders")
    with pytest.raises(EngineError, match="ARITHMETIC_OVERFLOW"):
        spark_engine.query("select sum(x) as s from (values (9223372036854775807), (1)) as v(x)")
    with pytest.raises(EngineError, match="'gap' is interval"):
        spark_engine.query("select ordered_at - ordered_at as gap from orders")
    with pytest.raises(EngineError, match="begins with drop"):
        spark_engine.query("drop view orders")


@pytest.mark.engines
def test_closing_one_engine_leaves_the_others_running(
    spark_engine: Engine, made_up_tables: Tables, spark_scratch: Path
) -> None:
    settings = EngineSettings(name="spark", threads=2, scratch=spark_scratch)
    other = open_engine({"rates": made_up_tables["rates"]}, {"rates": made_up.SCHEMA["rates"]}, settings)
    with pytest.raises(EngineError, match="orders"):
        other.query("select order_id from orders")
    other.close()
    assert spark_engine.query("select count(*) as n from rates")["n"].tolist() == [25]


@pytest.mark.engines
def test_a_second_spark_on_another_master_is_refused(spark_engine: Engine) -> None:
    with pytest.raises(
        EngineError, match=r"already runs Spark on local\[2\]; close its engines before opening spark://"
    ):
        open_engine({}, {}, EngineSettings(name="spark", url="spark://127.0.0.1:7077"))


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[str]:
    """A Spark master and one worker on this machine; yields the master's ``spark://`` address."""
    if reason := missing():
        pytest.skip(reason)
    port = _free_port()
    address = f"spark://127.0.0.1:{port}"
    master = _daemon(tmp_path, "master.Master", "--port", str(port))
    worker = _daemon(tmp_path, "worker.Worker", "--cores", "1", "--memory", "1g", address)
    yield address
    for process in (worker, master):
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _daemon(folder: Path, name: str, *arguments: str) -> subprocess.Popen[bytes]:
    found = find_spec("pyspark")
    home = Path(str(found and found.origin)).parent
    environment = os.environ | {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_WORKER_DIR": str(folder)}
    command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}"]
    listening = ["--host", "127.0.0.1", "--webui-port", "0"]
    with (folder / f"{name}.log").open("wb") as log:
        return subprocess.Popen([*command, *listening, *arguments], env=environment, stdout=log, stderr=log)


_ON_CLUSTER = """
import sys
from pathlib import Path
from accord.engines import open_engine
from accord.engines.base import EngineSettings
settings = EngineSettings(name="spark", url=sys.argv[1], memory_limit="512MB", scratch=Path(sys.argv[2]))
schema = {"t": {"order_id": "varchar", "amount_minor": "bigint"}}
engine = open_engine({"t": [Path(p) for p in sys.argv[3:]]}, schema, settings)
got = engine.query("select count(*) as n, sum(amount_minor) as s from t where amount_minor > :least", {"least": 0})
print(got["n"][0], got["s"][0])
engine.close()
"""


@pytest.mark.engines
def test_a_cluster_answers_as_duckdb(
    cluster: str, made_up_tables: Tables, duckdb_engine: Engine, tmp_path: Path
) -> None:
    files = [str(p) for p in made_up_tables["orders"]]
    environment = os.environ | {"SPARK_LOCAL_IP": "127.0.0.1"}
    done = subprocess.run(
        [sys.executable, "-c", _ON_CLUSTER, cluster, str(tmp_path), *files],
        capture_output=True, text=True, env=environment, timeout=300, check=False,
    )  # fmt: skip
    want = duckdb_engine.query("select count(*) as n, sum(amount_minor) as s from orders where amount_minor > 0")
    assert done.stdout.split() == [str(want["n"][0]), str(want["s"][0])], done.stderr[-3000:]
