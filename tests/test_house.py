"""The house stays simple: what import-linter cannot say by a list that grows with every analysis."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import tools.new_analysis as scaffold

from accord.analyses.discovery import names

SOURCE = Path(__file__).parent.parent / "src" / "accord"
LONGEST = 600
"""Lines of the longest module: one question may need that much, nothing needs more."""


def _imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    plain = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    return plain | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("name", names())
def test_an_analysis_imports_no_other(name: str) -> None:
    others = {f"accord.analyses.{other}" for other in names() if other != name}
    path = SOURCE / "analyses" / f"{name}.py"
    assert not path.exists() or not _imported(path) & others


def test_no_module_grows_without_bound() -> None:
    long = {p.name: n for p in SOURCE.rglob("*.py") if (n := len(p.read_text(encoding="utf-8").splitlines())) > LONGEST}
    assert long == {}


def test_a_new_analysis_is_written_with_its_test_and_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("src/accord/analyses", "tests/analyses", "docs/analyses"):
        (tmp_path / folder).mkdir(parents=True)
    monkeypatch.setattr(scaffold, "ROOT", tmp_path)
    assert scaffold.main(["margin_mix"]) == 0
    code = (tmp_path / "src/accord/analyses/margin_mix.py").read_text()
    compile(code, "margin_mix.py", "exec")
    assert "class MarginMix(Analysis[Settings])" in code
    assert scaffold.main(["margin_mix"]) == 1
    assert scaffold.main(["Margin Mix"]) == 2
