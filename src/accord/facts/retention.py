"""How long originals are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from accord.facts.manifest import Import, Manifest


def expired(manifest: Manifest, now: datetime, days: int) -> Manifest:
    """The state in which originals read more than ``days`` days before ``now`` are no longer kept; 0 keeps all.

    Their rows stay. A rebuild keeps such rows as they are.
    """
    if not days:
        return manifest
    oldest = now - timedelta(days=days)

    def aged(one: Import) -> Import:
        is_over = one.original_state == "kept" and one.imported_at < oldest
        return replace(one, original_state="expired") if is_over else one

    return replace(manifest, imports=tuple(aged(i) for i in manifest.imports))
