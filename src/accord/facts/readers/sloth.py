"""Sloth: Prometheus SLOs in YAML (https://sloth.dev), as plain files or Kubernetes resources, offered as clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from accord.clauses.charter import Slo
from accord.facts.readers.json_documents import objects, text_at
from accord.facts.readers.slo_documents import Proposal, Unfit, documents, named, parsed, share
from accord.facts.reading import Given, Note, Piece, Reader, Reject, Sample

PERIOD_DAYS = 30
"""Sloth's own default; the period is an option of the command that generates the rules, not of the file."""


class Sloth:
    """Offers each service with its objectives; errors of requests are budgeted by occurrences."""

    name = "sloth"
    title = "Sloth SLOs"
    side: str | None = "it"
    tables: tuple[str, ...] = ()
    how_to_get = "The YAML files from which Sloth generates its rules (not the rules themselves)."

    def recognise(self, sample: Sample) -> float:
        """A document of version prometheus/v1, or a PrometheusServiceLevel."""
        if sample.kind not in ("yaml", "json"):
            return 0.0
        if sample.data is not None:
            return 0.95 if any(_spec(d) is not None for d in parsed(sample)) else 0.0
        marks = r'^["{ ]*(version"?:\s*"?prometheus/v1|kind"?:\s*"?PrometheusServiceLevel)\b'
        return 0.95 if re.search(marks, sample.text, re.MULTILINE) else 0.0

    def read(self, path: Path, sample: Sample, given: Given) -> Iterator[Piece]:
        """Yield one offer of all services."""
        proposal, other = Proposal(), 0
        for line, document in documents(sample):
            spec = _spec(document)
            other += spec is None
            for slo in [s for _, s in objects(spec, "slos")] if spec else []:
                yield from _read_one(proposal, line, spec, slo)
        yield from proposal.offer()
        if proposal.services:
            yield Note(f"Sloth files name no period; its default of {PERIOD_DAYS} days is offered.")
        if other:
            yield Note(f"{other} documents of other kinds left: they say nothing about targets.")


READER: Reader = Sloth()


def _spec(document: Any) -> dict[str, Any] | None:
    """The part that names the service and its objectives, in either form; None for other documents."""
    if not isinstance(document, dict):
        return None
    if text_at(document, "kind") == "PrometheusServiceLevel":
        spec = document.get("spec")
        return spec if isinstance(spec, dict) else {}
    return document if text_at(document, "version") == "prometheus/v1" and "slos" in document else None


def _read_one(proposal: Proposal, line: int, spec: Any, slo: dict[str, Any]) -> Iterator[Reject]:
    try:
        target = share(slo, "objective", percent=True)
        proposal.add(named(spec, "service"), Slo(named(slo, "name"), target, window_days=PERIOD_DAYS))
    except Unfit as error:
        yield Reject(line, error.key, error.value, error.reason)
