"""What the palette finds of orders and shipments: by the beginning of their number."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.backoffice.queries import orders_seen, shipments_seen
from mutua.backoffice.queries.assets import assets_seen
from mutua.foundation.access import Actor
from mutua.foundation.search import Found, searchable
from mutua.foundation.search.words import foremost

SHORTEST = 3


@searchable("shipment", title=_("Shipments"), order=60, needs="backoffice.shipment.view")
def shipments(actor: Actor, text: str, limit: int) -> list[Found]:
    if len(text) < SHORTEST or not any(letter.isdigit() for letter in text):
        return []
    seen = shipments_seen(actor).select_related("account")
    found = foremost(seen, seen.filter(number__istartswith=text), "-promised_on", "-pk", limit=limit)
    return [Found(title=s.number, subtitle=s.account.name, url=s.get_absolute_url(), glyph="truck-delivery") for s in found]


@searchable("order", title=_("Orders"), order=55, needs="backoffice.order.view")
def orders(actor: Actor, text: str, limit: int) -> list[Found]:
    if len(text) < SHORTEST or not any(letter.isdigit() for letter in text):
        return []
    seen = orders_seen(actor).select_related("account", "person", "household")
    found = foremost(seen, seen.filter(number__istartswith=text), "-dated_on", "-pk", limit=limit)
    return [Found(title=o.number, subtitle=str(o.party), url=o.get_absolute_url(), glyph="package") for o in found]


@searchable("asset", title=_("Assets"), order=65, needs="backoffice.asset.view")
def assets(actor: Actor, text: str, limit: int) -> list[Found]:
    if len(text) < SHORTEST or not any(letter.isdigit() for letter in text):
        return []
    seen = assets_seen(actor).select_related("account", "person", "household")
    found = foremost(seen, seen.filter(serial_number__istartswith=text), "-shipped_on", "-pk", limit=limit)
    return [Found(title=a.serial_number, subtitle=str(a.party), url=a.get_absolute_url(), glyph="package") for a in found]
