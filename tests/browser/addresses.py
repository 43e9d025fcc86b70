"""Every page of the site that a browser can open, and with what: a page that is missing here fails a test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.web.test_matrix import LINES

NOBODY = "account_login account_reset_password account_reset_password_done first_run join shared mail_stop".split()
"""Seen without signing in."""
EMPTY = (
    "today findings decisions record charter charter.import calendar calendar.feeds facts account tokens people search"
    " language language.glossary language.primer activity mail signed goals activities mfa_index usersessions_list"
    " clause analysis"
).split()
"""Looked at with nothing in the site yet, too."""
NOT_PAGES = (
    # Ways on to another page.
    "root administration.password account_email account_signup account_logout account_inactive account_set_password"
    " account_email_verification_sent account_confirm_login_code account_confirm_email account_reset_password_from_key"
    " account_reset_password_from_key_done socialaccount_connections socialaccount_signup socialaccount_login_cancelled"
    " socialaccount_login_error openid_connect_login openid_connect_callback"
    # The second step of signing in, and keys that must be there before they can be changed.
    " mfa_authenticate mfa_reauthenticate mfa_deactivate_totp mfa_view_recovery_codes mfa_generate_recovery_codes"
    " mfa_reauthenticate_webauthn mfa_remove_webauthn mfa_edit_webauthn mfa_login_webauthn"
    # Files, and what machines read.
    " mfa_download_recovery_codes charter.export proposal.signed decision.signed facts_rejects calendar.feed"
    " signed.archive signed.entry language.export healthz metrics"
).split()


@dataclass(frozen=True)
class Address:
    """A page: its name, more words for a second state of it, what stands in it, and behind the question mark."""

    name: str
    args: tuple[str, ...] = ()
    query: str = ""
    state: str = ""

    def of(self, rows: dict[str, Any]) -> str:
        """Its address. ``:word`` among its parts is looked up in ``rows``."""
        known = {f":{k}": v for k, v in rows.items() if isinstance(v, str)}
        query = self.query
        for word in sorted(known, key=len, reverse=True):
            query = query.replace(word, known[word])
        return str(reverse(self.name, args=[known.get(a, a) for a in self.args])) + (f"?{query}" if query else "")

    def __str__(self) -> str:
        return self.name + (f"-{self.state}" if self.state else "")


PAGES = (
    *(Address(n) for n in ("today", "brief", "findings", "decisions", "record", "charter", "charter.import")),
    *(
        Address(n)
        for n in (
            "calendar",
            "calendar.feeds",
            "facts",
            "account",
            "tokens",
            "people",
            "activity",
            "mail",
            "signed",
            "unsent",
        )
    ),
    *(Address(n) for n in ("account_change_password", "mfa_index", "mfa_activate_totp", "usersessions_list")),
    *(Address(n) for n in ("mfa_list_webauthn", "mfa_add_webauthn", "account_reauthenticate")),
    *(Address(n) for n in ("language", "language.check", "language.glossary", "language.primer", "language.spec")),
    Address("goals"),
    Address("activities"),
    Address("goals.tree", ("revenue",)),
    Address("goals.tree", ("first_response",), state="by-part"),
    Address("search", query="q=checkout"),
    Address("findings", query="least=999999999", state="none"),
    Address("finding", (":finding",)),
    Address("evidence", (":finding",)),
    Address("analysis", ("outages",)),
    Address("incentives"),
    Address("clause", ("incentives",), state="incentives"),
    Address("clause.change", ("incentives",), state="incentives"),
    Address("decide", query="finding=:open_finding"),
    *(Address("decision", (f":{s}",), state=s) for s in ("draft", "proposed", "in_force", "kept", "broken")),
    Address("decision.edit", (":draft",)),
    Address("clause", ("services",)),
    Address("clause.versions", ("liaisons",)),
    *(Address("clause.change", (c,), state=c) for c in ("services", "organisation", "calendar", "objectives")),
    Address("proposal", (":proposal",)),
    Address("proposal", (":in_charter",), state="signed"),
    Address("proposal.edit", (":proposal",)),
    Address("facts_drop", (":drop",)),
    Address("facts_import", (":import",)),
    Address("facts_work", (":work",)),
    Address("person", (":person",)),
    Address("person", (":resting",), state="resting"),
    Address("share", query="path=/findings/:finding&name=A+finding"),
    Address("calendar", query="from=next+week", state="refused"),
    Address("finding", ("0123456789",), state="not-here"),
    *(Address(n) for n in ("account_login", "account_reset_password", "account_reset_password_done")),
    Address("join", (":joining",)),
    Address("shared", (":shared",)),
    Address("mail_stop", (":stop",)),
)
FIRST_RUN = Address("first_run")


def asked() -> set[str]:
    """The names of all addresses that a browser can open, but Django's own administration and the API.

    What can only be posted to is known from the role matrix, which is itself held to be whole.
    """
    with_get = {line["address"] for line in LINES if line["method"] == "GET"}
    theirs = {
        n
        for n in _names(get_resolver())
        if n.startswith(("account_", "mfa_", "socialaccount_", "openid_", "usersessions_"))
    }
    own = {"account_settle"}
    return (with_get | (theirs - own)) - set(NOT_PAGES)


def _names(resolver: URLResolver) -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _names(one)
        elif isinstance(one, URLPattern) and one.name:
            yield str(one.name)
