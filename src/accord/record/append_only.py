"""Rows that are written once: the model refuses to change them, and so does the database."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


class WrittenOnce(Exception):  # noqa: N818 - says what the row is
    """Somebody tried to change or delete a row that is written once."""


class KeptRows(models.QuerySet[Any]):
    """A queryset that adds rows and reads them, and does nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise WrittenOnce(f"rows of {self.model._meta.db_table} are written once")

    def delete(self) -> NoReturn:
        raise WrittenOnce(f"rows of {self.model._meta.db_table} are written once")


class Kept(models.Model):
    """A model whose rows are written once. Its migration adds ``append_only(table)``, which tells the database."""

    objects = KeptRows.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise WrittenOnce(f"rows of {self._meta.db_table} are written once")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise WrittenOnce(f"rows of {self._meta.db_table} are written once")


def append_only(table: str) -> migrations.RunPython:
    """A migration's operation: the database itself refuses UPDATE and DELETE on ``table`` (SQLite, PostgreSQL)."""

    def forwards(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in _statements(table, editor.connection.vendor):
            editor.execute(statement)

    def backwards(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "sqlite":
            editor.execute(f"drop trigger {table}_no_update")
            editor.execute(f"drop trigger {table}_no_delete")
        else:
            editor.execute(f"drop trigger {table}_written_once on {table}")

    return migrations.RunPython(forwards, backwards)


def _statements(table: str, vendor: str) -> list[str]:
    said = f"rows of {table} are written once"
    if vendor == "sqlite":
        return [
            f"create trigger {table}_no_{verb} before {verb} on {table} begin select raise(abort, '{said}'); end"
            for verb in ("update", "delete")
        ]
    body = f"begin raise exception '{said}'; end"
    return [
        f"create or replace function {table}_written_once() returns trigger language plpgsql as $$ {body} $$",
        f"create trigger {table}_written_once before update or delete on {table} "
        f"for each row execute function {table}_written_once()",
    ]
