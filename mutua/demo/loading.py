"""Loading the company, stage by stage. Each stage may be run again: a load that was killed is simply begun anew."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.translation import gettext as _

from mutua.demo import Progress, files, installed, measured, owed
from mutua.demo.company import ADMINISTRATOR, make_company
from mutua.demo.customers_page import open_customers_page
from mutua.demo.derived import commercial_deliveries, give_owners, tender_deals
from mutua.demo.models import DemoRecord
from mutua.demo.noting import ACTOR, PROGRESS_KEY, SOURCE, noted
from mutua.demo.overlay import (
    evaluate_last_plan,
    last_years_orders,
    lay_last_plan,
    lay_needs,
    lay_over,
    lay_selling,
    lay_strategies,
    with_expected_days,
)
from mutua.demo.shift import Shift, chosen_shift
from mutua.foundation.access import flow_actor
from mutua.foundation.access.people import actor_of
from mutua.foundation.identity.models import User
from mutua.foundation.imports import Mapping
from mutua.foundation.imports.actions.import_now import import_now
from mutua.foundation.imports.models import ImportRun
from mutua.foundation.jobs import progress as job_progress
from mutua.foundation.records.errors import Refused
from mutua.sales.pipelines import ensure_pipeline

ROOT = flow_actor(ACTOR)


class Stopped(Refused):
    """Somebody pressed Stop beside the bar."""


@dataclass
class Loading:
    """One load: how far it is, and what came in."""

    tell: Progress
    total: int
    done: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def take(self, kind: str, content: bytes, name: str, source: str, mapping: Mapping, weight: int) -> ImportRun:
        """One file through its importer. weight: its share of the whole, in hundredths."""
        title = _("Importing %(file)s") % {"file": name}
        self.tell(self.done, self.total, title)
        rows = max(content.count(b"\n") - 1, 1)
        seen = 0

        def advance(count: int, _position: int) -> None:
            nonlocal seen
            seen += count
            self.tell(self.done + weight * min(seen, rows) // rows, self.total, title)

        run = import_now(ROOT, kind, files.opened(content), file_name=name, source=source, mapping=mapping, advance=advance)
        self.step(weight)
        for what in ("created", "corrected", "refused"):
            key = f"{name}, {kind}: {what}"
            self.counts[key] = self.counts.get(key, 0) + getattr(run, what)
        return run

    def step(self, weight: int, title: str = "") -> None:
        self.done += weight
        self.tell(min(self.done, self.total), self.total, title or _("Loading the demonstration"))


def load_all(tell: Progress) -> dict[str, int]:
    """Everything, in the order in which one thing needs another."""
    bar = job_progress(PROGRESS_KEY, _("Loading the demonstration"), total=100)

    def both(done: int, total: int, message: str) -> None:
        if bar.cancelled:
            raise Stopped(_("The demonstration was stopped. What came in is kept; load it again to go on, or clear it."))
        bar.advance(max(0, done - bar.row.done), message=message)
        tell(done, total, message)

    loading = Loading(both, 100)
    try:
        shift = chosen_shift()
        make_company()
        loading.step(2)
        ensure_tenders()
        for stage in (_programmes, _commercial, _joined):
            stage(loading, shift)
        lay_over(ROOT, shift, lambda title: loading.step(4, title))
        _measured(loading, shift)
        _last_year(loading, shift)
        lay_selling(ROOT, shift)
        open_customers_page(shift)
        DemoRecord.objects.get_or_create(kind=DemoRecord.COMPLETE)
    except Stopped as stopped:
        bar.stop(str(stopped))
        raise
    except BaseException as error:
        bar.fail(str(error) or type(error).__name__)
        raise
    bar.finish(_("The demonstration is loaded."))
    tell(100, 100, _("The demonstration is loaded."))
    return loading.counts


def ensure_tenders() -> None:
    pipeline = ensure_pipeline("tenders", _("Tenders"))
    noted(pipeline)


def _programmes(loading: Loading, shift: Shift) -> None:
    content, name = files.deliveries(), "scms-delivery-history.csv"
    for kind, mapping, weight in (("accounts", "scms-accounts", 2), ("accounts", "scms-suppliers", 2), ("products", "scms-products", 2)):
        loading.take(kind, content, name, "scms", files.mapping(mapping), weight)
    loading.take("orders", content, name, "scms", files.mapping("scms-orders", shift.deliveries), 20)
    loading.take("shipments", content, name, "scms", files.mapping("scms-shipments", shift.deliveries), 26)


def _commercial(loading: Loading, shift: Shift) -> None:
    content = files.commercial()
    loading.take("accounts", content["accounts.csv"], "accounts.csv", "crm", files.mapping("crm-accounts"), 1)
    loading.take("products", content["products.csv"], "products.csv", "crm", files.mapping("crm-products"), 1)
    # Before the deals: a deal finds the strategy that it serves when it comes in.
    lay_needs(ROOT, shift, "programmes.toml")
    lay_strategies(ROOT, shift)
    mapping = files.mapping("crm-opportunities", shift.deals)
    deals = with_expected_days(content["sales_pipeline.csv"], shift.today - timedelta(days=shift.deals))
    loading.take("opportunities", deals, "sales_pipeline.csv", "crm", mapping, 16)
    give_owners(actor_of(User.objects.get(email__iexact=ADMINISTRATOR)))


def _measured(loading: Loading, shift: Shift) -> None:
    """What customers count beside their deliveries; one of them corrects a figure a month later than it told it."""
    measured.define_measures(ROOT)
    told = (("cases", "measure-cases", measured.cases), ("figures", "measure-figures", measured.figures))
    for name, kind, made in told:
        loading.take(kind, made(shift.today), f"customers-{name}.csv", SOURCE, files.mapping(f"invented-{kind}"), 1)
    corrected = measured.corrected_figures(shift.today)
    loading.take("measure-figures", corrected, "corrected-figures.csv", SOURCE, files.mapping("invented-measure-figures"), 1)


def _joined(loading: Loading, shift: Shift) -> None:
    """What joins the two worlds, invented: tenders of programmes, deliveries and invoices of commercial accounts."""
    loading.take("opportunities", tender_deals(shift.today), "tenders.csv", SOURCE, files.mapping("invented-opportunities"), 2)
    deliveries = commercial_deliveries(shift.today)
    for kind in ("orders", "shipments"):
        loading.take(kind, deliveries, "commercial-deliveries.csv", SOURCE, files.mapping(f"invented-{kind}"), 2)
    # Credit standing adds up from the invoices, so these come first.
    for kind, made in (("invoices", owed.invoices), ("credit", owed.credit), ("assets", installed.assets)):
        loading.take(kind, made(shift.today), f"commercial-{kind}.csv", SOURCE, files.mapping(f"invented-{kind}"), 1)


def _last_year(loading: Loading, shift: Shift) -> None:
    """A plan that is over: begun, carried out, and evaluated on what the customers ordered with it and without. All of it invented."""
    lay_last_plan(ROOT, shift)
    loading.take("orders", last_years_orders(shift), "grocers-orders.csv", SOURCE, files.mapping("invented-grocer-orders"), 2)
    evaluate_last_plan(shift)
