"""Deals from files of other systems."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mutua.catalog.models import Product
from mutua.catalog.queries.named import products_named
from mutua.customers.import_targets import ACCOUNT_KEY
from mutua.customers.queries.named import accounts_named, owners_named
from mutua.foundation.access import Actor
from mutua.foundation.events import announce
from mutua.foundation.imports import Batch, Importer, Row, Target, importer, looks, write_records
from mutua.foundation.imports.models import ImportRun
from mutua.foundation.tags.importing import settle_tags_of
from mutua.sales.events import OpportunitiesImported
from mutua.sales.models import Opportunity, Stage
from mutua.sales.queries.serving import infer_strategies
from mutua.sales.rules.price import to_cents

FIELDS = (
    "name", "account_id", "product_id", "owner_id", "stage_id", "amount", "amount_is_list_price", "currency", "engaged_on", "closed_on",
    "expected_on", "lost_reason", "tags", "strategy_id", "strategy_inferred", "custom",
)  # fmt: skip

# How other programs say that a deal is over, as its state or as its stage
OUTCOMES = {
    "open": Stage.Kind.OPEN, "offen": Stage.Kind.OPEN, "in progress": Stage.Kind.OPEN,
    "won": Stage.Kind.WON, "closed won": Stage.Kind.WON, "closedwon": Stage.Kind.WON, "gewonnen": Stage.Kind.WON, "gagné": Stage.Kind.WON, "ganado": Stage.Kind.WON,
    "lost": Stage.Kind.LOST, "closed lost": Stage.Kind.LOST, "closedlost": Stage.Kind.LOST, "closed lost to competition": Stage.Kind.LOST,
    "closed-lost to competition": Stage.Kind.LOST, "verloren": Stage.Kind.LOST, "perdu": Stage.Kind.LOST, "perdido": Stage.Kind.LOST, "abandoned": Stage.Kind.LOST,
}  # fmt: skip


@importer
class OpportunityImporter(Importer):
    """One row is one deal. A row without an account waits in the repair list: a deal with nobody is no deal."""

    kind = "opportunities"
    title = _("Deals")
    needs = "sales.opportunity.create"
    model = Opportunity
    custom_kind = "opportunity"
    can_be_undone = True
    targets = (
        Target(
            "key",
            _("Key in the source"),
            required=True,
            synonyms=("opportunity_id", "opportunity id", "deal id", "record id", "id", "deal - id", "uuid"),
            look=looks.key_of("006"),
        ),
        Target(
            "name",
            _("Name"),
            synonyms=("deal name", "opportunity name", "deal - title", "title", "dealname", "name", "potential name", "bezeichnung", "nom", "nombre"),
        ),
        Target(
            "account_key",
            _("Account (key in the source)"),
            synonyms=("account id", "accountid", "associated company id", "company id", "organization id", "account name id", "primary associated company id"),
            help=_("The account's key in the same source; where it fits none, the name counts."),
            look=ACCOUNT_KEY,
        ),
        Target(
            "account",
            _("Account"),
            synonyms=(
                "account name", "company", "company name", "organization - name", "organization", "associated company", "deal - organization", "customer", "firma",
                "kunde", "societe", "client", "empresa", "cliente",
            ),
        ),
        Target("product", _("Product"), synonyms=("product name", "item", "produkt", "produit", "producto")),
        Target(
            "owner",
            _("Owner"),
            synonyms=(
                "sales_agent", "sales agent", "deal owner", "opportunity owner", "responsible", "assigned to", "assigned user name", "assigned to user", "owner name",
                "owner id", "deal - owner", "assigned user id",
            ),
        ),
        Target("tags", _("Tags"), kind="list", synonyms=("tag", "labels", "deal tags", "keywords")),
        Target("pipeline", _("Pipeline"), synonyms=("process", "sales process", "deal pipeline", "deal - pipeline")),
        Target(
            "stage",
            _("Stage"),
            synonyms=("deal_stage", "deal stage", "stage name", "status", "sales stage", "deal - stage", "phase", "etape", "etapa", "verkaufsphase"),
        ),
        Target(
            "outcome",
            _("Open, won or lost"),
            synonyms=("deal status", "status", "deal - status", "outcome"),
            help=_("Where the stage alone does not say it."),
            look=replace(looks.one_of(OUTCOMES, alone=0.9), least=0.8),
        ),
        Target(
            "amount",
            _("Amount"),
            kind="number",
            synonyms=("close_value", "close value", "deal - value", "value", "deal value", "amount / amount", "opportunity amount", "betrag", "montant", "importe", "wert"),
        ),
        Target(
            "currency",
            _("Currency"),
            synonyms=("currency code", "currency iso code", "currency of value", "deal currency", "amount / currency", "currency name", "wahrung", "devise", "moneda"),
            look=looks.CURRENCY,
        ),
        Target(
            "engaged_on",
            _("Engaged on"),
            kind="date",
            synonyms=("engage_date", "engage date", "create date", "created", "created date", "deal created", "created time", "creation date", "date entered", "created at"),
        ),
        Target(
            "closed_on",
            _("Closed on"),
            kind="date",
            synonyms=("close_date", "close date", "won time", "closed date", "date closed", "closing date", "abschlussdatum", "deal closed on", "deal won time"),
            help=_("Of an open deal it is the day on which it is expected to close."),
        ),
        Target(
            "expected_on",
            _("Expected to close on"),
            kind="date",
            synonyms=("expected close date", "expected closing date", "expected close", "deal - expected close date"),
        ),
        Target(
            "lost_reason",
            _("Why it was lost"),
            synonyms=("lost reason", "loss reason", "closed lost reason", "reason for loss", "deal - lost reason", "verlustgrund"),
        ),
    )  # fmt: skip

    def check(self, row: Row) -> None:
        for field, others in ((_("account"), ("account", "account_key")), (_("stage"), ("stage", "outcome"))):
            if not any(row.values.get(name) for name in others):
                row.refuse(others[0], _now("The row has no %(field)s.") % {"field": field})
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
        accounts = accounts_named(batch.actor, batch.source, batch.texts("account") | batch.texts("account_key"))
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
        settle_tags_of(batch)
        write_records(Opportunity, batch, FIELDS)

    def done(self, run: ImportRun, actor: Actor) -> None:
        ids = list(run.changed_ids())
        accounts = Opportunity.objects.filter(pk__in=ids).values_list("account_id", flat=True).order_by("account_id").distinct()
        announce(OpportunitiesImported(account_ids=tuple(accounts), count=len(ids)), actor=actor)


Stages = dict[tuple[str, str], Stage]


def _stages(batch: Batch) -> Stages:
    """By (pipeline, stage), each by key and by name; by ("", stage) in the first pipeline that has it; by "=won" the end of a kind. Asked once a run."""
    if "stages" not in batch.memory:
        known: Stages = {}
        for stage in Stage.objects.select_related("pipeline").order_by("pipeline__order", "order"):
            for pipeline in (stage.pipeline.key, stage.pipeline.name.casefold(), ""):
                for name in (stage.key, stage.name.casefold(), f"={stage.kind}"):
                    known.setdefault((pipeline, name), stage)
        batch.memory["stages"] = known
    found: Stages = batch.memory["stages"]
    return found


def _list_prices(product_ids: Iterable[int]) -> dict[int, tuple[Decimal | None, str]]:
    rows = Product.objects.filter(pk__in=list(product_ids)).values_list("pk", "list_price", "currency")
    return {pk: (price, currency) for pk, price, currency in rows}


def _find_stage(row: Row, stages: Stages) -> None:
    pipeline, name = (row.values.get("pipeline") or "").casefold(), (row.values.get("stage") or "").casefold()
    stage = stages.get((pipeline, name))
    kind = OUTCOMES.get((row.values.get("outcome") or "").casefold()) or (OUTCOMES.get(name) if stage is None else None)
    if kind in (Stage.Kind.WON, Stage.Kind.LOST) or not name:
        # How a deal ended says more than the stage in which it stood then.
        pipeline = stage.pipeline.key if stage is not None else pipeline
        stage = stage if stage is not None and stage.kind == kind else stages.get((pipeline, f"={kind}"))
    if stage is None:
        row.refuse("stage", _("No pipeline has this stage."), found=row.values.get("stage") or row.values.get("outcome") or "")
        return
    row.values["stage_id"] = stage.pk
    row.values["is_open"] = stage.kind == Stage.Kind.OPEN
    closed = row.values.get("closed_on")
    if row.values["is_open"] and closed:
        row.values["closed_on"] = None
        if row.values.get("expected_on"):
            row.correct("closed_on", _("The deal is open: its day of closing is left empty."), found=str(closed))
        else:
            row.values["expected_on"] = closed
            row.correct(
                "closed_on", _("The deal is open: the day is taken as the one on which it is expected to close."), found=str(closed)
            )


def _find_account(row: Row, accounts: dict[str, int | None]) -> None:
    key, text = row.values.get("account_key") or "", row.values.get("account") or row.values.get("account_key") or ""
    account_id = accounts.get(key) or accounts.get(text)
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
    return (" · ".join(filter(None, (row.values.get("product_name"), row.values.get("account")))) or row.key)[:200]
