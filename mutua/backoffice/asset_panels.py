"""What the pages of accounts and people show of the things that stand there."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.backoffice.models.party import Party
from mutua.backoffice.queries.assets import assets_of
from mutua.customers.models import Account, Household, Person
from mutua.foundation.access import Actor
from mutua.foundation.panels import panel

Filled = tuple[str, dict[str, Any]] | None
SHOWN = 6


@panel("account", key="assets", title=_("Assets"), place="main", order=16, needs="backoffice.asset.view", lazy=True)
def assets_of_account(actor: Actor, account: Account) -> Filled:
    return _assets(actor, account, "account_id")


@panel("person", key="assets", title=_("Assets"), place="main", order=45, needs="backoffice.asset.view", lazy=True)
def assets_of_person(actor: Actor, person: Person) -> Filled:
    return _assets(actor, person, "person_id")


@panel("household", key="assets", title=_("Assets"), place="main", order=45, needs="backoffice.asset.view", lazy=True)
def assets_of_household(actor: Actor, household: Household) -> Filled:
    return _assets(actor, household, "household_id")


def _assets(actor: Actor, party: Party, field: str) -> Filled:
    assets, total = assets_of(actor, party, SHOWN)
    page = f"{reverse('backoffice:assets')}?{urlencode({'f': json.dumps({'field': field, 'op': 'is', 'value': party.pk})})}"
    return "backoffice/panels/_assets.html", {"assets": assets, "total": total, "page": page}
