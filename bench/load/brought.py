"""What has come of the work meanwhile: ``python -m bench.load.brought WORKSPACE``."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from accord.workspace.folder import Workspace


def begun(root: Path) -> Workspace:
    """Settle on a workspace, before Django's settings are read."""
    os.environ["ACCORD_WORKSPACE"] = str(root)
    os.environ["DJANGO_SETTINGS_MODULE"] = "accord.record.settings"
    import django

    django.setup()
    return Workspace(root)


def main(root: Path) -> dict[str, Any]:
    """How the import and the analyses behind it stand. Raises ``RuntimeError`` where one failed."""
    begun(root)
    from accord.record.models import Job

    if faults := list(Job.objects.exclude(error="").values_list("error", flat=True)):
        raise RuntimeError(f"work failed meanwhile: {faults}")
    (brought,) = Job.objects.filter(kind="import_files")
    later = Job.objects.filter(kind="analyse", queued_at__gte=brought.queued_at)
    return {
        "import": f"{brought.state}, {brought.done:,} of {brought.total:,} ({brought.step})",
        "analyses": ", ".join(later.order_by("queued_at").values_list("state", flat=True)),
        "begun": brought.attempts,
    }


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1])), sys.stdout)
