"""The list of all assets."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mutua.backoffice.models import Asset
from mutua.backoffice.queries.assets import assets_seen
from mutua.backoffice.queries.finding import numbered_or_of
from mutua.foundation.lists import Blank, Column, ListSpec, Starter
from mutua.foundation.ui.formats import day


def _matching(queryset: QuerySet[Asset], text: str) -> QuerySet[Asset]:
    return queryset.filter(numbered_or_of(Asset, "serial_number", text))


ASSETS = ListSpec(
    kind="asset",
    model=Asset,
    title=_("Assets"),
    noun=_("assets"),
    base=assets_seen,
    columns=[
        Column("serial_number", _("Serial number"), sort="serial_number", phone=True, template="backoffice/assets/_number_cell.html", value=lambda a: a.serial_number),
        Column("description", _("What it is"), text=lambda a: a.description),
        Column("customer", _("Customer"), text=lambda a: str(a.party), phone=True),
        Column("shipped_on", _("Shipped"), text=lambda a: day(a.shipped_on, year=True) if a.shipped_on else "–", value=lambda a: a.shipped_on, sort="shipped_on", numeric=True),
        Column("warranty_from", _("Warranty from"), text=lambda a: day(a.warranty_from, year=True) if a.warranty_from else "–", value=lambda a: a.warranty_from, sort="warranty_from", numeric=True, hidden=True),
        Column("warranty_until", _("Warranty until"), text=lambda a: day(a.warranty_until, year=True) if a.warranty_until else "–", value=lambda a: a.warranty_until, sort="warranty_until", numeric=True),
        Column("in_warranty", _("In warranty"), text=lambda a: _("yes") if a.in_warranty else _("no"), value=lambda a: bool(a.in_warranty)),
        Column("as_of", _("As of"), text=lambda a: day(a.as_of, year=True), value=lambda a: a.as_of, hidden=True, numeric=True),
    ],
    default_sort="-shipped_on",
    link=lambda a: a.get_absolute_url(),
    select_related=("account", "person", "household"),
    search=_matching,
    starters=[Starter("in-warranty", _("In warranty"), lambda actor: {"field": "in_warranty", "op": "is", "value": True})],
    export="backoffice.asset.view",
    blank=Blank(
        _("No assets yet"),
        _("An asset is one thing with a serial number that stands at a customer. Assets are mirrored from your back office; nothing is entered here."),
        steps=[
            (_("Write a CSV file"), _("One serial number a row, with its configurations as name: value.")),
            (_("Import it"), _("The headings are recognised; what cannot be read is kept for repair.")),
        ],
    ),
)  # fmt: skip
