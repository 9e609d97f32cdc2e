"""What lacks for an objective by strategy's own count: accounts of the segment of which no outcome became known."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from mutua.customers.models import Account
from mutua.customers.queries.accounts import accounts_seen
from mutua.foundation.access import Actor
from mutua.strategy.evidence_showing import register, under_review
from mutua.strategy.models import CountedOutcome
from mutua.strategy.review_evidence import Asked, Count, EvidencePanel
from mutua.strategy.work import Seen


def _silent(actor: Actor, asked: Asked) -> QuerySet[Account]:
    counted = CountedOutcome.objects.filter(objective=asked.objective, account=OuterRef("pk"))
    return accounts_seen(actor).filter(pk__in=asked.accounts).exclude(Exists(counted))


def _show(account: Any) -> Seen:
    return Seen(account.name, account.get_absolute_url(), account=account)


under_review()
register(
    EvidencePanel(
        key="accounts",
        title=_("Accounts of the segment"),
        needs="customers.account.view",
        order=80,
        counts=(
            Count("silent", _("Accounts of the segment of which no outcome became known"), _silent, _show, ("name", "pk"), missing=True),
        ),
        of_members=True,
    )
)
