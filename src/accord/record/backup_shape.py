"""Which shape a database has: the migrations that made it, and the models that read it."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

Shape = list[tuple[str, str]]
"""Migrations by app and name."""


class Newer(Exception):  # noqa: N818 - says what the backup is
    """The backup was made by a newer version."""


def applied(using: str) -> Shape:
    """The migrations of a database."""
    return sorted(MigrationRecorder(connections[using]).applied_migrations())


def reach(shape: Shape, using: str) -> Apps:
    """Bring an empty database to this shape; returns the models as they were then.

    Raises ``Newer`` where this version does not know a migration.
    """
    executor = MigrationExecutor(connections[using])
    known = executor.loader.graph
    unknown = [f"{app}.{name}" for app, name in shape if (app, name) not in known.nodes]
    if unknown:
        raise Newer(
            f"the backup was made by a newer version of accord (this one does not know {unknown[0]}); install that "
            "version, restore with it, and nothing is lost"
        )
    executor.migrate(_ends(shape, executor.loader))
    return models_of(shape, using)


def models_of(shape: Shape, using: str) -> Apps:
    """The models of a database of this shape, which may be older than this version's."""
    loader = MigrationLoader(connections[using])
    apps: Apps = loader.project_state(_ends(shape, loader)).apps
    return apps


def _ends(shape: Shape, loader: MigrationLoader) -> Shape:
    """The last migrations: those that none of the others builds upon."""
    there, nodes = set(shape), loader.graph.node_map
    return [node for node in shape if not any(child.key in there for child in nodes[node].children)]
