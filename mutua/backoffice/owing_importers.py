"""Invoices and credit standing from the back office. A row is one invoice, or what was said of one customer in one currency."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from mutua.backoffice.actions.tell_of_owing import tell_of_credit, tell_of_invoices
from mutua.backoffice.importers import check_currency
from mutua.backoffice.models import CreditStanding, Invoice
from mutua.backoffice.models.party import COLUMNS
from mutua.backoffice.parties import PARTY, check_party, find_parties, party_text, whose
from mutua.backoffice.queries.named import invoices_numbered, orders_numbered
from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.imports import Batch, Importer, Row, Target, importer, write_records
from mutua.foundation.imports.models import ImportRun

INVOICE = (*COLUMNS, "order_id", "number", "corrects_id", "invoiced_on", "due_on", "currency", "value", "open_amount", "as_of", "custom")
STANDING = (*COLUMNS, "currency", "credit_limit", "exposure", "days_overdue", "as_of", "custom")


@importer
class InvoiceImporter(Importer):
    """A negative value is a credit note. What is open is what the file says; where it says nothing, the whole value."""

    kind = "invoices"
    title = _("Invoices")
    needs = "backoffice.invoice.import"
    model = Invoice
    custom_kind = "invoice"
    can_be_undone = True
    targets = (
        Target("key", _("Key of the invoice"), synonyms=("id", "invoice id")),
        *PARTY,
        Target("number", _("Invoice number"), required=True, synonyms=("invoice", "invoice no", "invoiceno", "document number")),
        Target(
            "corrects",
            _("Corrects invoice"),
            synonyms=("original invoice", "reference invoice", "billing reference", "corrected invoice"),
            help=_("Of a credit note: the invoice whose error it puts right. Returns and rebates name none."),
        ),
        Target("order", _("Order number"), synonyms=("po number", "purchase order", "sales order")),
        Target(
            "invoiced_on", _("Invoiced on"), kind="date", required=True, synonyms=("invoice date", "invoicedate", "document date", "date")
        ),
        Target("due_on", _("Due on"), kind="date", synonyms=("due date", "net due date")),
        Target("value", _("Value"), kind="number", required=True, synonyms=("amount", "total", "invoice amount", "gross amount")),
        Target("open_amount", _("Open amount"), kind="number", synonyms=("open", "balance", "outstanding", "amount due")),
        Target("currency", _("Currency")),
        Target("as_of", _("As of"), kind="date", synonyms=("as at", "key date", "statement date")),
    )

    def key(self, values: dict[str, Any]) -> str:
        return str(values.get("key") or f"{party_text(values)}:{values['number']}")

    def check(self, row: Row) -> None:
        check_currency(row)
        check_party(row)
        values = row.values
        if "open_amount" in values and values["open_amount"] is None:
            row.correct("open_amount", _("The file does not say what is open: the whole value is taken as open."))
        if values.get("open_amount") is None:
            values["open_amount"] = values.get("value")
        value, left = values.get("value"), values.get("open_amount")
        if value is not None and left is not None and value * left < 0:
            row.refuse("open_amount", _("What is open has the other sign than the value."), found=str(left))
        if value == 0 and left:
            row.refuse("open_amount", _("An invoice of nothing cannot be open."), found=str(left))
        if values.get("corrects") and value is not None and value > 0:
            row.correct(
                "corrects", _("Only a credit note, with a negative value, corrects an invoice: left empty."), found=values["corrects"]
            )
            values["corrects"] = None

    def look_up(self, batch: Batch) -> None:
        find_parties(batch)
        orders = orders_numbered(batch.actor, batch.texts("order"))
        for row in batch.rows:
            number = row.values.get("order")
            row.values["order_id"] = orders.get((whose(row), number)) if number else None
            if number and row.goes_on and row.values["order_id"] is None:
                row.correct("order", _("This customer has no such order: the invoice stands by itself."), found=number)
        _find_corrected(batch)

    def write(self, batch: Batch) -> None:
        _complete(batch)
        write_records(Invoice, batch, INVOICE)

    def done(self, run: ImportRun, actor: Actor) -> None:
        tell_of_invoices(actor, run.pk, run.changed_ids())


@importer
class CreditImporter(Importer):
    """One standing a customer and currency: what comes again replaces what was said before; the history keeps it."""

    kind = "credit"
    title = _("Credit standing")
    needs = "backoffice.credit.import"
    model = CreditStanding
    custom_kind = "credit_standing"
    can_be_undone = True
    targets = (
        Target("key", _("Key of the row"), synonyms=("id",)),
        *PARTY,
        Target("credit_limit", _("Credit limit"), kind="number", synonyms=("limit",)),
        Target("exposure", _("Exposure"), kind="number", required=True, synonyms=("credit exposure", "total exposure", "balance")),
        Target("days_overdue", _("Days overdue"), kind="integer", synonyms=("days past due", "oldest open item")),
        Target("currency", _("Currency")),
        Target("as_of", _("As of"), kind="date", synonyms=("as at", "key date", "date")),
    )

    def key(self, values: dict[str, Any]) -> str:
        return str(values.get("key") or f"{party_text(values)}:{values.get('currency') or settings.DEFAULT_CURRENCY}")

    def check(self, row: Row) -> None:
        check_currency(row)
        check_party(row)
        for name, sentence in (("credit_limit", _("The limit is negative.")), ("days_overdue", _("The number of days is negative."))):
            number = row.values.get(name)
            if number is not None and number < 0:
                row.refuse(name, sentence, found=str(number))

    def look_up(self, batch: Batch) -> None:
        find_parties(batch)

    def write(self, batch: Batch) -> None:
        _complete(batch)
        write_records(CreditStanding, batch, STANDING)

    def done(self, run: ImportRun, actor: Actor) -> None:
        tell_of_credit(actor, run.pk, run.changed_ids())


def _find_corrected(batch: Batch) -> None:
    """The invoices that notes put right; one that stands in the same file may come after its note."""
    found = invoices_numbered(batch.actor, batch.texts("corrects"))
    for row in batch.rows:
        if "corrects" not in row.values:
            continue
        number = row.values["corrects"]
        row.values["corrects_id"] = found.get((whose(row), number.upper())) if number else None
        if number and row.goes_on and row.values["corrects_id"] is None:
            if row.last_chance:
                row.correct("corrects", _("This customer has no such invoice: the note stands by itself."), found=number)
            else:
                row.wait("corrects")


def _complete(batch: Batch) -> None:
    """A file that says no day speaks of the day on which it came in; one that says no currency, of ours."""
    for row in batch.rows:
        row.values["as_of"] = row.values.get("as_of") or days.today()
        row.values["currency"] = row.values.get("currency") or settings.DEFAULT_CURRENCY
        if "days_overdue" in row.values and row.values["days_overdue"] is None:
            row.values["days_overdue"] = 0
