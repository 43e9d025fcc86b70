"""What the made-up retailer's two departments have agreed: the data of its charter.yaml."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from accord.worlds import activities
from accord.worlds.said import ACRONYMS
from accord.worlds.settings import months_after

MARGIN = 0.42
CHECKOUT_TARGET, SEARCH_TARGET = 0.999, 0.995


def clauses(name: str, zone: str, end: date, orders: int) -> dict[str, Any]:
    """The clauses as plain data, in the shape of charter.yaml. Owners are roles, not people.

    ``end`` is the first day after the months shown, ``orders`` the expected number in them: what is aimed at fits them.
    """
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
        "objectives": _objectives(months_after(end, 3) - timedelta(days=1), orders),
        "incentives": _incentives(orders),
        "activities": activities.agreed(orders),
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


def _objectives(by: date, orders: int) -> list[dict[str, Any]]:
    """Four numbers that both departments answer for, told for the quarter that ends with the deadline."""
    commerce = {"owner_marketing": "Head of e-commerce", "owner_it": "Head of platform"}
    change = {"owner_marketing": "Head of brand", "owner_it": "Head of change"}
    told = {"by": by.isoformat(), "over": "quarter"}
    could_buy = {"metric": "shoppers_who_could_buy", "target": "99.7 %", **told, **commerce}
    live = {"metric": "idea_to_live", "source": "measured", "unit": "days", "direction": "down", "target": "26", **told}
    answer = {"metric": "first_response", "source": "measured", "unit": "hours", "direction": "down", "target": "14"}
    money = {"metric": "revenue", "target": f"{orders * 19.5:.2f}", **told, **commerce}
    return [
        {
            "name": "Every shopper can buy, at any hour",
            "key_results": [{**could_buy, "guard_rails": ["idea_to_live <= 30"]}],
        },
        {
            "name": "From an idea to the shopper in weeks, not months",
            "key_results": [
                {**live, **change, "guard_rails": ["availability_checkout >= 99.5 %"]},
                {**answer, **told, **change},
            ],
        },
        {
            "name": "Grow together",
            "key_results": [{**money, "guard_rails": ["shoppers_who_could_buy >= 99.3 %"]}],
        },
    ]


def _incentives(orders: int) -> list[dict[str, Any]]:
    """Made-up rewards, one of which works against the company: the CIO's pays for refusing a release."""
    stable = {"pays": "60000 * ramp(shoppers_who_could_buy, 99 %, 99.6 %)", "side": "it", "role": "CIO"}
    earned = {"kind": "worth", "horizon": "month"}
    moves = ["shoppers_who_could_buy - 0.4 %", f"revenue + {orders * 0.95:.0f}"]
    return [
        {"name": "A shop that is always open", **stable},
        {"name": "Revenue", "side": "marketing", "role": "CMO", "pays": f"0.02 * (revenue - {orders * 40})"},
        {"name": "Margin of revenue", **earned, "pays": f"{MARGIN} * revenue"},
        {"name": "Shoppers who come back", **earned, "pays": f"{orders * 4} * shoppers_who_could_buy"},
        {"name": "Release the new basket", "kind": "decision", "pays": f"{orders * 0.4:.0f}", "changes": moves},
    ]


def _owners() -> list[dict[str, str]]:
    return [
        {"subject": "default", "marketing": "Head of e-commerce", "it": "Head of platform"},
        {"subject": "lift", "marketing": "Head of brand", "it": "Head of platform"},
        {"subject": "clashes", "marketing": "Head of brand", "it": "Head of change"},
        {"subject": "service:search", "marketing": "Head of e-commerce", "it": "Head of search"},
    ]
