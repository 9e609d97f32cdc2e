"""What the palette finds of customers, and what it can do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.customers.queries.finding import account_hits, person_hits
from mutua.customers.queries.households import find_households
from mutua.customers.queries.people import first_affiliations
from mutua.foundation.access import Actor
from mutua.foundation.search import Found, command, searchable


@searchable("account", title=_("Accounts"), order=10, needs="customers.account.view")
def accounts(actor: Actor, text: str, limit: int) -> list[Found]:
    return [
        Found(
            title=hit.record.name,
            subtitle=hit.record.country or ", ".join(map(str, hit.record.role_labels)),
            url=hit.record.get_absolute_url(),
            glyph="building",
            why=hit.why,
        )
        for hit in account_hits(actor, text, limit)
    ]


@searchable("person", title=_("People"), order=20, needs="customers.person.view")
def people(actor: Actor, text: str, limit: int) -> list[Found]:
    hits = person_hits(actor, text, limit)
    at = first_affiliations(actor, [hit.record for hit in hits])
    return [
        Found(
            title=hit.record.name,
            subtitle=at[hit.record.pk].account.name if hit.record.pk in at else "",
            url=hit.record.get_absolute_url(),
            glyph="user",
            why=hit.why,
        )
        for hit in hits
    ]


@searchable("household", title=_("Households"), order=25, needs="customers.person.view")
def households(actor: Actor, text: str, limit: int) -> list[Found]:
    return [
        Found(title=one.name, subtitle=" ".join(one.address.split()), url=one.get_absolute_url(), glyph="home")
        for one in find_households(actor, text, limit)
    ]


command(
    key="new-account", title=_("New account"), url_name="customers:account-new", icon="plus", needs="customers.account.create", keys="c a"
)
command(key="new-person", title=_("New person"), url_name="customers:person-new", icon="plus", needs="customers.person.create", keys="c p")
command(key="new-household", title=_("New household"), url_name="customers:household-new", icon="home", needs="customers.person.create")
