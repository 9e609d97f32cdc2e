"""The few facts in the head of an account's page: each domain offers its own, the first six are shown."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from mutua.customers.models import Account
from mutua.customers.queries.accounts import parent_seen
from mutua.customers.rules.spend import share_of_spend
from mutua.foundation.access import Actor, may
from mutua.foundation.ui.formats import money, share

log = logging.getLogger(__name__)
MOST = 6


@dataclass(frozen=True)
class Fact:
    """A title and what it says: a text, or a template with its context."""

    title: Any
    text: Any = ""
    template: str = ""
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def shown(self) -> Any:
        return render_to_string(self.template, self.context) if self.template else self.text


@dataclass(frozen=True)
class _Offer:
    key: str
    order: int
    needs: str
    say: Callable[[Actor, Account], Fact | None]


_offers: dict[str, _Offer] = {}


def account_fact(
    *, key: str, order: int, needs: str
) -> Callable[[Callable[[Actor, Account], Fact | None]], Callable[[Actor, Account], Fact | None]]:
    """Offer a fact: the function returns it, or None where there is nothing to say."""

    def register(say: Callable[[Actor, Account], Fact | None]) -> Callable[[Actor, Account], Fact | None]:
        _offers[key] = _Offer(key, order, needs, say)
        return say

    return register


def facts_of(actor: Actor, account: Account) -> list[Fact]:
    """The first six facts that there are. One that fails is left out and logged; the page is worth showing without it."""
    facts: list[Fact] = []
    for offer in sorted(_offers.values(), key=lambda offer: offer.order):
        if len(facts) == MOST:
            break
        if may(actor, offer.needs) and (fact := _said(offer, actor, account)) is not None:
            facts.append(fact)
    return facts


def _said(offer: _Offer, actor: Actor, account: Account) -> Fact | None:
    # Pages are read outside of a transaction: a query that fails here spoils only itself.
    try:
        return offer.say(actor, account)
    except Exception:
        log.exception("The fact %s of account %s could not be told", offer.key, account.pk)
        return None


@account_fact(key="owner", order=10, needs="customers.account.view")
def owner(actor: Actor, account: Account) -> Fact:
    return Fact(_("Owner"), template="customers/accounts/_owner_fact.html", context={"owner": account.owner})


@account_fact(key="spend", order=40, needs="customers.account.view")
def spend(actor: Actor, account: Account) -> Fact | None:
    if account.spend_per_year is None:
        return None
    return Fact(_("Spend with us"), text=_("%(amount)s a year") % {"amount": money(account.spend_per_year, account.currency, short=True)})


@account_fact(key="share-of-spend", order=45, needs="customers.account.view")
def our_share(actor: Actor, account: Account) -> Fact | None:
    part = share_of_spend(account.spend_per_year, account.category_spend)
    return None if part is None else Fact(_("Our share of their spend"), text=share(part))


@account_fact(key="country", order=60, needs="customers.account.view")
def country(actor: Actor, account: Account) -> Fact | None:
    where = " · ".join(part for part in (account.country, account.industry) if part)
    return Fact(_("Country and industry"), text=where) if where else None


@account_fact(key="parent", order=70, needs="customers.account.view")
def parent(actor: Actor, account: Account) -> Fact | None:
    above = parent_seen(actor, account)
    return Fact(_("Part of"), text=above.name) if above else None
