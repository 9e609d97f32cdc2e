"""Leads from files of other systems."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.catalog.models import Offering
from mutua.customers.person_rights import known_by
from mutua.customers.queries.named import owners_named
from mutua.customers.rules.normalised import BadAddress, normalise
from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.events import announce
from mutua.foundation.imports import Batch, Importer, Row, importer, write_records
from mutua.foundation.imports.models import ImportRun
from mutua.foundation.privacy.suppressing import suppressed_among
from mutua.foundation.tags.importing import settle_tags_of
from mutua.sales.lead_events import LeadsImported
from mutua.sales.lead_targets import LEAD_TARGETS, STATES
from mutua.sales.models import Lead
from mutua.sales.queries.fitting import infer_lead_strategies

FIELDS = (
    "organisation", "given_name", "family_name", "job_title", "mail", "mail_normalised", "phone", "phone_normalised", "website", "industry", "country",
    "employees", "amount", "currency", "offering_id", "message", "came_by", "owner_id", "state", "judged_at", "disqualified_reason", "arrived_at",
    "strategy_id", "strategy_inferred", "tags", "custom",
)  # fmt: skip
NAMES = ("organisation", "given_name", "family_name", "mail", "phone")


@importer
class LeadImporter(Importer):
    """One row is one lead. How far another program came with it counts for new leads only: what was judged here stays judged."""

    kind = "leads"
    title = _("Leads")
    needs = "sales.lead.create"
    model = Lead
    custom_kind = "lead"
    can_be_undone = True
    targets = LEAD_TARGETS

    def key(self, values: dict[str, Any]) -> str:
        said = " ".join(str(values[name]) for name in ("organisation", "name", "given_name", "family_name") if values.get(name))
        return str(values.get("key") or values.get("mail") or said)

    def check(self, row: Row) -> None:
        if row.values.get("name") and not (row.values.get("given_name") or row.values.get("family_name")):
            given, _space, family = row.values["name"].rpartition(" ")
            row.values["given_name"], row.values["family_name"] = given, family
        row.values["phone"] = row.values.get("phone") or row.values.get("mobile")
        for kind in ("mail", "phone"):
            _compare(row, kind)
        if not any(row.values.get(name) for name in NAMES):
            row.refuse("organisation", _("The row names nobody: no organisation, no name, no address."))
        for name in (name for name in ("employees", "amount") if (row.values.get(name) or 0) < 0):
            row.correct(name, _("A number below nothing is left out."), found=str(row.values[name]))
            row.values[name] = None
        currency = (row.values.pop("currency", None) or "").upper()
        if currency and not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
            row.refuse("currency", _("A currency is three letters, such as USD."), found=currency)
        elif currency:
            row.values["currency"] = currency
        if row.values.get("arrived_on"):
            row.values["arrived_at"] = datetime.combine(row.values["arrived_on"], time(12), UTC)
        _shorten(row)

    def look_up(self, batch: Batch) -> None:
        owners = owners_named(batch.texts("owner"))
        offerings = {name.casefold(): pk for pk, name in visible_to(batch.actor, Offering.objects.all()).values_list("pk", "name")}
        for row in batch.rows:
            if text := row.values.get("owner"):
                _found(row, "owner", owners.get(text), _("Nobody here has this name or mail address: the lead is without an owner."))
            if text := row.values.get("offering"):
                _found(row, "offering", offerings.get(text.strip().casefold()), _("There is no offering of this name: left empty."))

    def write(self, batch: Batch) -> None:
        for row in batch.rows:
            _stand(row)
            if row.record_id is None and batch.actor.user_id and "owner_id" not in row.values:
                row.values.update(self.if_new(batch.actor))
        infer_lead_strategies(batch.rows)
        settle_tags_of(batch)
        write_records(Lead, batch, FIELDS)

    def if_new(self, actor: Actor) -> dict[str, Any]:
        # As by hand: who brings a lead in owns it. Who sees all of them may leave them to nobody.
        return {"owner_id": actor.user_id} if actor.scope != "all" else {}

    def forget_erased(self, batch: Batch) -> None:
        words = {row.number: (known_by(batch.source, row.key), str(row.values.get("mail_normalised") or "")) for row in batch.rows}
        erased = suppressed_among(word for said in words.values() for word in said)
        for row in batch.rows:
            if erased.intersection(words[row.number]):
                row.forget(
                    _("This person was erased here at their wish and is not brought back by an import; nothing of the row was kept.")
                )

    def done(self, run: ImportRun, actor: Actor) -> None:
        announce(LeadsImported(count=len(list(run.changed_ids()))), actor=actor)


def _compare(row: Row, kind: str) -> None:
    """The address as contact points compare it; one that reaches nobody is left out."""
    text = row.values.get(kind)
    if not text:
        row.values.pop(kind, None)
        return
    try:
        row.values[f"{kind}_normalised"] = normalise(kind, text)
    except BadAddress:
        row.values.pop(kind)
        row.correct(kind, _("This cannot be used to reach anybody: left empty."), found=text)


def _shorten(row: Row) -> None:
    for name in ("organisation", "given_name", "family_name", "job_title", "website", "industry", "country", "came_by", "phone"):
        most: int = Lead._meta.get_field(name).max_length or 0  # type: ignore[union-attr]
        if len(row.values.get(name) or "") > most:
            row.correct(name, _("The text is longer than the field holds: cut off."), found=row.values[name][:60])
            row.values[name] = row.values[name][:most]


def _found(row: Row, name: str, number: int | None, otherwise: Any) -> None:
    if number is None:
        row.correct(name, otherwise, found=row.values[name])
    else:
        row.values[f"{name}_id"] = number


def _stand(row: Row) -> None:
    """State, moment and reason go together; of a lead that is there already they stay as they are here."""
    text, reason = row.values.pop("status", None), row.values.pop("reason", None)
    if row.record_id is not None or not text:
        return
    state = STATES.get(text.strip().casefold())
    if state is None:
        row.correct("status", _("This state is not known: taken as new."), found=text)
        return
    row.values["state"] = state
    if state in (Lead.State.QUALIFIED, Lead.State.DISQUALIFIED):
        row.values["judged_at"] = max(days.now(), row.values.get("arrived_at") or days.now())
    if state == Lead.State.DISQUALIFIED:
        row.values["disqualified_reason"] = (reason or text)[:300]
