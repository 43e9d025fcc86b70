"""The charter.yaml that a new workspace starts with: every clause with its default, explained in place."""

from __future__ import annotations

_TEXT = """\
# What marketing and IT have agreed, as far as the analyses need to know it.
# Until both sides have signed it in the record, all of this is a draft, and findings say so.
# A key that is left out keeps the value shown here.

organisation:
  name: Our organisation
  zone: UTC              # time zone of your working day, such as Europe/Berlin
  currency: EUR          # ISO 4217; findings are told in it
  locale: en_IE          # how dates and amounts are written
  margin:                # contribution margin as a share of order value, such as 0.35; empty: revenue only
  files_without_zone:    # 'organisation' reads exports without a time zone in yours; empty: you are asked once

# The services that can fail, and what fails with them. Only incidents of a service that carries
# something, at one of its severities, are given a price; all others are counted.
services: []
# services:
#   - name: checkout
#     carries: orders                      # the facts that stop when it stops
#     segment:                             # only this part of the orders; empty: all of them
#     severities: [1, 2]                   # 1 is the worst, 5 the mildest
#     aliases: [checkout-api, Web Shop]    # its names in your tools
#     slos:
#       - name: availability
#         target: 0.999                    # 99.9 %
#         budgeting: occurrences           # or timeslices, ratio_timeslices
#         window_days: 28                  # or 'calendar: week', month, quarter

calendar:
  country:               # public holidays of this country (ISO 3166), such as DE
  region:                # and of this part of it, such as BY
  special_days: []       # further days unlike others, such as [2026-11-27, 2026-11-30]
  slot_hours: [0, 24]    # local hours in which changes may start
  pass_below: 0.00       # a clash cheaper than this is let pass, in the currency above

# Who answers for findings, by role, not by person. A subject is an analysis (outages, lift, ...),
# 'service:NAME', or 'default' for everything else.
owners:
  - subject: default
    marketing: Marketing
    it: IT

# Who of one side sits at the other side's table, by person or role.
liaisons: []
# liaisons:
#   - name: Service desk lead
#     side: it                             # or marketing: where they come from
#     hears: Campaign planning, Mondays    # what they are heard at; empty: not settled

# Which export counts where two tell the same; the other is checked against it.
record: {}
# record:
#   orders: shopify_orders
#   incidents: pagerduty

# Words that the two sides mean differently, or that one side does not know, and what to write instead.
glossary: []
# glossary:
#   - term: CAB
#     variants: [CABs, C.A.B.]                    # other spellings of the same word
#     marketing: Customer Advisory Board          # what marketing means by it
#     it: Change Advisory Board                   # what IT means by it
#     wording: change board                       # what both write from now on; empty: the word itself
#     finance: meeting that approves changes      # in texts that finance reads; empty: as both write
#     instead_marketing: IT's change board        # to marketing only; instead_it: to IT only
#     owner_marketing: Head of Customer Insight   # who answers for the word, by role
#     owner_it: Change Manager
#     status: agreed                              # or proposed, retired
#     examples: ["The change board meets on Tuesdays."]
#     journey_step: delivery                      # step of the customer's journey; empty: none

# What both sides want to reach together, and the few numbers that tell. Metrics that we compute need a name only:
# shoppers_who_could_buy, idea_to_live, first_response, revenue, launches_on_time, right_first_time, data_hygiene, and
# availability_SERVICE; all others are measured elsewhere and read from the facts metric_values.
objectives: []
# objectives:
#   - name: Every shopper can buy
#     key_results:
#       - metric: shoppers_who_could_buy
#         target: 99.95 %
#         by: 2026-12-31
#         over: quarter                          # told for the three months to the deadline; or month, year
#         owner_marketing: Head of e-commerce    # who answers for it, by role
#         owner_it: Head of platform
#         guard_rails: ["idea_to_live <= 30"]    # what must not give way meanwhile
#       - metric: page_weight
#         label: Weight of the first page        # what people read
#         source: measured                       # read from the facts metric_values
#         unit: count                            # or share, days, hours, money
#         direction: down                        # less is better
#         owner_marketing: Head of brand         # no target: only watched
#         owner_it: Head of platform
#         drivers: ["page_weight = pictures + scripts", "scripts: it"]

# What the heads are rewarded for, what the company earns by the same metrics, and decisions to hold the rewards
# against. On the site the two heads and finance see this clause, nobody else; whoever can read this file sees it too.
incentives: []
# incentives:
#   - name: Stable shop
#     side: it                                 # whose reward it is; or marketing
#     role: CIO                                # to whom it is paid, by role
#     horizon: year                            # for each year; or quarter, month
#     pays: "40000 * ramp(shoppers_who_could_buy, 99 %, 99.9 %)"
#     weight: 1                                # times; 0 to 1000
#     threshold: 5000.00                       # nothing under it; empty: no threshold
#     cap: 40000.00                            # at most; empty: no cap
#   - name: A shop that can be used
#     kind: worth                              # what the company earns by its metrics
#     horizon: month
#     pays: "0.42 * revenue"
#   - name: Release the new basket
#     kind: decision                           # brings this once, and moves these metrics in its month
#     pays: "60000"
#     changes: ["shoppers_who_could_buy - 0.1 %"]

# What both departments do for revenue, and what it must bring for each unit of its cost to be crucial or secondary.
# Only experiments, pauses, starts and stops tell what an activity brings; attribution describes and never classes.
activities: []
# activities:
#   - name: Paid search
#     side: marketing                          # or it
#     found_as: [search]                       # channels or campaigns in the facts; of IT: services, or campaigns
#     needs: [checkout]                        # services without which it cannot work
#     cost_a_month: 21000.00                   # only where no fact tells the cost
#     crucial: 3                               # from 3 of revenue for each 1 of cost
#     secondary: 1                             # from 1 on; below it is nice to have
#     move: 0.2                                # a month's budget may change by a fifth
"""


def default_text() -> str:
    """The commented default charter, valid as it stands."""
    return _TEXT
