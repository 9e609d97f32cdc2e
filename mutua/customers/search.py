"""What the palette finds of customers, and what it can do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.customers.queries.finding import find_accounts, find_people
from mutua.customers.queries.people import first_affiliations
from mutua.foundation.access import Actor
from mutua.foundation.search import Found, command, searchable


@searchable("account", title=_("Accounts"), order=10, needs="customers.account.view")
def accounts(actor: Actor, text: str, limit: int) -> list[Found]:
    return [
        Found(
            title=account.name,
            subtitle=account.country or ", ".join(map(str, account.role_labels)),
            url=account.get_absolute_url(),
            glyph="building",
            match=text,
        )
        for account in find_accounts(actor, text, limit)
    ]


@searchable("person", title=_("People"), order=20, needs="customers.person.view")
def people(actor: Actor, text: str, limit: int) -> list[Found]:
    hits = find_people(actor, text, limit)
    at = first_affiliations(actor, hits)
    return [
        Found(
            title=person.name,
            subtitle=at[person.pk].account.name if person.pk in at else "",
            url=person.get_absolute_url(),
            glyph="user",
            match=text,
        )
        for person in hits
    ]


command(
    key="new-account", title=_("New account"), url_name="customers:account-new", icon="plus", needs="customers.account.create", keys="c a"
)
command(key="new-person", title=_("New person"), url_name="customers:person-new", icon="plus", needs="customers.person.create", keys="c p")
