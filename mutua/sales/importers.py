"""Deals from files of other systems."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.catalog.models import Product
from mutua.catalog.queries.named import products_named
from mutua.customers.queries.named import accounts_named, owners_named
from mutua.foundation.access import Actor
from mutua.foundation.events import announce
from mutua.foundation.imports import Batch, Importer, Row, Target, importer, write_records
from mutua.foundation.imports.models import ImportRun
from mutua.sales.events import OpportunitiesImported
from mutua.sales.models import Opportunity, Stage
from mutua.sales.queries.serving import infer_strategies
from mutua.sales.rules.price import to_cents

FIELDS = (
    "name", "account_id", "product_id", "owner_id", "stage_id", "amount", "amount_is_list_price", "currency", "engaged_on", "closed_on",
    "expected_on", "lost_reason", "strategy_id", "strategy_inferred",
)  # fmt: skip


@importer
class OpportunityImporter(Importer):
    """One row is one deal. A row without an account waits in the repair list: a deal with nobody is no deal."""

    kind = "opportunities"
    title = _("Deals")
    needs = "sales.opportunity.create"
    model = Opportunity
    targets = (
        Target("key", _("Key in the source"), required=True, synonyms=("opportunity_id", "opportunity id", "deal id", "record id", "id")),
        Target("name", _("Name"), synonyms=("deal name", "opportunity name", "deal - title", "title")),
        Target("account", _("Account"), required=True, synonyms=("account name", "company", "company name", "organization - name")),
        Target("product", _("Product"), synonyms=("product name", "item")),
        Target("owner", _("Owner"), synonyms=("sales_agent", "sales agent", "deal owner", "opportunity owner", "responsible")),
        Target("pipeline", _("Pipeline"), synonyms=("process",)),
        Target("stage", _("Stage"), required=True, synonyms=("deal_stage", "deal stage", "stage name", "status")),
        Target("amount", _("Amount"), kind="number", synonyms=("close_value", "close value", "deal - value", "value")),
        Target("currency", _("Currency"), synonyms=("currency code",)),
        Target("engaged_on", _("Engaged on"), kind="date", synonyms=("engage_date", "engage date", "create date", "created")),
        Target("closed_on", _("Closed on"), kind="date", synonyms=("close_date", "close date", "won time", "closed date")),
        Target("expected_on", _("Expected to close on"), kind="date", synonyms=("expected close date",)),
        Target("lost_reason", _("Why it was lost"), synonyms=("lost reason", "loss reason", "closed lost reason")),
    )

    def check(self, row: Row) -> None:
        began, ended = row.values.get("engaged_on"), row.values.get("closed_on")
        if began and ended and ended < began:
            row.correct("closed_on", _("The deal would end before it began: the day of its end is left empty."), found=str(ended))
            row.values["closed_on"] = None
        if (row.values.get("amount") or 0) < 0:
            row.refuse("amount", _("A deal is worth nothing or more."), found=str(row.values["amount"]))
        currency = (row.values.get("currency") or "").upper()
        if currency and not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
            row.refuse("currency", _("A currency is three letters, such as USD."), found=currency)
        row.values["currency"] = currency or None

    def look_up(self, batch: Batch) -> None:
        stages = _stages(batch)
        accounts = accounts_named(batch.actor, batch.source, batch.texts("account"))
        owners = owners_named(batch.texts("owner"))
        products = products_named(batch.actor, batch.texts("product"))
        prices = _list_prices(found.id for found in products.values() if found)
        for row in batch.rows:
            _find_stage(row, stages)
            _find_account(row, accounts)
            _find_owner(row, owners)
            _find_product(row, products)
            _complete(row, prices)

    def write(self, batch: Batch) -> None:
        infer_strategies(batch.rows)
        write_records(Opportunity, batch, FIELDS)

    def done(self, run: ImportRun, actor: Actor) -> None:
        ids = list(run.changed_ids())
        accounts = Opportunity.objects.filter(pk__in=ids).values_list("account_id", flat=True).order_by("account_id").distinct()
        announce(OpportunitiesImported(account_ids=tuple(accounts), count=len(ids)), actor=actor)


Stages = dict[tuple[str, str], Stage]


def _stages(batch: Batch) -> Stages:
    """By (pipeline, stage), each by key and by name; by ("", stage) in the first pipeline that has it. Asked once a run."""
    if "stages" not in batch.memory:
        known: Stages = {}
        for stage in Stage.objects.select_related("pipeline").order_by("pipeline__order", "order"):
            for pipeline in (stage.pipeline.key, stage.pipeline.name.casefold(), ""):
                for name in (stage.key, stage.name.casefold()):
                    known.setdefault((pipeline, name), stage)
        batch.memory["stages"] = known
    found: Stages = batch.memory["stages"]
    return found


def _list_prices(product_ids: Iterable[int]) -> dict[int, tuple[Decimal | None, str]]:
    rows = Product.objects.filter(pk__in=list(product_ids)).values_list("pk", "list_price", "currency")
    return {pk: (price, currency) for pk, price, currency in rows}


def _find_stage(row: Row, stages: Stages) -> None:
    pipeline, name = (row.values.get("pipeline") or "").casefold(), row.values["stage"].casefold()
    stage = stages.get((pipeline, name))
    if stage is None:
        row.refuse("stage", _("No pipeline has this stage."), found=row.values["stage"])
        return
    row.values["stage_id"] = stage.pk
    row.values["is_open"] = stage.kind == Stage.Kind.OPEN
    if row.values["is_open"] and row.values.get("closed_on"):
        row.correct("closed_on", _("The deal is open: its day of closing is left empty."), found=str(row.values["closed_on"]))
        row.values["closed_on"] = None


def _find_account(row: Row, accounts: dict[str, int | None]) -> None:
    text = row.values["account"]
    account_id = accounts.get(text)
    if account_id is not None:
        row.values["account_id"] = account_id
    elif text in accounts:
        row.refuse("account", _("More than one account has this name."), found=text)
    else:
        row.refuse("account", _("There is no account of this name."), found=text)


def _find_owner(row: Row, owners: dict[str, int | None]) -> None:
    text = row.values.get("owner")
    if not text:
        return
    if owners.get(text) is None:
        row.correct("owner", _("Nobody here has this name: the deal is without an owner."), found=text)
    row.values["owner_id"] = owners.get(text)


def _find_product(row: Row, products: dict[str, Any]) -> None:
    text = row.values.get("product")
    if not text:
        return
    found = products.get(text)
    if found is None:
        row.refuse("product", _("There is no single product of this name."), found=text)
        return
    row.values["product_id"], row.values["product_name"] = found.id, found.name
    if not found.is_exact:
        row.correct("product", _("The product is written in another way than in the catalogue: taken as that one."), found=text)


def _complete(row: Row, prices: dict[int, tuple[Decimal | None, str]]) -> None:
    """What the row leaves open follows from the product: the name, and the list price while nobody has said an amount."""
    price, currency = prices.get(row.values.get("product_id") or 0, (None, ""))
    at_list_price = row.values.get("amount") is None and price is not None
    if row.values.get("amount") is None:
        row.values["amount"] = to_cents(price or Decimal(0))
    row.values["amount_is_list_price"] = at_list_price
    row.values["currency"] = row.values.get("currency") or currency or "USD"
    row.values["name"] = row.values.get("name") or _name(row)
    row.values["lost_reason"] = row.values.get("lost_reason") or ""


def _name(row: Row) -> str:
    return " · ".join(filter(None, (row.values.get("product_name"), row.values["account"])))[:200]
