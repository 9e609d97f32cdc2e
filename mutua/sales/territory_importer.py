"""Territories from files of other systems."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.customers.models import Account
from mutua.foundation.access import Actor
from mutua.foundation.events import announce
from mutua.foundation.filters import FilterError, apply_filter
from mutua.foundation.imports import Batch, Importer, Row, Target, importer, write_records
from mutua.foundation.imports.models import ImportRun
from mutua.sales.actions.hang_territories import hang_territories
from mutua.sales.events import TerritoriesImported
from mutua.sales.models import Territory
from mutua.sales.tasks import place_every_account


@importer
class TerritoryImporter(Importer):
    """One row is one territory. Its key is its number in the source, else its name. The one above it stands here already, or further up in the file."""

    kind = "territories"
    title = _("Territories")
    needs = "sales.territory.edit"
    model = Territory
    custom_kind = "territory"
    can_be_undone = True
    targets = (
        Target("key", _("Key in the source"), synonyms=("id", "record id", "territory id")),
        Target("name", _("Name"), required=True, synonyms=("territory", "territory name", "region", "gebiet", "territoire", "territorio")),
        Target("parent", _("Stands under"), synonyms=("parent", "parent territory", "parent territory name", "part of", "ubergeordnet")),
        Target(
            "predicate",
            _("Which accounts lie in it"),
            synonyms=("rule", "predicate", "filter"),
            help=_("A filter over accounts as JSON, such as {“field”: “country”, “op”: “is”, “value”: “Zambia”}."),
        ),
    )

    def key(self, values: dict[str, Any]) -> str:
        return str(values.get("key") or values.get("name") or "")

    def check(self, row: Row) -> None:
        if len(row.values.get("name") or "") > 120:
            row.refuse("name", _("The text is longer than the field holds."), found=row.values["name"][:60])
        text = row.values.get("predicate")
        row.values["predicate"] = {}
        if not text:
            return
        try:
            tree = json.loads(text)
            apply_filter(Account.objects.none(), "account", tree)
        except (ValueError, RecursionError, FilterError) as problem:
            sentence = str(problem) if isinstance(problem, FilterError) else _("This is not a filter as JSON.")
            row.refuse("predicate", sentence, found=text[:200])
        else:
            row.values["predicate"] = tree

    def look_up(self, batch: Batch) -> None:
        names = batch.texts("parent") | batch.texts("name")
        known = {
            name: (source, key)
            for name, source, key in Territory.objects.filter(name__in=names).values_list("name", "source", "source_key")
        }
        coming = batch.memory.setdefault("coming", set())
        coming |= batch.texts("name")
        for row in batch.rows:
            name, parent = row.values["name"], row.values.get("parent")
            if known.get(name, (batch.source, row.key)) != (batch.source, row.key):
                row.refuse("name", _("There is a territory with this name already."), found=name)
            # Whether there is a parent, not its number, is the row's: the same file has to say the same the second time.
            row.values["has_parent"] = bool(parent) and parent != name and (parent in known or parent in coming)
            if parent and parent == name:
                row.correct("parent", _("A territory does not stand under itself: left at the top."), found=parent)
            elif parent and not row.values["has_parent"]:
                if row.last_chance:
                    row.correct("parent", _("No territory has this name: left at the top."), found=parent)
                row.wait("parent")  # it may stand further down in the same file

    def write(self, batch: Batch) -> None:
        write_records(Territory, batch, ("name", "predicate", "custom"))
        speaking = [row for row in batch.rows if "parent" in row.values]
        left = hang_territories({int(row.record_id or 0): row.values["parent"] if row.values["has_parent"] else None for row in speaking})
        for row in batch.rows:
            if row.record_id in left:
                row.correct("parent", _("It would stand under itself: left at the top."), found=row.values["parent"])

    def done(self, run: ImportRun, actor: Actor) -> None:
        place_every_account.defer()
        announce(TerritoriesImported(run_id=run.pk, territory_ids=tuple(run.changed_ids())), actor=actor)
