"""The invitation on the first page: follow one customer through the loop."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from mutua.customers.queries.accounts import accounts_seen
from mutua.demo.models import DemoRecord
from mutua.foundation.access import Actor
from mutua.foundation.today import notice

FOLLOWED = "Zambia programme"
TOUCHPOINT = "physical-delivery"


@notice(key="follow-one", needs="customers.account.view", order=10)
def follow_one_customer(actor: Actor) -> tuple[str, dict[str, Any]] | None:
    """Five stations of one account, once the demonstration is loaded wholly and for whoever sees that account."""
    if not DemoRecord.objects.filter(kind=DemoRecord.COMPLETE).exists():
        return None
    account = accounts_seen(actor).filter(name=FOLLOWED).first()
    return None if account is None else ("demo/_follow.html", {"account": account, "stations": _stations(account.pk)})


def _stations(account_id: int) -> list[tuple[str, str, str, str]]:
    return [
        ("target-arrow", _("Why"), _("The strategy it serves"), reverse("strategy:customer-strategy", args=[account_id])),
        ("building", _("Who"), _("Both sides on one page"), reverse("customers:account", args=[account_id])),
        (
            "truck-delivery",
            _("How well"),
            _("Deliveries on their measure"),
            reverse("relationships:touchpoint", args=[account_id, TOUCHPOINT]),
        ),
        ("chart-arrows", _("What next"), _("Gap, gate and roadmap"), reverse("relationships:profile", args=[account_id])),
        ("gavel", _("Does it work"), _("The review decides"), reverse("strategy:strategies")),
    ]
