"""After an import of invoices or of credit standing: one event with the accounts that it is about."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from mutua.backoffice.events import CreditImported, InvoicesImported
from mutua.backoffice.models import CreditStanding, Invoice
from mutua.foundation.access import Actor
from mutua.foundation.events import announce


@transaction.atomic
def tell_of_invoices(actor: Actor, run_id: int, invoice_ids: Collection[int]) -> None:
    """Tell once that invoices came; `invoice_ids`: those that are new or changed."""
    accounts = Invoice.objects.filter(pk__in=invoice_ids, account__isnull=False).order_by("account_id")
    announce(InvoicesImported(run_id=run_id, account_ids=tuple(accounts.values_list("account_id", flat=True).distinct())), actor=actor)


@transaction.atomic
def tell_of_credit(actor: Actor, run_id: int, standing_ids: Collection[int]) -> None:
    """Tell once that credit standing came; `standing_ids`: those that are new or changed."""
    accounts = CreditStanding.objects.filter(pk__in=standing_ids, account__isnull=False).order_by("account_id")
    announce(CreditImported(run_id=run_id, account_ids=tuple(accounts.values_list("account_id", flat=True).distinct())), actor=actor)
