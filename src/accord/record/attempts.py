"""Attempts to sign in and requests of the API, counted in a file that all processes of a site share.

Only for SQLite, where counting in the record itself would stand in everybody's way: a request is counted whether or not
it changes anything. On PostgreSQL a table of the record does it. What is lost with the power is a few minutes' counts.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

_TABLE = "create table if not exists attempts (key text primary key, value text not null, ends real) without rowid"
_SET = (
    "insert into attempts values (?, ?, ?) on conflict (key) do update set value = excluded.value, ends = excluded.ends"
)
_NOW = "(ends is null or ends > ?)"
_SWEEP_EVERY = 1000


class Attempts(BaseCache):
    """Django's cache on a file of its own; values are plain JSON."""

    def __init__(self, file: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._file, self._here, self._set_since = file, threading.local(), 0

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        found = self._do(f"select value from attempts where key = ? and {_NOW}", self._name(key, version), time.time())
        return json.loads(found[0][0]) if found else default

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._do(_SET, self._name(key, version), json.dumps(value), self.get_backend_timeout(timeout))
        self._set_since += 1
        if self._set_since % _SWEEP_EVERY == 0:
            self._do("delete from attempts where ends <= ?", time.time())

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        name, now = self._name(key, version), time.time()
        over = f"{_SET} where not (attempts.ends is null or attempts.ends > ?) returning 1"
        return bool(self._do(over, name, json.dumps(value), self.get_backend_timeout(timeout), now))

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        said = f"update attempts set ends = ? where key = ? and {_NOW} returning 1"
        return bool(self._do(said, self.get_backend_timeout(timeout), self._name(key, version), time.time()))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._do("delete from attempts where key = ? returning 1", self._name(key, version)))

    def clear(self) -> None:
        self._do("delete from attempts")

    def _name(self, key: Any, version: int | None) -> str:
        return str(self.make_and_validate_key(key, version))

    def _do(self, sql: str, *given: Any) -> list[tuple[Any, ...]]:
        opened: sqlite3.Connection | None = getattr(self._here, "opened", None)
        if opened is None:
            opened = self._here.opened = self._open()
        return opened.execute(sql, given).fetchall()

    def _open(self) -> sqlite3.Connection:
        """A thread's own; statements are committed one by one and nothing waits for the disk."""
        opened = sqlite3.connect(self._file, timeout=20, isolation_level=None)
        opened.execute("pragma journal_mode = wal")
        opened.execute("pragma synchronous = off")
        opened.execute(_TABLE)
        return opened
