"""What an activity needs: services whose outages say nothing about it, and those whose outages tell what it brings."""

from __future__ import annotations

from accord.clauses.activities import Activity
from accord.clauses.charter import Charter, Service

Services = tuple[Service, ...]


def needed(charter: Charter, activity: Activity) -> Services:
    """The services that an activity needs; where it names none, those that carry orders."""
    named = _named(charter, activity)
    return named or tuple(s for s in charter.services if s.carries == "orders")


def telling(charter: Charter, activity: Activity) -> Services:
    """The services whose outage stops this activity and nothing else that is known, in the charter's order.

    Of IT those that carry orders and that it keeps up; of both sides what no other activity needs. Where a service
    carries orders, all orders stop with it, which says nothing about an activity of marketing. What costs nothing known
    has no return that could be told.
    """
    if activity.side == "it" and not activity.cost_a_month_minor:
        return ()
    others = {s for other in charter.activities if other != activity for s in _named(charter, other)}
    it, names = activity.side == "it", activity.names()
    kept = [s for s in charter.services if it and s.carries == "orders" and s.name.casefold() in names]
    alone = [s for s in _named(charter, activity) if s not in others and (it or s.carries is None)]
    return tuple(s for s in charter.services if s in kept or s in alone)


def _named(charter: Charter, activity: Activity) -> Services:
    wanted = [charter.service(name) for name in activity.needs]
    return tuple(s for s in charter.services if s in wanted)
