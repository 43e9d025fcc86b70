"""What the made-up retailer's two departments have agreed: the data of its charter.yaml."""

from __future__ import annotations

from typing import Any

from accord.worlds.said import ACRONYMS

MARGIN = 0.42
CHECKOUT_TARGET, SEARCH_TARGET = 0.999, 0.995


def clauses(name: str, zone: str) -> dict[str, Any]:
    """The clauses as plain data, in the shape of charter.yaml. Owners are roles, not people."""
    return {
        "organisation": {
            "name": name,
            "zone": zone,
            "currency": "EUR",
            "locale": "en_IE",
            "margin": MARGIN,
            "files_without_zone": "organisation",
        },
        "services": _services(),
        "calendar": {"country": "FR", "slot_hours": [6, 20], "pass_below": 200},
        "owners": _owners(),
        "record": {"orders": "shopify_orders", "incidents": "pagerduty"},
        "glossary": _glossary(),
    }


def _services() -> list[dict[str, Any]]:
    rolling = {"name": "checkout-availability", "target": CHECKOUT_TARGET, "window_days": 28}
    monthly = {"name": "search-availability", "target": SEARCH_TARGET, "calendar": "month"}
    return [
        {"name": "checkout", "carries": "orders", "severities": ["1", "2"], "slos": [rolling]},
        {"name": "search", "carries": "orders", "segment": "web", "severities": ["1", "2"], "slos": [monthly]},
        {"name": "app-backend", "carries": "orders", "segment": "app", "severities": ["1", "2"]},
        {"name": "crm"},
    ]


def _glossary() -> list[dict[str, str]]:
    """Words that the two have begun to talk about, and one that they settled."""
    owners = {"owner_marketing": "Head of brand", "owner_it": "Head of change"}
    talked = [
        {"term": word, "marketing": longs[0], "it": longs[1], "status": "proposed", **owners}
        for word, longs in ACRONYMS.items()
        if word in ("CAB", "SLA")
    ]
    return [
        {
            "term": "rollback",
            "wording": "return to the earlier version",
            "finance": "undoing the change",
            "status": "agreed",
            **owners,
        },
        *talked,
    ]


def _owners() -> list[dict[str, str]]:
    return [
        {"subject": "default", "marketing": "Head of e-commerce", "it": "Head of platform"},
        {"subject": "lift", "marketing": "Head of brand", "it": "Head of platform"},
        {"subject": "clashes", "marketing": "Head of brand", "it": "Head of change"},
        {"subject": "service:search", "marketing": "Head of e-commerce", "it": "Head of search"},
    ]
