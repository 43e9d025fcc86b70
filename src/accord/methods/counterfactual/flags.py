"""What a price must say about itself: one code and one plain sentence for each way it can mislead."""

from __future__ import annotations

FLAGS: dict[str, str] = {
    "outside_the_data": "The incident lies outside the data, so nothing can be told.",
    "partly_outside": "Part of the incident lies outside the data; only the part inside is priced.",
    "still_open": "The incident is still open; it is priced up to the end of the data.",
    "first_day": "There is less than a day of history before the incident, so no price is told.",
    "first_two_weeks": "There are less than two weeks of history before the incident; trust the price little.",
    "not_observed": "Less than half of the incident was observed, so no price is told.",
    "partly_observed": "Part of the incident was not observed; only the observed part is priced.",
    "few_placebos": "Few comparable quiet windows exist for this length; the interval was widened for it.",
    "no_measurable_loss": "No measurable loss: the interval includes none, so no single amount is told.",
    "recapture_not_identified": "Too few clear incidents to tell what came back; the loss is told before it.",
    "after_not_seen": "The time after the incident is not fully seen; what came back rests on other incidents.",
    "overlaps": "Other incidents overlap this one; their joint loss is split over them, bin by bin.",
    "special_day": "A special day; it is compared with other special days only.",
    "special_day_alone": "A special day with fewer than three others to compare with; trust the price little.",
    "holiday_suspected": "The rest of the day was far from usual: a holiday or sale day that nobody marked?",
    "closure": "Nothing at all happened that day outside the incident: closed, so nothing was lost.",
    "closure_suspected": "The incident covers its whole days and nothing happened: an outage, or simply closed?",
    "clock_change": "The clocks changed around the incident; hours are compared by local time.",
    "bursts": "The series is bursty; the interval is very wide.",
    "heavy_tailed_money": "A few very large orders carry the money; read the number of orders first.",
    "unreported_incidents": "The history seems to hold outages that nobody reported; losses may be understated.",
    "not_separable": "Campaigns overlap; what is told is their joint effect and cannot be split.",
    "dip_not_seen": "The time after the campaign is not fully seen, so what followed it is not told.",
    "far_ahead": "Further ahead than the data can vouch for; the interval was widened for it.",
    "nothing_to_go_by": "Too little history to expect anything here.",
    "shorter_than_a_bin": "The incident is shorter than one bin of the series; its whole bin is priced.",
}
