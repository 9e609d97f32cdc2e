"""Figures of sales that a company's tree adds up: how many deals are open, and what they are expected to bring."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from mutua.customers.standing import Amount, account_figure
from mutua.foundation.access import Actor
from mutua.sales.models import Stage
from mutua.sales.queries.opportunities import opportunities_seen


@account_figure(key="open-deals", title=_("Open deals"), order=40, needs="sales.opportunity.view")
def open_deals(actor: Actor, account_ids: Collection[int]) -> Iterable[Amount]:
    rows = opportunities_seen(actor).filter(account__in=account_ids, stage__kind=Stage.Kind.OPEN).order_by()
    counted = rows.values("account").annotate(how_many=Count("pk")).values_list("account", "how_many")
    return [Amount(account, Decimal(how_many)) for account, how_many in counted]


@account_figure(key="open-deals-worth", title=_("Worth of open deals"), order=41, needs="sales.opportunity.view")
def worth_of_open_deals(actor: Actor, account_ids: Collection[int]) -> Iterable[Amount]:
    rows = opportunities_seen(actor).filter(account__in=account_ids, stage__kind=Stage.Kind.OPEN).order_by()
    return [
        Amount(*row) for row in rows.values("account", "currency").annotate(worth=Sum("amount")).values_list("account", "worth", "currency")
    ]
