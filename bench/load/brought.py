"""What has come of the work meanwhile: ``python -m bench.load.brought WORKSPACE``."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from accord.facts.store import Store
from accord.workspace.folder import Workspace


def begun(root: Path) -> Workspace:
    """Settle on a workspace, before Django's settings are read."""
    os.environ["ACCORD_WORKSPACE"] = str(root)
    os.environ["DJANGO_SETTINGS_MODULE"] = "accord.record.settings"
    import django

    django.setup()
    return Workspace(root)


def main(root: Path) -> dict[str, Any]:
    """Orders in the facts, and jobs that ended or are open by kind."""
    workspace = begun(root)
    from accord.record.models import Job

    ended = Job.objects.filter(kind__in=("import_files", "analyse"), state=Job.DONE)
    return {
        "rows": Store(workspace).state().tables["orders"].rows,
        "ended": ended.count(),
        "errors": list(Job.objects.exclude(error="").values_list("error", flat=True)),
    }


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1])), sys.stdout)
