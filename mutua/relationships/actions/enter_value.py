"""Writing into the value ledger what one side gets or gives."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.queries.accounts import account_for
from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.relationships.events import ValueEntered
from mutua.relationships.models import ValueEntry
from mutua.relationships.queries.roadmaps import item_for

YEARS = 20  # how far from today an entry may lie
OURS = (ValueEntry.Kind.EXPECTED, ValueEntry.Kind.CLAIMED)


@transaction.atomic
def enter_value(
    actor: Actor,
    account_id: int,
    *,
    side: str,
    component: str,
    amount: Decimal,
    currency: str,
    period: date,
    kind: str = "expected",
    item_id: int | None = None,
    evidence: str = "",
) -> ValueEntry:
    """amount: negative for what the side gives. period: any day of the quarter. Raises NotFound, NotAllowed, Refused."""
    account = account_for(actor, account_id)
    item = item_for(actor, item_id, account_id) if item_id is not None else None
    require(actor, "relationships.value.edit", account)
    if kind not in OURS:
        raise Refused(
            _("Verified or disputed is what the customer says, on its own page. Enter the value as claimed. Nothing was changed."),
            field="kind",
        )

    check_period(period)
    entry = ValueEntry(account=account, item=item, side=side, component=component, kind=kind, amount=amount, currency=currency)
    entry.period, entry.evidence = quarter_of(period), evidence
    store(entry)

    told = ValueEntered(
        entry_id=entry.pk,
        account_id=account.pk,
        amount=f"{amount:,.2f} {currency}",
        side=str(entry.get_side_display()),
        component=str(entry.get_component_display()),
    )
    announce(told, actor=actor)
    return entry


def check_period(day: date) -> None:
    """Raises Refused for a year that is a slip: one such entry would make what all others are worth unreadable."""
    if abs(day.year - days.today().year) > YEARS:
        words = {"year": day.year, "years": YEARS}
        raise Refused(_("%(year)s is more than %(years)s years away. Look at the year; nothing was changed.") % words, field="period")


def quarter_of(day: date) -> date:
    """The first day of its quarter."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)
