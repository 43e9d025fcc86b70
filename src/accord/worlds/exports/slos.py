"""The service level objectives, as IT keeps them: OpenSLO for checkout, Sloth for search."""

from __future__ import annotations

from pathlib import Path

OPENSLO = """# Nordlicht Home (made up)
apiVersion: openslo/v1
kind: Service
metadata:
  name: checkout
  displayName: Checkout (made up)
spec:
  description: Basket, address, payment
---
apiVersion: openslo/v1
kind: SLO
metadata:
  name: checkout-availability
  displayName: Checkout answers
spec:
  service: checkout
  description: Requests to checkout that are answered without an error
  indicator:
    metadata:
      name: checkout-good-requests
    spec:
      ratioMetric:
        counter: true
        good:
          metricSource:
            type: Prometheus
            spec:
              query: slo:requests_good:increase5m{service="checkout"}
        total:
          metricSource:
            type: Prometheus
            spec:
              query: slo:requests_total:increase5m{service="checkout"}
  timeWindow:
    - duration: 28d
      isRolling: true
  budgetingMethod: Occurrences
  objectives:
    - displayName: Nearly always
      target: 0.999
"""

SLOTH = """# Nordlicht Home (made up)
version: "prometheus/v1"
service: "search"
labels:
  owner: "search team"
slos:
  - name: "search-availability"
    objective: 99.5
    description: "Requests to search that are answered without an error (made up)"
    sli:
      events:
        error_query: sum(rate(search_requests_total{code=~"5.."}[{{.window}}]))
        total_query: sum(rate(search_requests_total[{{.window}}]))
    alerting:
      name: SearchHighErrorRate
      page_alert:
        labels:
          severity: page
      ticket_alert:
        labels:
          severity: ticket
"""


def write(folder: Path) -> None:
    """``openslo_checkout.yaml`` and ``sloth_search.yaml``."""
    (folder / "openslo_checkout.yaml").write_text(OPENSLO, encoding="utf-8")
    (folder / "sloth_search.yaml").write_text(SLOTH, encoding="utf-8")
