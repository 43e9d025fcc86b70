"""The README's own commands, run in order on a small made-up shop, as a newcomer would."""

from __future__ import annotations

import json
import re
import shlex
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from accord.cli import main

README = Path(__file__).parent.parent.parent / "README.md"
HEAD = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,"
    "Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,"
    "Lineitem price,Cancelled at,Refunded Amount,Id,Source\n"
)
CHARTER = """
organisation: {name: A small shop (made up), zone: Europe/Paris, currency: EUR, files_without_zone: organisation}
services:
  - {name: checkout, carries: orders, severities: ["1", "2", "3"]}
"""


def _commands() -> list[str]:
    """The indented ``accord`` lines of the section on one's own files, but for the site, which has walks of its own."""
    section = README.read_text(encoding="utf-8").split("## Your own files")[1].split("\n## ")[0]
    shown = [m[1].split("#")[0].strip() for m in re.finditer(r"^    (accord .*)$", section, re.MULTILINE)]
    return [line for line in shown if line != "accord serve"]


def _order(number: int, at: datetime) -> str:
    total, when = f"{40 + number % 30}.00", f"{at} +0200"
    paid = f"#{number},a{number}@example.com,paid,{when},,,no,EUR,{total},0.00,0.00,{total},,0.00,,{when}"
    return f"{paid},1,Thing,{total},,0.00,{number},web\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twelve weeks of made-up orders with one evening lost, as both departments would export them."""
    rng = np.random.default_rng(3)
    start, lost = datetime(2026, 3, 2), (datetime(2026, 5, 13, 18), datetime(2026, 5, 13, 21))
    times = sorted(start + timedelta(minutes=int(m)) for m in rng.integers(0, 84 * 1440, 9000))
    kept = [t for t in times if 8 <= t.hour < 23 and not lost[0] <= t < lost[1]]
    lines = [_order(i, t) for i, t in enumerate(kept, 1000)]
    for side in ("marketing", "it"):
        (tmp_path / "exports" / side).mkdir(parents=True)
    (tmp_path / "exports/marketing/orders_export.csv").write_text(HEAD + "".join(lines))
    head = "id,incident_number,description,urgency,service_id,service_name,team_id,created_at,resolved_at,"
    head += "seconds_to_engage,seconds_to_first_ack,seconds_to_mobilize,seconds_to_resolve,engaged_seconds,"
    head += "engaged_user_count,escalation_count,assignment_count\n"
    row = "P1,1,checkout is down (made up),high,S1,checkout,T1,2026-05-13T16:00:00Z,2026-05-13T19:00:00Z,"
    row += "0,0,0,10800,0,0,0,0\n"
    (tmp_path / "exports/it/incidents.csv").write_text(head + row)
    (tmp_path / "exports/charter.yaml").write_text(CHARTER)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("ACCORD_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(line: str) -> Result:
    return CliRunner().invoke(main, shlex.split(line)[1:])


def test_the_readmes_commands_work_as_they_stand(folder: Path) -> None:
    told = json.loads(_run("accord brief exports/ --json").stdout)
    found = [f for f in (*told["first"], *told["others"]) if f["analysis"] == "outages"]
    assert len(found) == 1
    assert found[0]["amount"] is not None
    shown = [line.replace("3f9a1c", found[0]["id"]) for line in _commands()]
    assert len(shown) >= 4
    for line in shown:
        said = _run(line)
        assert said.exit_code == 0, f"{line}\n{said.output}"
    assert (folder / "brief.pdf").read_bytes().startswith(b"%PDF")
