"""The lists of all invoices and of all credit standing."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mutua.backoffice.models import CreditStanding, Invoice
from mutua.backoffice.queries.finding import numbered_or_of
from mutua.backoffice.queries.owing import invoices_seen, standings_seen
from mutua.foundation.lists import Blank, Column, ListSpec, Starter
from mutua.foundation.ui.formats import day, money

STEPS = [
    (_("Write a CSV file"), _("One invoice or one credit standing a row, from the program that has them.")),
    (_("Import it"), _("The headings are recognised; what cannot be read is kept for repair.")),
]


def _find_invoices(queryset: QuerySet[Invoice], text: str) -> QuerySet[Invoice]:
    return queryset.filter(numbered_or_of(Invoice, "number", text))


def _find_standings(queryset: QuerySet[CreditStanding], text: str) -> QuerySet[CreditStanding]:
    folded = text.lower()
    named = queryset.filter(account__search__contains=folded) | queryset.filter(person__search__contains=folded)
    return named | queryset.filter(household__search__contains=folded)


INVOICES = ListSpec(
    kind="invoice",
    model=Invoice,
    title=_("Invoices"),
    noun=_("invoices"),
    base=invoices_seen,
    columns=[
        Column("number", _("Invoice"), sort="number", phone=True, template="backoffice/invoices/_number_cell.html", value=lambda i: i.number),
        Column("customer", _("Customer"), text=lambda i: str(i.party), phone=True),
        Column("invoiced_on", _("Invoiced"), text=lambda i: day(i.invoiced_on, year=True), value=lambda i: i.invoiced_on, sort="invoiced_on", numeric=True),
        Column("due_on", _("Due"), text=lambda i: day(i.due_on, year=True) if i.due_on else "–", value=lambda i: i.due_on, sort="due_on", numeric=True),
        Column("late", _("Overdue"), template="backoffice/invoices/_late_cell.html", value=lambda i: i.days_overdue, sort="days_overdue", numeric=True),
        Column("value", _("Value"), text=lambda i: money(i.value, i.currency), value=lambda i: i.value, sort="value", numeric=True),
        Column("open_amount", _("Open"), text=lambda i: money(i.open_amount, i.currency), value=lambda i: i.open_amount, sort="open_amount", numeric=True, phone=True),
        Column("currency", _("Currency"), text=lambda i: i.currency, hidden=True),
        Column("as_of", _("As of"), text=lambda i: day(i.as_of, year=True), value=lambda i: i.as_of, hidden=True, numeric=True),
    ],
    default_sort="-invoiced_on",
    link=lambda i: i.get_absolute_url(),
    select_related=("account", "person", "household"),
    search=_find_invoices,
    starters=[
        Starter("overdue", _("Overdue"), lambda actor: {"field": "days_overdue", "op": "gt", "value": 0}),
    ],
    export="backoffice.invoice.view",
    blank=Blank(_("No invoices yet"), _("Invoices are mirrored from your back office; nothing is entered here."), steps=STEPS),
)  # fmt: skip

CREDIT = ListSpec(
    kind="credit_standing",
    model=CreditStanding,
    title=_("Credit standing"),
    noun=_("credit standings"),
    base=standings_seen,
    columns=[
        Column("customer", _("Customer"), template="backoffice/invoices/_customer_cell.html", value=lambda c: str(c.party), phone=True),
        Column("exposure", _("Exposure"), text=lambda c: money(c.exposure, c.currency), value=lambda c: c.exposure, sort="exposure", numeric=True, phone=True),
        Column("credit_limit", _("Limit"), text=lambda c: money(c.credit_limit, c.currency) if c.credit_limit is not None else "–", value=lambda c: c.credit_limit, sort="credit_limit", numeric=True),
        Column("days_overdue", _("Days overdue"), text=lambda c: str(c.days_overdue), value=lambda c: c.days_overdue, sort="days_overdue", numeric=True, phone=True),
        Column("as_of", _("As of"), text=lambda c: day(c.as_of, year=True), value=lambda c: c.as_of, sort="as_of", numeric=True),
    ],
    default_sort="-exposure",
    link=lambda c: c.get_absolute_url(),
    select_related=("account", "person", "household"),
    search=_find_standings,
    export="backoffice.credit.view",
    blank=Blank(_("No credit standing yet"), _("Credit standing is mirrored from your back office; nothing is entered here."), steps=STEPS),
)  # fmt: skip
