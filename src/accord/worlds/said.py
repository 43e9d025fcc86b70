"""What the made-up retailer's two departments write: which words they share, and what each means by them."""

from __future__ import annotations

SIDES = ("marketing", "it")

ACRONYMS = {
    "CAB": ("Customer Advisory Board", "Change Advisory Board"),
    "SLA": ("Sales Lead Agreement", "Service Level Agreement"),
    "CMS": ("Content Management System", "Configuration Management System"),
    "PR": ("Public Relations", "Pull Request"),
    "DR": ("Direct Response", "Disaster Recovery"),
    "CR": ("Conversion Rate", "Change Request"),
    "AR": ("Augmented Reality", "Access Review"),
    "MVP": ("Most Valued Partner", "Minimum Viable Product"),
}
"""Written out differently by marketing and by IT."""

ALIKE = {
    "KPI": ("Key Performance Indicators", "key performance indicator"),
    "FAQ": ("Frequently Asked Questions", "frequently-asked questions"),
    "VAT": ("Value Added Tax", "value-added tax"),
    "CRM": ("Customer Relationship Management", "customer relationship management"),
}
"""Written differently and meant alike: no collision."""

FRIENDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "pipeline": (
        (
            "{When} the pipeline held {n} qualified leads from the trade fair and the newsletter.",
            "Sales closed {n} deals of the pipeline, most of them from {region} partners.",
            "A lead enters the pipeline when a prospect asks for a quote or visits the showroom in {region}.",
            "The pipeline for {region} is thin: prospects wait for the spring catalogue before they ask for a quote.",
            "We grade each prospect of the pipeline by budget and by interest before sales calls them.",
        ),
        (
            "{When} the pipeline built and tested {n} commits before it deployed to staging.",
            "The pipeline stops when a unit test fails, so that no broken build reaches the {system} servers.",
            "Each merge starts the pipeline: compile, scan the container image, deploy to staging.",
            "A slow step of the pipeline is the container scan of the {system} image, about {n} seconds.",
            "Whoever breaks the pipeline mends the build before other commits are merged.",
        ),
    ),
    "platform": (
        (
            "The brand platform says in one sentence why {region} shoppers love a calm home.",
            "Every headline and photo follows the brand platform: warm, Nordic, honest.",
            "{When} the agency tested the brand platform with {n} shoppers and two slogans.",
            "Our positioning rests on the platform that the agency wrote: warm light, honest wood, calm rooms.",
            "A slogan that does not fit the platform is rewritten before the agency books media.",
        ),
        (
            "The container platform runs the {system} cluster on {n} nodes.",
            "{When} we patched the kernel of the platform, node by node, without stopping the cluster.",
            "Each team deploys its containers to the platform and watches memory and processor limits.",
            "A node of the platform that fails is replaced, and the cluster schedules its containers anew.",
            "The platform keeps secrets in a vault and mounts them into the {system} containers.",
        ),
    ),
    "drop": (
        (
            "The next drop is a limited collection of {n} lamps, announced to newsletter readers first.",
            "{When} the drop sold out within hours, and fans in {region} asked for a second collection.",
            "A drop needs a teaser film, a countdown and an influencer who opens the box.",
            "Influencers get the collection of the drop two days before the countdown ends.",
            "The limited drop of ceramic vases was teased with a countdown on the shop's channel.",
        ),
        (
            "{When} throughput showed a drop of {n} requests a second on the {system} gateway.",
            "A drop in throughput for five minutes raises an alert to whoever is on call.",
            "Packet drop on the gateway's network card caused timeouts and retries.",
            "The graph shows the drop in requests when the load balancer lost its health check.",
            "An alert on a drop names the gateway, the load balancer and the last deployment.",
        ),
    ),
    "conversion": (
        (
            "Conversion of mobile visitors rose after the photo of the {region} landing page was changed.",
            "{When} conversion was best for visitors who came by the newsletter, {n} baskets in all.",
            "A shorter checkout form lifts conversion, because fewer visitors leave their basket.",
            "We test two landing pages for conversion and keep the one that more visitors buy from.",
            "Free delivery raises conversion of first visitors more than a voucher does.",
        ),
        (
            "The conversion of the {system} tables to the new schema took {n} minutes.",
            "{When} the nightly conversion of price files failed on a wrong encoding.",
            "A conversion script reads the old schema, casts each column and writes the new tables.",
            "After the conversion we compare row counts and checksums of both schemas.",
            "Encoding errors stop the conversion before any column is written.",
        ),
    ),
}
"""Words that both use often, with other things in mind: sentences of marketing, then of IT."""

JARGON = (
    (
        "The hero of the landing page carries one CTA above the fold.",
        "The pixel fires once the consent banner is closed, else retargeting loses upper funnel reach.",
        "Upper funnel spend is judged by reach, lower funnel spend by ROAS.",
        "Ask the agency for a lookalike audience and two variants of the hero.",
        "Every CTA has one verb, and the creative is tested against a holdout.",
    ),
    (
        "A rollback takes five minutes when the runbook is followed.",
        "Failover to the second data centre is rehearsed once a quarter.",
        "When the error budget is spent, only a hotfix is deployed.",
        "Latency at the 99th percentile is paged to whoever is on call.",
        "The post-mortem lists the failover, the rollback and what the runbook did not say.",
    ),
)
"""What the other side hardly says: of marketing, of IT."""

TRADE = (
    (
        "The hero shows {n} lamps to {region} shoppers, with one CTA.",
        "The pixel counts {n} visits from {region} shoppers, and the CTA is tested on {day}.",
        "Without the pixel the upper funnel looked empty on {day}: {n} visits were not told.",
        "Upper funnel reach was best in {region} towns, {n} first visits by {day}.",
        "On {day} the hero was changed twice, and the second CTA brought {n} more clicks.",
        "Shoppers of the upper funnel saw the hero first and the CTA later, {n} times by {day}.",
        "A hero without a CTA is only a pretty picture, said the {region} agency on {day}.",
        "On {day} the pixel was put into {n} more templates of the shop.",
    ),
    (
        "On {day} a rollback of {system} took {n} seconds by the runbook.",
        "Failover of {system} is rehearsed on {day} for {n} minutes, by the runbook.",
        "The error budget of {system} allows {n} minutes, and the rollback on {day} took some of them.",
        "On {day} the latency of {system} was {n} milliseconds at the 99th percentile.",
        "A hotfix for {system} went live on {day}; its rollback was ready within {n} seconds.",
        "On {day} the failover of {system} spent {n} minutes of the error budget.",
        "Whoever writes the runbook of {system} tries the failover on {day}, {n} seconds at most.",
        "On {day} a hotfix brought the latency of {system} down by {n} milliseconds.",
    ),
)
"""The same words told of days and numbers, as often as a trade says its own: of marketing, of IT."""

COMMON = (
    "The next meeting is on {day} at ten, in the room by the stairs.",
    "Questions go to the team's mailbox; it is read every morning.",
    "This note replaces the one of last year.",
    "Both departments read this page before the autumn sale.",
    "Please add what is missing, and say who told you.",
)

WHEN = ("Last week", "In the spring", "Before the sale", "After the holidays", "On Monday", "In the last quarter")
REGION = ("northern", "southern", "Belgian", "Dutch", "Alpine", "Baltic")
SYSTEM = ("checkout", "search", "basket", "mail", "stock", "login")
DAY = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")

FOLDERS = (
    {
        "handbook": ("Brand guide", "Newsletter", "Trade fairs", "Landing pages", "Press work", "Loyalty programme"),
        "campaigns": ("Autumn plan", "Spring plan", "Lamp collection", "Partner days", "Media brief", "Shop window"),
        "meetings": ("Weekly notes", "Agency call", "Planning round", "Review of the quarter"),
    },
    {
        "runbooks": ("Checkout", "Search", "Payments", "Stock feed", "Mail gateway", "Login"),
        "handbook": ("How we change things", "On call", "Builds and tests", "Data centre", "Roles", "Backups"),
        "meetings": ("Weekly notes", "After the outage", "Planning round", "Review of the quarter"),
    },
)
