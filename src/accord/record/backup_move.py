"""Move the record from SQLite to PostgreSQL: all rows in one go, checked table by table."""

from __future__ import annotations

from accord.record.backup import BackupFault


def move(url: str) -> dict[str, int]:
    """Copy every row into an empty PostgreSQL database; returns the rows by table. SQLite stays as it is.

    Nobody writes meanwhile: the copy holds the turn of writers. Raises ``BackupFault`` for a target that is not
    empty, a record that is not on SQLite, or a copy that is not the same.
    """
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connection, transaction

    from accord.record.backup_databases import other
    from accord.record.backup_rows import digest, empty, filled, insert, reset_numbers, rows, tables
    from accord.record.writing import writing

    if connection.vendor != "sqlite":
        raise BackupFault("the record is on PostgreSQL already")
    found, counts = tables(apps), {}
    with other(url) as target, writing():
        call_command("migrate", database=target, verbosity=0, interactive=False)
        if there := filled(found, target):
            raise BackupFault(f"the target is not empty: {there[0]} holds rows. Nothing was changed")
        with transaction.atomic(using=target):
            empty(found, target)
            for model in found:
                insert(model, rows(model, "default"), target)
                before, after = digest(model, "default"), digest(model, target)
                if (before.count, before.hex()) != (after.count, after.hex()):
                    raise BackupFault(f"{model._meta.db_table} is not the same after the copy; nothing was kept")
                counts[model._meta.db_table] = after.count
            reset_numbers(found, target)
    return counts
